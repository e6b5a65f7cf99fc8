"""Who is speaking, in which group: made when first seen, found when known, named when typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from bot.features.members.actions import activity
from bot.features.members.queries import groups, learners, memberships
from bot.features.members.queries.groups import GroupHere
from bot.features.members.queries.learners import Person
from bot.features.points.actions import place_in_community
from bot.identity import Account, Caller, Place
from bot.posting import calendar
from bot.texts import SOURCE
from roadmap.cadence import StudyClock, settled, study_day

AT_ONCE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Present:
    """A learner in a group, right now.

    `day` is their study day, `number` theirs in the group. `joined`: became a member with this very call; `back`: had
    left and returned with it.
    """

    learner_id: int
    group_id: int
    place_id: int
    joined: bool
    clock: StudyClock
    day: date
    number: int
    back: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known where something was said; the ids are None and the zone empty for who or what was never seen.

    `note_from`: from this instant on it is worth noting that somebody is here; None: not at all.
    """

    learner_id: int | None = None
    group_id: int | None = None
    group_title: str = ""
    member: bool = False
    steward: bool = False
    language: str = SOURCE
    roadmap: str = ""
    zone: str = ""
    note_from: datetime | None = None


def enter(db: Connection, who: Caller, roadmap: str) -> Present:
    """Let the caller be present: learner, account, group, place and membership are made where they are missing.

    In a private chat the group is the one used last, or one of their own. Names follow the platform, a place that was
    switched off is on again, who was given up is spoken to again, and the learner's row stays locked until the
    transaction ends (PostgreSQL).
    """
    person = _know(db, who)
    spot = _stand(db, who, person.learner_id, roadmap)
    groups.note_group_alive(db, spot, groups.tidy_title(who.place.title) if _is_here(who.place, spot) else "", who.now)
    number = _belong(db, who, person.learner_id, spot)
    clock = _wind(db, person, who)
    activity.note_activity(db, person, spot, who.now)
    return Present(
        learner_id=person.learner_id,
        group_id=spot.group_id,
        place_id=spot.place_id,
        joined=spot.number is None,
        clock=clock,
        day=study_day(clock, who.now),
        number=number,
        back=spot.left,
    )


def find_present(db: Connection, who: Caller) -> Present | None:
    """The caller as a member of the group that talks here, if they are one; nothing is made or changed."""
    person = learners.find_person(db, who.account)
    spot = _look(db, who.place, person.learner_id) if person else None
    if person is None or spot is None or spot.number is None or spot.left:
        return None
    clock = settled(person.clock, who.now)
    return Present(
        learner_id=person.learner_id,
        group_id=spot.group_id,
        place_id=spot.place_id,
        joined=False,
        clock=clock,
        day=study_day(clock, who.now),
        number=spot.number,
    )


def read_surroundings(db: Connection, account: Account, place: Place) -> Surroundings:
    """The scene of a call: whose account it is, which group talks here, and whether the one belongs to the other."""
    person = learners.find_person(db, account)
    spot = _look(db, place, person.learner_id if person else None)
    if spot is None:
        zone = person.clock.zone if person else ""
        return Surroundings(person.learner_id if person else None, steward=place.private, zone=zone)
    member = spot.number is not None and not spot.left
    return Surroundings(
        learner_id=person.learner_id if person else None,
        group_id=spot.group_id,
        group_title=spot.title,
        member=member,
        steward=place.private and spot.solo,
        language=spot.language,
        roadmap=spot.roadmap,
        zone=spot.zone,
        note_from=_note_from(person if member else None, place, spot),
    )


def note_presence(db: Connection, account: Account, place: Place, now: datetime) -> None:
    """Note that somebody is here who only looks something up: any word wakes a group that sleeps, or that we could not
    reach, and ends what a member ignored. Nobody becomes a member by it.
    """
    person = learners.find_person(db, account, lock=True)
    spot = _look(db, place, person.learner_id if person else None)
    if spot is None:
        return
    groups.note_group_alive(db, spot, "", now)
    if spot.asleep and _is_here(place, spot):
        groups.speak_here(db, spot.place_id, place, move=False)
    if person is not None and spot.number is not None and not spot.left:
        activity.note_activity(db, person, spot, now)
    else:
        activity.wake_group(db, spot, now)


def _note_from(member: Person | None, place: Place, spot: GroupHere) -> datetime | None:
    if spot.sleeps or (spot.asleep and _is_here(place, spot)):
        return AT_ONCE
    if member is None:
        return None
    if member.active_at is None or member.nudges_ignored or member.off_reason:
        return AT_ONCE
    return min(member.active_at, spot.active_at) + activity.NOTED


def _know(db: Connection, who: Caller) -> Person:
    name = groups.tidy_name(who.account.name, learners.ACCOUNT_NAME) or who.account.key
    username = groups.tidy_name(who.account.username, learners.USERNAME).lower()
    person = learners.find_person(db, who.account, lock=True)
    if person is None:
        _make_learner(db, who, name, username)
        person = learners.find_person(db, who.account, lock=True)
        assert person is not None  # noqa: S101  made a line above, or by whoever was faster
    learners.rename(db, person, name[: learners.NAME], name, username)
    return person


def _make_learner(db: Connection, who: Caller, name: str, username: str) -> None:
    spot = groups.find_group_here(db, who.place, None)
    zone = spot.zone if spot else who.zone
    joined_day = study_day(StudyClock(zone), who.now)
    learner_id = learners.add_learner(db, name[: learners.NAME], zone, who.now, joined_day)
    if not learners.add_account(db, learner_id, who.account, name, username):
        learners.drop_learner(db, learner_id)


def _stand(db: Connection, who: Caller, learner_id: int, roadmap: str) -> GroupHere:
    spot = _look(db, who.place, learner_id)
    if spot is None:
        groups.add_group(db, who.place, groups.tidy_title(who.place.title), roadmap, who.now, zone=who.zone)
        spot = groups.find_group_here(db, who.place, learner_id)
        assert spot is not None  # noqa: S101  made a line above, or by whoever was faster
        calendar.schedule_group(db, spot.group_id, who.now)
    elif spot.asleep and _is_here(who.place, spot):
        groups.speak_here(db, spot.place_id, who.place, move=False)
    return spot


def _look(db: Connection, place: Place, learner_id: int | None) -> GroupHere | None:
    """A private chat stands for the group used last; where there is none, for a group of one's own."""
    if place.private and learner_id is not None:
        used = groups.find_group_used_last(db, place.platform, learner_id)
        if used is not None:
            return used
    return groups.find_group_here(db, place, learner_id)


def _is_here(place: Place, spot: GroupHere) -> bool:
    return not place.private or spot.solo


def _belong(db: Connection, who: Caller, learner_id: int, spot: GroupHere) -> int:
    if spot.number is None:
        number = memberships.add_membership(db, learner_id, spot.group_id, who.now)
        place_in_community(db, [learner_id])
        return number
    memberships.touch_membership(db, learner_id, spot.group_id, who.now)
    if spot.left:
        place_in_community(db, [learner_id])
    return spot.number


def _wind(db: Connection, person: Person, who: Caller) -> StudyClock:
    clock = settled(person.clock, who.now)
    if clock != person.clock:
        learners.keep_clock(db, person.learner_id, clock)
    return clock
