"""Read the progress of the caller or of a fellow member."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from bot.closed_sets import Visibility
from bot.features.members.actions.fellows import find_member
from bot.features.path.queries import ViewedMember, read_member, read_pause_days
from bot.features.ticks.actions.roadmap_state import RoadmapState, view_state
from bot.identity import GroupId, LearnerId
from roadmap.cadence import clock_at, study_day
from roadmap.model import Roadmap
from roadmap.pace import Pace, reckon_pace
from roadmap.progress import measure


@dataclass(frozen=True, slots=True)
class MemberSummary:
    """A member of a group. `name` is empty if the viewer sees only a number."""

    learner_id: LearnerId
    name: str
    number: int
    joined_at: datetime
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ShownProgress:
    """A learner's progress as the viewer may see it.

    `pace` is for the learner alone. `member` is None for a caller who is no member.
    """

    state: RoadmapState
    member: MemberSummary | None = None
    pace: Pace | None = None


def show_mine(
    db: Connection, learner_id: LearnerId | None, group_id: GroupId | None, roadmap: Roadmap, now: datetime
) -> ShownProgress:
    """Show the caller's own progress and pace, whatever their visibility."""
    state = view_state(db, learner_id, roadmap)
    member = read_member(db, group_id, learner_id) if learner_id and group_id else None
    if member is None:
        return ShownProgress(state)
    return ShownProgress(state, _named(member), _pace(db, state, member, now))


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


def _pace(db: Connection, state: RoadmapState, member: ViewedMember, now: datetime) -> Pace:
    clock = clock_at(member.clock, now)
    started, today = study_day(clock, member.joined_at), study_day(clock, now)
    placed = measure(state.roadmap, state.placed, state.chosen) if state.placed else None
    spans = read_pause_days(db, member.id)
    away = _days_away(spans, started, today)
    return reckon_pace(state.roadmap, started, today, state.progress, placed=placed, away=away)


def _days_away(spans: Sequence[tuple[date, date]], started: date, today: date) -> int:
    """Count the days of pauses from `started` to `today`, both included."""
    away = {
        day
        for first, last in spans
        for day in range(max(first, started).toordinal(), min(last.toordinal() + 1, today.toordinal()))
    }
    return len(away)
