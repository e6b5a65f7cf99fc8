"""Consent: a learner chooses how much of their check-ins the group reads."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from bot.closed_sets import Publishing
from bot.features.checkins.actions import CheckinView, view_checkin
from bot.features.checkins.dialogs import READERS
from bot.features.checkins.published import keep_obstacles
from bot.features.checkins.queries.consents import choose_for_report, write_choice
from bot.features.checkins.queries.reporting import CHECKIN_DIALOG, find_checkin_of_week, find_step
from bot.features.checkins.weeks import find_checkin_for
from bot.features.dialogs.queries import end_dialog
from bot.features.digests.actions import amend_digests
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.promises.queries import Checkin
from bot.identity import Caller
from roadmap.model import Roadmap


def choose_readers(
    db: Connection, caller: Caller, roadmap: Roadmap, choice: Publishing, *, week: date | None = None
) -> CheckinView:
    """Let the group read as much as the caller chose: of the report of a week, and of those to come.

    A report that takes no answers any more can still be kept private. Raises CheckinsOff.
    """
    present = presence.enter(db, caller, roadmap.slug)
    found = find_checkin_of_week(db, present.group_id, week) if week else None
    checkin = found or find_checkin_for(db, present, caller.now)
    publish_report(db, present, checkin, choice, caller.now)
    if checkin.closed_at:
        keep_obstacles(db, checkin, roadmap.slug, caller.now, of=present.learner_id)
    if find_step(db, present.learner_id, caller.now) == READERS:
        end_dialog(db, present.learner_id, CHECKIN_DIALOG)
    return view_checkin(db, present, checkin, roadmap, caller.now)


def publish_report(db: Connection, present: Present, checkin: Checkin, choice: Publishing, now: datetime) -> None:
    """Save a choice of readers for a report, and for those to come. A digest that is out follows it."""
    write_choice(db, present.learner_id, choice, now)
    choose_for_report(db, checkin.id, present.learner_id, choice)
    amend_digests(db, checkin.id, now)
