"""A learner's own settings: day end, visibility, pings, rest days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import Visibility
from bot.errors import Refused
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.members.queries import learners
from bot.features.points.actions import place_in_community
from bot.features.settings.queries import (
    first_rest_change,
    mark_zone_own,
    read_preferences,
    record_clock,
    write_pings,
    write_rest_days,
    write_visibility,
)
from bot.features.streaks.actions import counting
from bot.identity import Caller
from bot.posting import calendar
from roadmap.cadence import LATEST_DAY_END, StudyClock, change_clock, day_bounds, settled
from roadmap.weekdays import WHOLE_WEEK


class NoSuchDayEnd(Refused):
    """A day ends between midnight and six."""


class NoDayLeft(Refused):
    """All seven days of the week would be rest days."""


@dataclass(frozen=True, slots=True)
class LearnerSettings:
    """A learner's settings. `rest_days` are weekday bits, Monday 1; `ends_at` is when the study day in course ends.

    `taken`: what was just wished for is set; `later`: a change of rest days counts from tomorrow.
    """

    clock: StudyClock
    ends_at: datetime
    visibility: Visibility
    pings: bool
    rest_days: int
    joined: bool = False
    taken: bool = True
    later: bool = False


def read_own_settings(db: Connection, who: Caller) -> LearnerSettings | None:
    """Read the caller's settings. None if they never joined."""
    present = presence.find_present(db, who)
    return _settings(db, present, who.now) if present else None


def set_clock(
    db: Connection, who: Caller, roadmap_slug: str, *, zone: str | None = None, day_end: int | None = None
) -> LearnerSettings:
    """Take a new zone or day end (minutes after midnight) from the next study day on. Raises NoSuchDayEnd.

    A second leap over a date within one study day is not taken.
    """
    if day_end is not None and not 0 <= day_end <= LATEST_DAY_END:
        raise NoSuchDayEnd
    present = presence.enter(db, who, roadmap_slug)
    if zone is not None:
        mark_zone_own(db, present.learner_id)
    taken = turn_clock(db, present.learner_id, who.now, zone=zone, day_end=day_end)
    counting.settle_streak(db, present.learner_id, who.now)
    return replace(_settings(db, present, who.now), taken=taken)


def choose_visibility(db: Connection, who: Caller, roadmap_slug: str, visibility: Visibility) -> LearnerSettings:
    """Set the caller's visibility: group, number or hidden."""
    present = presence.enter(db, who, roadmap_slug)
    write_visibility(db, present.learner_id, visibility)
    place_in_community(db, [present.learner_id])
    return _settings(db, present, who.now)


def choose_pings(db: Connection, who: Caller, roadmap_slug: str, wanted: bool) -> LearnerSettings:
    """Be pinged when a level is celebrated, or not."""
    present = presence.enter(db, who, roadmap_slug)
    write_pings(db, present.learner_id, wanted)
    return _settings(db, present, who.now)


def set_rest_days(db: Connection, who: Caller, roadmap_slug: str, bits: int) -> LearnerSettings:
    """Rest on these weekdays (bits, Monday 1): at once when chosen for the first time, else from tomorrow on.

    A day that asks for study when it begins asks for it until it ends. Raises NoDayLeft.
    """
    if bits == WHOLE_WEEK:
        raise NoDayLeft
    present = presence.enter(db, who, roadmap_slug)
    first = first_rest_change(db, present.learner_id)
    at_once = first is None or first >= present.day
    write_rest_days(db, present.learner_id, present.day + timedelta(days=0 if at_once else 1), bits)
    counting.settle_streak(db, present.learner_id, who.now)
    return replace(_settings(db, present, who.now), later=not at_once)


def turn_clock(
    db: Connection, learner_id: int, now: datetime, *, zone: str | None = None, day_end: int | None = None
) -> bool:
    """Change a learner's clock from the next study day on, keep when and how in its history, and speak by its hours.

    False for a second leap over a date within one study day, which is not taken.
    """
    clock = learners.read_clock(db, learner_id)
    zone = zone or clock.next_zone or clock.zone
    if day_end is None:
        day_end = _coming_day_end(clock)
    changed = change_clock(clock, now, zone, day_end)
    if changed.clock != clock:
        learners.keep_clock(db, learner_id, changed.clock)
        record_clock(db, learner_id, now, changed)
        calendar.schedule_learner(db, learner_id, now)
    return (changed.clock.next_zone or changed.clock.zone) == zone and _coming_day_end(changed.clock) == day_end


def _coming_day_end(clock: StudyClock) -> int:
    return clock.day_end if clock.next_day_end is None else clock.next_day_end


def _settings(db: Connection, present: Present, now: datetime) -> LearnerSettings:
    clock = settled(learners.read_clock(db, present.learner_id), now)
    kept = read_preferences(db, present.learner_id)
    ends_at = day_bounds(clock, present.day)[1]
    return LearnerSettings(clock, ends_at, kept.visibility, kept.pings, kept.rest_days, present.joined)
