"""SQL about wishes to be forgotten of two learners who are linked and separated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from bot.features.homes.queries.shelving import ShelvedRow, decode_row, note_rows
from bot.features.linking.queries.links import KeptLink
from bot.identity import LearnerId
from bot.tables import forgettings

WISHES = "wishes"
"""The name under which the wishes are noted that two learners had before their link."""

_OWN = forgettings.c.learner_id == bindparam("learner")
_READ = select(forgettings).where(_OWN)
_DROP = delete(forgettings).where(_OWN)
_ADD = insert(forgettings)


def read_wished_moment(db: Connection, learner_id: LearnerId) -> datetime | None:
    """Read when a learner is to be forgotten. None: they did not ask for it."""
    row = db.execute(_READ, {"learner": learner_id}).one_or_none()
    return row.due_at if row else None


def note_wishes(db: Connection, link: KeptLink) -> None:
    """Keep the wishes of both learners as they are before the link."""
    for learner_id, platform in ((link.learner_id, link.platform), (link.other_id, link.other_platform)):
        rows = db.execute(_READ, {"learner": learner_id}).mappings()
        note_rows(db, link.id, WISHES, [(platform, dict(row), None) for row in rows])


def part_wishes(db: Connection, link: KeptLink, shelf: Iterable[ShelvedRow], now: datetime) -> None:
    """Give each learner their wish of before the link again. One since the link is for both accounts, so both have it.

    1. A wish that was taken back since is taken back for both.
    2. Of two wishes the later held for both. If the moment of the earlier has passed, it keeps that of the later, so
       that an unlink forgets no account at once.
    """
    found = db.execute(_READ, {"learner": link.learner_id}).mappings().one_or_none()
    if found is None:
        return
    before = [decode_row(forgettings, row.values) for row in shelf if row.name == WISHES]
    for row in before:
        row["due_at"] = row["due_at"] if row["due_at"] > now else found["due_at"]
    since = [{**found, "learner_id": one} for one in (link.learner_id, link.other_id)]
    db.execute(_DROP, {"learner": link.learner_id})
    db.execute(_ADD, before if found["asked_at"] in {row["asked_at"] for row in before} else since)
