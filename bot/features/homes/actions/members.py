"""The members of two groups while they are connected, and when they part."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.features.homes.queries.connections import read_homes
from bot.features.homes.queries.own_memberships import (
    drop_own_memberships,
    find_link_sides,
    note_own_memberships,
    read_own_memberships,
)
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
    unite_own_rows,
)
from bot.features.members.queries.memberships import end_membership
from bot.identity import GroupId, LearnerId
from bot.posting.locking import lock_group


@dataclass(frozen=True, slots=True)
class GroupSide:
    """A side of a connection: a group, with the platforms on which it lives while the two are apart."""

    group_id: GroupId
    platforms: frozenset[str]


def read_sides(db: Connection, group_id: GroupId, other_id: GroupId) -> tuple[GroupSide, GroupSide]:
    """Read the platforms on which each of two groups lives while they are apart."""
    homes = read_homes(db, group_id, other_id)
    platforms = [frozenset(one.platform for one in homes if one.group_id == each) for each in (group_id, other_id)]
    return GroupSide(group_id, platforms[0]), GroupSide(other_id, platforms[1])


def take_members_in(db: Connection, group: GroupSide, other: GroupSide, now: datetime) -> dict[LearnerId, int]:
    """Make the members of another group members of this one. Their own memberships rest.

    1. A number that is taken here is dealt anew. All others stay.
    2. A member of both counts once, with the number that they have here.
    3. Of two memberships of a member with one account, the one counts whose group had a home for the account.
    4. Nobody gets a number that a forgotten member had in either group.

    Returns the numbers of the present members whose number changed.
    """
    group_id, other_id = group.group_id, other.group_id
    mine, others = read_membership_rows(db, group_id), read_membership_rows(db, other_id)
    coming = [row for learner_id, row in others.items() if learner_id not in mine]
    taken = [row["number"] for row in mine.values()]
    last, others_last = read_last_number(db, group_id), read_last_number(db, other_id)
    dealt = deal_numbers(taken, [row["number"] for row in coming], last=last, others_last=others_last)
    raise_last_number(db, group_id, others_last)
    known = {**read_member_platforms(db, group_id), **read_member_platforms(db, other_id)}
    own = {
        learner_id: _own_rows(
            known.get(learner_id, set()), (group, mine.get(learner_id)), (other, others.get(learner_id))
        )
        for learner_id in mine.keys() | others.keys()
    }
    _take_linked(db, group, other, own)
    for row in coming:
        add_membership_row(db, {**row, "group_id": group_id, "number": dealt[row["number"]]})
    for learner_id in others.keys() & mine.keys():
        both = unite_membership_rows(mine[learner_id], others[learner_id])
        change_membership_row(db, group_id, learner_id, unite_own_rows(own[learner_id]) if own[learner_id] else both)
    let_memberships_rest(db, other_id, now)
    numbers = {row["learner_id"]: dealt[row["number"]] for row in coming}
    numbers |= {learner_id: mine[learner_id]["number"] for learner_id in others.keys() & mine.keys()}
    present = [row for row in others.values() if row["left_at"] is None]
    return {row["learner_id"]: number for row in present if (number := numbers[row["learner_id"]]) != row["number"]}


def _own_rows(known: Collection[str], *sides: tuple[GroupSide, Values | None]) -> dict[str, Values]:
    """Return the memberships of groups that have a home for their account, by the platform of the account."""
    found = ((sorted(side.platforms.intersection(known)), row) for side, row in sides)
    return {platforms[0]: row for platforms, row in found if platforms and row}


def _take_linked(
    db: Connection, group: GroupSide, other: GroupSide, own: Mapping[LearnerId, dict[str, Values]]
) -> None:
    """Keep the memberships of linked learners with an account on both sides as they are apart.

    One that counts for nothing is taken out, as their account never came, unless it did since.
    """
    for link in find_link_sides(db, own):
        noted = read_own_memberships(db, link.id)
        for side in (group, other):
            for platform in noted[side.group_id].past.keys() & side.platforms if side.group_id in noted else ():
                if own[link.learner_id].get(platform, {}).get("left_at"):
                    del own[link.learner_id][platform]
        drop_own_memberships(db, link.id, (group.group_id, other.group_id))
        if link.platforms & group.platforms and link.platforms & other.platforms:
            note_own_memberships(db, link.id, group.group_id, own[link.learner_id])


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
