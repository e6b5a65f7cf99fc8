"""Actions on study beside the roadmap: sessions in minutes, and habits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.celebrations.actions import celebrating
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.members.queries import group_settings
from bot.features.sessions.queries import (
    add_session,
    find_session,
    last_by_habit,
    latest_session,
    minutes_on,
    take_back_session,
)
from bot.features.streaks.actions import counting
from bot.identity import Caller, SessionId
from roadmap.cadence import first_of_week
from roadmap.model import Cadence, Habit, Roadmap
from roadmap.streak import ENOUGH_MINUTES

MOST_MINUTES = 16 * 60
NOTE = 500


class NoMinutes(Refused):
    """Refusal: the session has no minutes."""


class TooManyMinutes(Refused):
    """Refusal: the study day would have more than 16 hours of study."""

    hours: int


class NoSuchSession(Refused):
    """Refusal: there is no such session to take back."""


class NotYourSession(Refused):
    """Refusal: the session is another learner's."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A session that was logged. `today` are all minutes of the study day.

    `before` and `after` are the streak. `back`: the learner returned to the group with this call.
    `session_id` is None if the habit was logged on this day already, and nothing was added.
    """

    session_id: SessionId | None
    minutes: int
    today: int
    before: int
    after: int
    joined: bool
    back: bool

    @property
    def enough(self) -> bool:
        """Whether the day's minutes alone make it done."""
        return self.today >= ENOUGH_MINUTES


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A session taken back. `after` is the streak without it. `already`: it was taken back before."""

    minutes: int
    habit: str
    after: int
    already: bool


@dataclass(frozen=True, slots=True)
class Practice:
    """A habit. `done`: it was logged in the current day, week or month, as its cadence says."""

    habit: Habit
    done: bool


def log_study(
    db: Connection, caller: Caller, roadmap: Roadmap, minutes: int, *, note: str = "", habit: str = ""
) -> Logged:
    """Log minutes of study, for a habit if its slug is given. The caller joins if they are no member yet.

    Raises NoMinutes, and TooManyMinutes for more than 16 hours a study day.
    """
    if minutes <= 0:
        raise NoMinutes
    present = presence.enter(db, caller, roadmap.slug)
    before = minutes_on(db, present.learner_id, present.day)
    if before + minutes > MOST_MINUTES:
        raise TooManyMinutes(hours=MOST_MINUTES // 60)
    session_id = _add(db, caller.now, present, minutes=minutes, note=note, habit=habit)
    return _logged(db, caller, roadmap, present, session_id=session_id, minutes=minutes, today=before + minutes)


def keep_habit(db: Connection, caller: Caller, roadmap: Roadmap, habit: str) -> Logged:
    """Log a habit with the 15 minutes that make a day done. The caller joins if they are no member yet.

    A habit that was logged on this day already is not logged again.
    """
    present = presence.enter(db, caller, roadmap.slug)
    before = minutes_on(db, present.learner_id, present.day)
    if habit in last_by_habit(db, present.learner_id, present.day):
        return _logged(db, caller, roadmap, present, session_id=None, minutes=0, today=before)
    session_id = _add(db, caller.now, present, minutes=ENOUGH_MINUTES, note="", habit=habit)
    return _logged(
        db, caller, roadmap, present, session_id=session_id, minutes=ENOUGH_MINUTES, today=before + ENOUGH_MINUTES
    )


def undo_session(db: Connection, caller: Caller, roadmap: Roadmap, session_id: SessionId | None) -> TakenBack:
    """Take back a session, the given or the last. Raises NoSuchSession, NotYourSession."""
    present = presence.enter(db, caller, roadmap.slug)
    session_id = latest_session(db, present.learner_id) if session_id is None else session_id
    found = find_session(db, session_id) if session_id is not None else None
    if found is None:
        raise NoSuchSession
    if found.learner_id != present.learner_id:
        raise NotYourSession
    taken = take_back_session(db, found.id, caller.now)
    change = counting.reckon_streak_change(db, present.learner_id, caller.now)
    celebrating.withdraw_milestones(db, present, roadmap, celebrating.lost_streak_milestones(change), caller.now)
    return TakenBack(found.minutes, found.habit, change.after, already=not taken)


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


def _add(db: Connection, now: datetime, present: Present, *, minutes: int, note: str, habit: str) -> SessionId:
    return add_session(
        db,
        present.learner_id,
        at=now,
        zone=present.clock.zone,
        day=present.day,
        minutes=minutes,
        habit=habit,
        note=note[:NOTE],
    )


def _logged(
    db: Connection,
    caller: Caller,
    roadmap: Roadmap,
    present: Present,
    *,
    session_id: SessionId | None,
    minutes: int,
    today: int,
) -> Logged:
    change = counting.reckon_streak_change(db, present.learner_id, caller.now)
    celebrating.celebrate(db, present, roadmap, celebrating.streak_milestones(change), caller.now)
    return Logged(session_id, minutes, today, change.before, change.after, present.joined, present.back)


def _starts(day: date, week_start: int) -> dict[Cadence, date]:
    return {Cadence.DAILY: day, Cadence.WEEKLY: first_of_week(day, week_start), Cadence.MONTHLY: day.replace(day=1)}


def _practice(habit: Habit, last: date | None, starts: dict[Cadence, date]) -> Practice:
    return Practice(habit, last is not None and last >= starts[habit.cadence])
