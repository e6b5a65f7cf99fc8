"""The words of a stretch of days, and the weeks and months that they may name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.chat.words.dates import read_dates
from bot.chat.words.days import read_month
from roadmap.weekdays import DAYS_IN_WEEK

_DAY = timedelta(days=1)
_WEEK = timedelta(days=DAYS_IN_WEEK)
_MONTHS = 12
_SATURDAY = 5
_WHOLE_MONTH = re.compile(
    r"(?:(?:for|in|over|during)\s+)?(?:all(?:\s+of)?\s+|(?:the\s+)?(?:whole|entire)\s+(?:of\s+)?)?(?:the\s+month\s+of\s+)?"
    r"(?P<name>[^\W\d_]+)\.?(?:\s+(?P<year>20\d\d))?"
)
_NEXT_MONTH = re.compile(r"(?:all\s+)?next\s+month")
_THIS_MONTH = re.compile(r"(?:all|this|(?:the\s+)?rest\s+of\s+(?:the|this))\s+month")
_END_OF = re.compile(r"(?:by\s+|at\s+)?(?P<day>(?:the\s+)?(?:end\s.+|(?:month|year)[ -]?end))")
_COMING_WEEKEND = re.compile(r"(?:all\s+|(?:over|at|on)\s+the\s+|the\s+coming\s+|this\s+|the\s+)?weekend")


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Days from the first to the last, both included; without a last, they are open-ended.

    The last may lie before the first, if typed so.
    """

    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class SpanWords:
    """Leveled words for a stretch of days, and the day and language in which they are said."""

    words: str
    today: date
    language: str

    def days(self, words: str, today: date | None = None) -> tuple[date, ...]:
        """Read the days that some of the words may mean, seen from a day."""
        return read_dates(words, today or self.today, self.language)


def read_week(asked: SpanWords) -> tuple[DateSpan, ...]:
    """Read a week or a weekend. A week begins on Monday; this week begins today."""
    today, monday = asked.today, asked.today - timedelta(days=asked.today.weekday())
    saturday, sunday = monday + timedelta(days=_SATURDAY), monday + timedelta(days=DAYS_IN_WEEK - 1)
    coming, following = DateSpan(max(saturday, today), sunday), DateSpan(saturday + _WEEK, sunday + _WEEK)
    if _COMING_WEEKEND.fullmatch(asked.words):
        return (coming, following) if today == sunday else (coming,)
    match asked.words:
        case "next weekend":
            return (following,) if today >= saturday else (coming, following)
        case "next week" | "the next week" | "all next week" | "the coming week":
            return (DateSpan(monday + _WEEK, sunday + _WEEK),)
        case "this week" | "the rest of the week" | "rest of the week" | "rest of this week" | "all week":
            return (DateSpan(today, sunday),)
    return ()


def read_end(asked: SpanWords) -> tuple[DateSpan, ...]:
    """Read `end of the month`: all days until then, or that day alone."""
    found = _END_OF.fullmatch(asked.words)
    days = asked.days(found["day"]) if found else ()
    return tuple(DateSpan(first, day) for day in days for first in (asked.today, day))


def read_whole_month(asked: SpanWords) -> tuple[DateSpan, ...]:
    """Read a month by its name: `March`, `all of March`, `next month`. The running month begins today."""
    first = _first_of_month(asked)
    if first is None:
        return ()
    last = _month_after(first) - _DAY
    return (DateSpan(max(first, asked.today), last),) if last >= asked.today else (DateSpan(first, last),)


def _first_of_month(asked: SpanWords) -> date | None:
    running = asked.today.replace(day=1)
    if _NEXT_MONTH.fullmatch(asked.words):
        return _month_after(running)
    if _THIS_MONTH.fullmatch(asked.words):
        return running
    found = _WHOLE_MONTH.fullmatch(asked.words)
    month = read_month(found["name"], asked.language) if found else None
    if found is None or month is None:
        return None
    if found["year"]:
        return date(int(found["year"]), month, 1)
    return date(asked.today.year + (month < asked.today.month), month, 1)


def _month_after(first: date) -> date:
    year, month = divmod(first.year * _MONTHS + first.month, _MONTHS)
    return date(year, month + 1, 1)
