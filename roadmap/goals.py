"""A goal: a part of the roadmap that a learner wants to finish by a day, and what that asks of a week.

All counts are of tasks, and all rates of tasks a week. A goal's own day counts, and so does today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from roadmap.model import Block, Level, Month, Roadmap
from roadmap.progress import Progress
from roadmap.weekdays import DAYS_IN_WEEK

WINDOW = 28
"""The days that a learner's own rate is taken from."""

FARTHEST = timedelta(days=3653)
"""A day farther away than ten years is not worth naming."""

USUAL = 2
"""The tasks a week that are proposed where a learner has no rate of their own."""


class GoalState(StrEnum):
    """How a goal stands. `QUIET`: nothing was done lately, so there is no rate to compare."""

    REACHED = "reached"
    OVER = "over"
    ON_TRACK = "on_track"
    SHORT = "short"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Lately:
    """The tasks that a learner ticked off lately, and the days that they had for them."""

    tasks: int = 0
    days: int = WINDOW

    @property
    def a_week(self) -> int:
        """The rate as a whole number: a half is rounded up, and any task makes at least one."""
        return max((self.tasks * DAYS_IN_WEEK * 2 + self.days) // (self.days * 2), min(self.tasks, 1))


@dataclass(frozen=True, slots=True)
class GoalPace:
    """A goal's tasks that are left, those that it needs a week, and those that its learner had a week lately."""

    state: GoalState
    left: int
    needed: int
    had: int


@dataclass(frozen=True, slots=True)
class LightWeek:
    """A week of fewer tasks, through `until`, and the day to which it moves the goal."""

    tasks: int
    until: date
    day: date


def days_lately(started: date, today: date, away: int = 0) -> int:
    """How many of the last four weeks' days a learner had, pauses left out. A week at least."""
    return max(min((today - started).days + 1, WINDOW) - away, DAYS_IN_WEEK)


def count_left(roadmap: Roadmap, part: Level | Month | Block, progress: Progress) -> int:
    """Count the open tasks up to the end of a part, those before the part included.

    A part that is complete has none left, whatever is open before it.
    """
    own = sum(progress.blocks[block.slug].tasks_left for block in _blocks_of(part))
    return sum(progress.blocks[block.slug].tasks_left for block in _blocks_through(roadmap, part)) if own else 0


def need_a_week(left: int, today: date, day: date) -> int:
    """How many tasks a week finish what is left by a day: rounded up, and never more than are left."""
    days = (day - today).days + 1
    return min(-(-left * DAYS_IN_WEEK // days), left) if days > 0 else left


def judge_goal(left: int, today: date, day: date, lately: Lately) -> GoalPace:
    """Compare the rate that a goal needs with the rate lately. Whole numbers are compared, as people read them."""
    needed = need_a_week(left, today, day)
    return GoalPace(_state(left, today, day, needed, lately.a_week), left, needed, lately.a_week)


def _state(left: int, today: date, day: date, needed: int, had: int) -> GoalState:
    if not left:
        return GoalState.REACHED
    if day < today:
        return GoalState.OVER
    if not had:
        return GoalState.QUIET
    return GoalState.ON_TRACK if had >= needed else GoalState.SHORT


def finish_at(left: int, a_week: int, today: date) -> date | None:
    """The day on which a rate finishes what is left. None if that is farther away than ten years."""
    until = timedelta(days=-(-left * DAYS_IN_WEEK // a_week) - 1)
    return today + until if until <= FARTHEST else None


def find_later_day(pace: GoalPace, today: date, day: date) -> date | None:
    """The later day that suits the rate lately. None if the goal's day suits it, or none within ten years does."""
    if pace.state in {GoalState.REACHED, GoalState.ON_TRACK}:
        return None
    found = finish_at(pace.left, pace.had or USUAL, today)
    return found if found and found > day else None


def lighten_week(pace: GoalPace, today: date, day: date) -> LightWeek | None:
    """Halve the tasks of the next seven days, and move the goal by what the others cost. None in a goal's last week.

    After that week no week needs more tasks than now.
    """
    if not pace.left or (day - today).days < DAYS_IN_WEEK:
        return None
    tasks = pace.needed // 2
    more = -(-(pace.needed - tasks) * DAYS_IN_WEEK // pace.needed)
    return LightWeek(tasks, today + timedelta(days=DAYS_IN_WEEK - 1), day + timedelta(days=more))


def starts_before(roadmap: Roadmap, part: Level | Month | Block, progress: Progress) -> tuple[Month | Block, ...]:
    """List where a learner could start instead, with fewer tasks left before the end of a part.

    They are months, or the blocks of a plan without months. Each has an open task before it.
    """
    found: list[Month | Block] = []
    starts = {(one.blocks[0] if isinstance(one, Month) else one).slug: one for one in _starts(roadmap)}
    left = 0
    for block in _blocks_through(roadmap, part):
        if left and block.slug in starts:
            found.append(starts[block.slug])
        left += progress.blocks[block.slug].tasks_left
    return tuple(found)


def _starts(roadmap: Roadmap) -> Sequence[Month | Block]:
    months = [month for level in roadmap.levels for month in level.months if month.first and month.blocks]
    return months or tuple(roadmap.blocks())


def _blocks_through(roadmap: Roadmap, part: Level | Month | Block) -> Sequence[Block]:
    """List the blocks up to the last one of a part."""
    ends = {block.slug for block in _blocks_of(part)}
    found = tuple(roadmap.blocks())
    return found[: max((at for at, block in enumerate(found, 1) if block.slug in ends), default=0)]


def _blocks_of(part: Level | Month | Block) -> Sequence[Block]:
    if isinstance(part, Block):
        return (part,)
    return tuple(part.blocks()) if isinstance(part, Level) else part.blocks
