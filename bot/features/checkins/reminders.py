"""The reminders before a check-in closes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.checkins.facts import REMIND, Reminder
from bot.features.checkins.queries.reporting import find_open_checkin, regulars_missing
from bot.features.pauses.hearers import may_hear
from bot.features.promises.queries import Checkin
from bot.identity import GroupId
from bot.library import Library
from bot.posting import audiences, hours
from bot.posting.audience_rules import is_hushed
from bot.posting.audiences import Listener
from bot.posting.budget import PlannedPost, plan_for_learner
from bot.posting.decisions import Decision, Never, Speak, Wait
from bot.posting.dues import GroupDue
from roadmap.cadence import is_quiet

HOUR = timedelta(hours=1)
REMIND_BEFORE = timedelta(hours=4)
EARLIEST_REMINDER = timedelta(hours=14)
"""The time before the end at which the first reminders are sent, to learners whose night follows."""
REGULAR = 4
"""The number of check-ins before this one. A member who reported in any of them is reminded."""


@dataclass(frozen=True, slots=True)
class ReminderState:
    """A learner who has not reported yet. `may_hear`: the learner may get a post now."""

    listener: Listener
    checkin: Checkin
    may_hear: bool


def decide_reminder(state: ReminderState, now: datetime) -> Decision:
    """Decide whether a learner is reminded: at their moment, if they may get a post then."""
    moment = _moment_of(state.listener, state.checkin)
    if moment > now:
        return Wait(moment)
    return Speak() if state.may_hear else Never()


def plan_remind(db: Connection, due: GroupDue, library: Library, now: datetime) -> datetime | None:
    """Remind regular reporters who have not reported, and return the next moment to look.

    1. Return None if no check-in is open or its end is past.
    2. Return None for a group of one, and for a removed or hushed group.
    3. A member whose moment is still to come waits for it.
    4. A member who may not get a post at their moment is passed over.
    5. Every other member is reminded, once in a check-in.
    6. Return the earliest moment for which a member waits. None: no member waits.
    """
    group = audiences.read_audience(db, due.group_id)
    checkin = find_open_checkin(db, group.group_id, now)
    if checkin is None or now >= checkin.closes_at or group.solo or group.removed or is_hushed(group, now):
        return None
    later: list[datetime] = []
    missing = regulars_missing(db, checkin, REGULAR)
    listeners = audiences.read_listeners(db, missing)
    for listener in (listeners[one] for one in missing):
        ripe = _moment_of(listener, checkin) <= now
        decision = decide_reminder(ReminderState(listener, checkin, ripe and may_hear(db, listener, now)), now)
        if isinstance(decision, Wait):
            later.append(decision.until)
        elif isinstance(decision, Speak):
            _remind(db, listener, checkin, now)
    return min(later, default=None)


def is_reminded_later(db: Connection, learner: Listener, group_id: GroupId, now: datetime) -> bool:
    """Return whether a check-in reminder is still to come for a learner on their local date."""
    checkin = find_open_checkin(db, group_id, now)
    if checkin is None:
        return False
    moment = _moment_of(learner, checkin)
    zone = hours.whereabouts(learner.clock, now)
    later_today = now < moment and hours.local_date(moment, zone) == hours.local_date(now, zone)
    return later_today and learner.learner_id in regulars_missing(db, checkin, REGULAR)


def _moment_of(learner: Listener, checkin: Checkin) -> datetime:
    """Return when to remind a learner: four hours before the end.

    A moment in the learner's quiet hours moves back by whole hours until it is out of them. It moves to fourteen hours
    before the end at most.
    """
    moment = checkin.closes_at - REMIND_BEFORE
    zone = hours.whereabouts(learner.clock, moment)
    while is_quiet(moment, zone) and moment > checkin.closes_at - EARLIEST_REMINDER:
        moment -= HOUR
    return moment


def _remind(db: Connection, learner: Listener, checkin: Checkin, now: datetime) -> None:
    zone = hours.whereabouts(learner.clock, now)
    facts = Reminder(now, checkin.week, checkin.closes_at, zone)
    grace = hours.patience(now, zone, checkin.closes_at - now)
    plan_for_learner(db, learner.learner_id, PlannedPost(REMIND, f"{checkin.id}", facts, now, grace), now)
