"""SQL about the history of the clock of two learners who are linked and separated."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from bot.features.linking.queries.links import KeptLink
from bot.identity import LearnerId
from bot.tables import zone_changes
from roadmap.cadence import StudyClock

_NOTE_ZONE = insert(zone_changes)
_OF_LINK = (zone_changes.c.learner_id == bindparam("learner"), zone_changes.c.at == bindparam("then"))
_DROP_NOTED = delete(zone_changes).where(*_OF_LINK, zone_changes.c.made_on.is_(None))
_DROP_HELD = delete(zone_changes).where(*_OF_LINK, zone_changes.c.held_day >= bindparam("since"))
_SHARED_CLOCKS = (
    select(zone_changes)
    .where(zone_changes.c.learner_id == bindparam("learner"), zone_changes.c.made_on.is_(None))
    .order_by(zone_changes.c.id)
)


def note_clock(
    db: Connection,
    link: KeptLink,
    effective_at: datetime,
    clock: StudyClock,
    *,
    held: date | None = None,
    made_on: str | None = None,
) -> None:
    """Note the instant from which a clock draws the study days of both accounts.

    `held`: a date that the link skips for the account on `made_on`. Then it is the clock that this account had.
    """
    row = {"learner_id": link.learner_id, "at": link.at, "effective_at": effective_at, "made_on": made_on}
    db.execute(_NOTE_ZONE, {**row, "zone": clock.zone, "day_end": clock.day_end, "held_day": held})


def drop_noted_clocks(db: Connection, link: KeptLink) -> None:
    """Delete the notes of a link about the clock of both accounts."""
    db.execute(_DROP_NOTED, {"learner": link.learner_id, "then": link.at})


def drop_held_days(db: Connection, link: KeptLink, learner_id: LearnerId, since: date) -> None:
    """Delete the dates that a link skipped for an account, from a study day on that its learner has again."""
    db.execute(_DROP_HELD, {"learner": learner_id, "then": link.at, "since": since})


def copy_clock_changes(db: Connection, link: KeptLink) -> None:
    """Give the history of the clock of both accounts to the other learner, too."""
    found = db.execute(_SHARED_CLOCKS, {"learner": link.learner_id}).mappings().all()
    rows = [{**row, "learner_id": link.other_id} for row in found]
    if rows:
        db.execute(_NOTE_ZONE, [{name: value for name, value in row.items() if name != "id"} for row in rows])
