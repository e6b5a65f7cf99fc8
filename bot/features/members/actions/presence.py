"""Let a caller be present as a member of a group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from bot.features.members.actions import activity, learners, memberships, places
from bot.features.members.queries.learners import find_person
from bot.identity import Caller
from roadmap.cadence import StudyClock, settled, study_day


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


def enter(db: Connection, who: Caller, roadmap_slug: str) -> Present:
    """Let the caller be present, in one transaction. Only a call that writes needs it; a lookup takes `find_present`.

    1. Learner and account are found or made, named as on the platform, and locked.
    2. The group is found or made: that of the place, or in private the one used last.
    3. The place is switched on again if it was off.
    4. The membership is made or renewed.
    5. The study clock takes a change whose time has come.
    6. The learner's activity is noted, and a group that slept is woken.
    7. The learner's dues are renewed.
    """
    person = learners.ensure_learner(db, who)
    spot = places.ensure_group(db, who, person.learner_id, roadmap_slug)
    places.note_place_alive(db, who.place, spot, who.now, who.place.title)
    number = memberships.ensure_membership(db, person.learner_id, spot, who.now)
    clock = learners.apply_clock_change(db, person, who)
    activity.note_activity(db, person, who.now)
    activity.wake_group(db, spot, who.now, back=places.has_bot_back(who.place, spot))
    activity.renew_dues(db, person, spot, who.now)
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
    """Find the caller as a member of the group that talks here, if they are one; nothing is made or changed."""
    person = find_person(db, who.account)
    spot = places.find_group(db, who.place, person.learner_id) if person else None
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
