"""The ledger: one verdict for each study day, and the streak that follows from them. Derived, never counted up.

Where the rules leave a choice, it is this:

1. The ledger begins with the first done day. Days before it are no misses.
2. A gap lies between two done days. Rest, pause, outage and held days cost nothing in it; each other day costs a
   freeze.
3. A gap that costs more than two freezes, or more than are held, ends the streak. It ends on its first missed day,
   and no freeze is spent.
4. An open gap is judged by the days that are over: they count as spared, and the freezes as spent. So the number
   shown is the one on which today's work builds. If the gap grows too long, the freezes come back.
5. Every tenth done day earns a freeze, over all streaks. With three held it earns none. A repaired day counts for
   the streak, but not towards a freeze.
6. In a gap at most two dates are held that changes of zone skip or cut short. A journey around the world has as
   many. More would let changes of zone stand for study.
7. A week holds the week streak if its pause, outage and held days would have brought it to its goal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from roadmap.weekdays import weekdays_of

FREEZES_AT_JOINING = 2
DAYS_TO_EARN_A_FREEZE = 10
MOST_FREEZES_HELD = 3
MOST_FREEZES_IN_A_ROW = 2
MOST_HELD_IN_A_GAP = 2
DAYS_FORESEEN = 366
"""Days over which `through` looks ahead. A streak of a learner with only rest days stands at least so long."""

_DECAY = 0.5 ** (1 / 13)  # half-life of the strength: 13 days


class Verdict(StrEnum):
    """The verdict on a study day. `open` is today, unfinished."""

    DONE = "done"
    REST = "rest"
    PAUSE = "pause"
    FREEZE = "freeze"
    OUTAGE = "outage"
    HELD = "held"
    MISSED = "missed"
    OPEN = "open"


_DONE, _MISSED, _FREEZE = Verdict.DONE, Verdict.MISSED, Verdict.FREEZE  # in loops: an enum's attribute is slow
_COULD_BE_DONE = (Verdict.DONE, Verdict.PAUSE, Verdict.OUTAGE, Verdict.HELD)


class Day(NamedTuple):
    """A study day, its verdict, the streak after it, and whether it was entered late.

    `returned`: it is the day of a return, and fewer minutes made it done.
    """

    day: date
    verdict: Verdict
    streak: int
    repaired: bool = False
    returned: bool = False


class StreakEnd(NamedTuple):
    """The end of a streak of `days`: its first missed day, and the freezes that were held and are kept."""

    day: date
    days: int
    freezes: int

    @property
    def missed(self) -> int:
        """The missed days after which it was over: one more than freezes would have spared."""
        return min(self.freezes, MOST_FREEZES_IN_A_ROW) + 1


@dataclass(frozen=True, slots=True)
class StreakFacts:
    """The facts that make a ledger: study days, never instants.

    `done` has a tick, session or habit; `repaired` was entered late, and may or may not be in `done` too. `returned`
    are those done days for which fewer minutes were enough. `rest` are (from day, weekday bits, Monday = 1), each until
    the next. `pauses` include both ends. `held` are dates that a
    change of zone skipped or cut short.
    """

    joined: date
    today: date
    done: frozenset[date] = frozenset()
    repaired: frozenset[date] = frozenset()
    returned: frozenset[date] = frozenset()
    rest: tuple[tuple[date, int], ...] = ()
    pauses: tuple[tuple[date, date], ...] = ()
    outages: frozenset[date] = frozenset()
    held: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Streak:
    """The streak as it stands today.

    `at_risk`: it would end if today were missed. `through`: the last study day through which `current` stands with
    no further activity (that day still open); None if there is no streak. `ended_on`: the missed day that ended the
    last one. `days` begin with the first done day. `ends` are all ends of streaks. `next_miss`: the next day that
    needs a freeze or ends the streak, unless the learner studies on it.
    """

    current: int
    best: int
    week_streak: int
    freezes: int
    strength: int
    open_today: bool
    at_risk: bool
    through: date | None
    ended_on: date | None
    days: tuple[Day, ...]
    ends: tuple[StreakEnd, ...] = ()
    next_miss: date | None = None


def reckon_streak(facts: StreakFacts, *, week_start: int = 0, week_goal: int = 4) -> Streak:
    """Derive the streak. Weeks begin on `week_start` (Monday = 0) and count from `week_goal` done days on."""
    calendar = StreakCalendar(facts)
    verdicts = calendar.verdicts()
    purse = spare_misses(verdicts, calendar)
    days, ended_on = count_streaks(verdicts, calendar)
    current = days[-1].streak
    return Streak(
        current=current,
        best=max(map(itemgetter(2), days)),
        week_streak=count_week_streak(verdicts, calendar, week_start, week_goal),
        freezes=purse.left,
        strength=measure_strength(verdicts),
        open_today=verdicts[-1] is Verdict.OPEN,
        at_risk=current > 0 and verdicts[-1] is Verdict.OPEN and not purse.allowance,
        through=calendar.through(purse.allowance) if current else None,
        ended_on=ended_on,
        days=days,
        ends=tuple(
            StreakEnd(date.fromordinal(calendar.first + index), days[index - 1].streak, held)
            for index, held in purse.ends
        ),
        next_miss=calendar.through(0) if current else None,
    )


class StreakCalendar:
    """The facts by day number (`date.toordinal`), which is several times as fast as dates."""

    def __init__(self, facts: StreakFacts) -> None:
        self.today = facts.today.toordinal()
        joined = facts.joined.toordinal()
        self.repaired = _numbers(facts.repaired)
        self.returned = _numbers(facts.returned)
        self.done = {day for day in _numbers(facts.done) | self.repaired if joined <= day <= self.today}
        self.first = min(self.done, default=self.today)
        self.holds = dict.fromkeys(self._rest_days(facts.rest), Verdict.REST)
        self.holds.update(dict.fromkeys(_numbers(facts.outages), Verdict.OUTAGE))
        for first, last in facts.pauses:
            end = min(last.toordinal() + 1, self.today + DAYS_FORESEEN)
            self.holds.update(dict.fromkeys(range(max(first.toordinal(), joined), end), Verdict.PAUSE))
        self.holds.update(dict.fromkeys(self._held(_numbers(facts.held)), Verdict.HELD))

    def verdicts(self) -> list[Verdict]:
        """The verdict of each day of the ledger, before any freeze is used."""
        done, holds = self.done, self.holds
        days = range(self.first, self.today + 1)
        verdicts = [Verdict.DONE if day in done else holds.get(day, Verdict.MISSED) for day in days]
        if verdicts[-1] is Verdict.MISSED:
            verdicts[-1] = Verdict.OPEN
        return verdicts

    def through(self, allowance: int) -> date:
        """The last day on which the streak still stands without further activity.

        That day is still open.
        """
        for day in range(self.today, self.today + DAYS_FORESEEN):
            if day not in self.done and day not in self.holds:
                allowance -= 1
            if allowance < 0:
                break
        return date.fromordinal(day)

    def _held(self, dates: set[int]) -> Iterator[int]:
        """Yield the held dates among those that changes of zone skip or cut short. A gap has at most two.

        A date that is also a rest day, pause or outage does not count towards the two.
        """
        left = MOST_HELD_IN_A_GAP
        for day in range(min(dates), max(dates) + 1) if dates else ():
            if day in self.done:
                left = MOST_HELD_IN_A_GAP
            elif day in dates and (left or day in self.holds):
                left -= day not in self.holds
                yield day

    def _rest_days(self, rest: Iterable[tuple[date, int]]) -> Iterator[int]:
        changes = [(from_day.toordinal(), bits) for from_day, bits in sorted(rest)]
        for (start, bits), (end, _) in pairwise([*changes, (self.today + DAYS_FORESEEN, 0)]):
            for weekday in weekdays_of(bits):
                yield from range(start + (weekday - start + 1) % 7, end, 7)


class Purse(NamedTuple):
    """The freezes left, and how many more misses they would spare from today on.

    `ends` are the first misses that ended a streak, each with the freezes then held.
    """

    left: int
    allowance: int
    ends: tuple[tuple[int, int], ...]


def spare_misses(verdicts: list[Verdict], calendar: StreakCalendar) -> Purse:
    """Turn the misses that freezes spare into `FREEZE`. Returns the freezes left."""
    left, earned, gap, ends = FREEZES_AT_JOINING, 0, list[int](), list[tuple[int, int]]()
    for index, verdict in enumerate(verdicts):
        if verdict is _MISSED:
            gap.append(index)
        elif verdict is _DONE:
            if gap:
                left -= _use_freezes(verdicts, gap, left, ends)
                gap.clear()
            earned += calendar.first + index not in calendar.repaired
            if earned == DAYS_TO_EARN_A_FREEZE:
                left, earned = min(left + 1, MOST_FREEZES_HELD), 0
    allowance = min(left, MOST_FREEZES_IN_A_ROW) - len(gap)
    return Purse(left - _use_freezes(verdicts, gap, left, ends), max(allowance, 0), tuple(ends))


def _use_freezes(verdicts: list[Verdict], gap: Sequence[int], left: int, ends: list[tuple[int, int]]) -> int:
    """Spare a gap and return the freezes used. A gap that they cannot spare is noted among the `ends`."""
    if len(gap) > min(left, MOST_FREEZES_IN_A_ROW):
        ends.append((gap[0], left))
        return 0
    for index in gap:
        verdicts[index] = Verdict.FREEZE
    return len(gap)


def count_streaks(verdicts: Iterable[Verdict], calendar: StreakCalendar) -> tuple[tuple[Day, ...], date | None]:
    """The ledger's days with the streak after each, and the miss that ended the last streak."""
    streak, streaks, ended_on = 0, list[int](), None
    for number, verdict in enumerate(verdicts, calendar.first):
        if verdict is _DONE:
            streak += 1
        elif verdict is _MISSED:
            ended_on, streak = (number if streak else ended_on), 0
        streaks.append(streak)
    numbers = range(calendar.first, calendar.today + 1)
    late, back = (map(kept.__contains__, numbers) for kept in (calendar.repaired, calendar.returned))
    days = tuple(map(Day, map(date.fromordinal, numbers), verdicts, streaks, late, back))
    return days, date.fromordinal(ended_on) if ended_on else None


