"""Keep the table of dues: set dues when a group or learner changes, and plan dues whose moment has come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.database.endings import step
from bot.identity import DueId, GroupId, LearnerId
from bot.library import Library
from bot.posting import audiences, dues, kinds
from bot.posting.dues import GroupDue
from bot.posting.kinds import Moments

log = structlog.get_logger()

AGAIN = timedelta(hours=1)  # the wait before a due that raised is planned again


def schedule_group(db: Connection, group_id: GroupId, now: datetime) -> None:
    """Set or drop a group's next due of each kind, after the group was made, changed or woken.

    A group that is asleep or removed has no dues. A kind without `next_due` sets its dues itself.
    """
    group = audiences.read_audience(db, group_id)
    for moments in kinds.group_moments():
        if moments.next_due is None:
            continue
        at = None if group.asleep or group.removed else moments.next_due(group, now)
        if at is None:
            dues.drop_group_dues(db, group_id, [moments.name])
        else:
            dues.set_group_due(db, moments.name, group_id, at, now)


def schedule_learner(db: Connection, learner_id: LearnerId, now: datetime) -> None:
    """Set or drop a learner's next due of each kind, after they joined, changed their wishes or came back.

    A learner in no group has no dues. A kind without `next_due` sets its dues itself.
    """
    listener = audiences.read_listener(db, learner_id)
    here = audiences.find_home(db, learner_id) is not None
    for moments in kinds.learner_moments():
        if moments.next_due is None:
            continue
        at = moments.next_due(db, listener, now) if here else None
        if at is None:
            dues.drop_learner_dues(db, learner_id, [moments.name])
        else:
            dues.set_learner_due(db, moments.name, learner_id, at, now)


def plan_due(db: Connection, now: datetime, plans: Mapping[str, Moments], library: Library, limit: int) -> int:
    """Plan a batch of dues and set the next moment of each, all in this transaction.

    A due that raises is planned again in an hour, and does not disturb the others. The dues of a group whose roadmap
    is not there wait. Returns how many dues there were.
    """
    found = dues.claim_dues(db, now, list(plans), list(library), limit)
    for due in found:
        try:
            with step(db):
                dues.advance_due(db, due, plans[due.kind].plan_due(db, due, library, now))
        except Exception:
            group, learner = (due.group_id, None) if isinstance(due, GroupDue) else (None, due.learner_id)
            log.exception("due.failed", due=due.id, kind=due.kind, group=group, learner=learner)
            dues.advance_due(db, due, now + AGAIN)
    return len(found)


def mend_dues(db: Connection, now: datetime, after: DueId, limit: int) -> DueId | None:
    """Set dues anew that a wrong clock left too far ahead: at most `limit`, by id, those behind `after`.

    Returns the id to go on after; None at the end.
    """
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
    """Set dues for groups that have none: at most `limit`, by id, those behind `after`.

    Returns the id to go on after; None at the end.
    """
    found = audiences.find_unplanned_groups(db, after, limit)
    for group_id in found:
        schedule_group(db, group_id, now)
    return found[-1] if found else None


def put_to_sleep(db: Connection, group_id: GroupId) -> None:
    """Mark a group as asleep and drop its dues. No posts are planned until a member returns."""
    audiences.change_audience(db, group_id, asleep=True)
    dues.drop_group_dues(db, group_id, [one.name for one in kinds.group_moments() if one.next_due is not None])
