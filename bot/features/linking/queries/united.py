"""SQL about the memberships of groups that two linked learners are both in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from bot.features.homes.queries.rows import raise_last_number, unite_membership_rows
from bot.features.linking.queries.links import KeptLink
from bot.features.linking.queries.moving import Pair, Row
from bot.features.linking.queries.shelving import ShelvedRow, decode_row, note_rows
from bot.identity import GroupId, LearnerId
from bot.tables import memberships

UNITED = "united"
"""The name under which the kept learner's memberships are noted as they were before the link."""

_OF = (memberships.c.learner_id == bindparam("learner"), memberships.c.group_id == bindparam("group"))
_READ = select(memberships).where(*_OF)
_AWAY = (
    select(memberships.c.group_id, memberships.c.away_on)
    .where(memberships.c.learner_id == bindparam("learner"), memberships.c.away_on.is_not(None))
    .order_by(memberships.c.group_id)
)
_CHANGE = update(memberships).where(*_OF)


def memberships_before(shelf: Iterable[ShelvedRow]) -> dict[GroupId, dict[str, Any]]:
    """Return the kept learner's memberships of before the link, of groups that both were in."""
    rows = (decode_row(memberships, row.values) for row in shelf if row.name == UNITED)
    return {GroupId(row["group_id"]): row for row in rows}


def read_membership(db: Connection, learner_id: LearnerId, group_id: GroupId) -> Row | None:
    """Read a learner's membership of a group, whole. None: it is gone."""
    row = db.execute(_READ, {"learner": learner_id, "group": group_id}).mappings().one_or_none()
    return dict(row) if row else None


def read_notes_of_absence(db: Connection, learner_id: LearnerId) -> list[tuple[GroupId, str]]:
    """Read the groups of which a learner is not in the chat on one platform, each with that platform."""
    return [(GroupId(row.group_id), row.away_on) for row in db.execute(_AWAY, {"learner": learner_id})]


def change_membership(db: Connection, learner_id: LearnerId, group_id: GroupId, values: Mapping[str, Any]) -> None:
    """Change columns of a membership."""
    db.execute(_CHANGE.values(**values), {"learner": learner_id, "group": group_id})


def unite_memberships(db: Connection, link: KeptLink, pair: Pair) -> None:
    """Unite the memberships of the two learners in a group, for the learner who is kept.

    The number of the other is kept for an unlink.
    """
    mine, other = pair
    note_rows(db, link.id, UNITED, [(link.platform, mine, None)])
    change_membership(db, link.learner_id, mine["group_id"], unite_membership_rows(mine, other))
    raise_last_number(db, mine["group_id"], other["number"])
