"""Times of day and weekdays: as people type them and as we say them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton

from bot.chat.words.lists import list_words
from bot.texts import SOURCE
from roadmap.weekdays import bits_of, weekdays_of

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The weekdays as our buttons type them, Monday = 0."""

_SHORTEST = 2
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_HOURS = 24
_NOON = 12
_MINUTES = 60
_SPLIT = re.compile(r"[\s,;/+&]+")


def hour(minutes: int) -> str:
    """Minutes after midnight as 18:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def local_time(instant: datetime, zone: str, language: str) -> str:
    """Write the time of day in a zone."""
    return format_skeleton("Hm", instant, tzinfo=ZoneInfo(zone), locale=language)


def local_day(instant: datetime, zone: str, language: str) -> str:
    """Write the date in a zone, as in `Tue 3 Mar`."""
    return short_day(instant.astimezone(ZoneInfo(zone)).date(), language)


def short_day(day: date, language: str) -> str:
    """A date with its weekday, as in `Tue 3 Mar`."""
    if language == SOURCE:  # CLDR's English would put the month first, or shorten September to four letters
        return format_date(day, "EEE d MMM", locale=language)
    return format_skeleton("MMMEd", day, locale=language)


def weekday(number: int, language: str) -> str:
    """The name of a weekday, Monday = 0."""
    name: str = Locale.parse(language).days["stand-alone"]["wide"][number]
    return name


def weekdays(bits: int, language: str) -> str:
    """The names of weekdays given as bits, Monday = 1, with commas between."""
    return list_words([weekday(number, language) for number in weekdays_of(bits)], language)


def read_weekday(typed: str, language: str) -> int | None:
    """The weekday that was typed, in full or shortened, Monday = 0; None if it is none or could be two."""
    word = typed.strip().casefold().rstrip(".")
    fitting = {number for number, name in _day_names(language) if name.startswith(word)}
    return fitting.pop() if len(word) >= _SHORTEST and len(fitting) == 1 else None


def read_weekdays(typed: str, language: str) -> int | None:
    """Weekday bits, Monday = 1, of a list of names; None if any of them is no weekday."""
    words = [word for word in _SPLIT.split(typed.strip()) if word and word.casefold() != "and"]
    days = [read_weekday(word, language) for word in words]
    if not days or None in days:
        return None
    return bits_of(day for day in days if day is not None)


def read_hour(typed: str) -> int | None:
    """Read a time of day as minutes after midnight; None if the words are no time of day."""
    return 0 if typed.strip().casefold() == "midnight" else read_clock_time(typed)


def read_clock_time(typed: str) -> int | None:
    """Read `14:30`, `2:30 pm`, `14h30` or `7` as minutes after midnight; None if it is no time of day."""
    found = _CLOCK.fullmatch(typed.strip())
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return hour * _MINUTES + minute if hour < _HOURS and minute < _MINUTES else None


def _day_names(language: str) -> Iterable[tuple[int, str]]:
    for locale in {language, SOURCE}:
        for number, name in Locale.parse(locale).days["stand-alone"]["wide"].items():
            yield number, name.casefold()
