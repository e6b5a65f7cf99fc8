"""SQL about posts of the outbox whose facts name a learner by id."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Text, bindparam, cast, or_, select, update

from bot.closed_sets import PostState
from bot.features.homes.queries.shelving import note_rows
from bot.features.linking.queries.links import KeptLink
from bot.features.linking.queries.worded import find_worded, give_parts
from bot.identity import LearnerId, PostId
from bot.posting.subjects import LEARNER
from bot.tables import accounts, gathered, memberships, outbox, places

POSTS = "posts"
"""The name under which posts are noted whose facts a link changed."""

_VENUES = (
    select(places.c.id)
    .join(memberships, memberships.c.group_id == places.c.group_id)
    .where(memberships.c.learner_id == bindparam("learner"))
)
_THEIRS = outbox.c.learner_id == bindparam("learner")
_NAMING = select(outbox.c.id, outbox.c.learner_id, outbox.c.facts).where(
    or_(_THEIRS, outbox.c.place_id.in_(_VENUES), outbox.c.state.in_((PostState.NEW, PostState.SENDING))),
    or_(_THEIRS, cast(outbox.c.facts, Text).like(bindparam("spelled"))),
)
"""The posts of a learner, and those that name them: at their places, and all that wait."""
_FACTS_OF = select(outbox.c.id, outbox.c.facts).where(outbox.c.id.in_(bindparam("ids", expanding=True)))
_REWRITE = update(outbox).where(outbox.c.id == bindparam("post")).values(facts=bindparam("said"))
_PARTS = select(gathered.c.post_id, gathered.c.facts).where(gathered.c.learner_id == bindparam("learner"))
_REWRITE_PART = (
    update(gathered)
    .where(gathered.c.post_id == bindparam("post"), gathered.c.learner_id == bindparam("learner"))
    .values(facts=bindparam("said"))
)
_OWN = (
    update(outbox)
    .where(outbox.c.id == bindparam("post"), outbox.c.learner_id == bindparam("of"))
    .values(learner_id=bindparam("to"))
)
_PRIVATE = (
    select(outbox.c.id)
    .join(accounts, accounts.c.id == outbox.c.account_id)
    .where(outbox.c.learner_id == bindparam("of"), accounts.c.platform == bindparam("platform"))
)


def name_kept_in_posts(db: Connection, link: KeptLink) -> None:
    """Let the facts of posts name the kept learner in place of the other. They are noted as they were before."""
    of, to = link.other_id, link.learner_id
    found = db.execute(_NAMING, {"learner": of, "spelled": f'%"{LEARNER}": {of}%'}).all()
    before = [{"id": post.id, "facts": post.facts, "theirs": post.learner_id == of} for post in found]
    note_rows(db, link.id, POSTS, [(link.other_platform, row, None) for row in before])
    _rewrite(db, [(post.id, post.facts) for post in found], of, to)
    name_in_parts(db, of, of, to)


def name_in_parts(db: Connection, whose: LearnerId, of: LearnerId, to: LearnerId) -> None:
    """Let a learner's parts in gathered posts name another."""
    for part in db.execute(_PARTS, {"learner": whose}).all():
        said = _renamed(part.facts, of, to)
        db.execute(_REWRITE_PART, {"post": part.post_id, "learner": whose, "said": said})


def give_posts_back(db: Connection, link: KeptLink, noted: Sequence[Mapping[str, Any]]) -> None:
    """Give both learners of a link the posts that name them, so that each can be taken out of these alone.

    1. A message that was worded since the link names the learner whom it shows: on each platform, that of its account.
    2. Of the rest, those posts go back that were the other learner's before the link, and those to their account since.
    3. Facts of the rest are as they were before, unless they were changed since. Then those of the other's posts name
       the other.
    """
    of, to = link.learner_id, link.other_id
    worded = find_worded(db, link)
    theirs = [post for post in worded if post.platform == link.other_platform]
    _own(db, of, to, [post.id for post in theirs])
    _rewrite(db, [(post.id, post.facts) for post in theirs], of, to)
    give_parts(db, link, worded)
    shown = {post.id for post in worded}
    _restore(db, link, {row["id"]: row for row in noted if row["id"] not in shown}, shown)


def _restore(
    db: Connection, link: KeptLink, before: Mapping[PostId, Mapping[str, Any]], shown: Collection[PostId]
) -> None:
    """Give the other learner their posts that no message showed since the link. `before`: as they were noted."""
    of, to = link.learner_id, link.other_id
    since = set(db.scalars(_PRIVATE, {"of": of, "platform": link.other_platform})) - before.keys() - set(shown)
    theirs = sorted({*since, *(post_id for post_id, row in before.items() if row["theirs"])})
    _own(db, of, to, theirs)
    found = db.execute(_FACTS_OF, {"ids": [*before, *since]}).all() if before or since else ()
    for post in found:
        known = before.get(post.id)
        if known and post.facts == _renamed(known["facts"], to, of):
            db.execute(_REWRITE, {"post": post.id, "said": known["facts"]})
        elif post.id in theirs:
            _rewrite(db, [(post.id, post.facts)], of, to)


def _own(db: Connection, of: LearnerId, to: LearnerId, posts: Sequence[PostId]) -> None:
    """Give those of these posts that are one learner's to another."""
    if posts:
        db.execute(_OWN, [{"post": post_id, "of": of, "to": to} for post_id in posts])


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
