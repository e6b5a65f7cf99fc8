"""Streaks after an outage: a study day whose last waking hours the bot slept through ends no streak.

The bot keeps a beat each minute. A gap of over five minutes between two beats is an outage.
Its study days are resolved once for each learner, by the clock that the learner has then.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.features.streaks.actions import counting
from bot.features.streaks.queries import outage_days
from bot.identity import LearnerId


def renew_streaks(db: Connection, now: datetime, after: LearnerId, limit: int) -> LearnerId | None:
    """Resolve the open outages for up to `limit` learners of ids above `after`.

    Running streaks that lose a study day to one are reckoned anew. Return the last learner id, from which to go on.
    At the end, mark the outages as resolved and return None.
    """
    clocks = outage_days.lock_clocks(db, after, limit)
    if not clocks:
        outage_days.close_outages(db)
        return None
    unresolved = outage_days.read_open_outages(db)
    found = outage_days.resolve_outages(db, clocks, unresolved)
    changed = outage_days.replace_outage_days(db, clocks, found)
    since = min(outage.starts_at for outage in unresolved)
    for learner_id in outage_days.read_running(db, changed, since):
        counting.reckon_streak_change(db, learner_id, now)
    return max(clocks)
