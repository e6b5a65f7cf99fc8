"""Find the hour at which a learner is nudged."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.features.streaks.queries import study_days
from bot.posting import hours
from bot.posting.audiences import Listener

USUAL_DAYS = 14


def usual_hour(db: Connection, learner: Listener, now: datetime) -> int:
    """Return a learner's hour for private posts, in minutes after midnight.

    It is the hour that they set. Otherwise it is found from their last 14 days with study, or is 19:00 before the
    fifth such day.
    """
    latest = study_days.read_study_times(db, learner.learner_id, USUAL_DAYS) if learner.nudge_at is None else ()
    return hours.own_hour(learner, latest, now)


def has_usual_hour(db: Connection, learner: Listener) -> bool:
    """Whether a learner has studied on enough days for an hour to be found."""
    return len(study_days.read_study_times(db, learner.learner_id, hours.FEWEST_DAYS)) == hours.FEWEST_DAYS
