"""Read the progress of the caller or of a fellow member."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import Visibility
from bot.features.members.actions.fellows import find_member
from bot.features.path.actions.aiming import AimView, count_days_away, reckon_view
from bot.features.path.queries import Planned, ViewedMember, read_member, read_planned
from bot.features.ticks.actions.roadmap_state import RoadmapState, view_state
from bot.identity import GroupId, LearnerId
from roadmap.cadence import clock_at, study_day
from roadmap.goals import USUAL, count_left, finish_at
from roadmap.model import Level, Roadmap
from roadmap.pace import Pace, reckon_pace
from roadmap.progress import measure

ASKS_FOR = timedelta(days=7)
"""The time after a finished block in which a learner is offered to help others, until they answer."""
FAR_BEHIND = 28
"""Days behind the plan after which the distance is not told any more."""


@dataclass(frozen=True, slots=True)
class MemberSummary:
    """A member of a group. `name` is empty if the viewer sees only a number."""

    learner_id: LearnerId
    name: str
    number: int
    joined_at: datetime
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Modest:
    """The level that is open, and the day on which a modest rate finishes it."""

    level: Level
    day: date


@dataclass(frozen=True, slots=True)
class ShownProgress:
    """A learner's progress as the viewer may see it.

    `pace`, `modest` and `aim` are for the learner alone. `aim` is there if a goal is set.
    `modest` is there for a learner far behind the plan. `member` is None for a caller who is no member.
    `asks_consent`: the learner is to be offered to help others.
    """

    state: RoadmapState
    member: MemberSummary | None = None
    pace: Pace | None = None
    modest: Modest | None = None
    aim: AimView | None = None
    asks_consent: bool = False


def show_mine(
    db: Connection, learner_id: LearnerId | None, group_id: GroupId | None, roadmap: Roadmap, now: datetime
) -> ShownProgress:
    """Show the caller's own progress and pace, whatever their visibility."""
    state = view_state(db, learner_id, roadmap)
    member = read_member(db, group_id, learner_id) if learner_id and group_id else None
    if member is None:
        return ShownProgress(state)
    planned = read_planned(db, member.id, roadmap.slug)
    aim = reckon_view(db, state, member, planned, now) if planned.goal else None
    pace, today = _pace(state, member, planned, now), study_day(clock_at(member.clock, now), now)
    modest = _modest(state, today) if pace.days < -FAR_BEHIND else None
    return ShownProgress(
        state,
        _named(member),
        pace,
        modest,
        aim if aim and aim.aimed and aim.aimed.pace.left else None,
        asks_consent=member.unasked_at is not None and now - member.unasked_at < ASKS_FOR,
    )


def show_fellow(
    db: Connection, viewer: LearnerId | None, group_id: GroupId, roadmap: Roadmap, typed: str
) -> ShownProgress:
    """Show a fellow member's progress. Raises UnknownMember, NotShown, SeveralMembers."""
    found = find_member(db, group_id, typed, me=viewer)
    row = read_member(db, group_id, found.learner_id)
    return ShownProgress(
        view_state(db, found.learner_id, roadmap), replace(_named(row), name=found.name) if row else None
    )


def _named(row: ViewedMember) -> MemberSummary:
    return MemberSummary(row.id, row.name, row.number, row.joined_at, row.visibility == Visibility.HIDDEN)


def _pace(state: RoadmapState, member: ViewedMember, planned: Planned, now: datetime) -> Pace:
    clock = clock_at(member.clock, now)
    started, today = study_day(clock, member.joined_at), study_day(clock, now)
    placed = measure(state.roadmap, state.placed, state.chosen) if state.placed else None
    away = count_days_away(planned.pauses, started, today)
    return reckon_pace(state.roadmap, started, today, state.progress, placed=placed, away=away)


def _modest(state: RoadmapState, today: date) -> Modest | None:
    level = next((one for one in state.roadmap.levels if state.progress.levels[one.slug].tasks_left), None)
    day = finish_at(count_left(state.roadmap, level, state.progress), USUAL, today) if level else None
    return Modest(level, day) if level and day else None
