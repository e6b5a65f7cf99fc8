"""Study days in the plainest way: a learner lives one after another, and may move in between."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
WAKING = timedelta(hours=16)


@dataclass(frozen=True)
class Wall:
    """A zone, and the minutes after midnight at which a study day ends there."""

    zone: str
    day_end: int = 240

    def begin(self, day: date) -> datetime:
        """The instant at which a date begins."""
        local = datetime.combine(day, time(self.day_end // 60, self.day_end % 60), ZoneInfo(self.zone))
        return local.astimezone(UTC)

    def date_at(self, instant: datetime) -> date:
        """The date at an instant."""
        day = instant.astimezone(ZoneInfo(self.zone)).date() + DAY
        while self.begin(day) > instant:
            day -= DAY
        return day


@dataclass
class Days:
    """A learner's study days, lived one after another.

    1. A date lasts until the next one begins.
    2. Another zone or day end counts from the next study day on.
    3. The day in course then ends at the later of its two ends.
    4. A date that would have less than sixteen hours left is skipped. The day in course goes on.
    5. A date that is skipped or cut short is held, once for each change.
    """

    wall: Wall
    today: date
    ends: datetime
    following: date
    coming: Wall | None = None
    held: set[date] = field(default_factory=set)
    ended: dict[date, datetime] = field(default_factory=dict)

    @classmethod
    def begin(cls, wall: Wall, now: datetime) -> Days:
        """Begin with the date at an instant."""
        today = wall.date_at(now)
        return cls(wall, today, wall.begin(today + DAY), today + DAY)

    def live(self, now: datetime) -> None:
        """Let time go by."""
        while now >= self.ends:
            self.ended[self.today] = self.ends
            self.today, self.wall, self.coming = self.following, self.coming or self.wall, None
            self.following = self.today + DAY
            self.ends = self.wall.begin(self.following)

    def move(self, wall: Wall) -> bool:
        """Take another zone or day end. False: it would leap over a second date, and is not taken."""
        over = max(self.ends, wall.begin(self.today + DAY))
        day, lost = wall.date_at(over), list[date]()
        if day > self.today + DAY:
            lost.append(self.today + DAY)
        if wall.begin(day + DAY) - over < WAKING:
            if lost:
                return False
            lost.append(day)
            day += DAY
            over = wall.begin(day)
        elif wall.begin(day) < over:
            lost.append(day)
        self.coming, self.ends, self.following = wall, over, day
        self.held.update(lost[:1])
        return True
