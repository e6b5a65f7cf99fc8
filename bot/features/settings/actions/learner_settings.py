"""A learner's own settings: zone, day end, visibility, pings, rest days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import Publishing, Setting, Visibility
from bot.errors import Refused
from bot.features.checkins.queries.consents import write_choice
from bot.features.digests.actions import amend_digests_about
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.members.queries import learners
from bot.features.members.queries.setting_changes import note_settings
from bot.features.partners.actions.wishing import hide_from_partners
from bot.features.points.actions import place_in_community
from bot.features.settings.queries import (
    first_rest_change,
    mark_zone_own,
    read_preferences,
    write_community,
    write_pings,
    write_rest_days,
    write_visibility,
)
from bot.features.streaks.actions import counting
from bot.features.streaks.actions.clocks import turn_clock
from bot.identity import Caller
from roadmap.cadence import LATEST_DAY_END, StudyClock, clock_at, day_bounds, study_day
from roadmap.weekdays import WHOLE_WEEK


class NoSuchDayEnd(Refused):
    """Refusal: a study day ends between 00:00 and 06:00."""


class NoDayLeft(Refused):
    """Refusal: all seven days of the week would be rest days."""


@dataclass(frozen=True, slots=True)
class LearnerSettings:
    """A learner's settings. `rest_days` are weekday bits, Monday 1. `ends_at` is the end of the current study day.
    `publishing` is how much of their check-ins their groups read, `takes_questions` whether they may be asked to help;
    None: they were not asked yet.

    `joined`: the learner became a member with this call. `taken`: the change of clock was accepted.
    `later`: the change of rest days counts from tomorrow.
    """

    clock: StudyClock
    ends_at: datetime
    visibility: Visibility
    pings: bool
    rest_days: int
    publishing: Publishing | None
    shows_work: bool
    joined: bool = False
    taken: bool = True
    later: bool = False
    takes_questions: bool | None = None


def read_own_settings(db: Connection, caller: Caller) -> LearnerSettings | None:
    """Read the caller's settings. None if the caller is no member of this group."""
    present = presence.find_present(db, caller)
    return _settings(db, present, caller.now) if present else None


def set_clock(
    db: Connection, caller: Caller, roadmap_slug: str, *, zone: str | None = None, day_end: int | None = None
) -> LearnerSettings:
    """Change the caller's zone or day end (minutes after midnight) by the rules of `turn_clock`.

    Within one study day, a second change that skips a date is refused. `taken` is then False. Raises NoSuchDayEnd.
    """
    if day_end is not None and not 0 <= day_end <= LATEST_DAY_END:
        raise NoSuchDayEnd
    present = presence.enter(db, caller, roadmap_slug)
    if zone is not None:
        mark_zone_own(db, present.learner_id)
    taken = turn_clock(db, present.learner_id, caller.now, zone=zone, day_end=day_end)
    chosen = {Setting.ZONE: zone, Setting.DAY_END: day_end}
    note_settings(
        db, present.learner_id, [one for one, value in chosen.items() if taken and value is not None], caller.now
    )
    counting.reckon_streak_change(db, present.learner_id, caller.now)
    return replace(_settings(db, present, caller.now), taken=taken)


def choose_visibility(db: Connection, caller: Caller, roadmap_slug: str, visibility: Visibility) -> LearnerSettings:
    """Set the caller's visibility: group, number or hidden. Digests that are out follow it."""
    present = presence.enter(db, caller, roadmap_slug)
    before = read_preferences(db, present.learner_id).visibility
    write_visibility(db, present.learner_id, visibility, caller.now)
    if visibility is not before:
        amend_digests_about(db, present.learner_id, caller.now)
    if visibility is Visibility.HIDDEN:
        hide_from_partners(db, present.learner_id, caller.now)
    place_in_community(db, [present.learner_id])
    return _settings(db, present, caller.now)


def choose_pings(db: Connection, caller: Caller, roadmap_slug: str, wanted: bool) -> LearnerSettings:
    """Set whether the caller is pinged when a level is celebrated."""
    present = presence.enter(db, caller, roadmap_slug)
    write_pings(db, present.learner_id, wanted, caller.now)
    return _settings(db, present, caller.now)


def choose_community(db: Connection, caller: Caller, roadmap_slug: str, wanted: bool) -> LearnerSettings:
    """Set whether the caller is on the community leaderboard, if a group of theirs is."""
    present = presence.enter(db, caller, roadmap_slug)
    write_community(db, present.learner_id, wanted, caller.now)
    place_in_community(db, [present.learner_id])
    return _settings(db, present, caller.now)


def choose_publishing(db: Connection, caller: Caller, roadmap_slug: str, choice: Publishing) -> LearnerSettings:
    """Set how much of the caller's check-ins their groups read. Digests that are out follow it.

    A report made under a stricter choice keeps that.
    """
    present = presence.enter(db, caller, roadmap_slug)
    before = read_preferences(db, present.learner_id).publishing
    write_choice(db, present.learner_id, choice, caller.now)
    if choice is not before:
        amend_digests_about(db, present.learner_id, caller.now)
    return _settings(db, present, caller.now)


def set_rest_days(db: Connection, caller: Caller, roadmap_slug: str, bits: int) -> LearnerSettings:
    """Set the caller's rest days (weekday bits, Monday 1). Raises NoDayLeft.

    A choice counts from tomorrow, because a study day that has begun keeps its rule. On the study day of a first
    choice, that choice and later ones count today.
    """
    if bits == WHOLE_WEEK:
        raise NoDayLeft
    present = presence.enter(db, caller, roadmap_slug)
    first = first_rest_change(db, present.learner_id)
    at_once = first is None or first >= present.day
    write_rest_days(db, present.learner_id, present.day + timedelta(days=0 if at_once else 1), bits)
    counting.reckon_streak_change(db, present.learner_id, caller.now)
    return replace(_settings(db, present, caller.now), later=not at_once)


def _settings(db: Connection, present: Present, now: datetime) -> LearnerSettings:
    clock = clock_at(learners.read_clock(db, present.learner_id), now)
    kept = read_preferences(db, present.learner_id)
    ends_at = day_bounds(clock, study_day(clock, now))[1]
    wishes = kept.visibility, kept.pings, kept.rest_days, kept.publishing, kept.shows_work
    return LearnerSettings(clock, ends_at, *wishes, joined=present.joined, takes_questions=kept.takes_questions)
