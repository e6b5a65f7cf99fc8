"""Units of time as people spell them, in English and in the languages of CLDR."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from functools import cache

from babel.units import format_unit

from bot.chat.words.languages import READ_ALSO


class TimeUnit(StrEnum):
    """A unit of time, by its name in CLDR. Months and years are known, so that their words mean nothing else."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


LENGTH: dict[TimeUnit | None, timedelta] = {
    TimeUnit.SECOND: timedelta(seconds=1),
    TimeUnit.MINUTE: timedelta(minutes=1),
    TimeUnit.HOUR: timedelta(hours=1),
    TimeUnit.DAY: timedelta(days=1),
    TimeUnit.WEEK: timedelta(weeks=1),
}
_ENGLISH = {
    TimeUnit.SECOND: 's sec secs second seconds "',
    TimeUnit.MINUTE: "m mn min mins minute minutes '",
    TimeUnit.HOUR: "h hr hrs hour hours",
    TimeUnit.DAY: "d day days",
    TimeUnit.WEEK: "w wk wks week weeks",
    TimeUnit.MONTH: "month months",
    TimeUnit.YEAR: "year years",
}
_FORTNIGHT = ("fortnight", "fortnights")
_SHORTEST = 2  # a letter of one language is another word in another
_CASES = {
    "tagen": TimeUnit.DAY,
    "monaten": TimeUnit.MONTH,
    "час": TimeUnit.HOUR,
    "ч": TimeUnit.HOUR,
    "м": TimeUnit.MINUTE,
    "минуту": TimeUnit.MINUTE,
    "хвилину": TimeUnit.MINUTE,
    "годину": TimeUnit.HOUR,
    "неделю": TimeUnit.WEEK,
}
"""Forms that CLDR has no place for."""

UNSPACED = {
    **dict.fromkeys(("分钟", "分鐘", "分間", "分", "분"), TimeUnit.MINUTE),
    **dict.fromkeys(("小时", "小時", "時間", "시간"), TimeUnit.HOUR),
    **dict.fromkeys(("週間", "星期", "周", "週", "주일", "주"), TimeUnit.WEEK),
    **dict.fromkeys(("日間", "天", "일"), TimeUnit.DAY),
}
"""Units of languages that put no blank after them, the longest of each first."""

_SOME = (1, 2, 5, 1.5)
"""Numbers that between them need every plural form of our languages."""


def read_unit(word: str) -> timedelta | None:
    """Read a unit of time as its length. None if the word is no unit, or has no fixed length, as months have."""
    word = word.casefold().rstrip(".")
    if word in _FORTNIGHT:
        return LENGTH[TimeUnit.WEEK] * 2
    return LENGTH.get(_english().get(word) or UNSPACED.get(word) or _foreign().get(word))


@cache
def _english() -> dict[str, TimeUnit]:
    return {word: unit for unit, words in _ENGLISH.items() for word in words.split()}


@cache
def _foreign() -> dict[str, TimeUnit]:
    """Map the words of all languages to their units. A word that means two units is left out."""
    known: dict[str, set[TimeUnit]] = {}
    for language in READ_ALSO:
        for unit in TimeUnit:
            for word in _words(unit, language):
                known.setdefault(word, set()).add(unit)
    return {word: units.pop() for word, units in known.items() if len(units) == 1} | _CASES


def _words(unit: TimeUnit, language: str) -> Iterator[str]:
    for length in ("long", "short", "narrow"):
        for number in _SOME:
            written = format_unit(number, f"duration-{unit}", length=length, locale=language)
            word = written.strip("0123456789., \xa0\u202f").casefold()
            if word.isalpha() and len(word) >= _SHORTEST:
                yield word
