"""The program's own outages: a day whose last waking hours it slept through costs nobody their streak.

A beat is kept each minute. A longer gap between two is an outage, whether the program was killed, the machine slept or
the network of the database was gone; `accounting` makes study days of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.storage import beats
from bot.usecases import accounting

LONGEST_GAP = timedelta(minutes=5)
MARGIN = timedelta(days=2)  # by which a study day may lie before the UTC date


def note_gap(db: Connection, now: datetime) -> datetime | None:
    """Keep the gap since the last beat as an outage, if it is one; if the clock was set back, cut false ones short.

    Returns since when streaks may have changed by it. The beat itself is kept last, when they are settled: until then
    the gap is found again.
    """
    last = beats.last_beat(db)
    if last is None:
        return None
    if now < last:
        return now if beats.cut_outages(db, now) else None
    if now - last <= LONGEST_GAP:
        return None
    beats.add_outage(db, last, now)
    return last


def renew_streaks(db: Connection, since: datetime, now: datetime, after: int, limit: int) -> int | None:
    """Settle some of the streaks that stood when an outage began. Returns where to go on; None at the end."""
    found = beats.standing_streaks(db, (since - MARGIN).date(), after, limit)
    for learner_id in found:
        accounting.settle(db, learner_id, now)
    return found[-1] if found else None


def beat(db: Connection, now: datetime) -> int:
    """Say that the program is alive. Returns how many posts are due and wait."""
    beats.keep_beat(db, now)
    return beats.count_waiting(db, now)
