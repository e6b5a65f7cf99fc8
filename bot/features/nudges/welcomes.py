"""A kind word to somebody who has been away for ten days: in private, once for each absence."""

from __future__ import annotations

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
from bot.posting.dues import LearnerDue
from roadmap.cadence import day_bounds, settled, study_day
from roadmap.progress import next_tasks

GRACE = timedelta(hours=24)
NEAR = 8  # tasks among which the smallest is looked for


def plan_welcome(db: Connection, due: LearnerDue, library: Library, now: datetime) -> datetime | None:
    """Welcome back somebody who has been away, or return when to look again; a planned absence is none."""
    one = store.read_listener(db, due.learner_id)
    home = store.find_home(db, one.learner_id)
    if home is None or not is_missed(one):
        return None
    hour = usual_hour(db, one, now)
    missed_from = away_since(db, one, now) + IDLE
    if now < missed_from:
        return hours.next_own(one, hour, missed_from)
    asleep = hours.wakes_somebody(due.at, now, hours.whereabouts(one.clock, now))
    if now - due.at > GRACE or asleep or is_snoozed(one, now) or has_learner_heard(db, one, now):
        return hours.next_own(one, hour, now)
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
    roadmap = roadmap_of(library, home.roadmap)
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
