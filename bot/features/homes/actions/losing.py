"""Tell a group that the bot was removed from the other home, in the day before the two become one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.features.homes.actions.announcing import GRACE, announce_news
from bot.features.homes.facts import HOME_LOST, HomeLost, HomesNews, OtherHome
from bot.features.homes.queries import connections
from bot.features.members.queries import places
from bot.features.members.queries.groups import find_group_here
from bot.features.stewards.actions import lost_places
from bot.identity import GroupId, Place
from bot.posting import audiences
from bot.posting.budget import PlannedPost, plan_for_learner
from bot.posting.posts import Post


def lose_home(db: Connection, place: Place, now: datetime) -> Sequence[Post]:
    """Stop posting in a place, because the bot was removed. Tell the group's stewards, and the home to come."""
    here = find_group_here(db, place, None)
    asides = lost_places.lose_group(db, place, now)
    if here is not None:
        _inform_home_to_come(db, here.group_id, now)
    return asides


def carry_on_at_homes(db: Connection, post: Post, reason: str, now: datetime) -> None:
    """Finish the work after a failed post showed that a place or account takes no posts. Tell the home to come."""
    lost_places.carry_on(db, post, reason, now)
    if post.group_id is not None and not post.place.private:
        _inform_home_to_come(db, post.group_id, now)


def is_still_lost(db: Connection, post: Post) -> bool:
    """Whether a connection is still to come, and the other home is still lost."""
    facts = HomeLost.from_json(post.facts)
    found = connections.read_connection(db, facts.connection)
    coming = found is not None and found.joined_at is None and found.ended_at is None
    return coming and connections.is_lost(db, facts.other.group_id)


def _inform_home_to_come(db: Connection, lost_id: GroupId, now: datetime) -> None:
    """Tell the chat and the stewards of the group that is to become one with a lost group.

    Each hears it once, until the bot is back there and lost again.
    """
    found = connections.find_connection(db, lost_id)
    if found is None or found.joined_at is not None or not connections.is_lost(db, lost_id):
        return
    group_id = found.other_than(lost_id)
    lost = next(iter(connections.read_homes(db, lost_id, lost_id)), None)
    turn = f":{places.read_stay(db, lost.id) if lost else 0}"
    announce_news(db, found, HomesNews.LOSING, now, only={group_id}, turn=turn)
    platform = next(iter(connections.read_home_platforms(db, lost_id)), "")
    zone = str(connections.read_group_row(db, found.group_id)["zone"])
    facts = HomeLost(now, found.id, group_id, OtherHome(lost_id, platform), found.due_at, zone)
    for learner_id in audiences.read_stewards(db, group_id):
        if audiences.open_account(db, learner_id) is not None:
            plan_for_learner(db, learner_id, PlannedPost(HOME_LOST, f"{found.id}{turn}", facts, now, GRACE), now)
