"""Planned absences: a stretch of study days on which nothing is asked, the streak holds and nothing is said unasked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.pauses.queries import PauseSpan, add_pause, drop_pause, end_pause, read_pauses
from bot.features.streaks.actions import counting
from bot.identity import Caller, LearnerId
from bot.posting import audiences as listeners
from bot.posting import calendar, silencing
from bot.posting.kinds import Hearer, silenced_names

MOST_DAYS = 28
QUARTER = 91  # days; among any so many in a row there are at most 28 of pause
FARTHEST = timedelta(days=366)

_DAY = timedelta(days=1)


class PauseInThePast(Refused):
    """A pause that would begin before today."""


class PauseBackwards(Refused):
    """A pause that would end before it begins. `possible`: the same the other way round, or None."""

    possible: Away | None


class PauseTooFar(Refused):
    """A pause more than a year ahead."""


class PauseTooLong(Refused):
    """More than 28 days of pause within a quarter. `possible`: as many as are left, or None."""

    n: int
    most: int
    possible: Away | None


@dataclass(frozen=True, slots=True)
class Away:
    """A stretch of study days, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Pauses:
    """A learner's pauses that are not over. `left`: how many days a pause from now, or after the running one,
    could have.
    """

    today: date
    coming: tuple[Away, ...]
    left: int
    joined: bool = False

    @property
    def running(self) -> Away | None:
        """The pause that today is in."""
        return next((one for one in self.coming if one.first <= self.today), None)


@dataclass(frozen=True, slots=True)
class Resumed:
    """The result of a return. `ended`: the pause that was running; `dropped`: one that had not begun."""

    pauses: Pauses
    ended: Away | None = None
    dropped: Away | None = None
    snoozed: bool = False


def view_pauses(db: Connection, who: Caller) -> Pauses | None:
    """Read the caller's pauses. None if they never joined."""
    present = presence.find_present(db, who)
    return _pauses(db, present) if present else None


def begin_pause(db: Connection, who: Caller, roadmap_slug: str, first: date, last: date) -> Pauses:
    """Begin a pause from a study day to another. Pauses that it touches are merged into it.

    A pause that is running ends with `last` from then on, be that later or sooner. Raises PauseInThePast,
    PauseBackwards, PauseTooFar, PauseTooLong.
    """
    present = presence.enter(db, who, roadmap_slug)
    known = read_pauses(db, present.learner_id, present.day - timedelta(days=QUARTER))
    _check_order(first, last, present.day)
    _check_length(_standing(known, first, present.day), Away(first, last))
    touched = [
        one for one in known if one.last >= present.day and one.first <= last + _DAY and first <= one.last + _DAY
    ]
    wanted = _merged(touched, first, last, present.day)
    for one in touched:
        drop_pause(db, one.id)
    add_pause(db, present.learner_id, wanted.first, wanted.last, who.now)
    _follow(db, present.learner_id, who.now)
    if wanted.first <= present.day:
        silencing.hush_learner(db, present.learner_id, silenced_names(Hearer.LEARNER), who.now)
    return _pauses(db, present)


def resume_study(db: Connection, who: Caller, roadmap_slug: str) -> Resumed:
    """Resume today. The running pause ends yesterday, else the next one is dropped. A snooze ends too.

    What was a pause until yesterday stays one.
    """
    present = presence.enter(db, who, roadmap_slug)
    snoozed = _wake(db, present.learner_id, who.now)
    found = next(iter(read_pauses(db, present.learner_id, present.day)), None)
    if found is None:
        _follow(db, present.learner_id, who.now)
        return Resumed(_pauses(db, present), snoozed=snoozed)
    if found.first < present.day:
        end_pause(db, found.id, present.day - _DAY)
    else:
        drop_pause(db, found.id)
    _follow(db, present.learner_id, who.now)
    away = Away(found.first, found.last)
    begun = found.first <= present.day
    return Resumed(
        _pauses(db, present), ended=away if begun else None, dropped=None if begun else away, snoozed=snoozed
    )


def _check_order(first: date, last: date, today: date) -> None:
    if first < today:
        raise PauseInThePast(offers=(("/pause 1w", "pause 1w"),))
    if last < first:
        raise PauseBackwards(possible=Away(last, first) if last >= today else None)
    if last > today + FARTHEST:
        raise PauseTooFar


def _check_length(others: Collection[date], wanted: Away) -> None:
    if _fits(others, wanted):
        return
    left = _room(others, wanted.first)
    last = wanted.first + timedelta(days=left - 1)
    raise PauseTooLong(n=left, most=MOST_DAYS, possible=Away(wanted.first, last) if left else None)


def _standing(known: Iterable[PauseSpan], first: date, today: date) -> set[date]:
    """The days of pause beside a new one; where that is to begin today, the rest of a running one gives way."""
    days = ((one, day) for one in known for day in _span(one))
    return {day for one, day in days if not (one.first <= today <= one.last and first <= today <= day)}


def _merged(touched: Iterable[PauseSpan], first: date, last: date, today: date) -> Away:
    """Merge a wanted pause with the pauses that it touches. One wanted from today on sets the end of a running
    pause.
    """
    ahead = [one for one in touched if first > today or one.first > today]
    return Away(min((first, *(one.first for one in touched))), max((last, *(one.last for one in ahead))))


def _fits(others: Collection[date], wanted: Away) -> bool:
    """Whether there are not too many days of pause in any quarter, on whatever day that ends."""
    days = {*others, *_span(wanted)}
    ends = (day for day in days if day >= wanted.first)
    return all(sum(end - timedelta(days=QUARTER) < day <= end for day in days) <= MOST_DAYS for end in ends)


def _room(others: Collection[date], first: date) -> int:
    """How many days a pause could have from this day on."""
    lengths = range(MOST_DAYS, 0, -1)
    return next((days for days in lengths if _fits(others, Away(first, first + timedelta(days=days - 1)))), 0)


def _pauses(db: Connection, present: Present) -> Pauses:
    known = read_pauses(db, present.learner_id, present.day - timedelta(days=QUARTER))
    coming = tuple(Away(one.first, one.last) for one in known if one.last >= present.day)
    free = next((one.last + _DAY for one in coming if one.first <= present.day), present.day)
    left = _room({day for one in known for day in _span(one)}, free)
    return Pauses(present.day, coming, left, present.joined)


def _follow(db: Connection, learner_id: LearnerId, now: datetime) -> None:
    counting.settle_streak(db, learner_id, now)
    calendar.schedule_learner(db, learner_id, now)


def _wake(db: Connection, learner_id: LearnerId, now: datetime) -> bool:
    until = listeners.read_listener(db, learner_id).snoozed_until
    if until is None or until <= now:
        return False
    listeners.change_listener(db, learner_id, snoozed_until=None)
    return True


def _span(away: Away | PauseSpan) -> list[date]:
    return [away.first + timedelta(days=count) for count in range((away.last - away.first).days + 1)]
