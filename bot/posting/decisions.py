"""Decisions at a due moment. They are pure, so that the planner and the preview ask the same function."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection

from bot.posting import hours
from bot.posting.audiences import Audience


@dataclass(frozen=True, slots=True)
class Speak:
    """Say the post now."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Look at the due again at `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Never:
    """Pass over this due. The next regular due follows."""


Decision = Speak | Wait | Never


@dataclass(slots=True)
class Foresight:
    """A group as it will be if its members do nothing. The preview moves it on from due to due.

    `coming` are its dues by name. `heard_on` is the local date of its last post. `spoken` is when each kind was last
    foreseen.
    """

    db: Connection
    group: Audience
    coming: dict[str, datetime]
    heard_on: date | None
    spoken: dict[str, datetime] = field(default_factory=dict)

    def has_heard(self, now: datetime) -> bool:
        """Whether the group has had its post of the day."""
        return self.heard_on == hours.local_date(now, self.group.zone)
