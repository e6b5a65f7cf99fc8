"""Days and stretches of days as people type them: `2026-05-03`, `3 May`, `tomorrow`, `friday`, `1w`, `until 3 May`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from babel import Locale

from bot.chat.words.clocks import read_weekday
from bot.chat.words.lengths import MOST_DAYS, is_bare_number, read_length
from bot.texts import SOURCE

BEHIND = timedelta(days=90)
"""A date without its year is the first such date that is not longer ago than this."""

_NEAR = {"yesterday": -1, "today": 0, "now": 0, "tomorrow": 1}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?")
_NAMED = re.compile(
    r"(?:(?P<d>\d{1,2})(?:st|nd|rd|th|\.)?(?:\s+of)?\s+(?P<m>[^\W\d_]+)\.?|(?P<m2>[^\W\d_]+)\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?),?(?:\s+(?P<y>\d{4}))?"
)
_SHORTEST_MONTH = 3
_SHORTEST_DAY = 3
_WEEK = 7
_UNTIL = re.compile(r"(?:until|till|til|through|to)\s+(?P<last>.+)", re.IGNORECASE | re.DOTALL)
_FROM = re.compile(r"^from\s", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:\.{2,3}|…|\s[-–—]\s|\s(?:to|until|till|through)\s)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Days from the first to the last, both included. The last may lie before the first, if typed so."""

    first: date
    last: date


def read_day(typed: str, today: date, language: str) -> date | None:
    """Read the date that was typed; None if the words are no date. The first form that fits counts:

    1. `yesterday`, `today`, `now` or `tomorrow`.
    2. A date like `2026-05-03`.
    3. A date like `3.5.` or `3.5.2026`.
    4. A day and a month by name, with or without a year.
    5. A weekday: the next one after today.
    """
    word = " ".join(typed.split()).casefold()
    if word in _NEAR:
        return today + timedelta(days=_NEAR[word])
    if found := _ISO.fullmatch(word):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DOTTED.fullmatch(word):
        return _in_year(found[3], int(found[2]), int(found[1]), today)
    if found := _NAMED.fullmatch(word):
        month = _month(found["m"] or found["m2"], language)
        return _in_year(found["y"], month, int(found["d"] or found["d2"]), today) if month else None
    return _weekday(word, today, language)


def read_span(typed: str, today: date, language: str) -> DateSpan | None:
    """Read the days that were typed; None if the words name none. The first form that fits counts:

    1. A length, from today on.
    2. `until` a day, from today on.
    3. One day.
    4. From a day on, to another day or for a length.
    """
    words = " ".join(typed.split())
    if length := read_length(words):
        return DateSpan(today, today + timedelta(days=length - 1))
    if found := _UNTIL.fullmatch(words):
        last = read_day(found["last"], today, language)
        return DateSpan(today, last) if last else None
    ends = _BETWEEN.split(_FROM.sub("", words))
    days = [read_day(end, today, language) for end in ends]
    if len(days) == 1 and days[0]:
        return DateSpan(days[0], days[0])
    return _between(ends, today, language) if len(days) == len(("first", "last")) else None


def _between(ends: list[str], today: date, language: str) -> DateSpan | None:
    """Read the days from a first day on, to another day or for a length.

    A weekday at the end is the next one after the first day, or after today if that is later.
    """
    first = read_day(ends[0], today, language)
    if first is None or first > today + timedelta(days=MOST_DAYS):
        return DateSpan(first, first) if first else None  # dates do not go on for ever
    length = None if is_bare_number(ends[1]) else read_length(ends[1])  # in `3 May..10` it is no length
    last = first + timedelta(days=length - 1) if length else read_day(ends[1], _begin_of(first, today), language)
    return DateSpan(first, last) if last else None


def _begin_of(first: date, today: date) -> date:
    return max(first, today)


def _weekday(word: str, today: date, language: str) -> date | None:
    number = read_weekday(word.removeprefix("next "), language) if len(word) >= _SHORTEST_DAY else None
    if number is None:
        return None
    return today + timedelta(days=(number - today.weekday() - 1) % _WEEK + 1)


def _month(word: str, language: str) -> int | None:
    fitting = {
        number
        for locale, width in product({language, SOURCE}, ("wide", "abbreviated"))
        for number, name in Locale.parse(locale).months["format"][width].items()
        if len(word) >= _SHORTEST_MONTH and name.casefold().startswith(word)
    }
    return fitting.pop() if len(fitting) == 1 else None


def _in_year(year: str | None, month: int, day: int, today: date) -> date | None:
    """Make a date in the year that was named; None if that year has no such date.

    Without a year, the first such date counts that is at most 90 days ago.
    """
    if year:
        return _date(int(year), month, day)
    around = (_date(today.year + ahead, month, day) for ahead in (-1, 0, 1, 2, 3, 4))
    return next((found for found in around if found and found >= today - BEHIND), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
