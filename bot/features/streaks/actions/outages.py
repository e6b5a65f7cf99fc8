"""The program's own outages: a day whose last waking hours it slept through costs nobody their streak.

A beat is kept each minute. A longer gap between two is an outage, whether the program was killed, the machine slept or
the network of the database was gone; `counting` makes study days of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.streaks.actions import counting
from bot.identity import LearnerId
from bot.posting import beats

MARGIN = timedelta(days=2)  # by which a study day may lie before the UTC date


def renew_streaks(db: Connection, since: datetime, now: datetime, after: LearnerId, limit: int) -> LearnerId | None:
    """Reckon some streaks anew that were alive when an outage began. Return where to go on; None at the end."""
    found = beats.standing_streaks(db, (since - MARGIN).date(), after, limit)
    for learner_id in found:
        counting.settle_streak(db, learner_id, now)
    return found[-1] if found else None
