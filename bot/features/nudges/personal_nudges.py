"""The personal nudge, if a learner asked for it: private, at their hour, and rarer if ignored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import NudgePace
from bot.features.checkins.reminders import is_reminded_later
from bot.features.farewells.facts import NUDGE
from bot.features.nudges.facts import PERSONAL, PersonalNudge
from bot.features.nudges.usual_hours import next_moment, usual_hour
from bot.features.nudges.welcomes import awaits_welcome, away_since
from bot.features.streaks.queries import study_days
from bot.features.streaks.queries.study_days import StudyCalendar
from bot.features.ticks.queries import choices, ticks
from bot.library import Library
from bot.posting import apart, audiences, dues, hours, kinds
from bot.posting.audience_rules import (
    ASKED_AFTER,
    IDLE,
    is_snoozed,
    is_wanted,
    pace_after,
)
from bot.posting.audiences import Home, Listener
from bot.posting.budget import PlannedPost, has_learner_heard, plan_for_learner
from bot.posting.calendar import schedule_learner
from bot.posting.decisions import Decision, Never, Speak, Wait
from bot.posting.dues import LearnerDue
from roadmap.cadence import clock_at, study_day
from roadmap.progress import next_tasks
from roadmap.streak import streak_today

GRACE = timedelta(hours=2)
NAMED = 3
EVERY = (1, 2, 7, 7)
"""The ignored days from one nudge to the next, for each pace that ignored days set."""


@dataclass(frozen=True, slots=True)
class PersonalState:
    """A learner at the due of their nudge, on a study `day`. `gives_way`: another post takes its place.

    `clear_at`: the first instant that is no nearer than an hour to a nudge of their groups.
    """

    listener: Listener
    at: datetime
    day: date
    days_off: StudyCalendar
    gives_way: bool
    clear_at: datetime


def is_counted(state: PersonalState, now: datetime) -> bool:
    """Return whether the day counts as ignored, with or without a nudge.

    A day counts if it asks for study. It does not count during a snooze, or if another post takes its place.
    """
    return not is_snoozed(state.listener, now) and state.days_off.asks_for_study(state.day) and not state.gives_way


def decide_personal(state: PersonalState, now: datetime) -> Decision:
    """Decide to nudge on a counted day if the pace allows it, or if the last question is due.

    It waits until it is clear of the nudges of the learner's groups, on the same date and by day.
    """
    asks = state.listener.nudges_ignored == ASKED_AFTER
    speaks = asks or speaks_on(state.listener, state.day, state.days_off)
    if not speaks or not is_counted(state, now):
        return Never()
    if state.clear_at <= now:
        return Speak()
    waits = apart.may_wait(state.at, state.clear_at, hours.whereabouts(state.listener.clock, now))
    return Wait(state.clear_at) if waits else Never()


def plan_personal(db: Connection, due: LearnerDue, library: Library, now: datetime) -> datetime | None:
    """Plan the nudge of a learner that has not studied today, and return the next day's moment.

    1. Return None if the learner has no group or wants no nudges.
    2. Skip a nudge that is later than its grace.
    3. Skip it if the roadmap of the learner's group is missing.
    4. Skip it if the learner is snoozed, or their day does not ask for study.
    5. Skip it if another post takes its place today.
    6. Send it only on a day that the pace allows (`speaks_on`).
    7. After 21 ignored days, ask once whether to stop, on any day.
    8. Let it wait if a nudge of the learner's groups is within the hour (`bot.posting.apart`).
    9. Count the day as ignored, sent or not, unless the post waits or could not be planned.
    """
    listener = audiences.read_listener(db, due.learner_id)
    home = audiences.find_home(db, listener.learner_id)
    if home is None or not is_wanted(listener):
        return None
    if now - due.at > hours.patience(due.at, hours.whereabouts(listener.clock, now), GRACE):
        return following(db, listener, due.at, now - GRACE)
    if home.roadmap_slug not in library:
        return following(db, listener, due.at, now)
    day = study_day(clock_at(listener.clock, now), now)
    days_off = study_days.read_study_calendars(db, [listener.learner_id], day)[listener.learner_id]
    clear_at = apart.clear_at(db, listener.learner_id, NUDGE, now)
    state = PersonalState(listener, due.at, day, days_off, _gives_way(db, listener, home, now), clear_at)
    decision = decide_personal(state, now)
    if isinstance(decision, Wait):
        return decision.until
    if is_counted(state, now):
        _nudge(db, listener, home, library, at=due.at, now=now, speaks=decision == Speak())
    return following(db, listener, due.at, now)


def following(db: Connection, learner: Listener, at: datetime, after: datetime) -> datetime:
    """Return the learner's next hour that is later than `after` and on a later date than `at`."""
    zone = hours.whereabouts(learner.clock, after)
    today = hours.local_date(at, zone)
    hour = usual_hour(db, learner, after)
    moment = next_moment(db, learner, hour, max(at, after))
    while hours.local_date(moment, zone) <= today:
        moment = next_moment(db, learner, hour, moment)
    return moment


