"""SQL about digests in the outbox: those that are out, and their changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, or_, select, update

from bot.closed_sets import PostState
from bot.identity import CheckinId, GroupId, LearnerId, PlaceId, PostId
from bot.tables import memberships, outbox, places, reports, ticks
from bot.tables.homes import CHECKIN_GROUPS

DIGEST, AMEND_DIGEST = "digest", "amend_digest"
"""The kinds of post: a digest, and the change of one that is out."""


@dataclass(frozen=True, slots=True)
class KeptDigest:
    """A digest in the outbox, or its change. `message_id` is the platform's id of a message that is out."""

    id: PostId
    kind: str
    place_id: PlaceId | None
    state: PostState
    facts: dict[str, Any]
    message_id: str | None


_COLUMNS = (
    *(outbox.c.id, outbox.c.kind, outbox.c.place_id),
    *(outbox.c.state, outbox.c.facts, outbox.c.message_id),
)
_OF_CHECKIN = (
    select(*_COLUMNS)
    .join(places, places.c.id == outbox.c.place_id)
    .where(places.c.group_id.in_(CHECKIN_GROUPS), outbox.c.kind.in_([DIGEST, AMEND_DIGEST]))
    .order_by(outbox.c.id)
    .with_for_update(of=outbox, key_share=True)
)
_ABOUT = (
    select(*_COLUMNS)
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
_POST = select(*_COLUMNS).where(outbox.c.id == bindparam("post"))
_REWRITE = update(outbox).where(outbox.c.id == bindparam("post")).values(facts=bindparam("said"))


def read_digests(db: Connection, checkin_id: CheckinId) -> list[KeptDigest]:
    """Read the digests of a check-in and their changes, oldest first. They are locked against the deliverer."""
    found = map(_kept, db.execute(_OF_CHECKIN, {"checkin": checkin_id}))
    return [one for one in found if one.facts.get("checkin") == checkin_id]


def read_digests_about(db: Connection, learner_id: LearnerId, group_id: GroupId | None) -> list[KeptDigest]:
    """Read the digests of all groups in which a learner is or was, or of one, and their changes, oldest first.

    They are locked as those of a check-in.
    """
    query = _ABOUT if group_id is None else _ABOUT.where(memberships.c.group_id == bindparam("group"))
    return list(map(_kept, db.execute(query, {"learner": learner_id, "group": group_id})))


def find_reported(db: Connection, learner_id: LearnerId) -> set[CheckinId]:
    """Find the check-ins in which a learner reported."""
    return set(db.scalars(_REPORTED, {"learner": learner_id}))


def find_days_of_work(db: Connection, learner_id: LearnerId) -> set[date]:
    """Find the study days of all ticks to which a learner gave a link, note or file."""
    return set(db.scalars(_WORKED, {"learner": learner_id}))


def read_digest(db: Connection, post_id: PostId) -> KeptDigest:
    """Read a digest as it is now."""
    return _kept(db.execute(_POST, {"post": post_id}).one())


def rewrite_digest(db: Connection, post_id: PostId, facts: dict[str, Any]) -> None:
    """Replace the facts of a digest."""
    db.execute(_REWRITE, {"post": post_id, "said": facts})


def changes_of(kept: Iterable[KeptDigest], post_id: PostId) -> list[KeptDigest]:
    """Return the changes of a digest among these."""
    return [one for one in kept if one.kind == AMEND_DIGEST and one.facts.get("post") == post_id]


def _kept(row: Row[*tuple[Any, ...]]) -> KeptDigest:
    return KeptDigest(row.id, row.kind, row.place_id, PostState(row.state), row.facts, row.message_id)
