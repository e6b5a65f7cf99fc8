"""Members who leave the chat of their group, or are removed from it, and who come back to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.features.digests.actions import amend_digests_about
from bot.features.members.actions import memberships
from bot.features.members.queries import memberships as rows
from bot.features.members.queries.groups import GroupHere, find_group_here
from bot.features.members.queries.learners import Person, find_person
from bot.features.members.queries.places import forget_steward
from bot.features.points.actions import place_in_community
from bot.identity import Account, GroupId, Place
from bot.posting.calendar import schedule_learner
from bot.posting.locking import lock_group, lock_learner, lock_members


def note_gone(db: Connection, account: Account, place: Place, now: datetime) -> bool:
    """End the membership of a learner who left the chat, until they are back. Return False if nothing changed.

    A linked learner stays a member until they left the chats on both platforms. A steward who is no member is
    forgotten. The digests of the group follow.
    """
    forget_steward(db, place, account)
    found = _find(db, account, place)
    if found is None or not found[1].is_member:
        return False
    person, here = found
    _lock(db, person, here)
    if rows.has_other_home(db, person.learner_id, here.group_id, account.platform):
        rows.note_away(db, person.learner_id, here.group_id, account.platform)
        return False
    ended = rows.end_membership(db, person.learner_id, here.group_id, now, gone=True)
    amend_digests_about(db, person.learner_id, now, group_id=here.group_id)
    place_in_community(db, [person.learner_id])
    return ended


def note_returned(db: Connection, account: Account, place: Place, now: datetime) -> bool:
    """Renew a membership that ended with leaving the chat. Return False if nothing changed.

    A member who left the group by their own wish comes back by their own wish too.
    """
    found = _find(db, account, place)
    if found is None:
        return False
    person, here = found
    _lock(db, person, here)
    if not here.gone:
        rows.note_back(db, person.learner_id, here.group_id, account.platform)
        return False
    memberships.ensure_membership(db, person.learner_id, here, now, platform=account.platform)
    schedule_learner(db, person.learner_id, now)
    return True


def call_roll(db: Connection, group_id: GroupId, platform: str, before: datetime) -> Sequence[Account]:
    """List the members of a group, by their accounts on a platform, who were not looked for since an instant."""
    return rows.read_unseen_members(db, group_id, platform, before)


def note_roll(db: Connection, place: Place, seen: Sequence[Account], gone: Sequence[Account], now: datetime) -> None:
    """Note that members were looked for in the chat, and that some of them are gone."""
    here = find_group_here(db, place, None)
    if here is None:
        return
    lock_members(db, here.group_id)
    rows.note_called(db, place, seen, now)
    for account in gone:
        note_gone(db, account, place, now)


def _find(db: Connection, account: Account, place: Place) -> tuple[Person, GroupHere] | None:
    """Find a learner and the group of a chat, which is no private one."""
    person = None if place.private else find_person(db, account)
    here = find_group_here(db, place, person.learner_id) if person else None
    return (person, here) if person and here else None


def _lock(db: Connection, person: Person, here: GroupHere) -> None:
    lock_group(db, here.group_id)
    lock_learner(db, person.learner_id)
