"""The streak saver: a last word before a study day ends that would take a week's streak or more with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.nudges.facts import SAVER, Saver
from bot.features.streaks.actions import counting
from bot.library import Library
from bot.posting import audiences as store
from bot.posting import hours
from bot.posting.audience_rules import is_snoozed, is_wanted
from bot.posting.audiences import Listener
from bot.posting.budget import PlannedPost, plan_for_learner
from bot.posting.decisions import Decision, Never, Speak
from bot.posting.dues import LearnerDue
from roadmap.cadence import day_bounds, settled, study_day

WORTH_SAVING = 7


@dataclass(frozen=True, slots=True)
class SaverState:
    """A learner at the due of their saver. `ends`: a streak worth saving ends with the study day."""

    one: Listener
    at: datetime
    ends: bool


def decide_saver(state: SaverState, now: datetime) -> Decision:
    """Say it while the study day lasts that the streak ends with, unless the learner asked for silence."""
    day = study_day(settled(state.one.clock, now), now)
    late = day != hours.saver_day(state.one, state.at) or now - state.at > _patience(state.one, state.at, now)
    return Never() if late or not state.ends or is_snoozed(state.one, now) else Speak()


def plan_saver(db: Connection, due: LearnerDue, library: Library, now: datetime) -> datetime | None:
    """Say that the streak ends tonight, if it does and no freeze is left; return the next day's moment."""
    one = store.read_listener(db, due.learner_id)
    if not (is_wanted(one) and one.saver_on):
        return None
    following = hours.next_saver(one, max(due.at, now))
    clock = settled(one.clock, now)
    day = study_day(clock, now)
    if one.streak < WORTH_SAVING or one.streak_through is None or one.streak_through > day:
        return following
    streak = counting.read_ledger(db, one.learner_id, now)
    ends = streak.at_risk and streak.current >= WORTH_SAVING
    if decide_saver(SaverState(one, due.at, ends), now) == Speak():
        zone, ends_at = hours.whereabouts(one.clock, now), day_bounds(clock, day)[1]
        facts = Saver(due.at, streak.current, ends_at, zone)
        word = PlannedPost(SAVER, day.isoformat(), facts, due.at, _patience(one, due.at, now))
        plan_for_learner(db, one.learner_id, word, now)
    return following


def _patience(one: Listener, at: datetime, now: datetime) -> timedelta:
    """How late the word is still worth saying: until the study day ends."""
    clock = settled(one.clock, now)
    ends_at = day_bounds(clock, study_day(clock, now))[1]
    return hours.patience(at, hours.whereabouts(one.clock, now), ends_at - at)
