"""Invite people to a group, and let them join it from their private chat, or come back to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.members.actions import learners
from bot.features.members.actions.groups import NotInGroup
from bot.features.members.actions.own_groups import choose_joined
from bot.features.members.actions.presence import be_present, find_present
from bot.features.members.queries import groups
from bot.features.members.queries.groups import GroupHere
from bot.features.members.queries.invites import Invite, find_invited_place, put_invite, read_invite
from bot.features.members.queries.learners import find_person
from bot.identity import Account, Caller, GroupId, LearnerId, Place
from bot.posting.locking import lock_group

LASTS = timedelta(days=30)


class InviteGone(Refused):
    """Refusal: the link opens no group, because it was replaced, is too old or never was one."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """The group that a link opens, and its chat. `member`: the caller is in it already."""

    title: str
    roadmap_slug: str
    member: bool
    chat: Place


def open_invite(db: Connection, caller: Caller, fresh: str, *, renew: bool = False) -> Invite:
    """Open the caller's group to those who have a link.

    1. A code that works still is kept, and works for 30 days from now.
    2. Otherwise, or to `renew` it, `fresh` takes its place. The former code opens nothing from then on.

    Raises NotInGroup for a caller who is no member and does not renew it, as an administrator may.
    """
    present = find_present(db, caller)
    here = groups.find_group_here(db, caller.place, None) if renew else None
    found = present or here
    if found is None:
        raise NotInGroup
    lock_group(db, found.group_id)
    before = read_invite(db, found.group_id)
    works = before is not None and before.until > caller.now and not renew
    invite = Invite(before.code if before and works else fresh, caller.now + LASTS)
    put_invite(db, found.group_id, invite)
    return invite


def see_invitation(db: Connection, account: Account, code: str, now: datetime) -> Invitation:
    """See the group that a code opens. Raises InviteGone."""
    person = find_person(db, account)
    return _describe(_find_group(db, account.platform, code, now, person.learner_id if person else None))


def accept_invite(db: Connection, caller: Caller, code: str) -> Invitation:
    """Let the caller join the group that a code opens. A new learner takes its time zone. Raises InviteGone."""
    platform = caller.account.platform
    invited = _find_group(db, platform, code, caller.now, None)
    lock_group(db, invited.group_id)
    person = learners.ensure_learner(db, replace(caller, zone=invited.zone))
    here = _find_group(db, platform, code, caller.now, person.learner_id)
    be_present(db, caller, person, here)
    choose_joined(db, person.learner_id, here.group_id, caller.now)
    return _describe(here)


def see_former_group(db: Connection, account: Account, group_id: GroupId) -> Invitation | None:
    """See a group that the learner of an account is or was in. None: it is none of theirs."""
    person = find_person(db, account)
    here = groups.find_known_group(db, account.platform, person.learner_id, group_id) if person else None
    return _describe(here) if here else None


def return_to_group(db: Connection, caller: Caller, group_id: GroupId) -> Invitation | None:
    """Let the caller be back in a group that they left, and mean it in private. None: it is none of theirs."""
    person, platform = find_person(db, caller.account), caller.account.platform
    ahead = groups.find_known_group(db, platform, person.learner_id, group_id) if person else None
    if person is None or ahead is None:
        return None
    lock_group(db, ahead.group_id)
    person = learners.ensure_learner(db, caller)
    here = groups.find_known_group(db, platform, person.learner_id, ahead.group_id)
    if here is None:
        return None
    be_present(db, caller, person, here)
    choose_joined(db, person.learner_id, here.group_id, caller.now)
    return _describe(here)


def _describe(here: GroupHere) -> Invitation:
    platform, space_id = here.home
    return Invitation(here.title, here.roadmap_slug, here.is_member, Place(platform, space_id, space_id))


def _find_group(db: Connection, platform: str, code: str, now: datetime, learner_id: LearnerId | None) -> GroupHere:
    place = find_invited_place(db, platform, code, now)
    here = groups.find_group_here(db, place, learner_id) if place else None
    if here is None:
        raise InviteGone
    return here
