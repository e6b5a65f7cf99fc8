"""The rules of study days, ledger, points, boards and pauses, reckoned in the plainest way.

It is the specification as code, and shares no line with the bot: no counter, no cache, every figure from the facts.
Slow and obvious is right here. Each class says which rule it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.reckoning.days import DAY, Days

EVENING, LOST = timedelta(hours=8), timedelta(hours=1)
ENOUGH, AT_RETURN = 15, 5  # minutes that make a day done: any day, and the day of a return
AWAY = 10  # days after the last entry, pauses left out
PAID_A_DAY = 5
PAUSE_DAYS, QUARTER = 28, 91
WEEK_GOAL = 4


@dataclass(frozen=True)
class Entry:
    """A line of a learner's record: a tick, or minutes of study. `late`: entered for a day that was over."""

    act: int
    day: date
    task: str = ""
    points: int = 0
    minutes: int = 0
    enough: int = ENOUGH
    late: bool = False
    placed: bool = False


@dataclass(frozen=True)
class Ending:
    """The end of a streak of `days`: its first missed day."""

    day: date
    days: int


@dataclass(frozen=True)
class Ledger:
    """The ledger as of a day: the streak, and the verdict of each day that is over."""

    streak: int
    best: int
    week_streak: int
    freezes: int
    open_misses: frozenset[date]
    """Days that are missed or spared by a freeze: those that a repair may fill."""
    spared: frozenset[date] = frozenset()
    ends: tuple[Ending, ...] = ()


