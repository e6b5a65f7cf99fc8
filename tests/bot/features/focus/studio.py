"""A hall in which people study together: they start, join, leave and stop sessions by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from bot.features.focus.actions.showing import FocusNow
from bot.features.focus.actions.starting import start_focus
from bot.features.focus.actions.taking_part import join_focus, leave_focus, stop_focus
from bot.identity import FocusId, LearnerId, Place
from bot.tables import accounts, focus_members, focuses, sessions
from roadmap.focus import Timetable
from tests.bot.hall import HALL, Hall

ALONE = Place("telegram", 0, 0, private=True)


@dataclass(frozen=True)
class LoggedMinutes:
    """What is logged of a learner: the minutes, the study day, and whether it was taken back."""

    name: str
    minutes: int
    day: date
    undone: bool = False


class Studio(Hall):
    """The same as a hall, with sessions."""

    async def start(self, name: str, *minutes: int, place: Place = HALL) -> FocusNow:
        table = Timetable(minutes or (25,))
        return await self.store.write(start_focus, self.caller(name, place), self.roadmap.slug, table)

    async def join(self, name: str, focus: FocusId, place: Place = HALL) -> FocusNow:
        return await self.store.write(join_focus, self.caller(name, place), self.roadmap.slug, focus)

    async def leave(self, name: str, focus: FocusId, place: Place = HALL) -> FocusNow:
        return await self.store.write(leave_focus, self.caller(name, place), self.roadmap, focus)

    async def stop(self, name: str, focus: FocusId, *, steward: bool = False, place: Place = HALL) -> FocusNow:
        return await self.store.write(stop_focus, self.caller(name, place, steward=steward), focus)

    async def logged(self) -> list[LoggedMinutes]:
        """All sessions that were logged, in order."""
        return await self.store.read(read_logged)

    async def minutes(self) -> dict[str, int]:
        """Name -> all minutes logged."""
        found: dict[str, int] = {}
        for one in await self.logged():
            found[one.name] = found.get(one.name, 0) + one.minutes
        return found

    async def kept(self, focus: FocusId) -> Any:
        """The row of a session."""
        return await self.store.read(lambda db: db.execute(select(focuses).where(focuses.c.id == focus)).one())

    async def staying(self, focus: FocusId) -> list[LearnerId]:
        """The learners that are in a session."""
        rows = select(focus_members.c.learner_id).where(
            focus_members.c.focus_id == focus, focus_members.c.staying.is_(True)
        )
        return list(await self.store.read(lambda db: db.scalars(rows).all()))


def read_logged(db: Connection) -> list[LoggedMinutes]:
    """All sessions that were logged, in order."""
    rows = db.execute(
        select(accounts.c.name, sessions.c.minutes, sessions.c.day, sessions.c.undone_at)
        .join(accounts, accounts.c.learner_id == sessions.c.learner_id)
        .order_by(sessions.c.id)
    )
    return [LoggedMinutes(row.name, row.minutes, row.day, row.undone_at is not None) for row in rows]
