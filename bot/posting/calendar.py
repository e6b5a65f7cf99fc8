"""The one table of due moments kept right: set when a group or learner changes, looked at when the time has come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.identity import DueId, GroupId, LearnerId
from bot.library import Library
from bot.posting import audiences as store
from bot.posting import dues, kinds
from bot.posting.dues import GroupDue
from bot.posting.kinds import Moments

log = structlog.get_logger()

AGAIN = timedelta(hours=1)  # when to look again at what raised


def schedule_group(db: Connection, group_id: GroupId, now: datetime) -> None:
    """Set when to look at a group next, after it was made, set up, woken: daily, weekly, monthly."""
    group = store.read_audience(db, group_id)
    for moments in kinds.group_moments():
        if moments.next_due is None:
            continue
        at = None if group.asleep or group.removed else moments.next_due(group, now)
        if at is None:
            dues.drop_group_dues(db, group_id, [moments.name])
        else:
            dues.set_group_due(db, moments.name, group_id, at, now)


def schedule_learner(db: Connection, learner_id: LearnerId, now: datetime) -> None:
    """Set when to look at a learner next, after they joined, changed what they want to hear, or came back."""
    one = store.read_listener(db, learner_id)
    here = store.find_home(db, learner_id) is not None
    for moments in kinds.learner_moments():
        if moments.next_due is None:
            continue
        at = moments.next_due(db, one, now) if here else None
        if at is None:
            dues.drop_learner_dues(db, learner_id, [moments.name])
        else:
            dues.set_learner_due(db, moments.name, learner_id, at, now)


def plan_due(db: Connection, now: datetime, plans: Mapping[str, Moments], library: Library, limit: int) -> int:
    """Plan a batch of what is due and set each one's next moment, all in this transaction. Returns how many there were.

    One that raises is looked at again in an hour; the others do not suffer from it.
    """
    found = dues.claim_dues(db, now, list(plans), limit)
    for due in found:
        try:
            with db.begin_nested():
                dues.advance_due(db, due, plans[due.kind].plan_due(db, due, library, now))
        except Exception:
            group, learner = (due.group_id, None) if isinstance(due, GroupDue) else (None, due.learner_id)
            log.exception("due.failed", due=due.id, kind=due.kind, group=group, learner=learner)
            dues.advance_due(db, due, now + AGAIN)
    return len(found)


def mend_dues(db: Connection, now: datetime, after: DueId, limit: int) -> DueId | None:
    """Set anew what a clock that went wrong left too far ahead. Returns where to go on; None at the end."""
    every: tuple[Moments, ...] = (*kinds.group_moments(), *kinds.learner_moments())
    latest = {moments.name: now + moments.farthest for moments in every if moments.farthest is not None}
    found = dues.read_dues_ahead(db, latest, after, limit)
    for due in found:
        if isinstance(due, GroupDue):
            schedule_group(db, due.group_id, now)
        else:
            schedule_learner(db, due.learner_id, now)
    return found[-1].id if found else None


def seed_dues(db: Connection, now: datetime, after: GroupId, limit: int) -> GroupId | None:
    """Set dues for groups that have none, from before there were any. Returns where to go on; None at the end."""
    found = store.find_unplanned_groups(db, after, limit)
    for group_id in found:
        schedule_group(db, group_id, now)
    return found[-1] if found else None


def put_to_sleep(db: Connection, group_id: GroupId) -> None:
    """Say nothing more to a group until somebody returns."""
    store.change_audience(db, group_id, asleep=True)
    dues.drop_group_dues(db, group_id, [one.name for one in kinds.group_moments() if one.next_due is not None])
