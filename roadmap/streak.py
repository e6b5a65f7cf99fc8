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
- A week in which fewer days than the goal could have been done (pauses, rest, outages) holds the week streak.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

FREEZES_AT_JOINING = 2
DAYS_TO_EARN_A_FREEZE = 10
MOST_FREEZES_HELD = 3
MOST_FREEZES_IN_A_ROW = 2
LOOK_AHEAD = 366
"""Days over which `through` looks ahead; somebody who always rests has a streak that stands at least so long."""

_DECAY = 0.5 ** (1 / 13)  # half-life of the strength: 13 days
_ALL_DAYS_OF_WEEK = 7


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


HOLDS = frozenset({Verdict.REST, Verdict.PAUSE, Verdict.OUTAGE, Verdict.HELD})
"""Verdicts that ask for nothing: the number stays and no freeze is needed."""


class Day(NamedTuple):
    """A study day, its verdict, the streak after it, and whether it was entered late."""

    day: date
    verdict: Verdict
    streak: int
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
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


def reckon(facts: Facts, *, week_start: int = 0, week_goal: int = 4) -> Streak:
    """Derive the streak. Weeks begin on `week_start` (Monday = 0) and count from `week_goal` done days on."""
    calendar = _Calendar(facts)
    verdicts = list(calendar.verdicts())
    purse = _spare(verdicts, calendar)
    days, ended_on = _count(verdicts, calendar)
    current = days[-1].streak
    return Streak(
        current=current,
        best=max(day.streak for day in days),
        week_streak=_week_streak(days, week_start, week_goal),
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

    def __init__(self, facts: Facts) -> None:
        self.today = facts.today.toordinal()
        joined = facts.joined.toordinal()
        self.repaired = _numbers(facts.repaired)
        self.done = {day for day in _numbers(facts.done) | self.repaired if joined <= day <= self.today}
        self.first = min(self.done, default=self.today)
        self.rest = [(day.toordinal(), bits) for day, bits in sorted(facts.rest)]
        self.holds = dict.fromkeys(_numbers(facts.outages), Verdict.OUTAGE)
        for first, last in facts.pauses:
            self.holds.update(dict.fromkeys(range(first.toordinal(), last.toordinal() + 1), Verdict.PAUSE))
        self.holds.update(dict.fromkeys(_numbers(facts.held), Verdict.HELD))

    def verdicts(self) -> Iterator[Verdict]:
        """The verdict of each day of the ledger, before any freeze is used."""
        for day in range(self.first, self.today + 1):
            if day in self.done:
                yield Verdict.DONE
            else:
                yield self.hold(day) or (Verdict.MISSED if day < self.today else Verdict.OPEN)

    def hold(self, day: int) -> Verdict | None:
        """Why nothing is asked on a day, if so."""
        return self.holds.get(day) or (Verdict.REST if self._rest_days(day) >> (day - 1) % 7 & 1 else None)

    def through(self, allowance: int) -> date:
        """The day on which the streak will still stand, though nobody has done anything, for the last time."""
        for day in range(self.today, self.today + LOOK_AHEAD):
            if day not in self.done and not self.hold(day):
                allowance -= 1
            if allowance < 0:
                break
        return date.fromordinal(day)

    def _rest_days(self, day: int) -> int:
        return next((bits for first, bits in reversed(self.rest) if first <= day), 0)


class _Purse(NamedTuple):
    """The freezes left, and how many more misses they would spare from today on."""

    left: int
    allowance: int


def _spare(verdicts: list[Verdict], calendar: _Calendar) -> _Purse:
    """Turn the misses that freezes save the streak from into `FREEZE`."""
    left, earned, gap = FREEZES_AT_JOINING, 0, list[int]()
    for index, verdict in enumerate(verdicts):
        if verdict is Verdict.MISSED:
            gap.append(index)
        elif verdict is Verdict.DONE:
            left -= _use_freezes(verdicts, gap, left)
            gap.clear()
            if calendar.first + index not in calendar.repaired:
                earned += 1
                left = min(left + (earned % DAYS_TO_EARN_A_FREEZE == 0), MOST_FREEZES_HELD)
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
    streak, days, ended_on = 0, list[Day](), None
    for number, verdict in enumerate(verdicts, calendar.first):
        day = date.fromordinal(number)
        if verdict is Verdict.DONE:
            streak += 1
        elif verdict is Verdict.MISSED:
            ended_on, streak = (day if streak else ended_on), 0
        days.append(Day(day, verdict, streak, number in calendar.repaired))
    return tuple(days), ended_on


def _week_streak(days: Sequence[Day], week_start: int, goal: int) -> int:
    weeks = Counter[int]()
    held = Counter[int]()
    for day in days:
        week = (day.day.toordinal() - 1 - week_start) // 7
        weeks[week] += day.verdict is Verdict.DONE
        held[week] += day.verdict in HOLDS
    this_week = max(weeks)
    streak = int(weeks.pop(this_week) >= goal)
    for week in sorted(weeks, reverse=True):
        if weeks[week] >= goal:
            streak += 1
        elif _ALL_DAYS_OF_WEEK - held[week] >= goal:
            break
    return streak


def _strength(verdicts: Iterable[Verdict]) -> int:
    strength = 0.0
    for verdict in verdicts:
        if verdict is Verdict.DONE:
            strength = 100 - (100 - strength) * _DECAY
        elif verdict is Verdict.MISSED or verdict is Verdict.FREEZE:
            strength *= _DECAY
    return round(strength)


def _numbers(days: Iterable[date]) -> set[int]:
    return {day.toordinal() for day in days}
