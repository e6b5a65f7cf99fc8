"""SQL about the memberships of two groups that are connected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, insert, select, update

from bot.closed_sets import Visibility
from bot.identity import GroupId, LearnerId
from bot.tables import accounts, connections, groups, learners, memberships, places

Values = dict[str, Any]
"""A membership as a row: the values of its columns."""

_ROWS = select(memberships).where(memberships.c.group_id == bindparam("group")).order_by(memberships.c.number)
_ADD = insert(memberships)
_WHICH = (memberships.c.group_id == bindparam("of"), memberships.c.learner_id == bindparam("whose"))
_REST = (
    update(memberships)
    .where(memberships.c.group_id == bindparam("group"), memberships.c.left_at.is_(None))
    .values(left_at=bindparam("now"))
)
_here = memberships.alias()
_RESTING = (
    select(memberships, connections.c.group_id.label("taken_in"))
    .join(connections, and_(connections.c.other_id == memberships.c.group_id, connections.c.open))
    .where(
        memberships.c.learner_id == bindparam("learner"),
        memberships.c.left_at >= connections.c.joined_at,
        ~exists().where(_here.c.learner_id == memberships.c.learner_id, _here.c.group_id == connections.c.group_id),
    )
)
_PLATFORMS = (
    select(accounts.c.learner_id, accounts.c.platform)
    .join(memberships, memberships.c.learner_id == accounts.c.learner_id)
    .where(memberships.c.group_id == bindparam("group"))
)
_HOMELESS = (
    select(memberships.c.group_id)
    .where(
        memberships.c.learner_id == bindparam("learner"),
        memberships.c.left_at.is_(None),
        ~exists().where(
            places.c.group_id == memberships.c.group_id,
            accounts.c.learner_id == memberships.c.learner_id,
            accounts.c.platform == places.c.platform,
        ),
    )
    .order_by(memberships.c.group_id)
)
_GIVE = update(memberships).where(*_WHICH).values(learner_id=bindparam("to"))
_LAST_NUMBER = select(groups.c.last_number).where(groups.c.id == bindparam("group"))
_RAISE_LAST = (
    update(groups)
    .where(groups.c.id == bindparam("which"), groups.c.last_number < bindparam("number"))
    .values(last_number=bindparam("number"))
)
_NUMBERED = select(learners.c.id).where(
    learners.c.id.in_(bindparam("ids", expanding=True)), learners.c.visibility == Visibility.NUMBER
)


def read_membership_rows(db: Connection, group_id: GroupId) -> dict[LearnerId, Values]:
    """Read the memberships of a group, past ones included, by number."""
    return {row["learner_id"]: dict(row) for row in db.execute(_ROWS, {"group": group_id}).mappings()}


def add_membership_row(db: Connection, values: Mapping[str, Any]) -> None:
    """Add a membership as it is given."""
    db.execute(_ADD, dict(values))


def change_membership_row(db: Connection, group_id: GroupId, learner_id: LearnerId, values: Mapping[str, Any]) -> None:
    """Change columns of a membership."""
    db.execute(update(memberships).where(*_WHICH).values(dict(values)), {"of": group_id, "whose": learner_id})


def give_membership(db: Connection, group_id: GroupId, of: LearnerId, to: LearnerId) -> None:
    """Give a learner's membership to another learner, who has none in the group."""
    db.execute(_GIVE, {"of": group_id, "whose": of, "to": to})


def read_homeless(db: Connection, learner_id: LearnerId) -> list[GroupId]:
    """Find the groups of a present member that have no home on a platform on which the learner has an account."""
    return list(db.scalars(_HOMELESS, {"learner": learner_id}))


def let_memberships_rest(db: Connection, group_id: GroupId, now: datetime) -> None:
    """Let the memberships of a group rest, as its members are in another group now."""
    db.execute(_REST, {"group": group_id, "now": now})


def read_lone_resting(db: Connection, learner_id: LearnerId) -> list[tuple[GroupId, Values]]:
    """Read a learner's resting memberships in groups that another took in without them. That other comes first.

    A membership that had ended before does not rest.
    """
    found = [dict(row) for row in db.execute(_RESTING, {"learner": learner_id}).mappings()]
    return [(GroupId(row.pop("taken_in")), row) for row in found]


def read_member_platforms(db: Connection, group_id: GroupId) -> Mapping[LearnerId, set[str]]:
    """Read the platforms on which the members of a group have accounts."""
    found: defaultdict[LearnerId, set[str]] = defaultdict(set)
    for learner_id, platform in db.execute(_PLATFORMS, {"group": group_id}):
        found[learner_id].add(platform)
    return found


def read_last_number(db: Connection, group_id: GroupId) -> int:
    """Read the highest number that is kept from new members: of one who was forgotten, or one set aside by a link."""
    return int(db.execute(_LAST_NUMBER, {"group": group_id}).scalar_one())


def raise_last_number(db: Connection, group_id: GroupId, number: int) -> None:
    """Keep a number from new members, and all lower ones."""
    db.execute(_RAISE_LAST, {"which": group_id, "number": number})


def read_shown_by_number(db: Connection, learner_ids: list[LearnerId]) -> set[LearnerId]:
    """Find those of these learners who are shown by number."""
    return set(db.scalars(_NUMBERED, {"ids": learner_ids})) if learner_ids else set()


def unite_membership_rows(mine: Mapping[str, Any], other: Mapping[str, Any]) -> Values:
    """Return the columns of one membership for two: the best of both, but the stricter bar and wish for partners.

    The one ended only if both ended. Its member is gone from the chat only if they are gone from both chats. A wish
    that ended with its membership does not count.
    """
    ends = mine["left_at"], other["left_at"]
    wishes = [row["partner_since"] for row in (mine, other) if row["left_at"] is None]
    return {
        "steward": mine["steward"] or other["steward"],
        "deputy": mine["deputy"] or other["deputy"],
        "joined_at": min(mine["joined_at"], other["joined_at"]),
        "left_at": max(ends) if all(ends) else None,
        "gone": mine["gone"] and other["gone"],
        "active_at": max(mine["active_at"], other["active_at"]),
        "partner_since": max(wishes) if wishes and all(wishes) else None,
        "partner_changed_at": max(_given(mine["partner_changed_at"], other["partner_changed_at"]), default=None),
        "barred_at": min(_given(mine["barred_at"], other["barred_at"]), default=None),
        "written_at": max(_given(mine["written_at"], other["written_at"]), default=None),
        "chosen_at": max(_given(mine["chosen_at"], other["chosen_at"]), default=None),
    }


def unite_own_rows(rows: Mapping[str, Mapping[str, Any]]) -> Values:
    """Return the columns of one membership for those of one or two accounts of a learner, by their platforms.

    If the learner is gone from one of two chats, it notes that chat.
    """
    [mine, *others] = rows.values()
    gone = [platform for platform, row in rows.items() if row["gone"]]
    away_on = gone[0] if len(gone) < len(rows) and gone else None
    return {**unite_membership_rows(mine, *others or [mine]), "away_on": away_on}


def _given(*instants: datetime | None) -> list[datetime]:
    return [one for one in instants if one]
