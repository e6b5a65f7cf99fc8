"""Make one group of two whose moment has come."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from bot.features.checkins.closing import close_ahead_of_time
from bot.features.digests.queries import DIGEST
from bot.features.focus.actions.homes import show_focuses
from bot.features.homes.actions.announcing import announce_news, announce_numbers
from bot.features.homes.actions.members import read_sides, take_members_in
from bot.features.homes.actions.noticing import AGAIN, waits_for_notice
from bot.features.homes.facts import HomesNews
from bot.features.homes.queries import connections, moving
from bot.features.homes.queries.connections import KeptConnection
from bot.features.members.queries.group_settings import read_zone_followers
from bot.features.points.actions import place_in_community
from bot.features.streaks.actions import counting
from bot.features.streaks.actions.clocks import turn_clock
from bot.identity import ConnectionId, GroupId, LearnerId, Platform
from bot.library import Library
from bot.posting import audiences, calendar, hours, silencing
from bot.posting.kinds import Hearer, ranked_names
from bot.posting.locking import lock_groups, lock_learners
from roadmap.cadence import first_of_week


class Joining(StrEnum):
    """An outcome of a connection whose moment came: joined, put off, left out as a home is lost, or nothing."""

    JOINED = "joined"
    LATER = "later"
    LOST = "lost"
    NOTHING = "nothing"


def find_next_joining(db: Connection) -> datetime | None:
    """Find the next moment at which two groups become one."""
    return connections.next_connection_at(db)


def find_joinings(db: Connection, now: datetime) -> list[ConnectionId]:
    """Find the connections whose groups become one by now."""
    return connections.read_due_connections(db, now)


def join_groups(db: Connection, connection_id: ConnectionId, library: Library, now: datetime) -> Joining:
    """Make one group of two, if their moment has come, all in this transaction.

    1. Lock both groups and their members.
    2. If a home was lost meanwhile, leave both groups as they are, and inform the other.
    3. If a home heard of the connection less than a day ago, wait.
    4. Close the open check-ins of both in their own places.
    5. Take in the places, the members and the rows that have not ended. The others stay with the group that now rests.
    6. Members without a zone of their own take the group's.
    7. Show the sessions that run in both homes.
    8. Set dues and the community board anew. Inform both homes, and in private each member with another number.
    """
    found = connections.read_connection(db, connection_id)
    if found is None:
        return Joining.NOTHING
    _lock(db, found)
    found = connections.read_connection(db, connection_id)
    if found is None or found.ended_at or found.joined_at or found.due_at > now:
        return Joining.NOTHING
    if gone := [one for one in (found.group_id, found.other_id) if connections.is_lost(db, one)]:
        _leave_apart(db, found, {found.group_id, found.other_id} - set(gone), now)
        return Joining.LOST
    if waits_for_notice(db, found, now):
        return Joining.LATER
    _join(db, found, library, now)
    return Joining.JOINED


def put_off_joining(db: Connection, connection_id: ConnectionId, now: datetime) -> None:
    """Let two groups become one an hour later, after it failed."""
    connections.put_connection_off(db, connection_id, now + AGAIN)


def _lock(db: Connection, found: KeptConnection) -> None:
    both = (found.group_id, found.other_id)
    lock_groups(db, both)
    lock_learners(db, {one for group_id in both for one in audiences.read_member_ids(db, group_id)})


def _leave_apart(db: Connection, found: KeptConnection, left: set[GroupId], now: datetime) -> None:
    connections.end_connection(db, found.id, now)
    if left:
        announce_news(db, found, HomesNews.LOST, now, only=left)


def _join(db: Connection, found: KeptConnection, library: Library, now: datetime) -> None:
    group_id, other_id = found.group_id, found.other_id
    for each in (group_id, other_id):
        close_ahead_of_time(db, each, library, now)
        silencing.hush_group(db, each, [name for name in ranked_names(Hearer.GROUP) if name != DIGEST], now)
    followers = read_zone_followers(db, other_id)
    _share_settings(db, found, now)
    numbers = take_members_in(db, *read_sides(db, group_id, other_id), now)
    moving.move_open_rows(db, other_id, group_id, now)
    moving.move_places(db, other_id, group_id)
    moving.drop_every_due(db, other_id)
    connections.mark_joined(db, found.id, now)
    _follow(db, group_id, followers, now)
    show_focuses(db, group_id, now)
    announce_news(db, found, HomesNews.JOINED, now)
    announce_numbers(db, numbers, other_id, now)


def _share_settings(db: Connection, found: KeptConnection, now: datetime) -> None:
    """Give both the settings of the group that takes the other in. A setting that needs both is on if both chose it."""
    mine, other = (connections.read_group_row(db, one) for one in (found.group_id, found.other_id))
    platforms = connections.read_home_platforms(db, found.group_id)
    connections.change_group_row(
        db,
        found.group_id,
        roadmap=found.roadmap,
        community=mine["community"] and other["community"],
        answers=mine["answers"] if Platform.TELEGRAM in platforms else other["answers"],
        asleep=mine["asleep"] and other["asleep"],
        active_at=max(mine["active_at"], other["active_at"]),
    )
    connections.change_group_row(db, found.other_id, joined_to=found.group_id, removed_at=now)
    today = hours.local_date(now, mine["zone"])
    moving.move_goals(db, found.other_id, found.group_id, first_of_week(today, mine["week_start"]))


def _follow(db: Connection, group_id: GroupId, followers: list[LearnerId], now: datetime) -> None:
    """Give the group's zone to members without a zone of their own. Set all dues and the community board anew."""
    zone = audiences.read_audience(db, group_id).zone
    for learner_id in followers:
        turn_clock(db, learner_id, now, zone=zone)
        counting.reckon_streak_change(db, learner_id, now)
    renew_all_dues(db, [group_id], now)


def renew_all_dues(db: Connection, group_ids: list[GroupId], now: datetime) -> None:
    """Set the dues of groups and of their members anew, and the members' places on the community board."""
    for group_id in group_ids:
        calendar.schedule_group(db, group_id, now)
    members = sorted({one for group_id in group_ids for one in audiences.read_member_ids(db, group_id)})
    place_in_community(db, members)
    for learner_id in members:
        calendar.schedule_learner(db, learner_id, now)
