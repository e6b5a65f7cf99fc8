"""Find or make the group of a call, and switch its place on again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.features.members.actions.names import tidy_title
from bot.features.members.queries import callers, group_changes, groups, learners, places
from bot.features.members.queries.groups import GroupHere
from bot.features.members.queries.learners import Person
from bot.identity import Account, Caller, LearnerId, Place
from bot.posting import calendar
from bot.posting.locking import lock_group, lock_members


def find_group(db: Connection, place: Place, learner_id: LearnerId | None) -> GroupHere | None:
    """Find the group of a call: the group of its place.

    In a private chat it is the group that the learner means, else their group of one.
    """
    if place.private and learner_id is not None:
        used = groups.find_group_meant(db, place.platform, learner_id)
        if used is not None:
            return used
    return groups.find_group_here(db, place, learner_id)


def find_caller(db: Connection, account: Account, place: Place) -> tuple[Person | None, GroupHere | None]:
    """Find the learner of an account and the group of a call, as `find_group` does."""
    person, here = callers.find_person_and_group(db, account, place)
    if place.private and person is not None:
        here = groups.find_group_meant(db, place.platform, person.learner_id) or here
    return person, here


def find_group_of_caller(db: Connection, account: Account, place: Place) -> GroupHere | None:
    """Find the group of a lookup.

    The learner is read only in a private chat, where the group depends on them.
    """
    person = learners.find_person(db, account) if place.private else None
    return find_group(db, place, person.learner_id if person else None)


def lock_ahead(db: Connection, place: Place, account: Account) -> GroupHere | None:
    """Find the caller's group before the caller is locked, and lock it first if this call is to change it.

    A group that has the bot back is locked with all its members. Whether a caller is no member yet has to be read again
    under the lock.
    """
    here = groups.find_group_ahead(db, place, account)
    if here is None:
        return None
    if has_bot_back(place, here):
        person = learners.find_person(db, account)
        lock_members(db, here.group_id, [person.learner_id] if person else ())
    elif not here.is_member or here.asleep or here.is_renamed(_title_from(place, here)):
        lock_group(db, here.group_id)
    return here


def ensure_group(db: Connection, caller: Caller, learner_id: LearnerId, roadmap_slug: str) -> GroupHere:
    """Find the caller's group, or make it with its place and set its dues."""
    here = find_group(db, caller.place, learner_id)
    if here is None:
        group_changes.add_group(
            db, caller.place, tidy_title(caller.place.title), roadmap_slug, caller.now, zone=caller.zone
        )
        here = groups.find_group_here(db, caller.place, learner_id)
        assert here is not None  # noqa: S101  made a line above, or by a faster call
        calendar.schedule_group(db, here.group_id, caller.now)
    return here


def note_place_alive(db: Connection, place: Place, here: GroupHere, now: datetime) -> None:
    """Note that a group is active.

    In the group's own chat, a place that was unreachable is switched on, and the chat's title renames the group. Posts
    go where they went before.
    """
    back = has_bot_back(place, here)
    if back:
        places.revive_place(db, here.place_id, now)
    group_changes.note_group_alive(db, here, _title_from(place, here), now, back=back)


def talks_here(place: Place, here: GroupHere) -> bool:
    """Whether this is the group's own chat, and not a member's private one."""
    return not place.private or here.solo


def has_bot_back(place: Place, here: GroupHere) -> bool:
    """Whether a call from this place gives an unreachable group the bot back. A member's private chat does not."""
    return here.unreachable and talks_here(place, here)


def _title_from(place: Place, here: GroupHere) -> str:
    """Return the title that this chat gives the group; empty for a member's private chat."""
    return tidy_title(place.title) if talks_here(place, here) else ""
