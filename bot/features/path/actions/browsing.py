"""What a learner may look at: one's own or a fellow's progress, and what the group celebrated lately."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Executable, Row, bindparam, select

from bot.closed_sets import Visibility
from bot.features.members.actions.fellows import UnknownMember, find_member
from bot.features.members.queries import learners as clocks
from bot.features.ticks.actions.roadmap_state import RoadmapState, view_state
from bot.features.ticks.queries import ticks
from bot.tables import learners, memberships, pauses
from roadmap.cadence import settled, study_day
from roadmap.model import Roadmap
from roadmap.pace import Pace, reckon_pace
from roadmap.progress import measure

SHOWN = 10


@dataclass(frozen=True, slots=True)
class MemberSummary:
    """A member of a group. `name` is empty for one whom the viewer knows by number only."""

    learner_id: int
    name: str
    number: int
    joined_at: datetime
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ShownProgress:
    """A learner's progress as the viewer may see it. `pace` is for the learner alone; `member` may be nobody."""

    standing: RoadmapState
    member: MemberSummary | None = None
    pace: Pace | None = None


_MEMBERS = (
    select(learners.c.id, learners.c.name, learners.c.visibility, memberships.c.number, memberships.c.joined_at)
    .join(memberships, memberships.c.learner_id == learners.c.id)
    .where(memberships.c.group_id == bindparam("group"), memberships.c.left_at.is_(None))
)
_BY_ID = _MEMBERS.where(learners.c.id == bindparam("learner"))
_BY_NUMBER = _MEMBERS.where(memberships.c.number == bindparam("number"))
_PAUSES = select(pauses.c.first_day, pauses.c.last_day).where(pauses.c.learner_id == bindparam("learner"))
_NUMBER = re.compile(r"(?i)(?:member\s*)?#?([1-9]\d{0,5})")


def show_mine(
    db: Connection, learner_id: int | None, group_id: int | None, roadmap: Roadmap, now: datetime
) -> ShownProgress:
    """The caller's own progress and pace, whatever their visibility."""
    standing = view_state(db, learner_id, roadmap)
    member = _member(db, _BY_ID, group=group_id, learner=learner_id) if learner_id and group_id else None
    if member is None:
        return ShownProgress(standing)
    return ShownProgress(standing, _named(member), _pace(db, standing, member, now))


def show_fellow(db: Connection, viewer: int | None, group_id: int, roadmap: Roadmap, typed: str) -> ShownProgress:
    """A fellow member's progress. One who is shown by number is found by number, one who hides is not found at all.

    Raises UnknownMember and SeveralMembers.
    """
    row = _find(db, viewer, group_id, typed)
    return ShownProgress(
        view_state(db, row.id, roadmap), _named(row, by_number=row.visibility == Visibility.NUMBER and row.id != viewer)
    )


def _find(db: Connection, viewer: int | None, group_id: int, typed: str) -> Row[Any]:
    numbered = _NUMBER.fullmatch(typed.strip())
    if numbered:
        row = _member(db, _BY_NUMBER, group=group_id, number=int(numbered[1]))
        open_to = {Visibility.GROUP, Visibility.NUMBER}
    else:
        row = _member(db, _BY_ID, group=group_id, learner=find_member(db, group_id, typed, me=viewer))
        open_to = {Visibility.GROUP}
    if row is None or (row.visibility not in open_to and row.id != viewer):
        raise UnknownMember(name=typed[:64])
    return row


def _member(db: Connection, statement: Executable, **values: int | None) -> Row[Any] | None:
    return db.execute(statement, values).one_or_none()


def _named(row: Row[Any], *, by_number: bool = False) -> MemberSummary:
    return MemberSummary(
        row.id, "" if by_number else row.name, row.number, row.joined_at, row.visibility == Visibility.HIDDEN
    )


def _pace(db: Connection, standing: RoadmapState, member: Row[Any], now: datetime) -> Pace:
    clock = settled(clocks.read_clock(db, member.id), now)
    started, today = study_day(clock, member.joined_at), study_day(clock, now)
    granted = [one.task for one in ticks.read_placed(db, member.id, standing.roadmap.slug)]
    placed = measure(standing.roadmap, granted, standing.chosen) if granted else None
    spans = [(row.first_day, row.last_day) for row in db.execute(_PAUSES, {"learner": member.id})]
    away = _days_away(spans, started, today)
    return reckon_pace(standing.roadmap, started, today, standing.progress, placed=placed, away=away)


def _days_away(spans: Sequence[tuple[date, date]], started: date, today: date) -> int:
    """How many days of pauses lie between two days, the last one not counted."""
    away = {
        day for first, last in spans for day in range(max(first, started).toordinal(), min(last, today).toordinal() + 1)
    }
    return len(away)
