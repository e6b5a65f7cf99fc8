"""The work of a week: the links that a digest shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from bot.features.work.queries.pieces import Piece, read_week_work
from bot.identity import GroupId, LearnerId
from roadmap.cadence import last_of_week


@dataclass(frozen=True, slots=True)
class WeekLink:
    """Work with a link on tasks of a week. `name` is empty for a learner who is shown by `number`."""

    learner_id: LearnerId
    name: str
    number: int
    task: str
    words: str
    file: str


def read_week_links(db: Connection, group_id: GroupId, roadmap_slug: str, week: date) -> tuple[WeekLink, ...]:
    """Read the work of a week that the group may see now, newest first."""
    return tuple(map(_linked, read_week_work(db, group_id, roadmap_slug, week, last_of_week(week))))


def _linked(piece: Piece) -> WeekLink:
    return WeekLink(piece.learner_id, piece.name, piece.number, piece.task, piece.words, piece.file)


def view_week_work(db: Connection, group_id: GroupId | None, roadmap_slug: str, week: date) -> list[Piece]:
    """View all work of a week in the caller's group."""
    return read_week_work(db, group_id, roadmap_slug, week, last_of_week(week)) if group_id is not None else []
