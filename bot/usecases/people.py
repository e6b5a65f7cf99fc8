"""Who is speaking, in which group: made when first seen, found when known, named when typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from rapidfuzz import fuzz, process, utils
from sqlalchemy import Connection

from bot.errors import Refused
from bot.identity import Account, Caller, Place
from bot.storage import groups, learners, memberships
from bot.storage.groups import Spot
from bot.storage.learners import Person
from bot.storage.memberships import Fellow
from bot.texts import SOURCE
from bot.usecases import accounting
from bot.usecases.speaking import calendar
from roadmap.cadence import StudyClock, settled, study_day

NEAR = 55  # a score at which one or two slips in a short name are still recognised
OFFERED = 3
AT_ONCE = datetime.min.replace(tzinfo=UTC)
BY_NAME = "group"  # the visibility of who is shown by name


class UnknownMember(Refused):
    """Nobody in this group is called so; the nearest three are offered."""


class SeveralMembers(Refused):
    """More than one member is called so; each is offered."""


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
    groups.stir(db, spot, groups.tidy_title(who.place.title) if _is_here(who.place, spot) else "", who.now)
    number = _belong(db, who, person.learner_id, spot)
    clock = _wind(db, person, who)
    calendar.note_activity(db, person, spot, who.now)
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


def find(db: Connection, who: Caller) -> Present | None:
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


def find_member(db: Connection, group_id: int, typed: str, *, me: int | None = None, line: str = "progress") -> int:
    """The learner whom `discord:123`, `@username` or a name means in this group.

    Who is hidden or shown by number only is nobody, except to themselves (`me`). Raises UnknownMember with the nearest
    three, SeveralMembers when a name fits more than one; a tap on an offer types `line` and the account.
    """
    fellows = [
        one for one in memberships.read_fellows(db, group_id) if one.visibility == BY_NAME or one.learner_id == me
    ]
    fitting = {one.learner_id: one for one in fellows if _fits(one, typed)}
    if len(fitting) == 1:
        return next(iter(fitting))
    shown = typed[: learners.NAME]
    if fitting:
        raise SeveralMembers(_offers(list(fitting.values()), line), name=shown)
    raise UnknownMember(_offers(_nearest(fellows, typed), line), name=shown)


def look_around(db: Connection, account: Account, place: Place) -> Surroundings:
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
    groups.stir(db, spot, "", now)
    if spot.asleep and _is_here(place, spot):
        groups.speak_here(db, spot.place_id, place, move=False)
    if person is not None and spot.number is not None and not spot.left:
        calendar.note_activity(db, person, spot, now)
    else:
        calendar.wake_group(db, spot, now)


def _note_from(member: Person | None, place: Place, spot: Spot) -> datetime | None:
    if spot.sleeps or (spot.asleep and _is_here(place, spot)):
        return AT_ONCE
    if member is None:
        return None
    if member.active_at is None or member.nudges_ignored or member.off_reason:
        return AT_ONCE
    return min(member.active_at, spot.active_at) + calendar.NOTED


def _know(db: Connection, who: Caller) -> Person:
    name = groups.tidy(who.account.name, learners.ACCOUNT_NAME) or who.account.key
    username = groups.tidy(who.account.username, learners.USERNAME).lower()
    person = learners.find_person(db, who.account, lock=True)
    if person is None:
        _make_learner(db, who, name, username)
        person = learners.find_person(db, who.account, lock=True)
        assert person is not None  # noqa: S101  made a line above, or by whoever was faster
    learners.rename(db, person, name[: learners.NAME], name, username)
    return person


def _make_learner(db: Connection, who: Caller, name: str, username: str) -> None:
    spot = groups.look_here(db, who.place, None)
    zone = spot.zone if spot else who.zone
    joined_day = study_day(StudyClock(zone), who.now)
    learner_id = learners.add_learner(db, name[: learners.NAME], zone, who.now, joined_day)
    if not learners.add_account(db, learner_id, who.account, name, username):
        learners.drop_learner(db, learner_id)


def _stand(db: Connection, who: Caller, learner_id: int, roadmap: str) -> Spot:
    spot = _look(db, who.place, learner_id)
    if spot is None:
        groups.add_group(db, who.place, groups.tidy_title(who.place.title), roadmap, who.now, zone=who.zone)
        spot = groups.look_here(db, who.place, learner_id)
        assert spot is not None  # noqa: S101  made a line above, or by whoever was faster
        calendar.schedule_group(db, spot.group_id, who.now)
    elif spot.asleep and _is_here(who.place, spot):
        groups.speak_here(db, spot.place_id, who.place, move=False)
    return spot


def _look(db: Connection, place: Place, learner_id: int | None) -> Spot | None:
    """A private chat stands for the group used last; where there is none, for a group of one's own."""
    if place.private and learner_id is not None:
        used = groups.look_back(db, place.platform, learner_id)
        if used is not None:
            return used
    return groups.look_here(db, place, learner_id)


def _is_here(place: Place, spot: Spot) -> bool:
    return not place.private or spot.solo


def _belong(db: Connection, who: Caller, learner_id: int, spot: Spot) -> int:
    if spot.number is None:
        number = memberships.join(db, learner_id, spot.group_id, who.now)
        accounting.place_in_community(db, [learner_id])
        return number
    memberships.touch(db, learner_id, spot.group_id, who.now)
    if spot.left:
        accounting.place_in_community(db, [learner_id])
    return spot.number


def _wind(db: Connection, person: Person, who: Caller) -> StudyClock:
    clock = settled(person.clock, who.now)
    if clock != person.clock:
        learners.keep_clock(db, person.learner_id, clock)
    return clock


def _fits(fellow: Fellow, typed: str) -> bool:
    word = typed.strip().casefold()
    names = (fellow.name.casefold(), fellow.account_name.casefold(), fellow.username)
    return word == f"{fellow.platform}:{fellow.user_id}" or (bool(word) and word.removeprefix("@") in names)


def _nearest(fellows: Sequence[Fellow], typed: str) -> list[Fellow]:
    names = {index: fellow.name for index, fellow in enumerate(fellows)}
    found = process.extract(
        typed[: learners.NAME],
        names,
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        score_cutoff=NEAR,
        limit=OFFERED,
    )
    return [fellows[index] for _, _, index in found]


def _offers(fellows: Sequence[Fellow], line: str) -> tuple[tuple[str, str], ...]:
    once = {one.learner_id: one for one in reversed(fellows)}
    return tuple((one.name, f"{line} {one.platform}:{one.user_id}") for one in reversed(once.values()))
