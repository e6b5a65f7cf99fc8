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

RENEWED = timedelta(days=1)  # how often a learner's dues are set anew by what they do


def note_activity(db: Connection, person: Person, now: datetime) -> None:
    """Note that a learner is active: nudges that they ignored are forgotten, and their account is written to again."""
    changes: dict[str, object] = {}
    if person.active_at is None or now - person.active_at >= NOTED or person.nudges_ignored:
        changes["active_at"] = now
    if person.nudges_ignored:
        changes["nudges_ignored"] = 0
    if changes:
        audiences.change_listener(db, person.learner_id, **changes)
    if person.off_reason:
        audiences.switch_account_on(db, person.account_id)


def wake_group(db: Connection, spot: GroupHere, now: datetime, *, back: bool) -> None:
    """Wake a group that slept or has the bot `back`. In the latter case its members' posts and community places return
    too.
    """
    if spot.asleep:
        audiences.change_audience(db, spot.group_id, asleep=False, active_at=now)
    if spot.asleep or back:
        schedule_group(db, spot.group_id, now)
    members = audiences.read_member_ids(db, spot.group_id) if back else []
    place_in_community(db, members)
    for learner_id in members:
        schedule_learner(db, learner_id, now)


def renew_dues(db: Connection, person: Person, spot: GroupHere, now: datetime) -> None:
    """Schedule a learner's posts anew: once a day, and at once for a member who is new, back or was given up."""
    given_up, is_new = person.nudges_ignored > ASKED_AFTER, spot.number is None or spot.left
    if person.active_at is None or now - person.active_at >= RENEWED or given_up or is_new:
        schedule_learner(db, person.learner_id, now)
