"""A kind word to somebody who has been away for ten days: in private, once for each absence."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.storage import choices, study_days, ticks
from bot.storage import speaking as store
from bot.storage.dues import Due
from bot.storage.speaking import Home, Listener
from bot.usecases.speaking import hours
from bot.usecases.speaking.budget import WELCOME, Word, learner_was_told, tell_learner
from bot.usecases.speaking.calendar import IDLE, Library, is_missed, is_snoozed, own_hour
from bot.usecases.speaking.facts import Welcome
from bot.usecases.speaking.group_nudges import roadmap_of
from roadmap.cadence import day_bounds, settled, study_day
from roadmap.progress import next_tasks

GRACE = timedelta(hours=24)
NEAR = 8  # tasks among which the smallest is looked for


def plan_welcome(db: Connection, due: Due, library: Library, now: datetime) -> datetime | None:
    """Welcome back somebody who has been away, or return when to look again; a planned absence is none."""
    one = store.read_listener(db, due.learner_id or 0)
    home = store.home(db, one.learner_id)
    if home is None or not is_missed(one):
        return None
    hour = own_hour(db, one, now)
    missed_from = away_since(db, one, now) + IDLE
    if now < missed_from:
        return hours.next_own(one, hour, missed_from)
    asleep = hours.wakes_somebody(due.at, now, hours.whereabouts(one.clock, now))
    if now - due.at > GRACE or asleep or is_snoozed(one, now) or learner_was_told(db, one, now):
        return hours.next_own(one, hour, now)
    facts = _facts(db, one, home, library, at=due.at, now=now)
    stamp = one.active_at.date().isoformat()
    night = hours.night_after(due.at, hours.whereabouts(one.clock, now))
    tell_learner(db, one.learner_id, Word(WELCOME, stamp, facts, due.at, GRACE, night), now)
    store.change_listener(db, one.learner_id, welcomed_at=now)
    return None


def away_since(db: Connection, one: Listener, now: datetime) -> datetime:
    """When they were last here, or expected back from a pause that has begun."""
    day = study_day(settled(one.clock, one.active_at), one.active_at)
    today = study_day(settled(one.clock, now), now)
    pauses = study_days.read_calendars(db, [one.learner_id], day)[one.learner_id].pauses
    ends = (day_bounds(settled(one.clock, one.active_at), last)[1] for first, last in pauses if first <= today)
    return max((one.active_at, *ends))


def _facts(db: Connection, one: Listener, home: Home, library: Library, *, at: datetime, now: datetime) -> Welcome:
    roadmap = roadmap_of(library, home.roadmap)
    ticked = ticks.ticked(db, one.learner_id, roadmap.slug)
    near = next_tasks(roadmap, ticked, choices.chosen(db, one.learner_id, roadmap.slug), NEAR)
    smallest = min(near, key=lambda task: task.weight, default=None)
    return Welcome(
        at=at,
        days=(now - one.active_at).days,
        roadmap=roadmap.slug,
        task=smallest.slug if smallest else "",
        best_streak=one.best_streak,
    )
