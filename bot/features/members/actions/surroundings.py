"""Read the surroundings of a call, and note the presence of a caller whose command only reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from bot.closed_sets import AnswerHome, Visibility
from bot.features.members.actions import activity, places
from bot.features.members.actions.own_groups import read_own_groups
from bot.features.members.queries import learners
from bot.features.members.queries.groups import NOTED, GroupHere
from bot.features.members.queries.learners import Person
from bot.features.members.queries.places import read_noted_groups
from bot.identity import Account, GroupId, LearnerId, OwnGroups, Place
from bot.texts import SOURCE
from roadmap.cadence import StudyClock

AT_ONCE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The surroundings of a call. Ids are None and the zone is empty for a learner or group that was never seen.

    `note_from` is the instant from which the caller's presence is worth a write. None: it is never written.
    `deputy`: an administrator of the group named the learner so.
    `gone`: the learner left with the chat. `home`: the chat of the group, if the call came from another one.
    `clock`: the learner's. `news_from` and `news_in` are as in `Person`. `unreached`: the last private post to the
    account of a member did not arrive, and the call does not come from that private chat.
    """

    learner_id: LearnerId | None = None
    group_id: GroupId | None = None
    group_title: str = ""
    member: bool = False
    steward: bool = False
    deputy: bool = False
    language: str = SOURCE
    roadmap_slug: str = ""
    zone: str = ""
    note_from: datetime | None = None
    hidden: bool = False
    answers: AnswerHome = AnswerHome.HERE
    gone: bool = False
    home: Place | None = None
    clock: StudyClock | None = None
    news_from: date | None = None
    news_in: str = ""
    unreached: bool = False
    own_groups: OwnGroups | None = None


def read_surroundings(db: Connection, account: Account, place: Place) -> Surroundings:
    """Read the learner of an account, the group of a call, and whether the learner is its member."""
    person, here = places.find_caller(db, account, place)
    hidden = person is not None and person.visibility is Visibility.HIDDEN
    if here is None:
        own = place.private and not read_noted_groups(db, account)
        return _without_group(person, own=own, hidden=hidden)
    return Surroundings(
        learner_id=person.learner_id if person else None,
        group_id=here.group_id,
        group_title=here.title,
        member=here.is_member,
        steward=place.private and here.solo,
        deputy=here.deputy,
        language=here.language,
        roadmap_slug=here.roadmap_slug,
        zone=here.zone,
        hidden=hidden,
        answers=here.answers,
        gone=here.gone,
        home=_home(place, here),
        clock=person.clock if person else None,
        news_from=person.record.news_from if person else None,
        news_in=(person.news_in or "") if person else "",
        unreached=_is_unreached(person if here.is_member else None, place),
        own_groups=read_own_groups(db, person.learner_id) if place.private and person else None,
        note_from=_note_from(person if here.is_member else None, place, here),
    )


def _is_unreached(member: Person | None, place: Place) -> bool:
    return member is not None and member.off_reason is not None and not place.private


def _without_group(person: Person | None, *, own: bool, hidden: bool) -> Surroundings:
    if person is None:
        return Surroundings(steward=own)
    return Surroundings(
        person.learner_id,
        steward=own,
        zone=person.clock.zone,
        hidden=hidden,
        clock=person.clock,
        news_from=person.record.news_from,
        news_in=person.news_in or "",
    )


def _home(place: Place, here: GroupHere) -> Place | None:
    platform, space_id = here.home
    return Place(platform, space_id, space_id) if place.private and not here.solo else None


def note_presence(db: Connection, account: Account, place: Place, now: datetime) -> None:
    """Note the presence of a caller whose command only reads.

    This wakes the group and counts as a member's activity. It makes no member.
    """
    here = places.lock_ahead(db, place, account)
    if here is None:
        return
    person = learners.find_person(db, account, lock=True)
    places.note_place_alive(db, place, here, now)
    if person is not None and here.is_member:
        activity.note_activity(db, person, now)
    activity.wake_group(db, here, now, back=places.has_bot_back(place, here))
    if person is not None and here.is_member:
        activity.renew_dues(db, person, here, now)


def _note_from(member: Person | None, place: Place, here: GroupHere) -> datetime | None:
    if here.asleep or places.has_bot_back(place, here):
        return AT_ONCE
    if member is None:
        return None
    if member.active_at is None or member.nudges_ignored or member.off_reason:
        return AT_ONCE
    return min(member.active_at, here.active_at) + NOTED
