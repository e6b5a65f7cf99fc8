"""The streak of a learner with two accounts, each of which had been a learner's own.

1. Three ledgers are reckoned: one of each account's entries alone, and the joint one of all.
2. Each study day has the best of their verdicts, in the order of `BEST_FIRST`.
3. A day that a freeze of any ledger covers stays covered, even if the gap grows too long later. Otherwise the streak
   would shrink afterwards, without a missed day.
4. The learner holds the most freezes that any of the ledgers holds.

So the streak is never shorter than the longer of the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from roadmap.streak import (
    DAYS_FORESEEN,
    MOST_FREEZES_IN_A_ROW,
    Day,
    Purse,
    Streak,
    StreakCalendar,
    StreakEnd,
    StreakFacts,
    Verdict,
    count_streaks,
    count_week_streak,
    measure_strength,
    spare_misses,
)

BEST_FIRST = (
    *(Verdict.DONE, Verdict.REST, Verdict.PAUSE, Verdict.FREEZE, Verdict.OUTAGE, Verdict.HELD),
    *(Verdict.OPEN, Verdict.MISSED),
)
"""The verdicts, the best first. A day has the best that any ledger gives it."""
_RANK = {verdict: rank for rank, verdict in enumerate(BEST_FIRST)}


class _Ledger(NamedTuple):
    """A ledger: its calendar, its verdicts and its freezes.

    Freezes in a gap that ended the streak stay in its verdicts.
    """

    calendar: StreakCalendar
    verdicts: list[Verdict]
    purse: Purse


def unite_streaks(
    joint: StreakFacts, parts: Sequence[StreakFacts], *, week_start: int = 0, week_goal: int = 4
) -> Streak:
    """Derive the streak of a linked learner, by the rules above. `joint` has all facts, `parts` those of each account.

    `week_start`: the weekday on which a week begins, Monday 0. `week_goal`: the done days that make a week count.
    """
    ledgers = [_keep_ledger(facts) for facts in (joint, *parts) if facts is joint or _has_begun(facts)]
    calendar, verdicts = ledgers[0].calendar, _best(ledgers)
    days, ended_on = count_streaks(verdicts, calendar)
    current, through = days[-1].streak, _through(ledgers)
    return Streak(
        current=current,
        best=max(map(itemgetter(2), days)),
        week_streak=count_week_streak(verdicts, calendar, week_start, week_goal),
        freezes=max(ledger.purse.left for ledger in ledgers),
        strength=measure_strength(verdicts),
        open_today=verdicts[-1] is Verdict.OPEN,
        at_risk=current > 0 and verdicts[-1] is Verdict.OPEN and through == joint.today,
        through=through if current else None,
        ended_on=ended_on,
        days=days,
        ends=_ends(days),
        next_miss=calendar.through(0) if current else None,
    )


def _has_begun(facts: StreakFacts) -> bool:
    return any(facts.joined <= day <= facts.today for day in facts.done | facts.repaired)


def _keep_ledger(facts: StreakFacts) -> _Ledger:
    calendar = StreakCalendar(facts)
    verdicts = calendar.verdicts()
    purse = spare_misses(verdicts, calendar)
    for index, held in purse.ends:
        missed = (at for at in range(index, len(verdicts)) if verdicts[at] is Verdict.MISSED)
        for at, _ in zip(missed, range(min(held, MOST_FREEZES_IN_A_ROW)), strict=False):
            verdicts[at] = Verdict.FREEZE
    return _Ledger(calendar, verdicts, purse)


def _best(ledgers: Sequence[_Ledger]) -> list[Verdict]:
    """List the best verdict of each day. The joint ledger comes first and begins first."""
    best = list(ledgers[0].verdicts)
    for ledger in ledgers[1:]:
        for at, verdict in enumerate(ledger.verdicts, ledger.calendar.first - ledgers[0].calendar.first):
            best[at] = min(best[at], verdict, key=_RANK.__getitem__)
    return best


def _through(ledgers: Sequence[_Ledger]) -> date:
    """Return the last study day on which the streak still holds without further activity."""
    left = [ledger.purse.allowance for ledger in ledgers]
    today = ledgers[0].calendar.today
    for day in range(today, today + DAYS_FORESEEN):
        held = [day in ledger.calendar.done or day in ledger.calendar.holds for ledger in ledgers]
        if not any(holds or more > 0 for holds, more in zip(held, left, strict=True)):
            break
        left = [more - (not holds) for holds, more in zip(held, left, strict=True)]
    return date.fromordinal(day)


def _ends(days: Sequence[Day]) -> tuple[StreakEnd, ...]:
    """List the ends of streaks. No ledger holds a freeze on a day that ends one, as it would have covered that day."""
    return tuple(
        StreakEnd(day.day, before.streak, 0)
        for before, day in pairwise(days)
        if before.streak and day.verdict is Verdict.MISSED
    )
