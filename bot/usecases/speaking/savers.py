"""The streak saver: a last word before a study day ends that would take a week's streak or more with it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.storage import speaking as store
from bot.storage.dues import Due
from bot.usecases import accounting
from bot.usecases.speaking import hours
from bot.usecases.speaking.budget import SAVER, Word, tell_learner
from bot.usecases.speaking.calendar import Library, is_snoozed, is_wanted
from bot.usecases.speaking.facts import Saver
from roadmap.cadence import day_bounds, settled, study_day

WORTH_SAVING = 7


def plan_saver(db: Connection, due: Due, library: Library, now: datetime) -> datetime | None:
    """Say that the streak ends tonight, if it does and no freeze is left; return the next day's moment."""
    one = store.read_listener(db, due.learner_id or 0)
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
    streak = accounting.ledger(db, one.learner_id, now)
    if streak.at_risk and streak.current >= WORTH_SAVING:
        facts = Saver(due.at, streak.current, ends_at, zone)
        tell_learner(db, one.learner_id, Word(SAVER, day.isoformat(), facts, due.at, grace), now)
    return following
