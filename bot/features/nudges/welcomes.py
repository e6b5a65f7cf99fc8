"""The welcome after ten days away: private, once for each absence, and no more once it was ignored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.members.queries.learners import read_joined_day
from bot.features.nudges.facts import WELCOME, Welcome
from bot.features.nudges.usual_hours import usual_hour
from bot.features.streaks.queries import study_days
from bot.features.streaks.queries.absences import weigh_minutes
from bot.features.ticks.queries import choices, ticks
from bot.library import Library
from bot.posting import audiences, hours
from bot.posting.audience_rules import IDLE, is_missed, is_snoozed
from bot.posting.audiences import Home, Listener
from bot.posting.budget import PlannedPost, has_learner_heard, plan_for_learner
from bot.posting.decisions import Decision, Never, Speak, Wait
from bot.posting.dues import LearnerDue
from roadmap.cadence import clock_at, day_bounds, study_day
from roadmap.progress import next_tasks
from roadmap.streak import ENOUGH_MINUTES

GRACE = timedelta(hours=24)
NEAR = 8  # next tasks, of which the welcome offers the lightest


@dataclass(frozen=True, slots=True)
class WelcomeState:
    """A learner at the due of their welcome. `hour` is their own; `away_since` begins the absence.

    `heard`: the learner has had their post of the day.
    """

    listener: Listener
    at: datetime
    hour: int
    away_since: datetime
    heard: bool


def decide_welcome(state: WelcomeState, now: datetime) -> Decision:
    """Decide whether a learner is welcomed back.

    1. Never welcome a learner that is not missed.
    2. Before ten days of absence, wait for their first hour after that.
    3. Wait for their next hour if the welcome is later than its grace or would wake them.
    4. Wait for it too if they are snoozed or have had their post of the day.
    5. Otherwise send the welcome.
    """
    listener = state.listener
    if not is_missed(listener):
        return Never()
    missed_from = state.away_since + IDLE
    if now < missed_from:
        return Wait(hours.next_own(listener, state.hour, missed_from))
    asleep = hours.falls_into_night(state.at, now, hours.whereabouts(listener.clock, now))
    if now - state.at > GRACE or asleep or is_snoozed(listener, now) or state.heard:
        return Wait(hours.next_own(listener, state.hour, now))
    return Speak()


def awaits_welcome(db: Connection, learner: Listener) -> bool:
    """Return whether a learner is missed, and did not ignore their last welcome.

    It was ignored if they did not study within ten days of it. Then there is no other.
    """
    if not is_missed(learner) or learner.welcomed_at is None:
        return is_missed(learner)
    clock = clock_at(learner.clock, learner.welcomed_at)
    welcomed, last = (study_day(clock, at) for at in (learner.welcomed_at, learner.welcomed_at + IDLE))
    done = study_days.read_study_calendars(db, [learner.learner_id], welcomed)[learner.learner_id].done
    return any(welcomed <= day <= last for day in done)


def plan_welcome(db: Connection, due: LearnerDue, library: Library, now: datetime) -> datetime | None:
    """Plan a learner's welcome after an absence, or return when to try again.

    1. Return None if the learner has no group, is not missed, or ignored their last welcome.
    2. Wait until the absence has lasted ten days. The count begins again at the end of a pause.
    3. Try again at the learner's next hour if the welcome is later than its grace or would wake them.
    4. Try again likewise if they are snoozed or have had their post of the day.
    5. Try again likewise if the roadmap of their group is missing.
    6. Otherwise plan the welcome, note it and return None: there is one for each absence.
    """
    listener = audiences.read_listener(db, due.learner_id)
    home = audiences.find_home(db, listener.learner_id)
    if home is None or not awaits_welcome(db, listener):
        return None
    heard = has_learner_heard(db, listener, now)
    state = WelcomeState(listener, due.at, usual_hour(db, listener, now), away_since(db, listener, now), heard)
    decision = decide_welcome(state, now)
    if isinstance(decision, Wait):
        return decision.until
    if home.roadmap_slug not in library:
        return hours.next_own(listener, state.hour, now)
    facts = _facts(db, listener, home, library, at=due.at, now=now)
    stamp = listener.active_at.date().isoformat()
    night = hours.night_after(due.at, hours.whereabouts(listener.clock, now))
    plan_for_learner(db, listener.learner_id, PlannedPost(WELCOME, stamp, facts, due.at, GRACE, night), now)
    audiences.change_listener(db, listener.learner_id, welcomed_at=now)
    return None


def away_since(db: Connection, learner: Listener, now: datetime) -> datetime:
    """Return when the absence began: at the last activity, or at the end of a later pause."""
    day = study_day(clock_at(learner.clock, learner.active_at), learner.active_at)
    today = study_day(clock_at(learner.clock, now), now)
    pauses = study_days.read_study_calendars(db, [learner.learner_id], day)[learner.learner_id].pauses
    ends = (day_bounds(clock_at(learner.clock, learner.active_at), last)[1] for first, last in pauses if first <= today)
    return max((learner.active_at, *ends))


def _facts(db: Connection, learner: Listener, home: Home, library: Library, *, at: datetime, now: datetime) -> Welcome:
    roadmap = library[home.roadmap_slug]
    ticked = ticks.read_ticked(db, learner.learner_id, roadmap.slug)
    near = next_tasks(roadmap, ticked, choices.read_choices(db, learner.learner_id, roadmap.slug), NEAR)
    smallest = min(near, key=lambda task: task.weight, default=None)
    return Welcome(
        at=at,
        days=(now - learner.active_at).days,
        roadmap=roadmap.slug,
        task=smallest.slug if smallest else "",
        best_streak=learner.best_streak,
        minutes=_promised(db, learner, now),
    )


def _promised(db: Connection, learner: Listener, now: datetime) -> int:
    """Return the few minutes that make the day done if the learner returns on it. 0: it asks for as many as any day."""
    today = study_day(clock_at(learner.clock, now), now)
    enough = weigh_minutes(db, learner.learner_id, read_joined_day(db, learner.learner_id), today).enough
    return enough if enough < ENOUGH_MINUTES else 0
