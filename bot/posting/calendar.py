"""The one table of due moments kept right: set when a group or learner changes, looked at when the time has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.features.nudges.usual_hours import usual_hour
from bot.library import Library
from bot.posting import audiences as store
from bot.posting import dues, hours
from bot.posting.audience_rules import IDLE, is_missed, is_wanted
from bot.posting.audiences import Audience, Listener
from bot.posting.budget import CHECKIN, MORNING, NUDGE, PERSONAL, REVIEW, SAVER, WELCOME
from bot.posting.dues import Due

log = structlog.get_logger()

PlanDue = Callable[[Connection, Due, Library, datetime], datetime | None]
"""Says what is to be said at a due moment, and returns the next one; None: no more."""

AGAIN = timedelta(hours=1)  # when to look again at what raised
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


def plan_due(db: Connection, now: datetime, plans: Mapping[str, PlanDue], library: Library, limit: int) -> int:
    """Plan a batch of what is due and set each one's next moment, all in this transaction. Returns how many there were.

    One that raises is looked at again in an hour; the others do not suffer from it.
    """
    found = dues.claim_dues(db, now, list(plans), limit)
    for due in found:
        try:
            with db.begin_nested():
                dues.advance_due(db, due, plans[due.kind](db, due, library, now))
        except Exception:
            log.exception("due.failed", due=due.id, kind=due.kind, group=due.group_id, learner=due.learner_id)
            dues.advance_due(db, due, now + AGAIN)
    return len(found)


def mend_dues(db: Connection, now: datetime, after: int, limit: int) -> int | None:
    """Set anew what a clock that went wrong left too far ahead. Returns where to go on; None at the end."""
    latest = {kind: now + timedelta(days=days) for kind, days in FARTHEST.items()}
    found = dues.read_dues_ahead(db, latest, after, limit)
    for due in found:
        if due.group_id is not None:
            schedule_group(db, due.group_id, now)
        elif due.learner_id is not None:
            schedule_learner(db, due.learner_id, now)
    return found[-1].id if found else None


def seed_dues(db: Connection, now: datetime, after: int, limit: int) -> int | None:
    """Set dues for groups that have none, from before there were any. Returns where to go on; None at the end."""
    found = store.find_unplanned_groups(db, after, limit)
    for group_id in found:
        schedule_group(db, group_id, now)
    return found[-1] if found else None


def _moments_of_group(group: Audience, now: datetime) -> dict[str, datetime | None]:
    speaks = not (group.asleep or group.removed)
    return {
        NUDGE: hours.next_nudge(group, now) if speaks and group.nudge_on and not group.solo else None,
        CHECKIN: hours.next_checkin(group, now) if speaks and group.checkin_on else None,
        REVIEW: hours.next_review(group, now) if speaks and group.review_on else None,
    }


def _moments_of_learner(db: Connection, one: Listener, now: datetime) -> dict[str, datetime | None]:
    here = store.find_home(db, one.learner_id) is not None
    at = usual_hour(db, one, now)
    nudged = here and is_wanted(one)
    return {
        PERSONAL: hours.next_own(one, at, now) if nudged else None,
        SAVER: hours.next_saver(one, now) if nudged and one.saver_on else None,
        MORNING: hours.next_morning(one, now) if nudged else None,
        WELCOME: hours.next_own(one, at, max(now, one.active_at + IDLE)) if here and is_missed(one) else None,
    }


def put_to_sleep(db: Connection, group_id: int) -> None:
    """Say nothing more to a group until somebody returns."""
    store.change_audience(db, group_id, asleep=True)
    dues.drop_group_dues(db, group_id, OF_GROUP)
