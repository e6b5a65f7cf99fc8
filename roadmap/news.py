"""News of a streak: freezes that were used, and streaks that ended, of which the learner is told once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from roadmap.streak import Streak, StreakEnd, Verdict

WORTH_TELLING = 2
"""The fewest days of a streak whose end is news. A streak of one day ends silently."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StreakNews:
    """The news of a streak: the days that freezes spared, and the ends."""

    freezes: tuple[date, ...] = ()
    ends: tuple[StreakEnd, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.freezes or self.ends)


@dataclass(frozen=True, slots=True)
class HeardNews:
    """The news that a learner was told: of which freezes and ends, and of all days through `before`."""

    freezes: Collection[date] = ()
    ends: Collection[date] = ()
    before: date = date.min


def find_news(streak: Streak, heard: HeardNews) -> StreakNews:
    """Find the news that the learner was not told."""
    spared = (day.day for day in streak.days if day.verdict is Verdict.FREEZE)
    return StreakNews(
        tuple(day for day in spared if day > heard.before and day not in heard.freezes),
        tuple(end for end in streak.ends if is_end_news(end) and end.day > heard.before and end.day not in heard.ends),
    )


def is_end_news(end: StreakEnd) -> bool:
    """Whether the end of a streak is worth telling."""
    return end.days >= WORTH_TELLING


def next_news_from(streak: Streak, news: StreakNews) -> date | None:
    """Return the study day from which there is news to tell, without further activity. None: from no day."""
    if news:
        return min((*news.freezes, *(end.day for end in news.ends)))
    return streak.next_miss + _DAY if streak.next_miss is not None else None
