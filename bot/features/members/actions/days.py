"""The study day of a caller."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from bot.features.members.actions import presence, surroundings
from bot.identity import Caller
from roadmap.cadence import StudyClock, study_day


def read_today(db: Connection, caller: Caller) -> date:
    """Return the caller's study day. Before joining, the group's zone decides, else the caller's."""
    present = presence.find_present(db, caller)
    if present is not None:
        return present.day
    return study_day(
        StudyClock(surroundings.read_surroundings(db, caller.account, caller.place).zone or caller.zone), caller.now
    )
