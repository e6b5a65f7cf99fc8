"""An edit of a message from an earlier study day: what it would change is asked about first."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat.call import Call

DAY_END = timedelta(hours=4)
"""The usual end of a study day."""


def question_of_edit(call: Call) -> str:
    """Return the key of the question to ask before an edited message changes something; empty: none."""
    written = call.said.written
    earlier = written is not None and _study_day(written, call.scene.zone) != _study_day(call.now, call.scene.zone)
    return "edit.earlier" if earlier else ""


def _study_day(at: datetime, zone: str) -> date:
    return (at - DAY_END).astimezone(ZoneInfo(zone)).date()
