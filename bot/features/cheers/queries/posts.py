"""SQL about cheers, and the posts that take them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, Row, bindparam, func, select, update

from bot.closed_sets import PostState
from bot.database.columns import constants
from bot.database.upsert import Into, PerEngine
from bot.identity import GroupId, LearnerId, PostId
from bot.tables import cheers, gathered, outbox, places

TAKES_CHEERS = ("celebration", "gathering", "digest")
"""The kinds of post that have a button to cheer."""


@dataclass(frozen=True, slots=True)
class CheeredPost:
    """A post that takes cheers. `celebrated` are the learners of whose milestones it still tells.

    None: it is about the whole group, as a digest is.
    """

    group_id: GroupId
    celebrated: frozenset[LearnerId] | None


@dataclass(frozen=True, slots=True)
class KeptCheer:
    """A learner's cheer for a post. `at` is when it was given, or taken back."""

    given: bool
    at: datetime


OF_GROUP = "digest"
"""The kind that is about the whole group, so that every member may cheer."""
OUT = constants((PostState.SENDING, PostState.SENT, PostState.AMBIGUOUS))
"""The states of posts that members may see."""
_AT_POSTS = cheers.c.post_id.in_(bindparam("posts", expanding=True))
_CHEER = (_AT_POSTS, cheers.c.learner_id == bindparam("learner"))
_POST = (
    select(places.c.group_id, outbox.c.kind, outbox.c.learner_id, outbox.c.facts)
    .join(places, places.c.id == outbox.c.place_id)
    .where(outbox.c.id == bindparam("post"), outbox.c.kind.in_(constants(TAKES_CHEERS)), outbox.c.state.in_(OUT))
)
_LOCKED_POST = _POST.with_for_update(of=outbox, read=True, key_share=True)
_PARTS = select(gathered.c.learner_id, gathered.c.facts).where(gathered.c.post_id == bindparam("post"))


def _keeping(into: Into) -> Executable:
    fresh = into(cheers)
    changed = {"given": fresh.excluded.given, "at": fresh.excluded.at}
    return fresh.on_conflict_do_update(index_elements=["post_id", "learner_id"], set_=changed)


_KEPT = select(cheers.c.given, cheers.c.at).where(*_CHEER)
_KEEP = PerEngine(_keeping)
_GIVEN = cheers.c.given.is_(True)
_TAKE_BACK = update(cheers).where(*_CHEER, _GIVEN).values(given=False, at=bindparam("now"))
_COUNT = select(func.count(cheers.c.learner_id.distinct())).where(
    _AT_POSTS, _GIVEN, cheers.c.learner_id.is_distinct_from(bindparam("but"))
)
_SINCE = select(func.count()).where(
    cheers.c.learner_id == bindparam("learner"), cheers.c.at > bindparam("since"), _GIVEN
)
_BY_OTHERS = (
    _GIVEN,
    cheers.c.learner_id != bindparam("learner"),
    cheers.c.at >= bindparam("since"),
    cheers.c.at < bindparam("until"),
)
_HEARD_ALONE = (
    select(cheers.c.learner_id, outbox.c.facts)
    .join(outbox, outbox.c.id == cheers.c.post_id)
    .where(outbox.c.learner_id == bindparam("learner"), outbox.c.kind.in_(constants(TAKES_CHEERS)), *_BY_OTHERS)
)
_HEARD_TOGETHER = (
    select(cheers.c.learner_id, gathered.c.facts)
    .join(gathered, gathered.c.post_id == cheers.c.post_id)
    .where(gathered.c.learner_id == bindparam("learner"), *_BY_OTHERS)
)


def lock_cheered(db: Connection, post_id: PostId) -> CheeredPost | None:
    """Read a post that is out and takes cheers, and keep it from being deleted meanwhile. None if there is none."""
    return _cheered(db, post_id, db.execute(_LOCKED_POST, {"post": post_id}).first())


def read_cheered(db: Connection, post_id: PostId) -> CheeredPost | None:
    """Read a post that is out and takes cheers. None if there is none."""
    return _cheered(db, post_id, db.execute(_POST, {"post": post_id}).first())


def find_cheer(db: Connection, post_ids: Sequence[PostId], learner_id: LearnerId) -> KeptCheer | None:
    """Find a learner's cheer for any of these posts, also one that they took back. None if they never cheered."""
    found = db.execute(_KEPT, {"posts": post_ids, "learner": learner_id}).all()
    return KeptCheer(any(one.given for one in found), max(one.at for one in found)) if found else None


def keep_cheer(db: Connection, post_id: PostId, learner_id: LearnerId, now: datetime) -> None:
    """Keep a learner's cheer for a post, in the place of an earlier one."""
    db.execute(_KEEP(db), {"post_id": post_id, "learner_id": learner_id, "given": True, "at": now})


def take_cheers_back(db: Connection, post_ids: Sequence[PostId], learner_id: LearnerId, now: datetime) -> None:
    """Take back a learner's cheers for posts."""
    db.execute(_TAKE_BACK, {"posts": post_ids, "learner": learner_id, "now": now})


def count_cheers(db: Connection, post_ids: Sequence[PostId], *, but: LearnerId | None = None) -> int:
    """Count the learners who cheer for any of these posts, each once. `but` does not count."""
    return db.scalar(_COUNT, {"posts": post_ids, "but": but}) or 0


def count_given(db: Connection, learner_id: LearnerId, since: datetime) -> int:
    """Count the cheers that a learner gave after an instant, and did not take back."""
    return db.scalar(_SINCE, {"learner": learner_id, "since": since}) or 0


def count_cheerers(db: Connection, learner_id: LearnerId, since: datetime, until: datetime) -> int:
    """Count the members who cheered for a learner from an instant until another, each once.

    Posts that an undo emptied do not count.
    """
    values = {"learner": learner_id, "since": since, "until": until}
    found = [*db.execute(_HEARD_ALONE, values), *db.execute(_HEARD_TOGETHER, values)]
    return len({one.learner_id for one in found if _has_more(one.facts)})


def _has_more(facts: dict[str, Any]) -> bool:
    """Whether facts still hold a milestone that no undo took back. Those of a gathering itself hold none."""
    return any(one not in facts.get("withdrawn", ()) for one in facts.get("milestones", ()))


def _cheered(db: Connection, post_id: PostId, found: Row[*tuple[Any, ...]] | None) -> CheeredPost | None:
    if found is None:
        return None
    if found.kind == OF_GROUP:
        return CheeredPost(found.group_id, None)
    parts = [(one.learner_id, one.facts) for one in (found, *db.execute(_PARTS, {"post": post_id}))]
    return CheeredPost(found.group_id, frozenset(LearnerId(whose) for whose, facts in parts if _has_more(facts)))
