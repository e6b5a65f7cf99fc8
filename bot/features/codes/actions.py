"""Issue codes, look them up and use them.

1. A code has eight characters that no reader takes for others. A code works once, for ten minutes.
2. A new code ends its issuer's last code.
3. An account is issued five codes an hour.
4. After five guesses, an account waits for ten minutes. After twenty, a place does.
5. A code works only for the account that typed it first. So no reader of the chat can be faster with a tap.
6. A code that is wrong, used, too old or typed by another account before gets the same answer.
7. A forgotten account keeps its guesses of the last ten minutes, under a number that nobody can trace back.
8. For a code that works as another kind, the answer says where to type it. It counts as a guess, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

from sqlalchemy import Connection

from bot.closed_sets import CodeKind
from bot.errors import Refused
from bot.features.codes.queries import (
    WorkingCode,
    add_code,
    add_guess,
    count_guesses,
    count_issued,
    find_code,
    is_of_another_kind,
    mark_used,
    see_code,
    take_turn,
    unname_guesses,
)
from bot.identity import Account, Caller, GroupId, LearnerId

LETTERS = "ACDEFHJKMNPRTWXY3479"
"""No two of these are taken for each other in print, in writing or when they are spelled."""
LENGTH = 8
LASTS = timedelta(minutes=10)
ISSUED_IN_AN_HOUR = 5
GUESSES, GUESSES_AT_PLACE = 5, 20
SPAN = timedelta(minutes=10)
"""The time in which wrong codes are counted."""
KEEP_CODES = timedelta(days=1)

_BETWEEN = re.compile(r"[\W_]+")


class TooManyCodes(Refused):
    """Refusal: the account was issued as many codes as it may have in an hour."""

    n: int


class CodeTrouble(StrEnum):
    """A reason why a typed code opens nothing.

    It does not work, it works elsewhere as a code of another kind, or too many were tried.
    """

    GONE = "gone"
    ELSEWHERE = "elsewhere"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code as its issuer sees it, once."""

    code: str
    until: datetime


def issue_code(
    db: Connection,
    caller: Caller,
    kind: CodeKind,
    key: str,
    *,
    learner_id: LearnerId | None = None,
    group_id: GroupId | None = None,
) -> IssuedCode:
    """Issue a code for a learner or a group, made of a random key. Raises TooManyCodes."""
    take_turn(db, f"issue {caller.account.key}")
    if count_issued(db, caller.account, caller.now - timedelta(hours=1)) >= ISSUED_IN_AN_HOUR:
        raise TooManyCodes(n=ISSUED_IN_AN_HOUR)
    code = _make_code(key)
    issued = IssuedCode(code, caller.now + LASTS)
    add_code(db, caller, kind, _hash(code), issued.until, learner_id=learner_id, group_id=group_id)
    return issued


def _lock_nobody(_seen: WorkingCode) -> None: ...


def open_code(
    db: Connection, caller: Caller, kind: CodeKind, typed: str, lock: Callable[[WorkingCode], None] = _lock_nobody
) -> WorkingCode | CodeTrouble:
    """Look a typed code up, without using it. A code that opens nothing is counted, so nothing may be raised then.

    An account types one code after the other, and so does a place, so that no guess at the same moment passes a limit.
    `lock` locks the issuer of a code that is there, and all others who are to be changed. A code is locked after its
    issuer, as rows of learners and groups are.
    """
    take_turn(db, f"guess {caller.account.key}")
    take_turn(db, f"guess at {caller.place.key}")
    by_account, at_place = count_guesses(db, caller, caller.now - SPAN)
    if by_account >= GUESSES or at_place >= GUESSES_AT_PLACE:
        return CodeTrouble.TOO_MANY
    hashed = _hash(read_code(typed))
    seen = see_code(db, kind, hashed, caller)
    if seen is not None:
        lock(seen)
    found = find_code(db, kind, hashed, caller) if seen else None
    if found is None:
        add_guess(db, caller)
        return CodeTrouble.ELSEWHERE if is_of_another_kind(db, kind, hashed, caller) else CodeTrouble.GONE
    return found


def use_code(db: Connection, code: WorkingCode, now: datetime) -> bool:
    """Use a code up. False: it does not work any more."""
    return mark_used(db, code.id, now)


def keep_guesses_nameless(db: Connection, account: Account, now: datetime) -> None:
    """Keep what slows the guesses of an account that is forgotten, without its number."""
    unname_guesses(db, account, now - SPAN)


def read_code(typed: str) -> str:
    """Read a code as typed: small letters, blanks, dashes and quotes do no harm."""
    return _BETWEEN.sub("", typed).upper()


def _make_code(key: str) -> str:
    number = int.from_bytes(blake2b(key.encode(), digest_size=16).digest(), "big")
    letters = []
    for _ in range(LENGTH):
        number, letter = divmod(number, len(LETTERS))
        letters.append(LETTERS[letter])
    return "".join(letters)


def _hash(code: str) -> str:
    return blake2b(code.encode(), digest_size=32).hexdigest()
