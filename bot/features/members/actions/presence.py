"""Let a caller be present as a member of a group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.members.actions import activity, learners, memberships, places
from bot.features.members.queries.groups import GroupHere
from bot.features.members.queries.learners import Person
from bot.features.members.queries.memberships import touch_membership
from bot.features.members.queries.records import StreakRecord
from bot.features.members.queries.said_while_linked import Decision, note_decision
from bot.identity import Caller, GroupId, LearnerId, PlaceId
from roadmap.cadence import StudyClock, clock_at, study_day


class RoadmapChanged(Refused):
    """Refusal: the group took another roadmap between the words and the act."""


@dataclass(frozen=True, slots=True)
class Present:
    """A learner as a member of a group at the time of a call.

    `day` is the learner's study day, `number` the learner's number in the group.
    `record` is the learner's row as it was when the call began.
    `joined`: the learner became a member with this call. `back`: the learner had left, and returned with it.
    """

    learner_id: LearnerId
    group_id: GroupId
    place_id: PlaceId
    joined: bool
    clock: StudyClock
    record: StreakRecord
    day: date
    number: int
    back: bool = False


def enter(db: Connection, caller: Caller, roadmap_slug: str) -> Present:
    """Let the caller be present in their group, in one transaction.

    1. Find the group: in private the group used last, else the group of the place. Lock it if it is to be changed.
    2. Find or make learner and account, named as on the platform, and lock the learner. Make a missing group. Find it
       again if a present member is none any more: the lock may have waited for groups that were connected or parted.
    3. Note the group as active, and switch the place of its own chat on if it was off.
    4. Make or renew the membership.
    5. Apply a change of the study clock that has come into effect.
    6. Note the learner's activity, and wake a group that was asleep or unreachable.
    7. Set the learner's dues again, by the rule of `renew_dues`.

    Raises RoadmapChanged if the group does not follow this roadmap: the caller spoke of another.

    Only a call that writes needs this. A lookup takes `find_present`.
    """
    ahead = places.lock_ahead(db, caller.place, caller.account)
    person = learners.ensure_learner(db, caller)
    here = ahead if ahead and ahead.is_member else places.ensure_group(db, caller, person.learner_id, roadmap_slug)
    noted = here.is_member and touch_membership(db, person.learner_id, here.group_id, caller.now)
    if here.is_member and not noted:  # the group was connected or parted meanwhile
        here = places.ensure_group(db, caller, person.learner_id, roadmap_slug)
    if here.roadmap_slug != roadmap_slug:
        raise RoadmapChanged
    return be_present(db, caller, person, here, noted=noted)


def be_present(db: Connection, caller: Caller, person: Person, here: GroupHere, *, noted: bool = False) -> Present:
    """Let a learner be present in a group: the steps of `enter` from the third on.

    `noted`: their membership is there, and is noted as active.
    """
    places.note_place_alive(db, caller.place, here, caller.now)
    number, platform = here.number if noted else None, caller.account.platform
    if number is None:
        number = memberships.ensure_membership(db, person.learner_id, here, caller.now, platform=platform)
    if person.record.linked:
        note_decision(db, person.learner_id, here.group_id, Decision.ACTED, on=platform)
    clock = learners.apply_clock_change(db, person, caller)
    activity.note_activity(db, person, caller.now)
    activity.wake_group(db, here, caller.now, back=places.has_bot_back(caller.place, here))
    activity.renew_dues(db, person, here, caller.now)
    return Present(
        learner_id=person.learner_id,
        group_id=here.group_id,
        place_id=here.place_id,
        joined=here.number is None,
        clock=clock,
        record=replace(person.record, clock=clock),
        day=study_day(clock, caller.now),
        number=number,
        back=here.left,
    )


def find_present(db: Connection, caller: Caller) -> Present | None:
    """Find the caller as a present member of the group here. None if they are no member. Nothing is written."""
    person, here = places.find_caller(db, caller.account, caller.place)
    if person is None or here is None or here.number is None or here.left:
        return None
    clock = clock_at(person.clock, caller.now)
    return Present(
        learner_id=person.learner_id,
        group_id=here.group_id,
        place_id=here.place_id,
        joined=False,
        clock=clock,
        record=replace(person.record, clock=clock),
        day=study_day(clock, caller.now),
        number=here.number,
    )
