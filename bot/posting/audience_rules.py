"""Rules about a group or learner that every post kind obeys: asleep, quiet, snoozed, stopped."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.library import Library
from bot.posting.audiences import Audience, Listener
from roadmap.model import Roadmap

IDLE = timedelta(days=10)


ASKED_AFTER = 21  # ignored nudges; who ignores the question too is given up


DAILY, EVERY_OTHER_DAY, WEEKLY, STOPPED = 0, 1, 2, 4  # of `nudge_pace`: what was chosen, whatever was ignored


def pace_after(ignored: int) -> int:
    """How often to nudge who did not answer so many days in a row: daily, every other day, weekly, a last question."""
    return sum(ignored >= step for step in (3, 7, ASKED_AFTER))


def is_wanted(one: Listener) -> bool:
    """Whether a learner opted in to be nudged, and has not been given up or stopped it."""
    return one.nudge_on and not is_silenced(one)


def is_snoozed(one: Listener, now: datetime) -> bool:
    """Whether a learner asked for silence for now."""
    return one.snoozed_until is not None and now < one.snoozed_until


def is_silenced(one: Listener) -> bool:
    """Whether a learner stopped every private word, or was given up."""
    return one.nudge_pace == STOPPED or one.nudges_ignored > ASKED_AFTER


def is_missed(one: Listener) -> bool:
    """Whether a learner is to be welcomed back when they have been away for ten days: once for each absence."""
    return not is_silenced(one) and (one.welcomed_at is None or one.welcomed_at < one.active_at)


FORSAKEN = timedelta(days=14)


def is_forsaken(group: Audience, now: datetime) -> bool:
    """Whether nobody came for so long that a group is left alone."""
    return now - group.active_at >= FORSAKEN and not group.solo


def is_hushed(group: Audience, now: datetime) -> bool:
    """Whether a steward asked for silence."""
    return group.quiet_until is not None and now < group.quiet_until


def roadmap_of(library: Library, slug: str) -> Roadmap:
    """The roadmap of this slug; one that is no longer there gives the first."""
    return library.get(slug) or next(iter(library.values()))
