"""Actions on pauses: planned absences, on which the streak holds and no nudge comes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import Setting
from bot.errors import Refused
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.members.queries.setting_changes import note_settings
from bot.features.pauses.balance import (
    MOST_DAYS,
    QUARTER,
    Away,
    days_beside,
    find_room,
    fits_balance,
    list_days,
    merge_pauses,
)
from bot.features.pauses.queries import add_pause, drop_pause, end_pause, read_pauses
from bot.features.streaks.actions import counting
from bot.identity import Caller, LearnerId
from bot.posting import audiences as listeners
from bot.posting import calendar, hours, silencing
from bot.posting.audience_rules import is_snoozed
from bot.posting.audiences import Listener
from bot.posting.kinds import Hearer, silenced_names
from roadmap.cadence import day_bounds, study_day

FARTHEST = timedelta(days=366)
_DAY = timedelta(days=1)


class PauseInThePast(Refused):
    """Refusal: the pause would begin before today.

    `possible` is the pause from today on, or None if it would end before today.
    """

    possible: Away | None


class PauseBackwards(Refused):
    """Refusal: the pause would end before it begins.

    `possible` is the pause with its two days swapped, or None if it would end before today.
    """

    possible: Away | None


class PauseTooFar(Refused):
    """Refusal: the pause would end more than 366 days ahead."""


class PauseTooLong(Refused):
    """Refusal: a quarter would have more than 28 days of pause.

    `possible` is the longest pause from the same first day, or None.
    """

    n: int
    most: int
    possible: Away | None


@dataclass(frozen=True, slots=True)
class Mute:
    """A running snooze: the study day on which it is over, and the moment if that is not the day's first."""

    back_on: date
    back_at: datetime | None
    zone: str


@dataclass(frozen=True, slots=True)
class Pauses:
    """A learner's pauses that are not over, and their running snooze.

    `left` is the number of days that could be added, from today or after the running pause. Planned days count.
    """

    today: date
    coming: tuple[Away, ...]
    left: int
    joined: bool = False
    mute: Mute | None = None

    @property
    def running(self) -> Away | None:
        """The pause that covers today. None if there is none."""
        return next((one for one in self.coming if one.first <= self.today), None)


@dataclass(frozen=True, slots=True)
class Resumed:
    """The result of a /resume. `ended` is the pause that was running, `dropped` one that had not begun.

    `snoozed`: a snooze ended.
    """

    pauses: Pauses
    ended: Away | None = None
    dropped: Away | None = None
    snoozed: bool = False


def view_pauses(db: Connection, caller: Caller) -> Pauses | None:
    """Read the caller's pauses. None if the caller is no member."""
    present = presence.find_present(db, caller)
    return _pauses(db, present, caller.now) if present else None


def begin_pause(db: Connection, caller: Caller, roadmap_slug: str, first: date, last: date) -> Pauses:
    """Begin a pause from `first` to `last`, both included. The caller joins if they are no member yet.

    1. Refuse a pause that begins before today, ends before it begins, or ends over 366 days ahead.
    2. Refuse a pause that brings more than 28 days of pause into any 91 days.
    3. Merge it with the pauses that it overlaps or adjoins.
    4. If it begins today, a running pause ends at `last`, sooner or later than planned.
    5. Settle the streak and renew the learner's dues.
    6. If the learner is on a pause now, cancel the private posts that wait.

    Raises PauseInThePast, PauseBackwards, PauseTooFar, PauseTooLong.
    """
    present = presence.enter(db, caller, roadmap_slug)
    known = read_pauses(db, present.learner_id, present.day - timedelta(days=QUARTER))
    _check_order(first, last, present.day)
    _check_length(days_beside(known, first, present.day), Away(first, last))
    touched = [
        pause
        for pause in known
        if pause.last >= present.day and pause.first <= last + _DAY and first <= pause.last + _DAY
    ]
    wanted = merge_pauses(touched, first, last, present.day)
    for pause in touched:
        drop_pause(db, pause.id)
    add_pause(db, present.learner_id, wanted.first, wanted.last, caller.now)
    _follow(db, present.learner_id, caller.now)
    if wanted.first <= present.day:
        silencing.hush_learner(db, present.learner_id, silenced_names(Hearer.LEARNER), caller.now)
    return _pauses(db, present, caller.now)


