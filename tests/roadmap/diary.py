"""A learner who travels: a clock that changes, the days that they did, the dates that were held."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from roadmap.cadence import Changed, StudyClock, change_clock, clock_at, study_day
from roadmap.streak import Streak, StreakFacts, reckon_streak


@dataclass
class Diary:
    clock: StudyClock
    now: datetime
    done: set[date] = field(default_factory=set)
    repaired: set[date] = field(default_factory=set)
    held: set[date] = field(default_factory=set)
    pauses: list[tuple[date, date]] = field(default_factory=list)
    rest: list[tuple[date, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.joined, self.joined_at = self.today, self.now

    @property
    def today(self) -> date:
        return study_day(self.clock, self.now)

    def study(self) -> date:
        self.done.add(self.today)
        return self.today

    def wait(self, hours: float) -> None:
        self.now += timedelta(hours=hours)
        self.clock = clock_at(self.clock, self.now)

    def move(self, zone: str, day_end: int = 240, *, fresh: bool = False) -> Changed:
        changed = change_clock(self.clock, self.now, zone, day_end, fresh=fresh)
        self.clock = changed.clock
        if fresh:
            self.joined = study_day(self.clock, self.joined_at)
        self.held |= {changed.held} if changed.held else set()
        return changed

    def streak(self) -> Streak:
        return reckon_streak(self.facts())

    def facts(self) -> StreakFacts:
        return StreakFacts(
            joined=self.joined,
            today=self.today,
            done=frozenset(self.done),
            repaired=frozenset(self.repaired),
            rest=tuple(self.rest),
            pauses=tuple(self.pauses),
            held=frozenset(self.held),
        )
