"""Outages: the study days that they take, whatever becomes of the learner's clock afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.cadence import StudyClock, change_clock, clock_at, study_day
from roadmap.outages import BEGINNING, ClockChange, ClockPeriod, Outage, find_day_end, find_outage_days, trace_clock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = datetime(2026, 3, 2, 12, tzinfo=UTC)
ZONES = ("Europe/Berlin", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC")


def at(text: str) -> datetime:
    """Return an instant of March 2026, written as day and hour in UTC."""
    day, hour = text.split()
    return datetime(2026, 3, int(day), int(hour.rstrip("h")), tzinfo=UTC)


def march(*days: int) -> tuple[date, ...]:
    """Return days of March 2026."""
    return tuple(date(2026, 3, day) for day in days)


@pytest.mark.parametrize(
    ("clock", "starts", "ends", "taken"),
    [
        (StudyClock("UTC"), "9 21h", "9 23h", (9, 9)),
        (StudyClock("UTC"), "9 20h", "9 21h", (9, 9)),
        (StudyClock("UTC"), "10 3h", "10 4h", (9, 9)),
        (StudyClock("UTC"), "9 6h", "9 20h", None),
        (StudyClock("UTC"), "9 6h", "9 21h", (9, 9)),
        (StudyClock("UTC"), "9 22h", "9 22h", None),
        (StudyClock("UTC"), "9 12h", "10 12h", (9, 9)),
        (StudyClock("UTC"), "9 12h", "12 22h", (9, 12)),
        (StudyClock("UTC", 0), "9 23h", "10 3h", (9, 9)),
        (StudyClock("UTC", 360), "10 5h", "10 6h", (9, 9)),
        (StudyClock("Asia/Tokyo"), "9 19h", "9 23h", None),
        (StudyClock("Asia/Tokyo"), "9 17h", "9 20h", (9, 9)),
        (StudyClock("America/Los_Angeles"), "9 19h", "10 5h", (9, 9)),
        (StudyClock("UTC", 240, "Asia/Tokyo", 240, at("10 4h")), "9 21h", "9 23h", (9, 9)),
        (StudyClock("UTC", 240, "Asia/Tokyo", 240, at("10 4h")), "9 21h", "11 18h", (9, 11)),
    ],
)
def test_an_hour_of_a_study_days_last_eight_makes_an_outage(
    clock: StudyClock, starts: str, ends: str, taken: tuple[int, int] | None
) -> None:
    found = find_outage_days([ClockPeriod(BEGINNING, clock)], Outage(at(starts), at(ends)))

    assert (march(*taken) if taken else None) == found


@dataclass
class Traveller:
    """A learner whose clock changes, with the record of its changes."""

    clock: StudyClock
    now: datetime
    changes: list[ClockChange] = field(default_factory=list)

    def move(self, zone: str, day_end: int) -> None:
        """Change the clock as a learner may, and record the change."""
        changed = change_clock(self.clock, self.now, zone, day_end).clock
        if changed != self.clock:
            self.clock = changed
            coming = changed.day_end if changed.next_day_end is None else changed.next_day_end
            effective_at = changed.next_from or self.now
            self.changes.append(ClockChange(self.now, effective_at, changed.next_zone or changed.zone, coming))


moves = st.tuples(st.integers(1, 60), st.sampled_from(ZONES), st.sampled_from([0, 240, 360]))


@given(st.lists(moves, max_size=3), st.integers(1, 30), st.lists(moves, max_size=4))
def test_no_later_change_of_the_clock_changes_the_days_of_an_outage(
    before: Sequence[tuple[int, str, int]], hours: int, after: Sequence[tuple[int, str, int]]
) -> None:
    learner = Traveller(StudyClock("Europe/Berlin"), START)
    journey(learner, before)
    outage = Outage(learner.now, learner.now + hours * HOUR)
    learner.now = outage.ends_at
    noted = find_outage_days([ClockPeriod(BEGINNING, learner.clock)], outage)
    journey(learner, [(hours + 48, zone, day_end) for hours, zone, day_end in after])
    periods = trace_clock(learner.clock, "Europe/Berlin", learner.changes)

    assert noted == find_outage_days(periods, outage)


def journey(learner: Traveller, steps: Sequence[tuple[int, str, int]]) -> None:
    """Wait so many hours, then change the clock, again and again."""
    for hours, zone, day_end in steps:
        learner.now += hours * HOUR
        learner.clock = clock_at(learner.clock, learner.now)  # as each call of a command does
        learner.move(zone, day_end)


@given(st.lists(moves, max_size=5))
def test_a_traced_clock_draws_the_days_that_were_then(steps: Sequence[tuple[int, str, int]]) -> None:
    learner = Traveller(StudyClock("Europe/Berlin"), START)
    lived = live(learner, steps)
    periods = trace_clock(learner.clock, "Europe/Berlin", learner.changes)

    assert lived == [(instant, drawn(periods, instant)) for instant, _ in lived]


@given(st.lists(moves, max_size=5))
def test_a_day_of_a_traveller_ended_when_the_next_one_began(steps: Sequence[tuple[int, str, int]]) -> None:
    learner = Traveller(StudyClock("Europe/Berlin"), START)
    nights = [(last, first) for last, first in pairwise(live(learner, steps)) if last[1] != first[1]]
    periods = trace_clock(learner.clock, "Europe/Berlin", learner.changes)

    for (last, day), (first, _) in nights:
        assert last < find_day_end(periods, day) <= first


def live(learner: Traveller, steps: Sequence[tuple[int, str, int]]) -> list[tuple[datetime, date]]:
    """Wait two days and so many hours before each change of the clock. Return each hour with its study day."""
    lived = list[tuple[datetime, date]]()
    for hours, zone, day_end in steps:
        for _ in range(hours + 48):
            learner.now += HOUR
            lived.append((learner.now, study_day(clock_at(learner.clock, learner.now), learner.now)))
        learner.move(zone, day_end)
    return lived


def test_a_change_at_once_draws_the_day_in_course() -> None:
    change = ClockChange(at("9 10h"), at("9 10h"), "Asia/Tokyo", 240)
    periods = trace_clock(StudyClock("Asia/Tokyo"), "UTC", [change])

    assert march(9, 9) == find_outage_days(periods, Outage(at("9 17h"), at("9 19h")))
    assert march(8, 8) == find_outage_days(periods, Outage(at("9 1h"), at("9 4h")))


def drawn(periods: Sequence[ClockPeriod], instant: datetime) -> date:
    """Return the study day of an instant by the clock of its period."""
    clock = max(period for period in periods if period.since <= instant).clock
    return study_day(clock, instant)