def find_mute(listener: Listener, now: datetime) -> Mute | None:
    """Find the snooze that runs. None if there is none."""
    until = listener.snoozed_until
    if until is None or not is_snoozed(listener, now):
        return None
    back_on = study_day(listener.clock, until)
    first = day_bounds(listener.clock, back_on)[0]
    return Mute(back_on, until if until != first else None, hours.whereabouts(listener.clock, now))


def resume_study(db: Connection, caller: Caller, roadmap_slug: str, *, unmute: bool = True) -> Resumed:
    """Resume study today, and end a snooze. The caller joins if they are no member yet.

    With `unmute` false, a snooze ends only if there is no pause to end.
    A running pause ends yesterday. Without one, the earliest pause from today on is dropped.
    Days of a pause until yesterday stay a pause.
    """
    present = presence.enter(db, caller, roadmap_slug)
    found = next(iter(read_pauses(db, present.learner_id, present.day)), None)
    snoozed = (unmute or found is None) and _wake(db, present.learner_id, caller.now)
    if found is None:
        _follow(db, present.learner_id, caller.now)
        return Resumed(_pauses(db, present, caller.now), snoozed=snoozed)
    if found.first < present.day:
        end_pause(db, found.id, present.day - _DAY)
    else:
        drop_pause(db, found.id)
    _follow(db, present.learner_id, caller.now)
    away = Away(found.first, found.last)
    begun = found.first <= present.day
    return Resumed(
        _pauses(db, present, caller.now),
        ended=away if begun else None,
        dropped=None if begun else away,
        snoozed=snoozed,
    )


def _check_order(first: date, last: date, today: date) -> None:
    if first < today:
        raise PauseInThePast(possible=Away(today, last) if last >= today else None)
    if last < first:
        raise PauseBackwards(possible=Away(last, first) if last >= today else None)
    if last > today + FARTHEST:
        raise PauseTooFar


def _check_length(others: Collection[date], wanted: Away) -> None:
    if fits_balance(others, wanted):
        return
    left = find_room(others, wanted.first)
    last = wanted.first + timedelta(days=left - 1)
    raise PauseTooLong(n=left, most=MOST_DAYS, possible=Away(wanted.first, last) if left else None)


def _more_days(known: Collection[date], first: date) -> set[date]:
    """Add days from `first` on, around those known, as long as they fit."""
    more: set[date] = set()
    day = first
    while len(more) < MOST_DAYS and (day in known or fits_balance({*known, *more}, Away(day, day))):
        more |= {day} - set(known)
        day += _DAY
    return more


def _pauses(db: Connection, present: Present, now: datetime) -> Pauses:
    known = read_pauses(db, present.learner_id, present.day - timedelta(days=QUARTER))
    coming = tuple(Away(one.first, one.last) for one in known if one.last >= present.day)
    free = next((one.last + _DAY for one in coming if one.first <= present.day), present.day)
    left = len(_more_days({day for one in known for day in list_days(one)}, free))
    mute = find_mute(listeners.read_listener(db, present.learner_id), now)
    return Pauses(present.day, coming, left, present.joined, mute)


def _follow(db: Connection, learner_id: LearnerId, now: datetime) -> None:
    counting.reckon_streak_change(db, learner_id, now)
    calendar.schedule_learner(db, learner_id, now)


def _wake(db: Connection, learner_id: LearnerId, now: datetime) -> bool:
    until = listeners.read_listener(db, learner_id).snoozed_until
    if until is None or until <= now:
        return False
    listeners.change_listener(db, learner_id, snoozed_until=None)
    note_settings(db, learner_id, [Setting.SNOOZED_UNTIL], now)
    return True
