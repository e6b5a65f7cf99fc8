"""The day of a return: after ten days without study, fewer minutes make a study day done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from roadmap.streak import ENOUGH_MINUTES

DAYS_AWAY = 10
"""Days from the last entry to the day of a return. Days of a pause are left out."""
ENOUGH_AT_RETURN = 5  # minutes of study that make the day of a return done
_DAY = timedelta(days=1)


def is_return(day: date, since: date, pauses: Iterable[tuple[date, date]]) -> bool:
    """Whether study on a day ends an absence that began on the day `since`.

    Pauses include both ends. Their days before `day` are no absence.
    """
    span = range(1, (day - since).days)
    paused = {count for first, last in pauses for count in span if first <= since + _DAY * count <= last}
    return len(span) - len(paused) >= DAYS_AWAY - 1


def minutes_needed(day: date, since: date, pauses: Iterable[tuple[date, date]]) -> int:
    """Return the minutes of study that make a day done: 5 at a return, else 15."""
    return ENOUGH_AT_RETURN if is_return(day, since, pauses) else ENOUGH_MINUTES
