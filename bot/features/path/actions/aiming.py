"""Goals: set one, drop it, and reckon what it asks of a week. Only the learner sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.members.actions import presence
from bot.features.members.actions.days import read_today
from bot.features.members.actions.presence import Present
from bot.features.path.actions.placing import preview_placement
from bot.features.path.queries import (
    Goal,
    Planned,
    ViewedMember,
    count_ticks_since,
    delete_goal,
    keep_goal,
    read_member,
    read_planned,
)
from bot.features.ticks.actions.roadmap_state import RoadmapState, view_state
from bot.identity import Caller, LearnerId
from roadmap.cadence import clock_at, study_day
from roadmap.goals import FARTHEST, WINDOW, GoalPace, Lately, count_left, days_lately, judge_goal
from roadmap.lookup.parts import Part, find_part
from roadmap.model import Level, Roadmap
from roadmap.weekdays import DAYS_IN_WEEK


class GoalInThePast(Refused):
    """Refusal: the goal's day is over."""


class GoalTooFar(Refused):
    """Refusal: the goal's day is more than ten years ahead."""


class GoalReached(Refused):
    """Refusal: the part is finished already."""

    part: str


@dataclass(frozen=True, slots=True)
class Aim:
    """A part that a learner aims at, and how it stands for a day."""

    part: Part
    day: date
    pace: GoalPace


@dataclass(frozen=True, slots=True)
class AimView:
    """A learner's progress and rate, as goals are reckoned. `goal` is set, and its part is still there."""

    today: date
    state: RoadmapState
    lately: Lately
    goal: Goal | None = None

    def aim(self, part: Part, day: date) -> Aim:
        """Reckon how a part stands for a day."""
        left = count_left(self.state.roadmap, part, self.state.progress)
        return Aim(part, day, judge_goal(left, self.today, day, self.lately))

    @property
    def aimed(self) -> Aim | None:
        """How the goal that is set stands."""
        part = find_part(self.state.roadmap, self.goal.part) if self.goal else None
        return self.aim(part, self.goal.day) if part and self.goal else None


@dataclass(frozen=True, slots=True)
class GoalChange:
    """A goal as it was before a change. `over`: its day is over, or its part is finished, so it is not put back.

    `joined`: the learner became a member.
    """

    before: Goal | None
    over: bool = False
    joined: bool = False


def view_aim(db: Connection, caller: Caller, roadmap: Roadmap) -> AimView:
    """Read the caller's progress, rate and goal. A caller who is no member has done nothing yet."""
    present = presence.find_present(db, caller)
    return _view(db, present, roadmap, present.day if present else read_today(db, caller), caller.now)


def _view(db: Connection, present: Present | None, roadmap: Roadmap, today: date, now: datetime) -> AimView:
    member = read_member(db, present.group_id, present.learner_id) if present else None
    state = view_state(db, member.id if member else None, roadmap)
    if member is None:
        return AimView(today, state, Lately(0, DAYS_IN_WEEK))
    return reckon_view(db, state, member, read_planned(db, member.id, roadmap.slug), now)


def reckon_view(db: Connection, state: RoadmapState, member: ViewedMember, planned: Planned, now: datetime) -> AimView:
    """Count a member's ticks of the last four weeks, and take their goal if its part is on the roadmap."""
    clock = clock_at(member.clock, now)
    started, today = study_day(clock, member.joined_at), study_day(clock, now)
    since = today - timedelta(days=WINDOW - 1)
    away = count_days_away(planned.pauses, max(since, started), today)
    tasks = count_ticks_since(db, member.id, state.roadmap.slug, since)
    goal = planned.goal if planned.goal and find_part(state.roadmap, planned.goal.part) else None
    return AimView(today, state, Lately(tasks, days_lately(started, today, away)), goal)


def preview_start(db: Connection, learner_id: LearnerId | None, view: AimView, start_slug: str) -> tuple[AimView, int]:
    """Preview what a placement leaves of the tasks, and count those that it marks as done. Raises NothingToPlace."""
    roadmap = view.state.roadmap
    granted = preview_placement(db, learner_id, roadmap, start_slug).granted
    return replace(view, state=replace(view.state, ticked=view.state.ticked.union(granted))), len(granted)


def set_goal(db: Connection, caller: Caller, roadmap: Roadmap, part: Part, day: date) -> GoalChange:
    """Set the caller's goal in the place of any other. The caller joins if they are no member yet.

    Raises GoalInThePast, GoalTooFar, GoalReached.
    """
    present = presence.enter(db, caller, roadmap.slug)
    view = _view(db, present, roadmap, present.day, caller.now)
    check_goal(view, part, day)
    keep_goal(db, present.learner_id, roadmap.slug, Goal(part.slug, day), caller.now)
    return GoalChange(view.goal, over=_is_over(view), joined=present.joined)


def drop_goal(db: Connection, caller: Caller, roadmap: Roadmap) -> GoalChange:
    """Drop the caller's goal, if one is set. A caller who is no member has none."""
    present = presence.find_present(db, caller)
    if present is None:
        return GoalChange(None)
    view = _view(db, present, roadmap, present.day, caller.now)
    delete_goal(db, present.learner_id, roadmap.slug)
    return GoalChange(view.goal, over=_is_over(view))


def _is_over(view: AimView) -> bool:
    """Whether the goal that is set can't be set again: its day is over, or its part is finished."""
    aim = view.aimed
    return aim is not None and (aim.day < view.today or not aim.pace.left)


def check_goal(view: AimView, part: Part, day: date) -> Aim:
    """Reckon how a goal would stand. Raises GoalReached, GoalInThePast, GoalTooFar."""
    aim = view.aim(part, day)
    if not aim.pace.left:
        raise GoalReached(part=part.name if isinstance(part, Level) else part.title or part.slug)
    if day < view.today:
        raise GoalInThePast
    if day > view.today + FARTHEST:
        raise GoalTooFar
    return aim


def count_days_away(spans: Sequence[tuple[date, date]], started: date, today: date) -> int:
    """Count the days of pauses from `started` until yesterday."""
    away = {
        day
        for first, last in spans
        for day in range(max(first, started).toordinal(), min(last.toordinal() + 1, today.toordinal()))
    }
    return len(away)
