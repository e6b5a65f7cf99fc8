"""The streak saver: a last word before a study day ends that would take a week's streak or more with it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.features.nudges.facts import SAVER, Saver
from bot.features.streaks.actions import counting
from bot.library import Library
from bot.posting import audiences as store
from bot.posting import hours
from bot.posting.audience_rules import is_snoozed, is_wanted
from bot.posting.budget import PlannedPost, plan_for_learner
from bot.posting.dues import LearnerDue
from roadmap.cadence import day_bounds, settled, study_day

WORTH_SAVING = 7


def plan_saver(db: Connection, due: LearnerDue, library: Library, now: datetime) -> datetime | None:
    """Say that the streak ends tonight, if it does and no freeze is left; return the next day's moment."""
    one = store.read_listener(db, due.learner_id)
    if not (is_wanted(one) and one.saver_on):
        return None
    following = hours.next_saver(one, max(due.at, now))
    clock = settled(one.clock, now)
    day = study_day(clock, now)
    spared = one.streak < WORTH_SAVING or one.streak_through is None or one.streak_through > day
    zone, ends_at = hours.whereabouts(one.clock, now), day_bounds(clock, day)[1]
    grace = hours.patience(due.at, zone, ends_at - due.at)
    if spared or day != hours.saver_day(one, due.at) or now - due.at > grace or is_snoozed(one, now):
        return following
    streak = counting.read_ledger(db, one.learner_id, now)
    if streak.at_risk and streak.current >= WORTH_SAVING:
        facts = Saver(due.at, streak.current, ends_at, zone)
        plan_for_learner(db, one.learner_id, PlannedPost(SAVER, day.isoformat(), facts, due.at, grace), now)
    return following
