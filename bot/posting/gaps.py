"""Keep the program's heartbeat and find the gaps in it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.posting import beats

LONGEST_GAP = timedelta(minutes=5)


def note_gap(db: Connection, now: datetime) -> datetime | None:
    """Keep the gap since the last beat as an outage if it is longer than five minutes.

    If the clock was set back, outages in the future are cut short instead. Returns the instant since which streaks
    may have changed, or None. The beat itself is kept last, after the streaks. Until then the gap is found again.
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


def note_beat(db: Connection, now: datetime) -> int:
    """Keep a beat. Returns how many posts are due and wait."""
    beats.keep_beat(db, now)
    return beats.count_waiting(db, now)
