"""SQL about the memberships of groups that two linked learners are both in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select, true, update

from bot.features.homes.queries.connections import read_home_platforms
from bot.features.homes.queries.own_memberships import (
    note_own_memberships,
    note_past_membership,
)
from bot.features.homes.queries.rows import raise_last_number, unite_own_rows
from bot.features.linking.queries.links import KeptLink
from bot.features.linking.queries.moving import Pair, Row
from bot.identity import GroupId, LearnerId
from bot.tables import connections, memberships

_OF = (memberships.c.learner_id == bindparam("learner"), memberships.c.group_id == bindparam("group"))
_READ = select(memberships).where(*_OF)
_AWAY = (
    select(memberships.c.group_id, memberships.c.away_on)
    .where(memberships.c.learner_id == bindparam("learner"), memberships.c.away_on.is_not(None))
    .order_by(memberships.c.group_id)
)
_CHANGE = update(memberships).where(*_OF)
_CONNECTED = (
    select(memberships)
    .join(connections, connections.c.group_id == memberships.c.group_id)
    .where(
        memberships.c.learner_id.in_([bindparam("learner"), bindparam("other")]),
        connections.c.open == true(),
        connections.c.joined_at.is_not(None),
    )
    .order_by(memberships.c.group_id)
)


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


def note_lone_memberships(db: Connection, link: KeptLink) -> None:
    """Keep the memberships of connected groups in which one of the two learners is alone."""
    rows = db.execute(_CONNECTED, {"learner": link.learner_id, "other": link.other_id}).mappings().all()
    groups = [row["group_id"] for row in rows]
    for row in rows:
        if groups.count(row["group_id"]) == 1:
            platform = link.platform if row["learner_id"] == link.learner_id else link.other_platform
            note_own_memberships(db, link.id, row["group_id"], {platform: dict(row)})


def unite_memberships(db: Connection, link: KeptLink, pair: Pair) -> None:
    """Unite the memberships of the two learners in a group, for the learner who is kept.

    One of an account for which the group has no home counts for nothing. The number of the other is kept for an unlink.
    """
    group_id = pair[0]["group_id"]
    homes = read_home_platforms(db, group_id)
    rows = {link.platform: dict(pair[0]), link.other_platform: dict(pair[1])}
    counting = {platform: row for platform, row in rows.items() if platform in homes}
    note_own_memberships(db, link.id, group_id, {link.platform: rows[link.platform]})
    for platform in rows.keys() - counting.keys():
        note_past_membership(db, link.id, group_id, platform)
    change_membership(db, link.learner_id, group_id, unite_own_rows(counting or rows))
    raise_last_number(db, group_id, pair[1]["number"])