def speaks_on(learner: Listener, day: date, days_off: StudyCalendar) -> bool:
    """Return whether a learner is nudged on this study day.

    1. Ignored nudges set the pace if it is slower than daily and no faster than the learner's own.
    2. That pace nudges after 4 and 6 ignored days, then after 14 and 21.
    3. Otherwise the learner's own pace applies: daily, every other day or weekly.
    4. A weekly nudge comes on Sunday.
    5. If rest days end the week, it comes on the last day before them.
    """
    if learner.nudges_ignored and pace_after(learner.nudges_ignored) >= max(learner.nudge_pace, 1):
        every = EVERY[pace_after(learner.nudges_ignored)]
        return learner.nudges_ignored % every == 0 and learner.nudges_ignored != every
    if learner.nudge_pace == NudgePace.WEEKLY:
        return all(days_off.is_rest(day + timedelta(days=ahead)) for ahead in range(1, 7 - day.weekday()))
    return day.toordinal() % (learner.nudge_pace + 1) == 0


def _has_just_thinned(learner: Listener) -> bool:
    """Return whether the nudge to be planned is the first one at a pace that ignored nudges made slower.

    It is the first that `speaks_on` allows after the change, and the only one that says so.
    """
    pace = pace_after(learner.nudges_ignored)
    return pace > learner.nudge_pace and learner.nudges_ignored == 2 * EVERY[pace]


def _gives_way(db: Connection, learner: Listener, home: Home, now: datetime) -> bool:
    """Return whether another post takes the place of the learner's nudge today.

    1. A learner away for ten days gets the welcome instead.
    2. A learner that has had their post of the day gets no other.
    3. In a group, the reminder of a check-in takes the place if it comes later today.
    4. For a lone learner, a check-in or review of today takes it.
    """
    idle = now - learner.active_at >= IDLE and now - away_since(db, learner, now) >= IDLE
    if (idle and awaits_welcome(db, learner)) or has_learner_heard(db, learner, now):
        return True
    if not home.solo:
        return is_reminded_later(db, learner, home.group_id, now)
    zone = hours.whereabouts(learner.clock, now)
    coming = dues.read_group_dues(db, home.group_id)
    return any(
        hours.local_date(coming[kind], zone) == hours.local_date(now, zone)
        for kind in kinds.solo_dues()
        if kind in coming
    )


def _nudge(
    db: Connection, learner: Listener, home: Home, library: Library, *, at: datetime, now: datetime, speaks: bool
) -> None:
    zone = hours.whereabouts(learner.clock, now)
    if speaks:
        facts = _facts(db, learner, home, library, at=at, now=now)
        word = PlannedPost(PERSONAL, facts.day.isoformat(), facts, at, hours.patience(at, zone, GRACE))
        if not plan_for_learner(db, learner.learner_id, word, now):
            return
    audiences.change_listener(db, learner.learner_id, nudges_ignored=learner.nudges_ignored + 1)
    if learner.nudges_ignored == ASKED_AFTER:
        schedule_learner(db, learner.learner_id, now)


def _facts(
    db: Connection, learner: Listener, home: Home, library: Library, *, at: datetime, now: datetime
) -> PersonalNudge:
    roadmap = library[home.roadmap_slug]
    ticked = ticks.read_ticked(db, learner.learner_id, roadmap.slug)
    coming = next_tasks(roadmap, ticked, choices.read_choices(db, learner.learner_id, roadmap.slug), NAMED)
    clock = clock_at(learner.clock, now)
    return PersonalNudge(
        at=at,
        day=hours.local_date(at, hours.whereabouts(learner.clock, now)),
        roadmap=roadmap.slug,
        tasks=tuple(task.slug for task in coming),
        streak=streak_today(learner.streak, learner.streak_through, study_day(clock, now)),
        pace=min(max(learner.nudge_pace, pace_after(learner.nudges_ignored)), NudgePace.WEEKLY),
        thinned=_has_just_thinned(learner),
        asks_to_stop=learner.nudges_ignored == ASKED_AFTER,
    )
