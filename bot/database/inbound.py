"""Each call that wrote something, with its result.

A second delivery of the call changes nothing and gets the same answer, unless the result was emptied since. A call may
bring a ticket, with which it can be answered after a restart. Its ticket is kept until the call is answered.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar, get_type_hints

from pydantic import TypeAdapter
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Index,
    PrimaryKeyConstraint,
    String,
    Table,
    bindparam,
    delete,
    null,
    select,
    update,
)

from bot.database.columns import Instant, metadata
from bot.database.platforms import working_on
from bot.database.rules import Forget, LearnerRule, Merge, ruled
from bot.database.upsert import PerEngine
from bot.errors import Refused
from bot.identity import Account

T = TypeVar("T")

INBOUND_ID = 96
"""The most characters of a call's id."""
BEGINNING = datetime.min.replace(tzinfo=UTC)

inbound = Table(  # every call that wrote something: a second delivery finds its result here
    "inbound",
    metadata,
    # Privacy: a result may hold a note or an answer of its caller. Only a second delivery of the call reads it. It is
    # deleted after three days, and by forget with its account. Where it tells of another person, forget empties it, and
    # so does an unlink of the caller.
    Column("id", String(INBOUND_ID), nullable=False),  # telegram:update:123
    Column("at", Instant, nullable=False),
    Column("result", JSON),  # NULL: it was emptied
    # What an adapter needs to answer the call after a restart, with a platform's token and the words of the call. It is
    # cleared when the call is answered, and after 15 minutes. No log and no export has it.
    Column("ticket", JSON(none_as_null=True)),
    # The caller. None: the call had none, or it was kept before revision 0046.
    Column("platform", String(16)),
    Column("user_id", BigInteger),
    PrimaryKeyConstraint("id"),
    Index(None, "at"),
    info=ruled(
        LearnerRule(Merge.STAY, Forget.ACCOUNT, why_not="answers that were given, kept for a repeated delivery")
    ),
)

_TAKE = PerEngine(lambda into: into(inbound).on_conflict_do_nothing().returning(inbound.c.id))
_KEEP = update(inbound).where(inbound.c.id == bindparam("which")).values(result=bindparam("answer"))
_KEPT = select(inbound.c.result, inbound.c.result.is_(null()).label("emptied")).where(
    inbound.c.id == bindparam("which")
)
_EMPTY = update(inbound).values(result=null())
_EMPTY_UNSIGNED = _EMPTY.where(inbound.c.platform.is_(None), inbound.c.id != bindparam("but")).values(ticket=None)
_OPEN = (
    select(inbound.c.id, inbound.c.at, inbound.c.ticket)
    .where(inbound.c.at >= bindparam("since"), inbound.c.ticket.is_not(None), inbound.c.id.startswith(bindparam("of")))
    .order_by(inbound.c.at, inbound.c.id)
)
_CLOSE = update(inbound).where(inbound.c.id == bindparam("which")).values(ticket=None)
_EXPIRE = (
    update(inbound)
    .where(inbound.c.at < bindparam("before"), inbound.c.at >= bindparam("since"), inbound.c.ticket.is_not(None))
    .values(ticket=None)
)
_PRUNE = delete(inbound).where(inbound.c.at < bindparam("before"))


class AnswerGone(Refused):
    """Refusal: the call was done before, and its result was emptied since."""


def run_once(
    db: Connection,
    inbound_id: str,
    now: datetime,
    fn: Callable[..., T],
    work: Callable[[Connection], T],
    *,
    ticket: Mapping[str, Any] | None = None,
    account: Account | None = None,
) -> T:
    """Do the work and keep its result under this id, or return the result that was kept. Raises AnswerGone.

    `fn` is annotated with the type of the result, `account` is the caller's. The id is taken first, so a second
    delivery at the same moment waits for the first to end. Work that raises keeps nothing.
    """
    adapter = _adapter(fn)
    row = {"id": inbound_id, "at": now, "result": None, "ticket": ticket}
    whose = {"platform": account and account.platform, "user_id": account and account.user_id}
    taken = db.execute(_TAKE(db), {**row, **whose}).one_or_none()
    if taken is None:
        kept = db.execute(_KEPT, {"which": inbound_id}).one()
        if kept.emptied:
            raise AnswerGone
        result: T = adapter.validate_json(json.dumps(kept.result))
        return result
    with working_on(db, inbound_id.partition(":")[0]):
        result = work(db)
    db.execute(_KEEP, {"which": inbound_id, "answer": adapter.dump_python(result, mode="json")})
    return result


def empty_results(db: Connection, *which: ColumnElement[bool]) -> None:
    """Empty kept results. A second delivery of these calls still changes nothing."""
    db.execute(_EMPTY.where(*which))


def empty_unsigned(db: Connection, *, but: str) -> None:
    """Empty the kept results whose caller is not known, and their tickets, except those of the call `but`."""
    db.execute(_EMPTY_UNSIGNED, {"but": but})


@dataclass(frozen=True, slots=True)
class KeptTicket:
    """The ticket of a call that was not answered yet, and when the call wrote."""

    inbound_id: str
    at: datetime
    holds: Mapping[str, Any]


def open_tickets(db: Connection, platform: str, since: datetime) -> list[KeptTicket]:
    """Read the tickets of a platform from an instant on, the oldest first."""
    rows = db.execute(_OPEN, {"since": since, "of": f"{platform}:"})
    return [KeptTicket(row.id, row.at, row.ticket) for row in rows]


def close_tickets(db: Connection, inbound_ids: Sequence[str]) -> None:
    """Clear the tickets of calls that were answered."""
    db.execute(_CLOSE, [{"which": inbound_id} for inbound_id in inbound_ids])


def expire_tickets(db: Connection, before: datetime, *, since: datetime = BEGINNING) -> int:
    """Clear the tickets from before an instant. Returns how many. `since`: older ones are known to be cleared."""
    return db.execute(_EXPIRE, {"before": before, "since": since}).rowcount


def prune_inbound(db: Connection, before: datetime) -> int:
    """Forget the calls from before an instant, which no platform will deliver again. Returns how many."""
    return db.execute(_PRUNE, {"before": before}).rowcount


@cache
def _adapter(fn: Callable[..., Any]) -> TypeAdapter[Any]:
    return TypeAdapter(get_type_hints(fn).get("return", Any))
