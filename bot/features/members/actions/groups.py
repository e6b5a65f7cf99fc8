"""Changes to a whole group: the bot is added or removed, the chat moves, a member leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.closed_sets import REMOVED
from bot.errors import Refused
from bot.features.digests.actions import amend_digests_about
from bot.features.members.actions import activity, presence
from bot.features.members.actions.names import tidy_title
from bot.features.members.queries import group_changes, group_settings, groups, memberships, places
from bot.features.members.queries.groups import GroupHere
from bot.features.members.queries.said_while_linked import Decision, note_decision
from bot.features.points.actions import place_in_community
from bot.identity import Caller, Place
from bot.posting import calendar, target_posts
from bot.posting.locking import lock_group, lock_learner, lock_members

SHIPPED = "ml-engineer"


class NotInGroup(Refused):
    """Refusal: the caller is no member of this group."""


@dataclass(frozen=True, slots=True)
class Left:
    """The group that a member left. `title` is empty for a group of one."""

    title: str


@dataclass(frozen=True, slots=True)
class Greeting:
    """How to greet a group: in which language, and whether the bot is `back` after it was removed."""

    language: str
    back: bool


def note_added(db: Connection, place: Place, now: datetime, default_zone: str = "UTC") -> GroupHere:
    """Note that the bot was added to a place, and return its group.

    A new group is made and gets its dues. A known group is woken. Its posts go where they went before, unless it was
    unreachable and no steward has chosen that place.
    """
    if group_changes.add_group(db, place, tidy_title(place.title), SHIPPED, now, zone=default_zone):
        here = groups.require_group_here(db, place)
        calendar.schedule_group(db, here.group_id, now)
        return here
    here = groups.require_group_here(db, place)
    lock_members(db, here.group_id)
    group_changes.note_group_alive(db, here, tidy_title(place.title), now, back=here.unreachable)
    if here.unreachable:
        _speak_again(db, here, place, now)
    activity.wake_group(db, here, now, back=here.unreachable)
    return here


def greet_place(db: Connection, place: Place, now: datetime, default_zone: str = "UTC") -> Greeting | None:
    """Note that the bot was added to a place, and return how to greet its group.

    None: it was greeted just now, when the same adding was reported before, or it only moved.
    """
    before = groups.find_group_here(db, place, None)
    here = note_added(db, place, now, default_zone)
    back = before is not None and before.unreachable
    known = now if back else now - places.ONE_ADDING
    fresh = group_changes.mark_greeted(db, place.platform, place.space_id, now, known)
    return Greeting(here.language, back=back) if fresh else None


def _speak_again(db: Connection, here: GroupHere, place: Place, now: datetime) -> None:
    if places.read_posting_place(db, here.group_id, here.place_id).chosen:
        places.revive_place(db, here.place_id, now)
    else:
        places.move_posts(db, here.place_id, place, chosen=False)


def note_removed(db: Connection, place: Place, now: datetime, reason: str = REMOVED) -> None:
    """Stop posting in this place, because the bot was removed.

    A group without another open place no longer counts for the community board until the bot is back.
    """
    here = groups.find_group_here(db, place, None)
    if here is not None:
        members = lock_members(db, here.group_id)
        group_changes.silence_place(db, place, reason, now)
        place_in_community(db, members)


def move_place(db: Connection, platform: str, space_id: int, new_id: int, now: datetime) -> None:
    """Move a place with its chat to a new id. A repeated or unknown move changes nothing.

    The message ids of earlier posts are forgotten, because they may mean other messages in the new chat.
    """
    if group_changes.change_space(db, platform, space_id, new_id):
        group_changes.mark_greeted(db, platform, new_id, now, now)
        target_posts.forget_messages(db, platform, new_id, now)


def leave_group(db: Connection, caller: Caller) -> Left:
    """End the caller's membership in this group. Raises NotInGroup.

    Their acts are kept for a return. A waiting celebration is left out, unless the learner is back when it is sent.
    The digests of the group follow.
    """
    present = presence.find_present(db, caller)
    if present is None:
        raise NotInGroup
    lock_group(db, present.group_id)
    lock_learner(db, present.learner_id)
    memberships.end_membership(db, present.learner_id, present.group_id, caller.now)
    note_decision(db, present.learner_id, present.group_id, Decision.PRESENCE)
    amend_digests_about(db, present.learner_id, caller.now, group_id=present.group_id)
    place_in_community(db, [present.learner_id])
    return Left(group_settings.read_group_settings(db, present.group_id).title)
