"""The members of two groups while they are connected, and when they part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.features.homes.queries.rows import (
    Values,
    add_membership_row,
    change_membership_row,
    let_memberships_rest,
    read_last_number,
    read_lone_resting,
    read_member_platforms,
    read_membership_rows,
)
from bot.features.members.queries.memberships import end_membership
from bot.identity import GroupId, LearnerId
from bot.posting.locking import lock_group

ALONG = (
    *("steward", "deputy", "barred_at", "written_at", "partner_since"),
    *("active_at", "called_at", "left_at", "gone", "chosen_at"),
)
"""What a membership takes along when two groups part."""


@dataclass(frozen=True, slots=True)
class GroupSide:
    """A group that parts from another, with the platforms on which it lives then."""

    group_id: GroupId
    platforms: frozenset[str]


def take_members_in(db: Connection, group_id: GroupId, other_id: GroupId, now: datetime) -> dict[LearnerId, int]:
    """Make the members of another group members of this one. Their own memberships rest.

    1. A number that is taken here is dealt anew. All others stay.
    2. A member of both counts once, with the number that they have here.

    Returns the numbers of the present members who have another one now.
    """
    mine, others = read_membership_rows(db, group_id), read_membership_rows(db, other_id)
    coming = [row for learner_id, row in others.items() if learner_id not in mine]
    taken = [row["number"] for row in mine.values()]
    dealt = deal_numbers(taken, [row["number"] for row in coming], last=read_last_number(db, group_id))
    for row in coming:
        add_membership_row(db, {**row, "group_id": group_id, "number": dealt[row["number"]]})
    for learner_id in others.keys() & mine.keys():
        change_membership_row(db, group_id, learner_id, _united(mine[learner_id], others[learner_id]))
    let_memberships_rest(db, other_id, now)
    numbers = {row["learner_id"]: dealt[row["number"]] for row in coming}
    numbers |= {learner_id: mine[learner_id]["number"] for learner_id in others.keys() & mine.keys()}
    present = [row for row in others.values() if row["left_at"] is None]
    return {row["learner_id"]: number for row in present if (number := numbers[row["learner_id"]]) != row["number"]}


def deal_numbers(taken: Sequence[int], coming: Sequence[int], *, last: int = 0) -> dict[int, int]:
    """Deal numbers to members who come: their own, or one that nobody had if theirs is taken.

    `last`: the highest number of a member who was forgotten. One up to it may have been theirs.
    """
    used = set(taken)
    doubled = [number for number in coming if number in used or number <= last]
    last = max([*taken, *coming, last])
    return {number: number for number in coming} | {number: last + place for place, number in enumerate(doubled, 1)}


def take_learner_in(db: Connection, learner_id: LearnerId) -> None:
    """Make a learner with a resting membership a member of the group that took theirs in, as after an unlink.

    An unlink may give one of two learners the membership there, and the other the one that rests.
    """
    for group_id, row in read_lone_resting(db, learner_id):
        lock_group(db, group_id)
        taken = [one["number"] for one in read_membership_rows(db, group_id).values()]
        dealt = deal_numbers(taken, [row["number"]], last=read_last_number(db, group_id))
        values = {"group_id": group_id, "number": dealt[row["number"]], "left_at": None, "gone": False}
        add_membership_row(db, {**row, **values})


def share_members_out(db: Connection, group: GroupSide, other: GroupSide, now: datetime) -> None:
    """Share the members of a group out between it and the group that parts from it.

    1. A member with an account on a platform of the other group is a member of it, with the number from before.
    2. Who came later gets a number there that nobody had.
    3. A member with no account on a platform that is left here is a member here no more.
    4. A member of both who had chosen the group for their private chat keeps this one.
    """
    group_id, other_id = group.group_id, other.group_id
    here, there = read_membership_rows(db, group_id), read_membership_rows(db, other_id)
    known = read_member_platforms(db, group_id)
    last = max([read_last_number(db, other_id), *(row["number"] for row in there.values())])
    for learner_id, row in here.items():
        if not known[learner_id] & other.platforms:
            continue
        stays = bool(known[learner_id] & group.platforms)
        row["chosen_at"] = None if stays else row["chosen_at"]
        along = {name: row[name] for name in ALONG}
        if learner_id in there:
            change_membership_row(db, other_id, learner_id, along)
        elif row["left_at"] is None:
            last += 1
            add_membership_row(db, {**row, "group_id": other_id, "number": last})
        if not stays:
            end_membership(db, learner_id, group_id, now)


def _united(mine: Values, other: Values) -> Values:
    """Return what a member of both keeps: the best of both, and the stricter bar."""
    left = mine["left_at"] is not None and other["left_at"] is not None
    return {
        "steward": mine["steward"] or other["steward"],
        "deputy": mine["deputy"] or other["deputy"],
        "joined_at": min(mine["joined_at"], other["joined_at"]),
        "left_at": mine["left_at"] if left else None,
        "gone": left and mine["gone"],
        "active_at": max(mine["active_at"], other["active_at"]),
        "barred_at": min(_given(mine["barred_at"], other["barred_at"]), default=None),
        "written_at": max(_given(mine["written_at"], other["written_at"]), default=None),
        "chosen_at": max(_given(mine["chosen_at"], other["chosen_at"]), default=None),
    }


def _given(*instants: datetime | None) -> Iterable[datetime]:
    return [one for one in instants if one]
