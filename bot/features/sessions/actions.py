"""Actions on study beside the roadmap: sessions in minutes, and habits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import ActKind
from bot.errors import Refused
from bot.features.acts.actions import record_act
from bot.features.acts.queries import Act, add_act
from bot.features.celebrations.actions import celebrating
from bot.features.members.actions import presence
from bot.features.members.actions.days import OpenNight, find_night
from bot.features.members.actions.presence import Present
from bot.features.members.queries import group_settings
from bot.features.sessions.queries import add_session, is_logged_since, last_by_habit, minutes_on
from bot.features.streaks.actions import counting
from bot.features.streaks.queries.absences import weigh_minutes
from bot.features.streaks.queries.ledger import read_streak_record
from bot.identity import ActId, Caller, LearnerId
from roadmap.cadence import clock_at, first_of_week, study_day
from roadmap.model import Cadence, Habit, Roadmap
from roadmap.streak import ENOUGH_MINUTES

MOST_MINUTES = 16 * 60
NOTE = 500
SECOND_TAP = timedelta(minutes=1)


class NoMinutes(Refused):
    """Refusal: the session has no minutes."""


class TooManyMinutes(Refused):
    """Refusal: the study day would have more than 16 hours of study."""

    hours: int


@dataclass(frozen=True, slots=True)
class Logged:
    """A session that was logged. `today` are all minutes of the study day, `needed` those that make it done.

    `before` and `after` are the streak. `back`: the learner returned to the group with this call.
    `act_id` is None if nothing was added: the habit was logged on this day already, or it was a second tap.
    `night`: it is after midnight, and the study day before is still open.
    """

    act_id: ActId | None
    minutes: int
    today: int
    before: int
    after: int
    joined: bool
    back: bool
    night: OpenNight | None = None
    needed: int = ENOUGH_MINUTES

    @property
    def enough(self) -> bool:
        """Whether the day's minutes alone make it done."""
        return self.today >= self.needed


@dataclass(frozen=True, slots=True)
class Practice:
    """A habit. `done`: it was logged in the current day, week or month, as its cadence says."""

    habit: Habit
    done: bool


def log_study(
    db: Connection,
    caller: Caller,
    roadmap: Roadmap,
    minutes: int,
    *,
    note: str = "",
    habit: str = "",
    tapped: bool = False,
) -> Logged:
    """Log minutes of study, for a habit if its slug is given. The caller joins if they are no member yet.

    A second tap within a minute logs nothing.
    Raises NoMinutes, and TooManyMinutes for more than 16 hours a study day.
    """
    if minutes <= 0:
        raise NoMinutes
    present = presence.enter(db, caller, roadmap.slug)
    before, enough = weigh_minutes(db, present.learner_id, present.record.joined_day, present.day)
    if before + minutes > MOST_MINUTES:
        raise TooManyMinutes(hours=MOST_MINUTES // 60)
    since, words = caller.now - SECOND_TAP, note[:NOTE]
    if tapped and is_logged_since(
        db, present.learner_id, present.day, minutes=minutes, note=words, habit=habit, since=since
    ):
        return _nothing(db, caller, present, today=before)
    act = record_act(db, caller, present, ActKind.HABIT if habit else ActKind.LOG)
    _add(db, act, present, minutes=minutes, note=note, habit=habit, enough=enough)
    return replace(_logged(db, act, roadmap, present, minutes=minutes, today=before + minutes), needed=enough)


def log_stay(
    db: Connection, learner_id: LearnerId, roadmap: Roadmap, minutes: int, *, at: datetime, now: datetime
) -> Logged | None:
    """Log the minutes of a shared session that was over `at` an instant, on the learner's own study day of then.

    The learner is locked. What 16 hours of a study day leave no room for is not logged; None if that is all of it.
    """
    record = read_streak_record(db, learner_id)
    clock = clock_at(record.clock, at)
    day = study_day(clock, at)
    before, enough = weigh_minutes(db, learner_id, record.joined_day, day)
    minutes = min(minutes, MOST_MINUTES - before)
    if minutes <= 0:
        return None
    act = add_act(db, learner_id, ActKind.LOG, "", at=at, day=day)
    add_session(db, act, zone=clock.zone, minutes=minutes, note="", enough=enough)
    change = counting.reckon_streak_change(db, learner_id, now, record)
    reached = celebrating.streak_milestones(change)
    celebrating.celebrate_learner(db, learner_id, roadmap, reached, replace(act, at=now))
    return Logged(act.id, minutes, before + minutes, change.before, change.after, False, False, needed=enough)


def keep_habit(db: Connection, caller: Caller, roadmap: Roadmap, habit: str) -> Logged:
    """Log a habit with the 15 minutes that make a day done. The caller joins if they are no member yet.

    A habit that was logged on this day already is not logged again.
    """
    present = presence.enter(db, caller, roadmap.slug)
    before = minutes_on(db, present.learner_id, present.day)
    if habit in last_by_habit(db, present.learner_id, present.day):
        return _nothing(db, caller, present, today=before)
    act = record_act(db, caller, present, ActKind.HABIT)
    _add(db, act, present, minutes=ENOUGH_MINUTES, note="", habit=habit)
    return _logged(db, act, roadmap, present, minutes=ENOUGH_MINUTES, today=before + ENOUGH_MINUTES)


def _nothing(db: Connection, caller: Caller, present: Present, *, today: int) -> Logged:
    streak = counting.reckon_streak_change(db, present.learner_id, caller.now, present.record).after
    return Logged(None, 0, today, streak, streak, present.joined, present.back)


def practices(db: Connection, caller: Caller, roadmap: Roadmap) -> tuple[Practice, ...]:
    """List the roadmap's habits, and whether the caller has logged each in its day, week or month."""
    present = presence.find_present(db, caller)
    if present is None:
        return tuple(Practice(habit, False) for habit in roadmap.habits)
    starts = _starts(present.day, group_settings.read_week_start(db, present.group_id))
    kept = last_by_habit(db, present.learner_id, min(starts.values()))
    return tuple(_practice(habit, kept.get(habit.slug), starts) for habit in roadmap.habits)


def find_habit(habits: Iterable[Habit], slug: str) -> Habit | None:
    """Find the habit of this slug. None if there is none."""
    return next((habit for habit in habits if habit.slug == slug), None)


def _add(
    db: Connection, act: Act, present: Present, *, minutes: int, note: str, habit: str, enough: int = ENOUGH_MINUTES
) -> None:
    add_session(db, act, zone=present.clock.zone, minutes=minutes, habit=habit, note=note[:NOTE], enough=enough)


def _logged(db: Connection, act: Act, roadmap: Roadmap, present: Present, *, minutes: int, today: int) -> Logged:
    change = counting.reckon_streak_change(db, present.learner_id, act.at, present.record)
    celebrating.celebrate(db, present, roadmap, celebrating.streak_milestones(change), act)
    night = find_night(present, act.at)
    return Logged(act.id, minutes, today, change.before, change.after, present.joined, present.back, night)


def _starts(day: date, week_start: int) -> dict[Cadence, date]:
    return {Cadence.DAILY: day, Cadence.WEEKLY: first_of_week(day, week_start), Cadence.MONTHLY: day.replace(day=1)}


def _practice(habit: Habit, last: date | None, starts: dict[Cadence, date]) -> Practice:
    return Practice(habit, last is not None and last >= starts[habit.cadence])
