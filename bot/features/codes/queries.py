"""SQL about codes, and about typed codes that opened nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from secrets import token_bytes

from sqlalchemy import BindParameter, Connection, and_, bindparam, case, delete, func, insert, or_, select, text, update

from bot.closed_sets import CodeKind
from bot.identity import Account, Caller, CodeId, GroupId, LearnerId
from bot.tables import codes, guesses


@dataclass(frozen=True, slots=True)
class WorkingCode:
    """A code that works: the account and place in the house that issued it.

    Either `learner_id` or `group_id` is None.
    """

    id: CodeId
    platform: str
    user_id: int
    learner_id: LearnerId | None
    group_id: GroupId | None
    until: datetime


_OF_ACCOUNT = (codes.c.platform == bindparam("platform"), codes.c.user_id == bindparam("user"))
_OPEN = (codes.c.used_at.is_(None), codes.c.until > bindparam("now"))
_ADD = insert(codes)
_ISSUED = select(func.count()).select_from(codes).where(*_OF_ACCOUNT, codes.c.at > bindparam("since"))
_END = (
    update(codes)
    .where(
        *_OPEN,
        or_(codes.c.learner_id == bindparam("learner"), codes.c.group_id == bindparam("group")),
    )
    .values(until=bindparam("over"))
)
_SEE = (
    select(codes.c.id, codes.c.platform, codes.c.user_id, codes.c.learner_id, codes.c.group_id, codes.c.until)
    .where(codes.c.hash == bindparam("hashed"), codes.c.kind == bindparam("what"), *_OPEN)
    .where(
        or_(codes.c.typed_by.is_(None), and_(codes.c.typed_on == bindparam("on"), codes.c.typed_by == bindparam("by")))
    )
)
_FIND = _SEE.with_for_update()
_TYPE = update(codes).where(codes.c.id == bindparam("code")).values(typed_on=bindparam("on"), typed_by=bindparam("by"))
_USE = update(codes).where(codes.c.id == bindparam("code"), *_OPEN).values(used_at=bindparam("now"))
_SALT = token_bytes(32)
"""It makes aliases, is kept nowhere, and ends with the process. So nobody finds the account of an alias."""
_USERS: BindParameter[list[int]] = bindparam("users", expanding=True)
_SPACES: BindParameter[list[int]] = bindparam("spaces", expanding=True)
_GUESS = insert(guesses)
_BY_ACCOUNT = (
    select(func.count())
    .select_from(guesses)
    .where(
        guesses.c.platform == bindparam("platform"),
        guesses.c.user_id.in_(_USERS),
        guesses.c.at > bindparam("since"),
    )
)
_AT_PLACE = (
    select(func.count())
    .select_from(guesses)
    .where(
        guesses.c.platform == bindparam("platform"),
        guesses.c.space_id.in_(_SPACES),
        guesses.c.at > bindparam("since"),
    )
)
_UNNAME = (
    update(guesses)
    .where(
        guesses.c.platform == bindparam("on"),
        guesses.c.user_id == bindparam("whose"),
        guesses.c.at > bindparam("since"),
    )
    .values(
        user_id=bindparam("alias"),
        space_id=case((guesses.c.space_id == bindparam("whose"), bindparam("alias")), else_=guesses.c.space_id),
    )
)
_TAKE_TURN = text("SELECT pg_advisory_xact_lock(:turn)")
_OLD_CODES = delete(codes).where(codes.c.at < bindparam("before"))
_OLD_GUESSES = delete(guesses).where(guesses.c.at < bindparam("before"))


def take_turn(db: Connection, name: str) -> None:
    """Wait until no other transaction has the turn of this name, and keep it to the end. SQLite has one writer anyway.

    So what is counted after it is the count of all transactions before it.
    """
    if db.dialect.name == "postgresql":
        turn = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
        db.execute(_TAKE_TURN, {"turn": turn})


def count_issued(db: Connection, account: Account, since: datetime) -> int:
    """Count the codes that were issued to an account since an instant."""
    values = {"platform": account.platform, "user": account.user_id, "since": since}
    return int(db.execute(_ISSUED, values).scalar_one())


def add_code(
    db: Connection,
    caller: Caller,
    kind: CodeKind,
    hashed: str,
    until: datetime,
    *,
    learner_id: LearnerId | None,
    group_id: GroupId | None,
) -> None:
    """Keep a code in place of the issuer's last one, which works no more.

    Either `learner_id` or `group_id` is given.
    """
    of = {"learner": learner_id, "group": group_id}
    db.execute(_END, {**of, "now": caller.now, "over": caller.now})
    row = {"kind": kind, "hash": hashed, "platform": caller.account.platform, "user_id": caller.account.user_id}
    db.execute(_ADD, {**row, "learner_id": learner_id, "group_id": group_id, "at": caller.now, "until": until})


def see_code(db: Connection, kind: CodeKind, hashed: str, caller: Caller) -> WorkingCode | None:
    """Find a code that works for the caller, without a lock or a mark."""
    row = db.execute(_SEE, {"what": kind, "hashed": hashed, "now": caller.now, **_typist(caller)}).one_or_none()
    return WorkingCode(*row) if row else None


def find_code(db: Connection, kind: CodeKind, hashed: str, caller: Caller) -> WorkingCode | None:
    """Find a code that works for the caller, and lock it. From then on it works for no other account.

    Its issuer, a learner or a group, is locked before. None: no such code was issued, it was used, it is too old, or
    another account typed it before.
    """
    typist = _typist(caller)
    row = db.execute(_FIND, {"what": kind, "hashed": hashed, "now": caller.now, **typist}).one_or_none()
    if row is None:
        return None
    db.execute(_TYPE, {"code": row.id, **typist})
    return WorkingCode(*row)


def is_of_another_kind(db: Connection, kind: CodeKind, hashed: str, caller: Caller) -> bool:
    """Whether a code works for the caller as one of another kind. It is not marked as typed."""
    return any(see_code(db, other, hashed, caller) for other in CodeKind if other is not kind)


def _typist(caller: Caller) -> dict[str, object]:
    return {"on": caller.account.platform, "by": caller.account.user_id}


def mark_used(db: Connection, code_id: CodeId, now: datetime) -> bool:
    """Note that a code was used. False: it did not work any more."""
    return bool(db.execute(_USE, {"code": code_id, "now": now}).rowcount)


def add_guess(db: Connection, caller: Caller) -> None:
    """Keep that a typed code opened nothing."""
    row = {"platform": caller.account.platform, "user_id": caller.account.user_id, "at": caller.now}
    db.execute(_GUESS, {**row, "space_id": caller.place.space_id})


def count_guesses(db: Connection, caller: Caller, since: datetime) -> tuple[int, int]:
    """Count the typed codes that opened nothing since an instant: those of the account, and those at the place.

    Those of an account that was forgotten meanwhile count, too.
    """
    platform, user, space = caller.account.platform, caller.account.user_id, caller.place.space_id
    values = {"platform": platform, "since": since}
    by_account = db.execute(_BY_ACCOUNT, {**values, "users": [user, _alias(platform, user)]}).scalar_one()
    at_place = db.execute(_AT_PLACE, {**values, "spaces": [space, _alias(platform, space)]}).scalar_one()
    return int(by_account), int(at_place)


def unname_guesses(db: Connection, account: Account, since: datetime) -> None:
    """Let the typed codes of an account that is forgotten stay under an alias, since an instant.

    So nobody has more guesses for being forgotten. A private chat has the number of its account.
    """
    alias = _alias(account.platform, account.user_id)
    values = {"on": account.platform, "whose": account.user_id, "since": since}
    db.execute(_UNNAME, {**values, "alias": alias})


def _alias(platform: str, number: int) -> int:
    """Make the alias of an account's number: negative, and far from the number of any chat."""
    named = blake2b(f"{platform} {number}".encode(), digest_size=7, key=_SALT).digest()
    return -(1 << 62) - int.from_bytes(named, "big")


def drop_old_codes(db: Connection, before: datetime) -> None:
    """Delete codes and guesses from before an instant."""
    db.execute(_OLD_CODES, {"before": before})
    db.execute(_OLD_GUESSES, {"before": before})
