"""Days in a list: `tomorrow and Friday`, `5, 6 and 7 March`, `2026-03-05 2026-03-09`.

| listed | what they mean |
| --- | --- |
| days that follow each other | the days from the first to the last |
| two whole dates with a blank between | the days from the first to the last |
| other days | either all days between, or each alone: a question |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from bot.chat.words.span_words import DateSpan, SpanWords

_AND = re.compile(r"\s*(?:,\s*(?:and\s+)?|&|\+|\band\b)\s*")
_DATE = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
_TWO_DATES = re.compile(rf"(?:from\s+)?({_DATE})\s+({_DATE})")
_NUMBER = re.compile(r"(?:the\s+)?\d{1,2}(?:st|nd|rd|th|\.)?")
_MONTH_AFTER = re.compile(r".*\d(?:st|nd|rd|th|\.)?\s+(?P<month>(?:of\s+)?[^\W\d_].*)")
_MONTH_BEFORE = re.compile(r"(?P<month>[^\W\d_]{3,}\.?\s+)(?:the\s+)?\d{1,2}(?:st|nd|rd|th|\.)?")
_DAY = timedelta(days=1)
_MOST = 7
"""Words between blanks that are tried as two days."""


def read_listed_days(asked: SpanWords) -> tuple[DateSpan, ...]:
    """Read two or more days in a list, as the days between them or as each alone."""
    words = asked.words.removeprefix("on ")
    for parts in _split(words):
        days = _days_of(asked, parts)
        if len(days) < 2:  # noqa: PLR2004  a list has two
            continue
        every = DateSpan(days[0], days[-1])
        if _TWO_DATES.fullmatch(words) or all(after - before == _DAY for before, after in pairwise(days)):
            return (every,)
        return (every, *(DateSpan(day, day) for day in days))
    return ()


def _split(words: str) -> Iterator[list[str]]:
    """Yield the ways to split words into days: by signs, else at one blank."""
    listed = _AND.split(words)
    if len(listed) > 1:
        yield _with_month(listed)
        return
    single = words.split()
    if len(single) <= _MOST:
        yield from ([" ".join(single[:at]), " ".join(single[at:])] for at in range(1, len(single)))


def _with_month(parts: list[str]) -> list[str]:
    """Give a bare number the month of the last or first part: `5 and 6 March`, `March 5 and 6`."""
    after, before = _MONTH_AFTER.fullmatch(parts[-1]), _MONTH_BEFORE.fullmatch(parts[0])
    if after:
        return [f"{part} {after['month']}" if _NUMBER.fullmatch(part) else part for part in parts]
    if before:
        return [f"{before['month']}{part}" if _NUMBER.fullmatch(part) else part for part in parts]
    return parts


def _days_of(asked: SpanWords, parts: list[str]) -> list[date]:
    """Return the first day that each part may mean, in order of time. None at all if a part is no day."""
    each = [asked.days(part.strip()) for part in parts]
    return sorted({days[0] for days in each}) if all(each) else []
