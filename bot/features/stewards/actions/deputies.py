"""Name and revoke deputies."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.closed_sets import Visibility
from bot.errors import Refused
from bot.features.members.actions.fellows import UnknownMember, find_member
from bot.features.members.queries import deputies
from bot.features.members.queries.deputies import Deputy
from bot.identity import GroupId
from bot.posting.locking import lock_group

MOST_DEPUTIES = 5
_NUMBERED = re.compile(r"#([1-9]\d{0,8})", re.ASCII)
LINE = "deputy"


class TooManyDeputies(Refused):
    """Refusal: the group has as many deputies as it may have."""

    n: int = MOST_DEPUTIES


class NoSuchDeputy(Refused):
    """Refusal: the member who was named is no deputy."""


@dataclass(frozen=True, slots=True)
class DeputyChange:
    """A deputy who was named or revoked, by name or, if others see no name, by number. A hidden one has neither.

    `changed`: false if they were one already.
    """

    name: str
    number: int
    changed: bool


def make_deputy(db: Connection, group_id: GroupId, typed: str) -> DeputyChange:
    """Name the member whom typed words mean a deputy. Raises TooManyDeputies, and what `find_member` raises."""
    lock_group(db, group_id)
    found = find_member(db, group_id, typed, line=LINE)
    now = deputies.read_deputies(db, group_id)
    if any(one.learner_id == found.learner_id for one in now):
        return DeputyChange(found.name, found.number, changed=False)
    if len(now) >= MOST_DEPUTIES:
        raise TooManyDeputies
    deputies.name_deputy(db, group_id, found.learner_id)
    return DeputyChange(found.name, found.number, changed=True)


def drop_deputy(db: Connection, group_id: GroupId, typed: str) -> DeputyChange:
    """Revoke the deputy whom typed words mean, a hidden one by `#` and their number.

    Words that mean no member are no deputy's either. Raises NoSuchDeputy, SeveralMembers.
    """
    lock_group(db, group_id)
    numbered = _NUMBERED.fullmatch(typed)
    now = deputies.read_deputies(db, group_id)
    if numbered:
        found = next((one for one in now if one.number == int(numbered[1])), None)
    else:
        found = _find_named(db, group_id, typed, now)
    if found is None:
        raise NoSuchDeputy
    deputies.revoke_deputy(db, group_id, found.learner_id)
    return DeputyChange(shown_name(found), _shown_number(found), changed=True)


def _find_named(db: Connection, group_id: GroupId, typed: str, now: list[Deputy]) -> Deputy | None:
    try:
        meant = find_member(db, group_id, typed, line=f"{LINE} off").learner_id
    except UnknownMember:
        return None
    return next((one for one in now if one.learner_id == meant), None)


def shown_name(deputy: Deputy) -> str:
    """Return the name of a deputy whom others see by name, else nothing."""
    return deputy.name if deputy.visibility is Visibility.GROUP else ""


def _shown_number(deputy: Deputy) -> int:
    return 0 if deputy.visibility is Visibility.HIDDEN else deputy.number
