"""Award points and keep the community leaderboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from bot.features.points.queries import (
    Entry,
    add_points,
    enlist,
    read_community_entries,
    read_entries,
    recount,
    set_points_at,
    take_points,
)
from bot.identity import LearnerId

DAY_POINT = 1


def award(db: Connection, learner_id: LearnerId, day: date, points: int, now: datetime) -> None:
    """Add points to a study day, or take them back if negative.

    The total and the community leaderboard change with them. The order of ties changes with points that are added;
    `renew_points_at` finds it again after an undo.
    """
    if points == 0:
        return
    if points > 0:
        total, listed = add_points(db, learner_id, day, points, now)
    else:
        total, listed = take_points(db, learner_id, day, -points)
    if listed:
        recount(db, {total: 1, total - points: -1})


def renew_points_at(db: Connection, learner_id: LearnerId) -> None:
    """Find again when the learner's points last rose, which orders ties.

    An undo may move that instant although no points are lost: the study day may have become done later.
    """
    set_points_at(db, learner_id, _last_rise(read_entries(db, learner_id)))


def _last_rise(entries: Iterable[Entry]) -> datetime | None:
    """Return when points last rose: with a tick that earned some, or when a study day became done."""
    minutes: Counter[date] = Counter()
    done, last = set[date](), None
    for entry in entries:
        was_done = entry.day in done
        minutes[entry.day] += entry.minutes
        if minutes[entry.day] >= entry.enough:
            done.add(entry.day)
        if entry.points or (not was_done and entry.day in done):
            last = entry.at
    return last


def leave_community(db: Connection, learner_ids: Sequence[LearnerId]) -> None:
    """Take learners off the community leaderboard who are to be forgotten, or reckoned anew."""
    for entry in read_community_entries(db, learner_ids):
        if entry.listed:
            enlist(db, entry.learner_id, False)
            recount(db, {entry.points: -1})


def place_in_community(db: Connection, learner_ids: Sequence[LearnerId]) -> None:
    """Put learners on the community leaderboard, or take them off.

    A learner belongs there if a group of theirs opted in, and they neither are hidden nor left it.
    """
    changes: Counter[int] = Counter()
    for entry in read_community_entries(db, learner_ids) if learner_ids else []:
        if entry.listed != entry.eligible:
            enlist(db, entry.learner_id, entry.eligible)
            changes[entry.points] += 1 if entry.eligible else -1
    if changes:
        recount(db, changes)
