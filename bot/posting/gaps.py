"""Keep the program's heartbeat and find the gaps in it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.posting import beats

LONGEST_GAP = timedelta(minutes=5)


def note_gap(db: Connection, now: datetime) -> bool:
    """Keep the gap since the last beat as an outage if it is longer than five minutes.

    If the clock was set back, outages in the future are cut short instead. Returns whether there are outages to
    resolve. The beat itself is kept last, after the streaks. Until then the gap is found again.
    """
    last = beats.last_beat(db)
    if last is not None and now < last:
        beats.cut_outages(db, now)
    elif last is not None and now - last > LONGEST_GAP:
        beats.add_outage(db, last, now)
    return beats.has_open_outages(db)


def note_beat(db: Connection, now: datetime) -> int:
    """Keep a beat. Returns how many posts are due and wait."""
    beats.keep_beat(db, now)
    return beats.count_waiting(db, now)
