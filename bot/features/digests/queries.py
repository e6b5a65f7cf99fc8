"""SQL about digests in the outbox: those that are out, and their changes."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, bindparam, or_, select

from bot.identity import CheckinId, GroupId, LearnerId
from bot.posting.amending import STORED, StoredPost, make_stored_post
from bot.tables import memberships, outbox, places, reports, ticks
from bot.tables.homes import CHECKIN_GROUPS

DIGEST, AMEND_DIGEST = "digest", "amend_digest"
"""The kinds of post: a digest, and the change of one that is out."""


_OF_CHECKIN = (
    select(*STORED)
    .join(places, places.c.id == outbox.c.place_id)
    .where(places.c.group_id.in_(CHECKIN_GROUPS), outbox.c.kind.in_([DIGEST, AMEND_DIGEST]))
    .order_by(outbox.c.id)
    .with_for_update(of=outbox, key_share=True)
)
_ABOUT = (
    select(*STORED)
    .join(places, places.c.id == outbox.c.place_id)
    .join(memberships, memberships.c.group_id == places.c.group_id)
    .where(
        memberships.c.learner_id == bindparam("learner"),
        outbox.c.kind.in_([DIGEST, AMEND_DIGEST]),
    )
    .order_by(outbox.c.id)
    .with_for_update(of=outbox, key_share=True)
)
_REPORTED = select(reports.c.checkin_id).where(reports.c.learner_id == bindparam("learner"))
_WORKED = select(ticks.c.day).where(
    ticks.c.learner_id == bindparam("learner"), or_(ticks.c.evidence != "", ticks.c.file.is_not(None))
)


def read_digests(db: Connection, checkin_id: CheckinId) -> list[StoredPost]:
    """Read the digests of a check-in and their changes, oldest first. They are locked against the deliverer."""
    found = map(make_stored_post, db.execute(_OF_CHECKIN, {"checkin": checkin_id}))
    return [one for one in found if one.facts.get("checkin") == checkin_id]


def read_digests_about(db: Connection, learner_id: LearnerId, group_id: GroupId | None) -> list[StoredPost]:
    """Read the digests of a learner's groups, past ones included, or of one group; and their changes. Oldest first.

    The rows are locked against the deliverer.
    """
    query = _ABOUT if group_id is None else _ABOUT.where(memberships.c.group_id == bindparam("group"))
    return list(map(make_stored_post, db.execute(query, {"learner": learner_id, "group": group_id})))


def find_reported(db: Connection, learner_id: LearnerId) -> set[CheckinId]:
    """Find the check-ins in which a learner reported."""
    return set(db.scalars(_REPORTED, {"learner": learner_id}))


def find_days_of_work(db: Connection, learner_id: LearnerId) -> set[date]:
    """Find the study days of all ticks to which a learner gave a link, note or file."""
    return set(db.scalars(_WORKED, {"learner": learner_id}))
