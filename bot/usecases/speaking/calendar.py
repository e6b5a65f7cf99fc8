"""The one table of due moments kept right: set when a group or learner changes, looked at when the time has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.storage import dues, group_settings, study_days
from bot.storage import speaking as store
from bot.storage.dues import Due
from bot.storage.groups import Spot
from bot.storage.learners import Person
from bot.storage.speaking import Audience, Listener
from bot.usecases import accounting
from bot.usecases.speaking import hours
from bot.usecases.speaking.budget import CHECKIN, MORNING, NUDGE, PERSONAL, REVIEW, SAVER, WELCOME
from roadmap.model import Roadmap

log = structlog.get_logger()

Library = Mapping[str, Roadmap]
Plan = Callable[[Connection, Due, Library, datetime], datetime | None]
"""Says what is to be said at a due moment, and returns the next one; None: no more."""

AGAIN = timedelta(hours=1)  # when to look again at what raised
NOTED = timedelta(hours=1)  # how far behind a learner's `active_at` may be: not one write a command
RENEWED = timedelta(days=1)  # how often a learner's dues are set anew by what they do
IDLE = timedelta(days=10)
USUAL_TICKS = 14
ASKED_AFTER = 21  # ignored nudges; who ignores the question too is given up
DAILY, EVERY_OTHER_DAY, WEEKLY, STOPPED = 0, 1, 2, 4  # of `nudge_pace`: what was chosen, whatever was ignored
OF_GROUP = (NUDGE, CHECKIN, REVIEW)
OF_LEARNER = (PERSONAL, SAVER, MORNING, WELCOME)
FARTHEST = {NUDGE: 2, PERSONAL: 2, SAVER: 2, MORNING: 2, CHECKIN: 8, REVIEW: 36, WELCOME: 120}
"""So many days ahead a due moment may lie; farther, it was set by a clock that was wrong."""


def schedule_group(db: Connection, group_id: int, now: datetime) -> None:
    """Set when to look at a group next, after it was made, set up, woken: daily, weekly, monthly."""
    group = store.read_audience(db, group_id)
    for kind, at in _moments_of_group(group, now).items():
        if at is None:
            dues.drop_group_dues(db, group_id, [kind])
        else:
            dues.set_group_due(db, kind, group_id, at, now)


def schedule_learner(db: Connection, learner_id: int, now: datetime) -> None:
    """Set when to look at a learner next, after they joined, changed what they want to hear, or came back."""
    one = store.read_listener(db, learner_id)
    for kind, at in _moments_of_learner(db, one, now).items():
        if at is None:
            dues.drop_learner_dues(db, learner_id, [kind])
        else:
            dues.set_learner_due(db, kind, learner_id, at, now)


def note_activity(db: Connection, person: Person, spot: Spot, now: datetime) -> None:
    """Take note that somebody is here: what was ignored is forgotten, who was given up is spoken to again."""
    changes: dict[str, object] = {}
    if person.active_at is None or now - person.active_at >= NOTED or person.nudges_ignored:
        changes["active_at"] = now
    if person.nudges_ignored:
        changes["nudges_ignored"] = 0
    if changes:
        store.change_listener(db, person.learner_id, **changes)
    if person.off_reason:
        store.switch_on(db, person.account_id)
    wake_group(db, spot, now)
    given_up, is_new = person.nudges_ignored > ASKED_AFTER, spot.number is None or spot.left
    if person.active_at is None or now - person.active_at >= RENEWED or given_up or is_new:
        schedule_learner(db, person.learner_id, now)


def wake_group(db: Connection, spot: Spot, now: datetime) -> None:
    """Speak to a group again to which somebody returned, or that has us back; then to its members in private too, who
    are on the community board again.
    """
    if spot.sleeps:
        store.change_audience(db, spot.group_id, asleep=False, active_at=now)
    if spot.sleeps or spot.asleep:
        schedule_group(db, spot.group_id, now)
    members = group_settings.member_ids(db, spot.group_id) if spot.asleep else []
    accounting.place_in_community(db, members)
    for learner_id in members:
        schedule_learner(db, learner_id, now)


def pace_after(ignored: int) -> int:
    """How often to nudge who did not answer so many days in a row: daily, every other day, weekly, a last question."""
    return sum(ignored >= step for step in (3, 7, ASKED_AFTER))


def plan_due(db: Connection, now: datetime, plans: Mapping[str, Plan], library: Library, limit: int) -> int:
    """Plan a batch of what is due and set each one's next moment, all in this transaction. Returns how many there were.

    One that raises is looked at again in an hour; the others do not suffer from it.
    """
    found = dues.claim(db, now, list(plans), limit)
    for due in found:
        try:
            with db.begin_nested():
                dues.advance(db, due, plans[due.kind](db, due, library, now))
        except Exception:
            log.exception("due.failed", due=due.id, kind=due.kind, group=due.group_id, learner=due.learner_id)
            dues.advance(db, due, now + AGAIN)
    return len(found)


def mend(db: Connection, now: datetime, after: int, limit: int) -> int | None:
    """Set anew what a clock that went wrong left too far ahead. Returns where to go on; None at the end."""
    latest = {kind: now + timedelta(days=days) for kind, days in FARTHEST.items()}
    found = dues.ahead_of(db, latest, after, limit)
    for due in found:
        if due.group_id is not None:
            schedule_group(db, due.group_id, now)
        elif due.learner_id is not None:
            schedule_learner(db, due.learner_id, now)
    return found[-1].id if found else None


def seed(db: Connection, now: datetime, after: int, limit: int) -> int | None:
    """Set dues for groups that have none, from before there were any. Returns where to go on; None at the end."""
    found = store.unplanned_groups(db, after, limit)
    for group_id in found:
        schedule_group(db, group_id, now)
    return found[-1] if found else None


def put_to_sleep(db: Connection, group_id: int) -> None:
    """Say nothing more to a group until somebody returns."""
    store.change_audience(db, group_id, asleep=True)
    dues.drop_group_dues(db, group_id, OF_GROUP)


def own_hour(db: Connection, one: Listener, now: datetime) -> int:
    """The hour at which a learner hears from us, found from their ticks unless they set it."""
    latest = study_days.latest_ticks(db, one.learner_id, USUAL_TICKS) if one.nudge_at is None else ()
    return hours.own_hour(one, latest, now)


def is_wanted(one: Listener) -> bool:
    """Whether a learner opted in to be nudged, and has not been given up or stopped it."""
    return one.nudge_on and not is_silenced(one)


def is_snoozed(one: Listener, now: datetime) -> bool:
    """Whether a learner asked for silence for now."""
    return one.snoozed_until is not None and now < one.snoozed_until


def is_silenced(one: Listener) -> bool:
    """Whether a learner stopped every private word, or was given up."""
    return one.nudge_pace == STOPPED or one.nudges_ignored > ASKED_AFTER


def _moments_of_group(group: Audience, now: datetime) -> dict[str, datetime | None]:
    speaks = not (group.asleep or group.removed)
    return {
        NUDGE: hours.next_nudge(group, now) if speaks and group.nudge_on and not group.solo else None,
        CHECKIN: hours.next_checkin(group, now) if speaks and group.checkin_on else None,
        REVIEW: hours.next_review(group, now) if speaks and group.review_on else None,
    }


def _moments_of_learner(db: Connection, one: Listener, now: datetime) -> dict[str, datetime | None]:
    here = store.home(db, one.learner_id) is not None
    at = own_hour(db, one, now)
    nudged = here and is_wanted(one)
    return {
        PERSONAL: hours.next_own(one, at, now) if nudged else None,
        SAVER: hours.next_saver(one, now) if nudged and one.saver_on else None,
        MORNING: hours.next_morning(one, now) if nudged else None,
        WELCOME: hours.next_own(one, at, max(now, one.active_at + IDLE)) if here and is_missed(one) else None,
    }


def is_missed(one: Listener) -> bool:
    """Whether a learner is to be welcomed back when they have been away for ten days: once for each absence."""
    return not is_silenced(one) and (one.welcomed_at is None or one.welcomed_at < one.active_at)
