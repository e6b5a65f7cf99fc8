"""Weekdays as people type them: `weds`, `Sundays`, `mon-fri`, `weekends`, `Samstag`."""

from __future__ import annotations

import re
from functools import cache
from itertools import product

from babel import Locale

from bot.chat.words.amounts import level
from bot.chat.words.languages import READ_ALSO
from bot.texts import SOURCE
from roadmap.weekdays import DAYS_IN_WEEK, bits_of

_SHORTEST = 2
_FORMS = (
    "понедельника понеділка poniedziałku poniedziałek",
    "tues вторника вівторка wtorku",
    "weds wednes wendesday wensday среды среду середи середу środę środy",
    "thurs четверга czwartku",
    "пятницы пятницу п'ятниці п'ятницю piątku",
    "субботы субботу суботи суботу sobotę soboty",
    "воскресенья неділі неділю niedzielę niedzieli",
)
"""Forms of names that CLDR has no place for, a weekday a line."""

_ALSO = {name: number for number, names in enumerate(_FORMS) for name in names.split()}
_BEFORE = re.compile(r"^(?:on|every|each|all|am|jeden)\s+")
_SPLIT = re.compile(r"[\s,;/+&]+")
_TO = re.compile(r"\s*(?:-|\.{2,3}|…|\b(?:to|till|until|through|thru|bis)\b)\s*")
_WEEKEND = bits_of((5, 6))
_SETS = {
    "weekend": _WEEKEND,
    "weekends": _WEEKEND,
    "weekdays": bits_of(range(5)),
    "weekday": bits_of(range(5)),
    "workdays": bits_of(range(5)),
    "daily": bits_of(range(DAYS_IN_WEEK)),
    "everyday": bits_of(range(DAYS_IN_WEEK)),
    "day": bits_of(range(DAYS_IN_WEEK)),
}
_JOINTS = {"and", "und", "et", "y", "the"}


def read_weekday(typed: str, language: str) -> int | None:
    """The weekday that was typed, in full or shortened, Monday = 0; None if it is none or could be two."""
    word = _BEFORE.sub("", level(typed).strip().casefold(), count=1).rstrip(".,")
    if word in _ALSO:
        return _ALSO[word]
    for name in (word, word.removesuffix("s")):
        if name in (full := _full_names()):
            return full[name]
        fitting = {number for known, number in _own_names(language) if known.startswith(name)}
        if len(name) >= _SHORTEST and len(fitting) == 1:
            return fitting.pop()
    return None


def read_weekdays(typed: str, language: str) -> int | None:
    """Weekday bits, Monday = 1, of a list of names and ranges; None if any of them is no weekday."""
    joined = _TO.sub("-", _BEFORE.sub("", level(typed).strip().casefold()))
    words = [word for word in _SPLIT.split(joined) if word and word not in _JOINTS]
    found = [_SETS.get(word) or _range(word, language) for word in words]
    if not found or None in found:
        return None
    bits = 0
    for days in found:
        bits |= days or 0
    return bits


def read_weekday_range(typed: str, language: str) -> tuple[int, int] | None:
    """Read two weekdays with `to` or a dash between them. None if there are none."""
    ends = [read_weekday(end, language) for end in _TO.split(level(typed).strip().casefold())]
    match ends:
        case [int(first), int(last)]:
            return first, last
    return None


def _range(word: str, language: str) -> int | None:
    if (alone := read_weekday(word, language)) is not None:
        return bits_of([alone])
    ends = read_weekday_range(word, language)
    if ends is None:
        return None
    first, last = ends
    return bits_of((first + ahead) % DAYS_IN_WEEK for ahead in range((last - first) % DAYS_IN_WEEK + 1))


def weekday_names(language: str) -> tuple[str, ...]:
    """Return the names of weekdays by which a weekday may be typed."""
    return (*(name for name, _ in _own_names(language)), *_full_names())


@cache
def _own_names(language: str) -> tuple[tuple[str, int], ...]:
    locales = (Locale.parse(code) for code in dict.fromkeys((language, SOURCE)))
    return tuple(
        (name.casefold().rstrip("."), number)
        for locale, width in product(locales, ("wide", "abbreviated"))
        for number, name in locale.days["stand-alone"][width].items()
    )


@cache
def _full_names() -> dict[str, int]:
    """Map the whole names of weekdays in all languages to their numbers."""
    return {
        name.casefold(): number
        for language in READ_ALSO
        for number, name in Locale.parse(language).days["format"]["wide"].items()
    }
