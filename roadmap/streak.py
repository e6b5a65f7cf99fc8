"""The ledger: one verdict for each study day, and the streak that follows from them. Derived, never counted up.

Where the rules leave a choice, it is this:
- The ledger begins with the first done day; what lies before it is no miss.
- A gap is what lies between two done days. Rest, pause, outage and held days cost nothing in it; each other day
  costs a freeze. If the gap costs more than two, or more freezes than are held, the streak ends on its first missed
  day and no freeze is spent.
- A gap that is still open is judged by the days that are over: they count as spared, and the freezes as spent, so
  that the number shown is the one on which today's work builds. Should the gap grow too long, they come back.
- Every tenth done day earns a freeze, over all streaks; at three held it earns none. A repaired day counts for the
  streak, but not towards a freeze.
- Two dates that changes of zone skip or cut short are held in a gap, as many as a journey around the world has; more of
  them would let changes of zone stand for study.
- A week that would have reached its goal had its pause, outage and held days been done holds the week streak.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

FREEZES_AT_JOINING = 2
DAYS_TO_EARN_A_FREEZE = 10
MOST_FREEZES_HELD = 3
MOST_FREEZES_IN_A_ROW = 2
MOST_HELD_IN_A_GAP = 2
LOOK_AHEAD = 366
"""Days over which `through` looks ahead; somebody who always rests has a streak that stands at least so long."""

_DECAY = 0.5 ** (1 / 13)  # half-life of the strength: 13 days


class Verdict(StrEnum):
    """What a study day was: `open` is today, unfinished."""

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
    """A study day, its verdict, the streak after it, and whether it was entered late."""

    day: date
    verdict: Verdict
    streak: int
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class StreakFacts:
    """What a ledger is made of: study days, never instants.

    `done` has a tick, session or habit; `repaired` was entered late, and may or may not be in `done` too. `rest` are
    (from day, weekday bits, Monday = 1), each until the next. `pauses` include both ends. `held` are dates that a
    change of zone skipped or cut short.
    """

    joined: date
    today: date
    done: frozenset[date] = frozenset()
    repaired: frozenset[date] = frozenset()
    rest: tuple[tuple[date, int], ...] = ()
    pauses: tuple[tuple[date, date], ...] = ()
    outages: frozenset[date] = frozenset()
    held: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Streak:
    """The streak as it stands today.

    `at_risk`: it would end if today were missed. `through`: the last study day through which `current` stands with
    no further activity (that day still open); None if there is no streak. `ended_on`: the missed day that ended the
    last one. `days` begin with the first done day.
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


def reckon_streak(facts: StreakFacts, *, week_start: int = 0, week_goal: int = 4) -> Streak:
    """Derive the streak. Weeks begin on `week_start` (Monday = 0) and count from `week_goal` done days on."""
    calendar = _Calendar(facts)
    verdicts = calendar.verdicts()
    purse = _spare(verdicts, calendar)
    days, ended_on = _count(verdicts, calendar)
    current = days[-1].streak
    return Streak(
        current=current,
        best=max(map(itemgetter(2), days)),
        week_streak=_week_streak(verdicts, calendar, week_start, week_goal),
        freezes=purse.left,
        strength=_strength(verdicts),
        open_today=verdicts[-1] is Verdict.OPEN,
        at_risk=current > 0 and verdicts[-1] is Verdict.OPEN and not purse.allowance,
        through=calendar.through(purse.allowance) if current else None,
        ended_on=ended_on,
        days=days,
    )


