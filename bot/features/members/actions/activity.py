"""Note that a learner or group is active."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.members.queries.groups import NOTED, GroupHere
from bot.features.members.queries.learners import Person
from bot.features.points.actions import place_in_community
from bot.posting import audiences
from bot.posting.audience_rules import ASKED_AFTER
from bot.posting.calendar import schedule_group, schedule_learner

RENEWED = timedelta(days=1)  # how often an active learner's dues are set again


def note_activity(db: Connection, person: Person, now: datetime) -> None:
    """Note that a learner is active, at most once an hour unless nudges were ignored.

    The count of ignored nudges starts again. An account that was switched off gets posts again.
    """
    changes: dict[str, object] = {}
    if person.active_at is None or now - person.active_at >= NOTED or person.nudges_ignored:
        changes["active_at"] = now
    if person.nudges_ignored:
        changes["nudges_ignored"] = 0
    if changes:
        audiences.change_listener(db, person.learner_id, **changes)
    if person.off_reason:
        audiences.switch_account_on(db, person.account_id)


def wake_group(db: Connection, here: GroupHere, now: datetime, *, back: bool) -> None:
    """Wake a group that was asleep or has the bot `back`, and set its dues again.

    If the bot is back, its members' dues and places on the community board are set again too.
    """
    if here.asleep:
        audiences.change_audience(db, here.group_id, asleep=False, active_at=now)
    if here.asleep or back:
        schedule_group(db, here.group_id, now)
    members = audiences.read_member_ids(db, here.group_id) if back else []
    place_in_community(db, members)
    for learner_id in members:
        schedule_learner(db, learner_id, now)


def renew_dues(db: Connection, person: Person, here: GroupHere, now: datetime) -> None:
    """Set a learner's dues again, once a day.

    A member who is new, back or was given up has them set at once.
    """
    given_up, is_new = person.nudges_ignored > ASKED_AFTER, not here.is_member
    if person.active_at is None or now - person.active_at >= RENEWED or given_up or is_new:
        schedule_learner(db, person.learner_id, now)
