"""The welcome after ten days away: private, once for each absence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.nudges.facts import WELCOME, Welcome
from bot.features.nudges.usual_hours import usual_hour
from bot.features.streaks.queries import study_days
from bot.features.ticks.queries import choices, ticks
from bot.library import Library
from bot.posting import audiences as store
from bot.posting import hours
from bot.posting.audience_rules import IDLE, is_missed, is_snoozed, roadmap_of
from bot.posting.audiences import Home, Listener
from bot.posting.budget import PlannedPost, has_learner_heard, plan_for_learner
from bot.posting.decisions import Decision, Never, Speak, Wait
from bot.posting.dues import LearnerDue
from roadmap.cadence import day_bounds, settled, study_day
from roadmap.progress import next_tasks

GRACE = timedelta(hours=24)
NEAR = 8  # tasks among which the smallest is looked for


@dataclass(frozen=True, slots=True)
class WelcomeState:
    """A learner at the due of their welcome. `hour` is their own; `away_since` begins the absence."""

    one: Listener
    at: datetime
    hour: int
    away_since: datetime
    heard: bool


def decide_welcome(state: WelcomeState, now: datetime) -> Decision:
    """Decide whether a learner is welcomed back.

    1. A learner who is not missed is not.
    2. Before ten days of absence it waits for their hour after them.
    3. A word too late, or in the night, waits for their next hour.
    4. So does one in a silence, or on a day that has its post already.
    5. Else it is said.
    """
    one = state.one
    if not is_missed(one):
        return Never()
    missed_from = state.away_since + IDLE
    if now < missed_from:
        return Wait(hours.next_own(one, state.hour, missed_from))
    asleep = hours.wakes_somebody(state.at, now, hours.whereabouts(one.clock, now))
    if now - state.at > GRACE or asleep or is_snoozed(one, now) or state.heard:
        return Wait(hours.next_own(one, state.hour, now))
    return Speak()


def plan_welcome(db: Connection, due: LearnerDue, library: Library, now: datetime) -> datetime | None:
    """Welcome a learner back after an absence, or return when to try again.

    1. Return None if the learner has no group or is not missed.
    2. Wait until the absence is long enough. Planned absences do not count.
    3. Try again at the learner's hour if this is later than its grace or would wake them.
    4. Do so too if they are snoozed or have had their post of the day.
    5. Otherwise plan the welcome, note it and return None: one for each absence.
    """
    one = store.read_listener(db, due.learner_id)
    home = store.find_home(db, one.learner_id)
    if home is None or not is_missed(one):
        return None
    heard = has_learner_heard(db, one, now)
    state = WelcomeState(one, due.at, usual_hour(db, one, now), away_since(db, one, now), heard)
    decision = decide_welcome(state, now)
    if isinstance(decision, Wait):
        return decision.until
    facts = _facts(db, one, home, library, at=due.at, now=now)
    stamp = one.active_at.date().isoformat()
    night = hours.night_after(due.at, hours.whereabouts(one.clock, now))
    plan_for_learner(db, one.learner_id, PlannedPost(WELCOME, stamp, facts, due.at, GRACE, night), now)
    store.change_listener(db, one.learner_id, welcomed_at=now)
    return None


def away_since(db: Connection, one: Listener, now: datetime) -> datetime:
    """When they were last here, or expected back from a pause that has begun."""
    day = study_day(settled(one.clock, one.active_at), one.active_at)
    today = study_day(settled(one.clock, now), now)
    pauses = study_days.read_study_calendars(db, [one.learner_id], day)[one.learner_id].pauses
    ends = (day_bounds(settled(one.clock, one.active_at), last)[1] for first, last in pauses if first <= today)
    return max((one.active_at, *ends))


def _facts(db: Connection, one: Listener, home: Home, library: Library, *, at: datetime, now: datetime) -> Welcome:
    roadmap = roadmap_of(library, home.roadmap_slug)
    ticked = ticks.read_ticked(db, one.learner_id, roadmap.slug)
    near = next_tasks(roadmap, ticked, choices.read_choices(db, one.learner_id, roadmap.slug), NEAR)
    smallest = min(near, key=lambda task: task.weight, default=None)
    return Welcome(
        at=at,
        days=(now - one.active_at).days,
        roadmap=roadmap.slug,
        task=smallest.slug if smallest else "",
        best_streak=one.best_streak,
    )
