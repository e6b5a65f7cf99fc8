"""The streak saver: a private post before a study day ends a streak of seven days or more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.nudges.facts import SAVER, Saver
from bot.features.streaks.actions import counting
from bot.library import Library
from bot.posting import audiences, hours
from bot.posting.audience_rules import is_snoozed, is_wanted
from bot.posting.audiences import Listener
from bot.posting.budget import PlannedPost, plan_for_learner
from bot.posting.decisions import Decision, Never, Speak
from bot.posting.dues import LearnerDue
from roadmap.cadence import clock_at, day_bounds, study_day

WORTH_SAVING = 7


@dataclass(frozen=True, slots=True)
class SaverState:
    """A learner at the due of their saver. `ends`: a streak worth saving ends with the study day."""

    listener: Listener
    at: datetime
    ends: bool


def decide_saver(state: SaverState, now: datetime) -> Decision:
    """Decide to send the saver if the streak would end with this study day.

    It is not sent late or during a snooze.
    """
    day = study_day(clock_at(state.listener.clock, now), now)
    late = day != hours.saver_day(state.listener, state.at) or now - state.at > _patience(state.listener, state.at, now)
    return Never() if late or not state.ends or is_snoozed(state.listener, now) else Speak()


def plan_saver(db: Connection, due: LearnerDue, library: Library, now: datetime) -> datetime | None:
    """Plan the saver of a streak that is at risk today, and return the next day's moment.

    1. Return None if the learner has no group, wants no nudges or turned the saver off.
    2. Skip it if the kept streak is shorter than seven days, or lasts beyond today.
    3. Reckon the ledger. Skip it unless missing today would end a streak of seven days or more.
    4. Skip it if its study day is over, or it is later than its grace.
    5. Skip it if the learner is snoozed.
    6. Otherwise plan it.
    """
    listener = audiences.read_listener(db, due.learner_id)
    if not (is_wanted(listener) and listener.saver_on) or audiences.find_home(db, listener.learner_id) is None:
        return None
    following = hours.next_saver(listener, max(due.at, now))
    clock = clock_at(listener.clock, now)
    day = study_day(clock, now)
    if listener.streak < WORTH_SAVING or listener.streak_through is None or listener.streak_through > day:
        return following
    streak = counting.read_ledger(db, listener.learner_id, now)
    ends = streak.at_risk and streak.current >= WORTH_SAVING
    if decide_saver(SaverState(listener, due.at, ends), now) == Speak():
        zone, ends_at = hours.whereabouts(listener.clock, now), day_bounds(clock, day)[1]
        facts = Saver(due.at, streak.current, ends_at, zone)
        word = PlannedPost(SAVER, day.isoformat(), facts, due.at, _patience(listener, due.at, now))
        plan_for_learner(db, listener.learner_id, word, now)
    return following


def _patience(learner: Listener, at: datetime, now: datetime) -> timedelta:
    """Return the grace of a saver: until the study day ends or the quiet hours begin.

    A saver that is due in the quiet hours has until the study day ends.
    """
    clock = clock_at(learner.clock, now)
    ends_at = day_bounds(clock, study_day(clock, now))[1]
    return hours.patience(at, hours.whereabouts(learner.clock, now), ends_at - at)