class _Calendar:
    """The facts by day number (`date.toordinal`), which is several times as fast as dates."""

    def __init__(self, facts: StreakFacts) -> None:
        self.today = facts.today.toordinal()
        joined = facts.joined.toordinal()
        self.repaired = _numbers(facts.repaired)
        self.done = {day for day in _numbers(facts.done) | self.repaired if joined <= day <= self.today}
        self.first = min(self.done, default=self.today)
        self.holds = dict.fromkeys(self._rest_days(facts.rest), Verdict.REST)
        self.holds.update(dict.fromkeys(_numbers(facts.outages), Verdict.OUTAGE))
        for first, last in facts.pauses:
            end = min(last.toordinal() + 1, self.today + LOOK_AHEAD)
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
        """The day on which the streak will still stand, though nobody has done anything, for the last time."""
        for day in range(self.today, self.today + LOOK_AHEAD):
            if day not in self.done and day not in self.holds:
                allowance -= 1
            if allowance < 0:
                break
        return date.fromordinal(day)

    def _held(self, dates: set[int]) -> Iterator[int]:
        """Of the dates that changes of zone skip or cut short, those that are held."""
        left = MOST_HELD_IN_A_GAP
        for day in range(min(dates), max(dates) + 1) if dates else ():
            if day in self.done:
                left = MOST_HELD_IN_A_GAP
            elif day in dates and (left or day in self.holds):
                left -= day not in self.holds
                yield day

    def _rest_days(self, rest: Iterable[tuple[date, int]]) -> Iterator[int]:
        changes = [(from_day.toordinal(), bits) for from_day, bits in sorted(rest)]
        for (start, bits), (end, _) in pairwise([*changes, (self.today + LOOK_AHEAD, 0)]):
            for weekday in range(7):
                if bits >> weekday & 1:
                    yield from range(start + (weekday - start + 1) % 7, end, 7)


class _Purse(NamedTuple):
    """The freezes left, and how many more misses they would spare from today on."""

    left: int
    allowance: int


def _spare(verdicts: list[Verdict], calendar: _Calendar) -> _Purse:
    """Turn the misses that freezes save the streak from into `FREEZE`."""
    left, earned, gap = FREEZES_AT_JOINING, 0, list[int]()
    for index, verdict in enumerate(verdicts):
        if verdict is _MISSED:
            gap.append(index)
        elif verdict is _DONE:
            if gap:
                left -= _use_freezes(verdicts, gap, left)
                gap.clear()
            earned += calendar.first + index not in calendar.repaired
            if earned == DAYS_TO_EARN_A_FREEZE:
                left, earned = min(left + 1, MOST_FREEZES_HELD), 0
    allowance = min(left, MOST_FREEZES_IN_A_ROW) - len(gap)
    return _Purse(left - _use_freezes(verdicts, gap, left), max(allowance, 0))


def _use_freezes(verdicts: list[Verdict], gap: Sequence[int], left: int) -> int:
    if len(gap) > min(left, MOST_FREEZES_IN_A_ROW):
        return 0
    for index in gap:
        verdicts[index] = Verdict.FREEZE
    return len(gap)


def _count(verdicts: Iterable[Verdict], calendar: _Calendar) -> tuple[tuple[Day, ...], date | None]:
    """The ledger's days with the streak after each, and the miss that ended the last streak."""
    streak, streaks, ended_on = 0, list[int](), None
    for number, verdict in enumerate(verdicts, calendar.first):
        if verdict is _DONE:
            streak += 1
        elif verdict is _MISSED:
            ended_on, streak = (number if streak else ended_on), 0
        streaks.append(streak)
    numbers = range(calendar.first, calendar.today + 1)
    repaired = map(calendar.repaired.__contains__, numbers)
    days = tuple(map(Day, map(date.fromordinal, numbers), verdicts, streaks, repaired))
    return days, date.fromordinal(ended_on) if ended_on else None


def _week_streak(verdicts: Sequence[Verdict], calendar: _Calendar, week_start: int, goal: int) -> int:
    monday = (calendar.today - 1 - week_start) // 7 * 7 + 1 + week_start - calendar.first  # or what the week starts on
    streak = int(verdicts[max(monday, 0) :].count(Verdict.DONE) >= goal)
    for start in range(monday - 7, -7, -7):
        week = verdicts[max(start, 0) : start + 7]
        if week.count(Verdict.DONE) >= goal:
            streak += 1
        elif sum(verdict in _COULD_BE_DONE for verdict in week) < goal:
            break
    return streak


def _strength(verdicts: Iterable[Verdict]) -> int:
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


def standing_streak(streak: int, through: date | None, today: date) -> int:
    """The kept streak as it is today: nothing once the day has passed through which it stood."""
    return streak if through is not None and through >= today else 0
