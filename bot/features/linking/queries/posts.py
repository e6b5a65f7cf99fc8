"""SQL about posts of the outbox whose facts name a learner by id."""

from __future__ import annotations

from sqlalchemy import Connection, Text, bindparam, cast, or_, select, update

from bot.features.linking.queries.links import KeptLink
from bot.features.linking.queries.shelving import note_rows
from bot.identity import LearnerId, PostId
from bot.posting.subjects import LEARNER
from bot.tables import accounts, gathered, memberships, outbox, places

_VENUES = (
    select(places.c.id)
    .join(memberships, memberships.c.group_id == places.c.group_id)
    .where(memberships.c.learner_id == bindparam("learner"))
)
_NAMING = select(outbox.c.id, outbox.c.learner_id, outbox.c.facts).where(
    or_(outbox.c.learner_id == bindparam("learner"), outbox.c.place_id.in_(_VENUES)),
    or_(outbox.c.learner_id == bindparam("learner"), cast(outbox.c.facts, Text).like(bindparam("spelled"))),
)
_FACTS_OF = select(outbox.c.id, outbox.c.facts).where(outbox.c.id.in_(bindparam("ids", expanding=True)))
_REWRITE = update(outbox).where(outbox.c.id == bindparam("post")).values(facts=bindparam("said"))
_PARTS = select(gathered.c.post_id, gathered.c.facts).where(gathered.c.learner_id == bindparam("learner"))
_REWRITE_PART = (
    update(gathered)
    .where(gathered.c.post_id == bindparam("post"), gathered.c.learner_id == bindparam("learner"))
    .values(facts=bindparam("said"))
)
_OWN = update(outbox).where(outbox.c.id == bindparam("post")).values(learner_id=bindparam("to"))
_PRIVATE = (
    select(outbox.c.id)
    .join(accounts, accounts.c.id == outbox.c.account_id)
    .where(outbox.c.learner_id == bindparam("of"), accounts.c.platform == bindparam("platform"))
)


def name_kept_in_posts(db: Connection, link: KeptLink) -> None:
    """Let the facts of posts name the kept learner in place of the other. The other's own posts are noted."""
    of, to = link.other_id, link.learner_id
    found = db.execute(_NAMING, {"learner": of, "spelled": f'%"{LEARNER}": {of}%'}).all()
    note_rows(
        db, link.id, outbox.name, [(link.other_platform, {"id": one.id}, None) for one in found if one.learner_id == of]
    )
    _rewrite(db, [(one.id, one.facts) for one in found], of, to)
    name_in_parts(db, of, to)


def name_in_parts(db: Connection, of: LearnerId, to: LearnerId) -> None:
    """Let a learner's parts in gathered posts name another."""
    parts = [(one.post_id, one.facts) for one in db.execute(_PARTS, {"learner": of})]
    for post_id, facts in parts:
        db.execute(_REWRITE_PART, {"post": post_id, "learner": of, "said": _renamed(facts, of, to)})


def give_posts_back(db: Connection, link: KeptLink, post_ids: list[PostId]) -> None:
    """Give the other learner the posts that were theirs before the link, and those to their account."""
    of, to = link.learner_id, link.other_id
    private = db.scalars(_PRIVATE, {"of": of, "platform": link.other_platform})
    theirs = sorted({*post_ids, *private})
    if theirs:
        found = [(one.id, one.facts) for one in db.execute(_FACTS_OF, {"ids": theirs})]
        _rewrite(db, found, of, to)
        db.execute(_OWN, [{"post": post_id, "to": to} for post_id, _ in found])


def _rewrite(db: Connection, found: list[tuple[PostId, object]], of: LearnerId, to: LearnerId) -> None:
    changed = [(post_id, facts, _renamed(facts, of, to)) for post_id, facts in found]
    values = [{"post": post_id, "said": new} for post_id, facts, new in changed if new != facts]
    if values:
        db.execute(_REWRITE, values)


def _renamed(facts: object, of: LearnerId, to: LearnerId) -> object:
    """Return facts in which another learner takes the place of one, at any depth."""
    if isinstance(facts, dict):
        return {key: to if key == LEARNER and value == of else _renamed(value, of, to) for key, value in facts.items()}
    return [_renamed(one, of, to) for one in facts] if isinstance(facts, list) else facts
