"""The study day of a caller."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.features.members.actions import presence, surroundings
from bot.features.members.actions.presence import Present
from bot.identity import Caller
from roadmap.cadence import StudyClock, day_bounds, study_day


@dataclass(frozen=True, slots=True)
class OpenNight:
    """The hours after midnight in which the study day before is still open, until `ends_at` in `zone`."""

    day: date
    ends_at: datetime
    zone: str


def read_today(db: Connection, caller: Caller) -> date:
    """Return the caller's study day. Before joining, the group's zone decides, else the caller's."""
    present = presence.find_present(db, caller)
    if present is not None:
        return present.day
    return study_day(
        StudyClock(surroundings.read_surroundings(db, caller.account, caller.place).zone or caller.zone), caller.now
    )


def find_night(present: Present, now: datetime) -> OpenNight | None:
    """Find the night that a call falls into. None if the study day has today's date."""
    if now.astimezone(ZoneInfo(present.clock.zone)).date() == present.day:
        return None
    return OpenNight(present.day, day_bounds(present.clock, present.day)[1], present.clock.zone)
