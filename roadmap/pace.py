"""Progress against the calendar: ahead, on pace or behind.

Each block has a planned length: its share of the month's days, or two weeks in a roadmap of weeks. Progress
is measured in planned days. A half ticked block of fourteen days is worth seven, wherever it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roadmap.model import Month, Roadmap
from roadmap.progress import Progress

DAYS_OF_MONTH = 365.25 / 12
DAYS_OF_BLOCK = 14
SLACK = 7
"""Days off the plan, either way, that are still on pace: some study at the weekend only."""


class PaceState(StrEnum):
    """How progress stands against the calendar.

    On the first day there is nothing to compare yet, and a plan without a calendar is open: nothing ever is.
    """

    OPEN = "open"
    BEGUN = "begun"
    AHEAD = "ahead"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Pace:
    """Days ahead of the plan, negative if behind. A plan without a calendar has none."""

    state: PaceState
    days: int


def reckon_pace(
    roadmap: Roadmap, started: date, today: date, progress: Progress, *, placed: Progress | None = None, away: int = 0
) -> Pace:
    """Compare ticked work with the calendar.

    `placed` is the progress from placement alone, which counts neither as work nor as a lead. `away` are days of
    pauses since the start.
    """
    plan = planned_days(roadmap)
    granted = _days_done(plan, placed) if placed else 0.0
    gained = _days_done(plan, progress) - granted
    spent = max((today - started).days - away, 0)
    days = round(gained - spent)
    if progress.whole.complete:
        return Pace(PaceState.DONE, days)
    if not roadmap.has_calendar:
        return Pace(PaceState.OPEN, 0)
    return Pace(_state(days, spent), days)


def planned_days(roadmap: Roadmap) -> dict[str, float]:
    """How many days each block (by slug) is meant to take."""
    months = [month for level in roadmap.levels for month in level.months]
    return {block.slug: _days_of_month(month) / len(month.blocks) for month in months for block in month.blocks}


def _days_of_month(month: Month) -> float:
    if not month.first:
        return float(DAYS_OF_BLOCK * len(month.blocks))
    return (month.last - month.first + 1) * DAYS_OF_MONTH


def _days_done(plan: Mapping[str, float], progress: Progress) -> float:
    shares = progress.blocks
    return sum(days * shares[slug].ticked / max(shares[slug].required, 1) for slug, days in plan.items())


def _state(days: int, spent: int) -> PaceState:
    if abs(days) <= SLACK:
        return PaceState.ON_PACE if spent else PaceState.BEGUN
    return PaceState.AHEAD if days > 0 else PaceState.BEHIND
