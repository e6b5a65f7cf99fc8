"""The members of two groups while they are connected, and when they part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.features.homes.queries.rows import (
    Values,
    add_membership_row,
    change_membership_row,
    give_membership,
    let_memberships_rest,
    raise_last_number,
    read_homeless,
    read_last_number,
    read_lone_resting,
    read_member_platforms,
    read_membership_rows,
    unite_membership_rows,
)
from bot.features.members.queries.memberships import end_membership
from bot.identity import GroupId, LearnerId
from bot.posting.locking import lock_group

ALONG = (
    *("steward", "deputy", "barred_at", "written_at", "partner_since", "partner_changed_at"),
    *("active_at", "called_at", "left_at", "gone", "chosen_at", "away_on"),
)
"""The columns that a membership takes along when two groups part."""


@dataclass(frozen=True, slots=True)
class GroupSide:
    """A group that parts from another, with the platforms on which it lives then."""

    group_id: GroupId
    platforms: frozenset[str]


def take_members_in(db: Connection, group_id: GroupId, other_id: GroupId, now: datetime) -> dict[LearnerId, int]:
    """Make the members of another group members of this one. Their own memberships rest.

    1. A number that is taken here is dealt anew. All others stay.
    2. A member of both counts once, with the number that they have here.
    3. Nobody gets a number that a forgotten member had in either group.

    Returns the numbers of the present members whose number changed.
    """
    mine, others = read_membership_rows(db, group_id), read_membership_rows(db, other_id)
    coming = [row for learner_id, row in others.items() if learner_id not in mine]
    taken = [row["number"] for row in mine.values()]
    last, others_last = read_last_number(db, group_id), read_last_number(db, other_id)
    dealt = deal_numbers(taken, [row["number"] for row in coming], last=last, others_last=others_last)
    raise_last_number(db, group_id, others_last)
    for row in coming:
        add_membership_row(db, {**row, "group_id": group_id, "number": dealt[row["number"]]})
    for learner_id in others.keys() & mine.keys():
        change_membership_row(db, group_id, learner_id, unite_membership_rows(mine[learner_id], others[learner_id]))
    let_memberships_rest(db, other_id, now)
    numbers = {row["learner_id"]: dealt[row["number"]] for row in coming}
    numbers |= {learner_id: mine[learner_id]["number"] for learner_id in others.keys() & mine.keys()}
    present = [row for row in others.values() if row["left_at"] is None]
    return {row["learner_id"]: number for row in present if (number := numbers[row["learner_id"]]) != row["number"]}


def deal_numbers(taken: Sequence[int], coming: Sequence[int], *, last: int = 0, others_last: int = 0) -> dict[int, int]:
    """Deal numbers to members who come: their own, or an unused number if theirs is taken.

    `last`: the highest number of a forgotten member. A number up to it may have been theirs, and is not dealt.
    `others_last`: the same of the group from which they come. They keep lower numbers, as none of these was forgotten.
    """
    used = set(taken)
    doubled = [number for number in coming if number in used or number <= last]
    last = max([*taken, *coming, last, others_last])
    return {number: number for number in coming} | {number: last + place for place, number in enumerate(doubled, 1)}


def take_learner_in(db: Connection, learner_id: LearnerId, twin_id: LearnerId) -> None:
    """Make a learner with a resting membership a member of the group that took theirs in, as after an unlink.

    An unlink may give the one learner the membership there, and the other the resting one. `twin_id` is the learner who
    has the one there. What was decided there since holds for both.
    """
    for group_id, row in read_lone_resting(db, learner_id):
        lock_group(db, group_id)
        there = read_membership_rows(db, group_id)
        dealt = deal_numbers(
            [one["number"] for one in there.values()], [row["number"]], last=read_last_number(db, group_id)
        )
        values = {"group_id": group_id, "number": dealt[row["number"]], "left_at": None, "gone": False}
        add_membership_row(db, {**row, **values, **_decided(row, there.get(twin_id))})


def _decided(row: Values, there: Values | None) -> Values:
    """Return what a resting membership takes from `there`, the membership that was in force instead of it.

    Its end, its bar and the chat that they are not in are those of `there`. A right or wish is kept if both have it.
    """
    if there is None:
        return {}
    lost = ("steward", "deputy", "partner_since", "chosen_at")
    return {name: there[name] for name in ("left_at", "gone", "barred_at", "away_on")} | {
        name: row[name] if there[name] else there[name] for name in lost
    }


def bring_home(db: Connection, of: LearnerId, to: LearnerId, now: datetime) -> None:
    """Let the memberships of groups in which a learner has no home any more be another's, after an unlink.

    The two were one, and so was their membership: groups that were disconnected meanwhile gave it to both accounts.
    """
    for group_id in read_homeless(db, of):
        lock_group(db, group_id)
        twin = read_membership_rows(db, group_id).get(to)
        if twin is None:
            give_membership(db, group_id, of, to)
            continue
        change_membership_row(db, group_id, to, {"left_at": None, "gone": False})
        end_membership(db, of, group_id, now)


def share_members_out(db: Connection, group: GroupSide, other: GroupSide, now: datetime) -> dict[LearnerId, int]:
    """Share the members of a group out between it and the group that parts from it.

    1. A member with an account on a platform of the other group is a member there, with their number of before.
    2. A member who came later gets an unused number there, which was no forgotten member's in either group.
    3. A member without an account on a platform of this group ends their membership here.
    4. If a member of both had chosen the group for their private chat, this group stays chosen.
    5. A member of both who is not in the chat of one is gone from that group, until they are back in the chat.

    Returns the numbers of the present members of the other group who have another one now.
    """
    group_id, other_id = group.group_id, other.group_id
    here, there = read_membership_rows(db, group_id), read_membership_rows(db, other_id)
    known = read_member_platforms(db, group_id)
    raise_last_number(db, other_id, read_last_number(db, group_id))
    last = max([read_last_number(db, other_id), *(row["number"] for row in there.values())])
    numbers = {learner_id: row["number"] for learner_id, row in there.items()}
    for learner_id, row in here.items():
        if not known[learner_id] & other.platforms:
            continue
        away = {row["away_on"]}
        stays = bool((known[learner_id] - away) & group.platforms)
        row |= {"chosen_at": None if stays else row["chosen_at"], "away_on": None}
        along = {name: row[name] for name in ALONG}
        if learner_id in there:
            change_membership_row(db, other_id, learner_id, along)
        elif row["left_at"] is None:
            last += 1
            numbers[learner_id] = last
            add_membership_row(db, {**row, "group_id": other_id, "number": last})
        if away & other.platforms:
            row["left_at"] = now
            end_membership(db, learner_id, other_id, now, gone=True)
        if not stays:
            end_membership(db, learner_id, group_id, now, gone=bool(away & group.platforms))
        change_membership_row(db, group_id, learner_id, {"away_on": None})
    present = [row for row in here.values() if row["left_at"] is None and known[row["learner_id"]] & other.platforms]
    return {row["learner_id"]: number for row in present if (number := numbers[row["learner_id"]]) != row["number"]}