def count_week_streak(verdicts: Sequence[Verdict], calendar: StreakCalendar, week_start: int, goal: int) -> int:
    """Count the weeks in a row that reached the goal, up to the current one."""
    monday = (calendar.today - 1 - week_start) // 7 * 7 + 1 + week_start - calendar.first  # or the week's first day
    streak = int(verdicts[max(monday, 0) :].count(Verdict.DONE) >= goal)
    for start in range(monday - 7, -7, -7):
        week = verdicts[max(start, 0) : start + 7]
        if week.count(Verdict.DONE) >= goal:
            streak += 1
        elif sum(verdict in _COULD_BE_DONE for verdict in week) < goal:
            break
    return streak


def measure_strength(verdicts: Iterable[Verdict]) -> int:
    """Measure from 0 to 100 how steady the verdicts were lately."""
    strength = 0.0
    for verdict in verdicts:
        if verdict is _DONE:
            strength = 100 - (100 - strength) * _DECAY
        elif verdict is _MISSED or verdict is _FREEZE:
            strength *= _DECAY
    return round(strength)


def _numbers(days: Iterable[date]) -> set[int]:
    return {day.toordinal() for day in days}


ENOUGH_MINUTES = 15  # minutes of study that make a day done


def streak_today(streak: int, through: date | None, today: date) -> int:
    """The kept streak as it is today; 0 if it stood only through an earlier day."""
    return streak if through is not None and through >= today else 0
