"""What is to be said unasked, and what became of it: new -> sending (under a lease) -> sent, ambiguous, dead.

A row whose time has come is claimed in one transaction and marked in another; between the two the platform is asked.
A row that is still `sending` when its lease has run out was claimed by a process that died.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, func, not_, null, or_, select, update

from bot.database.upsert import PerEngine
from bot.posting.posts import FALLEN_DUE, POSTS, SPEAKS, TARGETS, Post, read_post
from bot.tables import accounts, outbox, places

STALE = "stale"
IN_DOUBT = "in doubt: "
"""How the reason of a post begins that may have arrived and is repeated where that is known to be safe."""
REASON = 64

_ONE = outbox.c.id == bindparam("post_id")
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
_DROP_STALE = (
    update(outbox)
    .where(FALLEN_DUE, outbox.c.stale_at <= bindparam("now"))
    .values(
        state=case((_DOUBTED, "ambiguous"), else_="dead"),
        reason=case((_DOUBTED, outbox.c.reason), else_=STALE),
        ended_at=bindparam("now"),
    )
)
_SLEEP_ON = (
    update(outbox)
    .where(FALLEN_DUE, outbox.c.night_from <= bindparam("now"), outbox.c.night_until > bindparam("now"))
    .where(or_(outbox.c.reason.is_(None), not_(_DOUBTED)))
    .values(due_at=outbox.c.night_until)
)
_LEASED = (
    update(outbox)
    .values(state="sending", leased_until=bindparam("until"), attempts=outbox.c.attempts + 1)
    .returning(outbox.c.id)
)
_CLAIM = _LEASED.where(outbox.c.id.in_(_READY))
_CLAIM_AMONG = _LEASED.where(outbox.c.id.in_(_READY.where(outbox.c.id.in_(bindparam("among", expanding=True)))))
_CLAIMED = POSTS.where(outbox.c.id.in_(bindparam("ids", expanding=True)))
_LOST = POSTS.where(outbox.c.state == "sending", outbox.c.leased_until <= bindparam("until")).with_for_update(
    of=outbox, skip_locked=True
)
_NEXT_NEW = select(func.min(outbox.c.due_at)).select_from(TARGETS).where(outbox.c.state == "new", SPEAKS)
_NEXT_LOST = select(func.min(outbox.c.leased_until)).where(outbox.c.state == "sending")

_WAITS = {"due_at": bindparam("due"), "reason": case((_DOUBTED, outbox.c.reason), else_=bindparam("why"))}

_SENT = (
    update(outbox)
    .where(_ONE)
    .values(
        state="sent", leased_until=null(), ended_at=bindparam("now"), message_id=bindparam("message"), reason=null()
    )
)
_RETRY = update(outbox).where(_ONE, outbox.c.state == "sending").values(state="new", leased_until=null(), **_WAITS)
_GIVE_UP = (
    update(outbox)
    .where(_ONE, outbox.c.state == "sending")
    .values(state=bindparam("end"), leased_until=null(), ended_at=bindparam("now"), reason=bindparam("why"))
)
_CANCEL = update(outbox).where(_ONE, outbox.c.state == "new").values(state="cancelled", ended_at=bindparam("now"))
_SWITCH_OFF = {
    "place": update(places).where(places.c.id == bindparam("target")).values(off_reason=bindparam("why")),
    "account": update(accounts).where(accounts.c.id == bindparam("target")).values(off_reason=bindparam("why")),
}
_TARGET = {"place": outbox.c.place_id, "account": outbox.c.account_id}
_DROP_WAITING = {
    kind: update(outbox)
    .where(column == bindparam("target"), outbox.c.state == "new")
    .values(state="dead", reason=bindparam("why"), ended_at=bindparam("now"))
    for kind, column in _TARGET.items()
}
_WAIT_BEHIND = {
    kind: update(outbox)
    .where(column == bindparam("target"), outbox.c.state == "new", outbox.c.due_at < bindparam("due"))
    .values(**_WAITS)
    for kind, column in _TARGET.items()
}
_AT_PLACE = outbox.c.place_id.in_(
    select(places.c.id).where(places.c.platform == bindparam("on"), places.c.space_id == bindparam("space"))
)
_DROP_CHANGES = (
    update(outbox)
    .where(_AT_PLACE, outbox.c.state.in_(["new", "sending"]), outbox.c.facts["message_id"].as_string() != "")
    .values(state="dead", leased_until=null(), reason="moved", ended_at=bindparam("now"))
)
_FORGET_MESSAGES = update(outbox).where(_AT_PLACE).values(message_id=null())
_STALE_BY = (
    update(outbox)
    .where(_ONE, or_(outbox.c.stale_at.is_(None), outbox.c.stale_at > bindparam("until")))
    .values(stale_at=bindparam("until"))
)
_PRUNE = delete(outbox).where(
    outbox.c.state.in_(["sent", "ambiguous", "dead", "cancelled"]), outbox.c.ended_at < bindparam("before")
)


def put_post(
    db: Connection,
    *,
    kind: str,
    key: str,
    place_id: int | None = None,
    account_id: int | None = None,
    learner_id: int | None,
    facts: dict[str, Any],
    now: datetime,
    due_at: datetime,
    stale_at: datetime | None = None,
    night: tuple[datetime, datetime] | None = None,
) -> int | None:
    """Say something at `due_at`, not in the `night` after it, and not at all from `stale_at` on.

    Returns its id; None: the key was used before.
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
    among: Collection[int] | None = None,
) -> list[Post]:
    """Take what is due on these platforms, oldest first, for as long as the lease; what is stale is dropped, what has
    waited into its night waits for the morning.

    `among`: only rows of these ids. Nobody else gets the same rows, and nobody waits for them.
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
    """When there is next something to do: a post falls due, or a lease runs out."""
    moments = (db.scalar(_NEXT_NEW, {"platforms": list(platforms)}), db.scalar(_NEXT_LOST))
    return min((moment for moment in moments if moment is not None), default=None)


def find_lost_posts(db: Connection, until: datetime) -> list[Post]:
    """The rows in flight whose leases end by then. They stay `sending` until each is marked."""
    return [read_post(row) for row in db.execute(_LOST, {"until": until})]


def mark_sent(db: Connection, post_id: int, now: datetime, message_id: str) -> None:
    """The platform has it, whatever we believed."""
    db.execute(_SENT, {"post_id": post_id, "now": now, "message": message_id})


def mark_retry(db: Connection, post_id: int, due_at: datetime, reason: str) -> None:
    """It did not arrive: try again at `due_at`. What is in doubt since an earlier attempt stays so."""
    db.execute(_RETRY, {"post_id": post_id, "due": due_at, "why": reason[:REASON]})


def repeat_until(db: Connection, post_id: int, until: datetime) -> None:
    """It may have arrived: from this instant on a repeat would be a second one, so it is dropped then."""
    db.execute(_STALE_BY, {"post_id": post_id, "until": until})


def mark_ambiguous(db: Connection, post_id: int, now: datetime, reason: str) -> None:
    """It may have arrived, and must not arrive twice: leave it."""
    db.execute(_GIVE_UP, {"post_id": post_id, "end": "ambiguous", "now": now, "why": reason[:REASON]})


def mark_dead(db: Connection, post_id: int, now: datetime, reason: str) -> None:
    """It will not arrive, however often it is tried."""
    db.execute(_GIVE_UP, {"post_id": post_id, "end": "dead", "now": now, "why": reason[:REASON]})


def wait_behind(db: Connection, target: tuple[str, int], due_at: datetime, reason: str) -> None:
    """Let what is due earlier at this place or account wait as long, so that its order stays."""
    kind, target_id = target
    db.execute(_WAIT_BEHIND[kind], {"target": target_id, "due": due_at, "why": reason[:REASON]})


def cancel_post(db: Connection, post_id: int, now: datetime) -> bool:
    """Do not say it after all; False if it is on its way already, or ended."""
    return db.execute(_CANCEL, {"post_id": post_id, "now": now}).rowcount > 0


def switch_target_off(db: Connection, target: tuple[str, int], reason: str, now: datetime) -> None:
    """Post to this place or account no more, until somebody there speaks to the bot; what waited is dropped."""
    kind, target_id = target
    values = {"target": target_id, "why": reason[:REASON], "now": now}
    db.execute(_SWITCH_OFF[kind], values)
    db.execute(_DROP_WAITING[kind], values)


def forget_messages(db: Connection, platform: str, space_id: int, now: datetime) -> None:
    """What is out there can be changed no more: ids of messages mean others, or none, from now on."""
    where = {"on": platform, "space": space_id}
    db.execute(_DROP_CHANGES, {**where, "now": now})
    db.execute(_FORGET_MESSAGES, where)


def prune_outbox(db: Connection, before: datetime) -> int:
    """Forget what ended before an instant. Returns how many."""
    return db.execute(_PRUNE, {"before": before}).rowcount
