"""The members of a group that parts from another: in which group each is then, and with which rights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from bot.features.digests.actions import amend_digests_about
from bot.features.homes.actions.members import GroupSide
from bot.features.homes.actions.own_memberships import part_memberships
from bot.features.homes.queries.own_memberships import (
    OwnMemberships,
    drop_own_memberships,
    find_link_sides,
    note_past_membership,
    read_own_memberships,
)
from bot.features.homes.queries.rows import (
    Values,
    add_membership_row,
    change_membership_row,
    raise_last_number,
    read_last_number,
    read_member_platforms,
    read_membership_rows,
)
from bot.features.members.queries.memberships import end_membership
from bot.identity import GroupId, LearnerId

ALONG = (
    *("steward", "deputy", "barred_at", "written_at", "partner_since", "partner_changed_at"),
    *("active_at", "called_at", "called_on", "left_at", "gone", "chosen_at", "away_on"),
)
"""The columns that a membership takes along when two groups part."""


@dataclass
class _Parting:
    """A group that parts: its memberships, the last number dealt, and members with a new number."""

    group_id: GroupId
    rows: Mapping[LearnerId, Values]
    last: int
    renumbered: dict[LearnerId, int] = field(default_factory=dict)


class _Homes(NamedTuple):
    """The group, the platforms of a linked member's accounts in it and in the one that parts, and the instant."""

    group_id: GroupId
    here: str
    there: str
    now: datetime


def share_members_out(db: Connection, group: GroupSide, other: GroupSide, now: datetime) -> dict[LearnerId, int]:
    """Share the members of a group out between it and the group that parts from it.

    1. A member with an account on a platform of the other group is a member there, with their number of before.
    2. A member who came later gets an unused number there, which was no forgotten member's in either group.
    3. A member without an account on a platform of this group ends their membership here.
    4. A member of both has the rights and wishes of before in each, and in both what was decided since.
    5. If they chose the group for their private chat since, this group stays chosen.
    6. A member of both who is not in the chat of one is gone from that group, until they are back in the chat.

    Returns the numbers of the present members of the other group who have another one now.
    """
    group_id, other_id = group.group_id, other.group_id
    here, there = read_membership_rows(db, group_id), read_membership_rows(db, other_id)
    known = read_member_platforms(db, group_id)
    raise_last_number(db, other_id, read_last_number(db, group_id))
    last = max([read_last_number(db, other_id), *(row["number"] for row in there.values())])
    parting = _Parting(other_id, there, last)
    own = _take_own(db, group, other, list(here))
    for learner_id, row in here.items():
        mine, theirs = (sorted(known[learner_id] & side.platforms) for side in (group, other))
        if mine and theirs:
            homes = _Homes(group_id, mine[0], theirs[0], now)
            _share(db, parting, row, own.get(learner_id, OwnMemberships()), homes)
        elif theirs:
            _bring(db, parting, row, {name: row[name] for name in ALONG})
            end_membership(db, learner_id, group_id, now)
    return parting.renumbered


def _take_own(
    db: Connection, group: GroupSide, other: GroupSide, learner_ids: list[LearnerId]
) -> dict[LearnerId, OwnMemberships]:
    """Read what links note of members of the group, and forget it."""
    found = {}
    for link in find_link_sides(db, learner_ids):
        found[link.learner_id] = read_own_memberships(db, link.id).get(group.group_id, OwnMemberships())
        drop_own_memberships(db, link.id, (group.group_id, other.group_id))
    return found


def _share(db: Connection, parting: _Parting, row: Values, own: OwnMemberships, homes: _Homes) -> None:
    """Give a linked member their membership of each group again. One who had none in a group gets one there.

    They get none if they are known not to be in the chat, or if they had left before the groups part.
    """
    learner_id: LearnerId = row["learner_id"]
    parts = part_memberships(own, row, _find_fresh(own, row, homes), homes.now)
    mine, theirs = parts.get(homes.here), parts.get(homes.there)
    if mine and theirs and mine["chosen_at"] == theirs["chosen_at"]:
        theirs["chosen_at"] = None
    if mine:
        change_membership_row(db, homes.group_id, learner_id, {**_bare(mine), "made_on": homes.here})
    else:
        end_membership(db, learner_id, homes.group_id, homes.now)
        change_membership_row(db, homes.group_id, learner_id, {"away_on": None, "made_on": homes.there})
        for link in find_link_sides(db, [learner_id]):
            note_past_membership(db, link.id, homes.group_id, homes.here)
    if theirs:
        _bring(db, parting, row, {**_bare(theirs), "made_on": homes.there}, keep=homes.there in own.rows)
    for part, group_id in ((mine, homes.group_id), (theirs, parting.group_id)):
        if row["left_at"] is None and (part is None or part["left_at"]):
            amend_digests_about(db, learner_id, homes.now, group_id=group_id)


def _find_fresh(own: OwnMemberships, row: Values, homes: _Homes) -> list[str]:
    """Find the accounts that get a first membership. Without notes all was said since, and holds for both."""
    if not own.rows:
        return [homes.here, homes.there]
    missing = {homes.here, homes.there} - own.rows.keys() - {row["away_on"]}
    return sorted(missing) if row["left_at"] is None else []


def _bare(row: Values) -> Values:
    """Return the columns of a membership without those that say whose it is."""
    return {name: value for name, value in row.items() if name not in {"learner_id", "group_id", "number"}}


def _bring(db: Connection, parting: _Parting, row: Values, values: Values, *, keep: bool = False) -> None:
    """Let a member have these values in the group that parts, as a member of before or as a new one.

    One who left is no new one, but a stop of their publishing goes along, and one who left with the chat comes back
    with it. `keep`: a link notes that they left, which is kept, so that they are no member by their other account.
    """
    learner_id: LearnerId = row["learner_id"]
    known = parting.rows.get(learner_id)
    if known:
        change_membership_row(db, parting.group_id, learner_id, values)
    elif values["left_at"] is None or values["gone"] or values["barred_at"] or keep:
        parting.last += 1
        add_membership_row(db, {**row, **values, "group_id": parting.group_id, "number": parting.last})
    number = known["number"] if known else parting.last
    if values["left_at"] is None and number != row["number"]:
        parting.renumbered[learner_id] = number
