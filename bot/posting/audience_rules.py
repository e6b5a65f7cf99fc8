"""Rules about a group or learner that every post kind obeys: asleep, quiet, snoozed, stopped."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.closed_sets import NudgePace
from bot.posting.audiences import Audience, Listener

IDLE = timedelta(days=10)
EVERY_OTHER = 2


ASKED_AFTER = 21  # ignored days; the next nudge is a last question, and a learner who ignores it too is silenced


def pace_after(ignored: int) -> int:
    """Return the pace of nudges after so many ignored days in a row.

    0 is daily, 1 every other day, 2 weekly, 3 a last question.
    """
    return sum(ignored >= step for step in (3, 7, ASKED_AFTER))


def is_wanted(learner: Listener) -> bool:
    """Whether a learner opted in to nudges and is not silenced."""
    return learner.nudge_on and not is_silenced(learner)


def is_snoozed(learner: Listener, now: datetime) -> bool:
    """Whether a learner asked for silence for now."""
    return learner.snoozed_until is not None and now < learner.snoozed_until


def is_silenced(learner: Listener) -> bool:
    """Whether a learner stopped all private posts, or ignored the last question too."""
    return learner.nudge_pace == NudgePace.STOPPED or learner.nudges_ignored > ASKED_AFTER


def is_missed(learner: Listener) -> bool:
    """Whether a learner may be welcomed back: not silenced, and not welcomed since they were last active."""
    return not is_silenced(learner) and (learner.welcomed_at is None or learner.welcomed_at < learner.active_at)


MOST_IGNORED = 5
"""The nudges in a row without a reaction after which a group is nudged every other day."""


def is_nudge_thinned(group: Audience, day: date) -> bool:
    """Whether a group gets no nudge on a local date: it ignored five, and had one on this date or the one before."""
    if group.nudges_ignored < MOST_IGNORED or group.nudged_at is None:
        return False
    return (day - group.nudged_at.astimezone(ZoneInfo(group.zone)).date()).days < EVERY_OTHER


FORSAKEN = timedelta(days=14)


def is_forsaken(group: Audience, now: datetime) -> bool:
    """Whether a group had no activity for two weeks. A group of a learner alone never counts."""
    return now - group.active_at >= FORSAKEN and not group.solo


def is_hushed(group: Audience, now: datetime) -> bool:
    """Whether a steward asked for silence."""
    return group.quiet_until is not None and now < group.quiet_until