@dataclass
class Learner:
    """A learner and all that they did. An entry that was taken back is gone."""

    name: str
    days: Days
    joined: date
    visible: bool = True
    entries: list[Entry] = field(default_factory=list)
    rest: dict[date, frozenset[int]] = field(default_factory=dict)
    paused: set[date] = field(default_factory=set)
    outages: set[date] = field(default_factory=set)
    chosen: dict[str, str] = field(default_factory=dict)

    # What was done on a day

    def ticked(self) -> set[str]:
        """The tasks that are ticked off."""
        return {entry.task for entry in self.entries if entry.task}

    def is_done(self, day: date) -> bool:
        """Any tick, or fifteen minutes of study, on the day itself. Five minutes at a return."""
        here = [entry for entry in self.entries if entry.day == day and not entry.late and not entry.placed]
        return any(entry.task for entry in here) or sum(entry.minutes for entry in here) >= min(
            (entry.enough for entry in here), default=ENOUGH
        )

    def needed_today(self) -> int:
        """The minutes that make today done. A repair ends no absence."""
        day = max(
            [
                self.joined,
                *(
                    entry.day
                    for entry in self.entries
                    if not entry.late and not entry.placed and entry.day < self.days.today
                ),
            ]
        )
        away = 1
        while (day := day + DAY) < self.days.today:
            away += day not in self.paused
        return AT_RETURN if away >= AWAY else ENOUGH

    def is_repaired(self, day: date) -> bool:
        """A late entry made the day count."""
        here = [entry for entry in self.entries if entry.day == day and not entry.placed]
        late = any(entry.task and entry.late for entry in here)
        return not self.is_done(day) and (late or sum(entry.minutes for entry in here) >= ENOUGH)

    def points_on(self, day: date) -> int:
        """The points of a day's ticks, and one for a done day. A repaired day has none."""
        return sum(entry.points for entry in self.entries if entry.day == day) + self.is_done(day)

    def points(self) -> int:
        """All points."""
        return sum(self.points_on(day) for day in {entry.day for entry in self.entries})

    def week_points(self, monday: date) -> int:
        """The points of the seven days from a Monday on."""
        return sum(self.points_on(monday + DAY * count) for count in range(7))

    def worth(self, weight: int) -> int:
        """The points of another tick today: its weight, for the first five of a study day."""
        paid = sum(entry.day == self.days.today and entry.points > 0 for entry in self.entries)
        return weight if paid < PAID_A_DAY else 0

    # The ledger

    def is_rest(self, day: date) -> bool:
        """Whether the weekday was a rest day then."""
        since = [first for first in self.rest if first <= day]
        return bool(since) and day.weekday() in self.rest[max(since)]

    def ledger(self) -> Ledger:
        """Reckon the ledger as of today.

        1. It begins with the first done day.
        2. Rest, pause, outage and held days hold. In a gap at most two days are held by changes of the clock alone.
        3. Freezes: two at joining, one for each ten done days, at most three.
        4. A gap of at most two misses is spared, if there are freezes for all of them. A longer one ends the streak.
        5. A repaired day counts for the streak and earns no freeze.
        6. Today, unfinished, is open.
        """
        streak = best = earned = held = 0
        freezes, gap, filled = 2, list[date](), set[date]()
        gaps = list[tuple[list[date], int, int]]()
        for day in self._ledger_days():
            done, repaired = self.is_done(day), self.is_repaired(day)
            if done or repaired:
                gaps.append((gap, freezes, streak))
                freezes, streak = self._close(gap, freezes, streak)
                gap, held, streak = [], 0, streak + 1
                best = max(best, streak)
                earned += done
                if earned == 10:
                    freezes, earned = min(freezes + 1, 3), 0
            elif self.is_rest(day) or day in self.paused or day in self.outages:
                continue
            elif day in self.days.held and held < 2:
                held += 1
            elif day < self.days.today:
                gap.append(day)
                filled.add(day)
        gaps.append((gap, freezes, streak))
        freezes, streak = self._close(gap, freezes, streak)
        ends = tuple(Ending(gap[0], days) for gap, held, days in gaps if not self._is_spared(gap, held))
        spared = frozenset(day for gap, held, _ in gaps if self._is_spared(gap, held) for day in gap)
        return Ledger(streak, best, self._week_streak(), freezes, frozenset(filled), spared, ends)

    def _ledger_days(self) -> list[date]:
        done = [entry.day for entry in self.entries if self.is_done(entry.day) or self.is_repaired(entry.day)]
        first = min(done, default=self.days.today)
        return [first + DAY * count for count in range((self.days.today - first).days + 1)]

    @staticmethod
    def _is_spared(gap: list[date], freezes: int) -> bool:
        return len(gap) <= min(freezes, 2)

    def _close(self, gap: list[date], freezes: int, streak: int) -> tuple[int, int]:
        """Close a gap: spend freezes on all its misses, or end the streak."""
        return (freezes - len(gap), streak) if self._is_spared(gap, freezes) else (freezes, 0)

    def _week_streak(self) -> int:
        """Count the weeks with four done days, back from this one.

        A week holds if its pause, outage and held days would have brought it to four.
        """
        known = set(self._ledger_days())
        monday = self.days.today - DAY * self.days.today.weekday()
        streak = int(self._done_in(monday, known) >= WEEK_GOAL)
        while True:
            monday -= 7 * DAY
            done = self._done_in(monday, known)
            if done >= WEEK_GOAL:
                streak += 1
            elif done + self._held_in(monday, known) < WEEK_GOAL:
                return streak

    def _done_in(self, monday: date, known: set[date]) -> int:
        return sum(self.is_done(day) or self.is_repaired(day) for day in _week(monday) if day in known)

    def _held_in(self, monday: date, known: set[date]) -> int:
        return sum(
            not (self.is_done(day) or self.is_repaired(day))
            and (day in self.paused or day in self.outages or day in self._held_by_clock())
            for day in _week(monday)
            if day in known
        )

    def _held_by_clock(self) -> set[date]:
        held, left = set[date](), 2
        for day in self._ledger_days():
            if self.is_done(day) or self.is_repaired(day):
                left = 2
            elif day in self.days.held:
                otherwise = self.is_rest(day) or day in self.paused or day in self.outages
                if otherwise or left:
                    held.add(day)
                    left -= not otherwise
        return held

    # Outages, repairs, pauses

    def note_outage(self, starts: datetime, ends: datetime) -> None:
        """A day is an outage if the bot was down for an hour of its last eight."""
        for day, day_ends in {**self.days.ended, self.days.today: self.days.ends}.items():
            if min(ends, day_ends) - max(starts, day_ends - EVENING) >= LOST:
                self.outages.add(day)

    def may_repair(self, day: date, now: datetime) -> bool:
        """A missed or spared day, within 48 hours of its end, twice a month.

        Each day before the first done day is a missed one.
        """
        if day >= self.days.today or day < self.joined or day not in self.days.ended:
            return False
        missed = day in self.ledger().open_misses or day < self._ledger_days()[0]
        in_month = {entry.day for entry in self.entries if entry.late and entry.day.month == day.month}
        return missed and now < self.days.ended[day] + 2 * DAY and len(in_month) < 2

    def may_pause(self, days: set[date]) -> bool:
        """At most 28 days of pause in any 91 days."""
        paused = self.paused | days
        return all(sum(end - DAY * QUARTER < day <= end for day in paused) <= PAUSE_DAYS for end in paused)

    def pause_left(self) -> int:
        """The days of pause that could still be added, from today on or after the running pause, one by one."""
        day, more = self.days.today, set[date]()
        while day in self.paused:
            day += DAY
        while len(more) < PAUSE_DAYS and (day in self.paused or self.may_pause({*more, day})):
            more |= {day} - self.paused
            day += DAY
        return len(more)


def _week(monday: date) -> Iterator[date]:
    return (monday + DAY * count for count in range(7))


def rank(scores: dict[str, int]) -> list[tuple[int, set[str], int]]:
    """Rank names by their scores: (rank, names, score). Equal scores share a rank."""
    ranks = list[tuple[int, set[str], int]]()
    for score in sorted({score for score in scores.values() if score}, reverse=True):
        above = sum(other > score for other in scores.values())
        ranks.append((above + 1, {name for name in scores if scores[name] == score}, score))
    return ranks
