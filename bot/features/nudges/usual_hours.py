"""Find the hour and the moments at which a learner is nudged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.streaks.queries import study_days
from bot.posting import apart, audiences, hours
from bot.posting.audiences import Audience, Listener

USUAL_DAYS = 14


def usual_hour(db: Connection, learner: Listener, now: datetime) -> int:
    """Return a learner's hour for private posts, in minutes after midnight.

    It is the hour that they set. Otherwise it is found from their last 14 days with study, or is 19:30 before the
    fifth such day.
    """
    latest = study_days.read_study_times(db, learner.learner_id, USUAL_DAYS) if learner.nudge_at is None else ()
    return hours.own_hour(learner, latest, now)


def has_usual_hour(db: Connection, learner: Listener) -> bool:
    """Whether a learner has studied on enough days for an hour to be found."""
    return len(study_days.read_study_times(db, learner.learner_id, hours.FEWEST_DAYS)) == hours.FEWEST_DAYS


def next_moment(db: Connection, learner: Listener, hour: int, after: datetime) -> datetime:
    """Return the next moment of a learner's nudge: their hour, kept clear of the nudges of their groups."""
    return next_clear(learner, hour, after, audiences.read_nudging_groups(db, learner.learner_id))


def next_clear(learner: Listener, hour: int, after: datetime, groups: Sequence[Audience]) -> datetime:
    """Return the next of a learner's moments, one for each local date, kept clear of the nudges of these groups."""
    zone = hours.whereabouts(learner.clock, after)
    moment = hours.next_own(learner, hour, after - timedelta(days=1))
    while (clear := apart.keep_clear(moment, zone, groups)) <= after:
        moment = hours.next_own(learner, hour, moment)
    return clear
