"""Part two groups that are connected, so that each is whole again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.checkins.closing import close_ahead_of_time
from bot.features.focus.actions.homes import part_focuses
from bot.features.homes.actions.announcing import announce_news, announce_numbers
from bot.features.homes.actions.joining import renew_all_dues
from bot.features.homes.actions.members import read_sides
from bot.features.homes.actions.naming_both import distinguish_titles
from bot.features.homes.actions.offering import check_same
from bot.features.homes.actions.sharing import share_members_out
from bot.features.homes.facts import HomesNews
from bot.features.homes.queries import connections, moving
from bot.features.homes.queries.connections import KeptConnection
from bot.features.members.queries.group_changes import note_abandoned
from bot.features.members.queries.groups import find_group_here
from bot.features.points.actions import place_in_community
from bot.identity import Caller, ConnectionId, GroupId
from bot.library import Library
from bot.posting import audiences
from bot.posting.locking import lock_groups, lock_members

SHARED = (
    *("roadmap", "zone", "week_start", "language", "nudge_at", "checkin_day", "checkin_at", "community", "nudge_on"),
    *("checkin_on", "review_on", "nudge_days", "quiet_until", "answers", "asleep", "nudges_ignored", "nudged_at"),
)
"""The settings and state that both groups keep as they are when they part."""


class NotConnected(Refused):
    """Refusal: the group has one home, and no connection to end."""


@dataclass(frozen=True, slots=True)
class GroupsParted:
    """The two groups that part, by their titles: the one of this place, and the other.

    `keeper` is the one with which all that is over stays. `id`: their connection.
    """

    title: str
    other_title: str
    keeper: str
    id: ConnectionId


def see_groups_part(db: Connection, caller: Caller) -> GroupsParted | None:
    """See which groups a disconnect makes. None: the group has one home."""
    found = _find(db, caller)
    return _describe(db, *found) if found else None


def disconnect_groups(
    db: Connection, caller: Caller, library: Library, which: ConnectionId | None = None
) -> GroupsParted:
    """Part the two groups of the caller's place, all in this transaction. Raises NotConnected, OtherConnection.

    `which`: the connection for which a button was made.

    1. Close the open check-in with its digest in both homes.
    2. Give the places back that came with the other group, and wake it. Both keep the settings that hold now.
    3. Share the members out by the platforms of their accounts. A member of both platforms is in both groups.
    4. Rows that have not ended go with their members or their place. Ended rows stay with the group that took in.
    5. A shared session goes on in both homes, in each with its own members.
    6. Set dues and the community board anew, and inform both homes.
    """
    found, own_id = _require(db, caller, which)
    lock_both(db, found)
    found, own_id = _require(db, caller, which)
    parted = _describe(db, found, own_id)
    part_groups(db, found, library, caller.now, HomesNews.PARTED)
    return parted


def lock_both(db: Connection, found: KeptConnection) -> None:
    """Keep both groups of a connection in force, and their members, from being changed."""
    lock_groups(db, (found.group_id, found.other_id))
    lock_members(db, found.group_id)


def part_groups(db: Connection, found: KeptConnection, library: Library, now: datetime, news: HomesNews) -> None:
    """Part two locked groups as `disconnect_groups` does."""
    members = audiences.read_member_ids(db, found.group_id)
    close_ahead_of_time(db, found.group_id, library, now)
    _part(db, found, now)
    place_in_community(db, sorted(members))
    renew_all_dues(db, [found.group_id, found.other_id], now)
    announce_news(db, found, news, now)


def _part(db: Connection, found: KeptConnection, now: datetime) -> None:
    group_id, other_id = found.group_id, found.other_id
    own, other = read_sides(db, group_id, other_id)
    kept = connections.read_group_row(db, group_id)
    shared = {name: kept[name] for name in SHARED}
    connections.change_group_row(db, other_id, **shared, joined_to=None, removed_at=None, active_at=now)
    moving.give_places_back(db, group_id, other_id)
    numbers = share_members_out(db, own, other, now)
    announce_numbers(db, numbers, other_id, now)
    moving.move_rows_of_members(db, group_id, other_id, now)
    part_focuses(db, group_id, other_id, now)
    for each in (group_id, other_id):
        note_abandoned(db, each, now)
    connections.end_connection(db, found.id, now)


def _require(db: Connection, caller: Caller, which: ConnectionId | None) -> tuple[KeptConnection, GroupId]:
    """Find the connection of the caller's place as `_find` does. Raises NotConnected, OtherConnection."""
    found = _find(db, caller)
    if found is None:
        raise NotConnected
    check_same(found[0], which)
    return found


def _find(db: Connection, caller: Caller) -> tuple[KeptConnection, GroupId] | None:
    """Find the connection of the caller's place, and the group whose the place is while they are apart."""
    here = find_group_here(db, caller.place, None)
    found = connections.find_connection(db, here.group_id) if here else None
    if here is None or found is None or found.joined_at is None:
        return None
    homes = connections.read_homes(db, found.group_id, found.other_id)
    return found, next(home.group_id for home in homes if home.id == here.place_id)


def _describe(db: Connection, found: KeptConnection, own_id: GroupId) -> GroupsParted:
    both = (found.group_id, found.other_id)
    kept = [(one, str(connections.read_group_row(db, one)["title"])) for one in both]
    titles = dict(zip(both, distinguish_titles(db, *kept), strict=True))
    return GroupsParted(titles[own_id], titles[found.other_than(own_id)], titles[found.group_id], found.id)
