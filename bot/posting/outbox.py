"""The outbox: posts to send, and their outcomes.

A post goes from new to sending, under a lease, and then to sent, ambiguous or dead. A post still new may be
cancelled. A due row is claimed in one transaction and marked in another. In between, the platform is asked. A row
still `sending` when its lease has ended was claimed by a process that died.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, func, not_, null, or_, select, update

from bot.closed_sets import PostState
from bot.database.upsert import PerEngine
from bot.identity import AccountId, LearnerId, PlaceId, PostId
from bot.posting.ordering import update_free, update_in_order
from bot.posting.outcomes import PostReason
from bot.posting.posts import FALLEN_DUE, IN_DOUBT, POSTS, SPEAKS, TARGETS, Post, read_post
from bot.tables import outbox

REASON = 64
"""The most characters of a reason."""

_POST = outbox.c.id == bindparam("post_id")
_PUT = PerEngine(lambda into: into(outbox).on_conflict_do_nothing(index_elements=["key"]).returning(outbox.c.id))

_READY = (
    select(outbox.c.id)
    .select_from(TARGETS)
    .where(FALLEN_DUE, SPEAKS)
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("count"))
    .with_for_update(of=outbox, skip_locked=True)
)
_DOUBTED = outbox.c.reason.startswith(IN_DOUBT)
_DROP_STALE = update_free(FALLEN_DUE, outbox.c.stale_at <= bindparam("now")).values(
    state=case((_DOUBTED, PostState.AMBIGUOUS.value), else_=PostState.DEAD.value),
    reason=case((_DOUBTED, outbox.c.reason), else_=PostReason.STALE.value),
    ended_at=bindparam("now"),
)
_SLEEP_ON = update_free(
    FALLEN_DUE,
    outbox.c.night_from <= bindparam("now"),
    outbox.c.night_until > bindparam("now"),
    or_(outbox.c.reason.is_(None), not_(_DOUBTED)),
).values(due_at=outbox.c.night_until)
_LEASED = (
    update(outbox)
    .values(state=PostState.SENDING, leased_until=bindparam("until"), attempts=outbox.c.attempts + 1)
    .returning(outbox.c.id)
)
_CLAIM = _LEASED.where(outbox.c.id.in_(_READY))
_CLAIM_AMONG = _LEASED.where(outbox.c.id.in_(_READY.where(outbox.c.id.in_(bindparam("among", expanding=True)))))
_CLAIMED = POSTS.where(outbox.c.id.in_(bindparam("ids", expanding=True)))
_LOST = POSTS.where(outbox.c.state == PostState.SENDING, outbox.c.leased_until <= bindparam("until")).with_for_update(
    of=outbox, skip_locked=True
)
_NEXT_NEW = select(func.min(outbox.c.due_at)).select_from(TARGETS).where(outbox.c.state == PostState.NEW, SPEAKS)
_NEXT_LOST = select(func.min(outbox.c.leased_until)).where(outbox.c.state == PostState.SENDING)

WAITS = {"due_at": bindparam("due"), "reason": case((_DOUBTED, outbox.c.reason), else_=bindparam("why"))}
"""The values of a post that waits. In doubt, it keeps its reason."""

_SENT = (
    update(outbox)
    .where(_POST)
    .values(
        state=PostState.SENT,
        leased_until=null(),
        ended_at=bindparam("now"),
        message_id=bindparam("message"),
        reason=null(),
    )
)
_RETRY = (
    update(outbox)
    .where(_POST, outbox.c.state == PostState.SENDING)
    .values(state=PostState.NEW, leased_until=null(), **WAITS)
)
_RELEASE = update_in_order(outbox.c.state == PostState.NEW, outbox.c.reason == PostReason.NO_ROADMAP).values(
    due_at=bindparam("now"), attempts=0, reason=null()
)
_GIVE_UP = (
    update(outbox)
    .where(_POST, outbox.c.state == PostState.SENDING)
    .values(state=bindparam("end"), leased_until=null(), ended_at=bindparam("now"), reason=bindparam("why"))
)
_CANCEL = (
    update(outbox)
    .where(_POST, outbox.c.state == PostState.NEW)
    .values(state=PostState.CANCELLED, ended_at=bindparam("now"))
)
_REVIVE = (
    update(outbox)
    .where(outbox.c.key == bindparam("which"), outbox.c.state == PostState.DEAD)
    .values(
        state=PostState.NEW,
        due_at=bindparam("now"),
        stale_at=bindparam("until"),
        attempts=0,
        reason=null(),
        ended_at=null(),
    )
)
_STALE_BY = (
    update(outbox)
    .where(_POST, or_(outbox.c.stale_at.is_(None), outbox.c.stale_at > bindparam("until")))
    .values(stale_at=bindparam("until"))
)
_ENDED = (
    select(outbox.c.id)
    .where(
        outbox.c.state.in_([PostState.SENT, PostState.AMBIGUOUS, PostState.DEAD, PostState.CANCELLED]),
        outbox.c.ended_at < bindparam("before"),
    )
    .order_by(outbox.c.id)
    .with_for_update(skip_locked=True)
)
_PRUNE = delete(outbox).where(outbox.c.id.in_(_ENDED))


def put_post(
    db: Connection,
    *,
    kind: str,
    key: str,
    place_id: PlaceId | None = None,
    account_id: AccountId | None = None,
    learner_id: LearnerId | None,
    facts: dict[str, Any],
    now: datetime,
    due_at: datetime,
    stale_at: datetime | None = None,
    night: tuple[datetime, datetime] | None = None,
) -> PostId | None:
    """Put a post into the outbox for `due_at`.

    Within its `night` it waits for the end of it. From `stale_at` on it is not said. Returns its id; None if the
    key was used before.
    """
    row = {
        "kind": kind,
        "key": key,
        "place_id": place_id,
        "account_id": account_id,
        "learner_id": learner_id,
        "facts": facts,
        "created_at": now,
        "due_at": due_at,
        "stale_at": stale_at,
        "night_from": night[0] if night else None,
        "night_until": night[1] if night else None,
    }
    return db.execute(_PUT(db), row).scalar_one_or_none()


def claim_posts(
    db: Connection,
    now: datetime,
    lease: timedelta,
    limit: int,
    platforms: Collection[str],
    *,
    among: Collection[PostId] | None = None,
) -> list[Post]:
    """Claim due posts on these platforms, oldest first, for the length of the lease.

    Stale posts are dropped first. Posts that waited into their night wait for its end. `among` limits the claim to
    rows of these ids. Other claims neither get the same rows nor wait for them.
    """
    db.execute(_DROP_STALE, {"now": now})
    db.execute(_SLEEP_ON, {"now": now})
    values = {"now": now, "until": now + lease, "count": limit, "platforms": list(platforms)}
    if among is None:
        ids = list(db.scalars(_CLAIM, values))
    else:
        ids = list(db.scalars(_CLAIM_AMONG, {**values, "among": list(among)}))
    return [read_post(row) for row in db.execute(_CLAIMED, {"ids": ids})] if ids else []


def next_post_at(db: Connection, platforms: Collection[str]) -> datetime | None:
    """The next instant at which a post falls due or a lease ends."""
    moments = (db.scalar(_NEXT_NEW, {"platforms": list(platforms)}), db.scalar(_NEXT_LOST))
    return min((moment for moment in moments if moment is not None), default=None)


def find_lost_posts(db: Connection, until: datetime) -> list[Post]:
    """The posts in flight whose leases end by `until`. They stay `sending` until each is marked."""
    return [read_post(row) for row in db.execute(_LOST, {"until": until})]


def mark_sent(db: Connection, post_id: PostId, now: datetime, message_id: str) -> None:
    """Mark a post as sent, whatever its state was."""
    db.execute(_SENT, {"post_id": post_id, "now": now, "message": message_id})


def mark_retry(db: Connection, post_id: PostId, due_at: datetime, reason: str) -> None:
    """Mark a post that did not arrive for another attempt at `due_at`.

    A post in doubt since an earlier attempt stays in doubt.
    """
    db.execute(_RETRY, {"post_id": post_id, "due": due_at, "why": reason[:REASON]})


def release_posts(db: Connection, now: datetime) -> None:
    """Let posts that waited for their roadmap be tried at once. If it is still not there, they wait on."""
    db.execute(_RELEASE, {"now": now})


def repeat_until(db: Connection, post_id: PostId, until: datetime) -> None:
    """Let a post that may have arrived go stale at this instant.

    From then on the platform would take a repeat for a second post.
    """
    db.execute(_STALE_BY, {"post_id": post_id, "until": until})


def mark_ambiguous(db: Connection, post_id: PostId, now: datetime, reason: str) -> None:
    """Mark a post as ambiguous: it may have arrived, and must not arrive twice."""
    db.execute(_GIVE_UP, {"post_id": post_id, "end": PostState.AMBIGUOUS, "now": now, "why": reason[:REASON]})


def mark_dead(db: Connection, post_id: PostId, now: datetime, reason: str) -> None:
    """Mark a post as dead: no further attempt is made."""
    db.execute(_GIVE_UP, {"post_id": post_id, "end": PostState.DEAD, "now": now, "why": reason[:REASON]})


def revive_post(db: Connection, key: str, now: datetime, stale_at: datetime | None = None) -> None:
    """Send a dead post at once, as its target takes posts again. A post in any other state stays as it is."""
    db.execute(_REVIVE, {"which": key, "now": now, "until": stale_at})


def cancel_post(db: Connection, post_id: PostId, now: datetime) -> bool:
    """Cancel a waiting post. Returns False if it is on its way already, or has ended."""
    return db.execute(_CANCEL, {"post_id": post_id, "now": now}).rowcount > 0


def prune_outbox(db: Connection, before: datetime) -> int:
    """Delete posts that ended before an instant. Returns how many.

    A post that another transaction has locked stays for the next time.
    """
    return db.execute(_PRUNE, {"before": before}).rowcount
