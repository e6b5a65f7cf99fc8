"""SQL about posts that name a learner."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, and_, bindparam, cast, or_, select, update

from bot.closed_sets import PostState
from bot.identity import AccountId, LearnerId, PlaceId, PostId
from bot.posting.subjects import LEARNER, find_ids
from bot.tables import accounts, focus_members, gathered, memberships, obstacles, outbox, paired, places, set_aside

NO_LEARNER = 0
"""The id that takes the place of a forgotten learner's in facts. No learner has it."""


@dataclass(frozen=True, slots=True)
class NamingPost:
    """A post whose words name a learner, or may. `private`: it goes to another learner's account."""

    id: PostId
    kind: str
    state: PostState
    place_id: PlaceId | None
    account_id: AccountId | None
    message_id: str | None


_FACTS = cast(outbox.c.facts, Text)


def _holds(key: str) -> ColumnElement[bool]:
    return _FACTS.contains(f'"{key}": ', autoescape=True)


_OWN_ACCOUNTS = select(accounts.c.id).where(accounts.c.learner_id == bindparam("learner"))
_OWN_PLACES = (
    select(places.c.id)
    .join(memberships, memberships.c.group_id == places.c.group_id)
    .where(memberships.c.learner_id == bindparam("learner"))
)
_OWN_CHATS = _OWN_PLACES.where(places.c.private)
_OTHERS_READ = or_(
    and_(outbox.c.place_id.is_not(None), outbox.c.place_id.not_in(_OWN_CHATS)),
    and_(outbox.c.account_id.is_not(None), outbox.c.account_id.not_in(_OWN_ACCOUNTS)),
)
_CANDIDATES = (
    select(outbox)
    .where(
        _OTHERS_READ,
        or_(outbox.c.ended_at.is_(None), outbox.c.ended_at >= bindparam("since")),
        or_(
            outbox.c.learner_id == bindparam("learner"),
            outbox.c.id.in_(select(gathered.c.post_id).where(gathered.c.learner_id == bindparam("learner"))),
            outbox.c.place_id.in_(_OWN_PLACES),
            *(_holds(key) for key in (LEARNER, "focus", "obstacle", "pairing")),
        ),
    )
    .order_by(outbox.c.id)
    .with_for_update(key_share=True)
)
_PARTS = select(gathered.c.post_id).where(gathered.c.learner_id == bindparam("learner"))
_REFERENCES = {
    "focus": select(focus_members.c.focus_id).where(focus_members.c.learner_id == bindparam("learner")),
    "obstacle": select(obstacles.c.id).where(obstacles.c.learner_id == bindparam("learner")),
    "pairing": select(paired.c.pairing_id).where(paired.c.learner_id == bindparam("learner")),
}
"""Key in facts -> the rows through which the words of a post come to a learner."""
_NAMING = (
    select(outbox.c.id, outbox.c.facts)
    .where(or_(*(_FACTS.contains(bindparam(end), autoescape=False) for end in ("last", "inner"))), _OTHERS_READ)
    .order_by(outbox.c.id)
    .with_for_update(key_share=True)
)
_REWRITE = update(outbox).where(outbox.c.id == bindparam("post")).values(facts=bindparam("said"))
_NOTED = cast(set_aside.c.row, Text)
_NOTES = (
    select(set_aside.c.id, set_aside.c.row)
    .where(or_(*(_NOTED.contains(bindparam(end), autoescape=False) for end in ("last", "inner"))))
    .order_by(set_aside.c.id)
)
_REWRITE_NOTE = update(set_aside).where(set_aside.c.id == bindparam("note")).values(row=bindparam("noted"))


def read_naming_posts(
    db: Connection, learner_id: LearnerId, since: datetime, listing: Collection[str]
) -> list[NamingPost]:
    """Read the posts to others that name a learner: those that wait, and those that are out since an instant.

    Posts of the kinds `listing` in the learner's groups read their members when they are worded. They are locked
    against the deliverer.
    """
    values = {"learner": learner_id}
    parts = set(db.scalars(_PARTS, values))
    known = {key: set(db.scalars(which, values)) for key, which in _REFERENCES.items()}
    own = set(db.scalars(_OWN_PLACES, values))
    return [
        NamingPost(row.id, row.kind, PostState(row.state), row.place_id, row.account_id, row.message_id)
        for row in db.execute(_CANDIDATES, {**values, "since": since})
        if row.learner_id == learner_id
        or row.id in parts
        or (row.kind in listing and row.place_id in own)
        or learner_id in find_ids(row.facts, LEARNER)
        or any(ids & find_ids(row.facts, key) for key, ids in known.items())
    ]


def unname_facts(db: Connection, learner_id: LearnerId) -> None:
    """Take a learner out of the facts of every post to others, and out of what links of others noted of such posts.

    `NO_LEARNER` takes their place.
    """
    ends = {"last": f'"{LEARNER}": {learner_id}}}', "inner": f'"{LEARNER}": {learner_id},'}
    naming = db.execute(_NAMING, {"learner": learner_id, **ends}).all()
    if naming:
        db.execute(_REWRITE, [{"post": row.id, "said": without(row.facts, learner_id)} for row in naming])
    notes = db.execute(_NOTES, ends).all()
    if notes:
        db.execute(_REWRITE_NOTE, [{"note": note.id, "noted": without(note.row, learner_id)} for note in notes])


def without(facts: Mapping[str, Any], learner_id: LearnerId) -> dict[str, Any]:
    """Return facts in which `NO_LEARNER` takes the place of a learner."""
    changed: dict[str, Any] = json.loads(json.dumps(facts), object_hook=lambda part: _unnamed(part, learner_id))
    return changed


def _unnamed(part: dict[str, Any], learner_id: LearnerId) -> dict[str, Any]:
    return {**part, LEARNER: NO_LEARNER} if part.get(LEARNER) == learner_id else part
