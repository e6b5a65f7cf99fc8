"""The hours of the first check-in in the hall, and members who report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.features.checkins.actions import CheckinAnswers, put_answers
from tests.bot.hall import DAY, HOUR, Hall

SUNDAY = datetime(2026, 3, 8, 18, tzinfo=UTC)
EVENING = 6 * DAY + 10 * HOUR
WEEK = timedelta(days=7)


async def report(hall: Hall, *names: str, **answers: str) -> None:
    for name in names:
        await hall.store.write(put_answers, hall.caller(name), hall.roadmap, CheckinAnswers(**answers))
