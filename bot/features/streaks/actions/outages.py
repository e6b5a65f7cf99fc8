"""Streaks after an outage: a study day whose last waking hours the bot slept through ends no streak.

The bot keeps a beat each minute. A gap of over five minutes between two beats is an outage.
`counting` finds the study days of an outage.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.streaks.actions import counting
from bot.identity import LearnerId
from bot.posting import beats

MARGIN = timedelta(days=2)  # a study day may be this long before the UTC date


def renew_streaks(db: Connection, since: datetime, now: datetime, after: LearnerId, limit: int) -> LearnerId | None:
    """Settle up to `limit` streaks that were alive when an outage began, of learner ids above `after`.

    Return the last learner id, from which to go on. None at the end.
    """
    found = beats.read_running_streaks(db, (since - MARGIN).date(), after, limit)
    for learner_id in found:
        counting.reckon_streak_change(db, learner_id, now)
    return found[-1] if found else None
