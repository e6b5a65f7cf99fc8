"""Give each account of a linked learner its memberships again, with what was decided since the link."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from bot.features.homes.actions.members import deal_numbers
from bot.features.homes.actions.own_memberships import part_memberships
from bot.features.homes.queries.connections import read_home_platforms
from bot.features.homes.queries.own_memberships import OwnMemberships, read_own_memberships
from bot.features.homes.queries.rows import Values, read_last_number, read_membership_rows
from bot.features.homes.queries.shelving import put_row_back
from bot.features.linking.queries.links import KeptLink
from bot.features.linking.queries.united import change_membership
from bot.features.members.queries.memberships import next_number
from bot.identity import GroupId, LearnerId

Ended = list[tuple[LearnerId, GroupId]]
"""Memberships in which a learner is present no more, each as the learner and the group."""


def give_memberships_back(db: Connection, link: KeptLink, now: datetime) -> Ended:
    """Give both their memberships of groups that both were in, or that were connected while they were one.

    Returns those that ended with the link.
    """
    ended: Ended = []
    for group_id, own in read_own_memberships(db, link.id).items():
        ended += _part(db, link, group_id, own, now)
    return ended


def _part(db: Connection, link: KeptLink, group_id: GroupId, own: OwnMemberships, now: datetime) -> Ended:
    sides = {link.platform: link.learner_id, link.other_platform: link.other_id}
    there = read_membership_rows(db, group_id)
    holder = next((platform for platform, learner_id in sides.items() if learner_id in there), None)
    if holder is None:
        return []
    united, ended = there[sides[holder]], Ended()
    came = own.acted.intersection(read_home_platforms(db, group_id)) - own.past.keys()
    fresh = came if own.rows else came | {holder}
    parts = part_memberships(own, united, fresh, now) if own.rows or came - {holder} else {}
    past = {platform: row for platform, row in own.past.items() if row}
    for platform, row in (parts | past).items():
        learner_id = sides[platform]
        if platform == holder:
            change_membership(db, learner_id, group_id, {**row, "learner_id": learner_id, "number": united["number"]})
        else:
            _put(db, {**row, "learner_id": learner_id, "group_id": group_id}, there, is_own=platform in own.numbered)
        if row["left_at"] and united["left_at"] is None:
            ended.append((learner_id, group_id))
    return ended


def _put(db: Connection, row: Values, there: Mapping[LearnerId, Values], *, is_own: bool) -> None:
    """Put a membership back. With its number taken, it has a new one. `is_own`: it had the number in this group.

    A link keeps the number from newcomers, but one of an older version of the program did not.
    """
    group_id: GroupId = row["group_id"]
    if is_own:
        if not put_row_back(db, "memberships", row):
            put_row_back(db, "memberships", {**row, "number": next_number(db, group_id)})
        return
    taken, last = [one["number"] for one in there.values()], read_last_number(db, group_id)
    put_row_back(db, "memberships", {**row, "number": deal_numbers(taken, [row["number"]], last=last)[row["number"]]})
