"""Turns of numbers: `week 3 & 4`, `weeks 5 to 7`, `week 4 of month 1`, `m1w3`, `3rd week`, `month one`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from roadmap.reading.units import MONTH, WEEK

_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_PLACES = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh"),
    *("eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
_ROMANS = ("ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_SPELLED = {word: at for words in (_COUNTS, _PLACES, ("i", *_ROMANS)) for at, word in enumerate(words, 1)}
_MOST = 60  # numbers in a range

_WEEK, _MONTH = rf"{WEEK}|w|blocks?", rf"{MONTH}|mo|m"
_UNIT = rf"(?:(?P<week>{_WEEK})|(?P<month>{_MONTH}))"
_DIGITS = r"\d{1,3}(?![^\W_])"
_COUNTED = re.compile(
    rf"{_UNIT}(?P<tie>[\s_.#№-]*)"
    rf"(?P<number>\d{{1,3}}(?![^\W_]|\.\d)|\d{{1,3}}(?=w|m)|(?<=\s)(?:{'|'.join((*_COUNTS, *_ROMANS))})(?![^\W_]))",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"(?:the\s+)?(?P<number>\d{{1,3}}\s?(?:st|nd|rd|th|\.)|{'|'.join(_PLACES)})\s+"
    rf"(?:(?P<week>weeks?|blocks?)|(?P<month>months?))(?![^\W_])",
    re.IGNORECASE,
)
_UNTIL = r"[-–—~]|\.\.\.?|…|\b(?:to|until|till|through|thru|bis|hasta)\b"
_MORE_FORM = (
    rf"\s*(?:(?P<until>{_UNTIL})\s*(?:{{again}})[\s_.#-]*|(?P<sign>,\s*and\b|[,;&+/]|\b(?:and|or)\b|{_UNTIL})\s*)"
    rf"(?P<number>{_DIGITS}|(?<=\s)(?:{'|'.join(_COUNTS)})(?![^\W_]))(?!\s*(?:[:h%.]\d|%))(?(until)(?![-_][^\W\d_]))"
)
_MORE_WEEKS, _MORE_MONTHS = (re.compile(_MORE_FORM.replace("{again}", unit), re.IGNORECASE) for unit in (_WEEK, _MONTH))
_LENGTH = re.compile(
    r"\s*-?\s*(?:h|hrs?|hours?|m|mins?|minutes?|days?|pages?|chapters?|times|points?|x)\b", re.IGNORECASE
)
_OF = re.compile(r"[\s,;:/|>›→–—-]*(?:\b(?:of|in)\b\s*(?:the\s+)?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Turn:
    """Months and weeks as they are typed, and where they end in the line.

    `glued`: it is a single number without a blank, like a slug. `unsure`: an "or" is among the numbers.
    """

    months: tuple[int, ...]
    weeks: tuple[int, ...]
    end: int
    glued: bool
    unsure: bool


@dataclass(frozen=True, slots=True)
class _Counted:
    is_week: bool
    numbers: tuple[int, ...]
    end: int
    glued: bool
    unsure: bool


def read_turn(typed: str, start: int) -> Turn | None:
    """Read the months and weeks that begin here. None if neither does."""
    first = _read_counted(typed, start)
    if first is None:
        return None
    between = _OF.match(typed, first.end)
    second = _read_counted(typed, between.end()) if between else None
    inside = second and second.is_week is not first.is_week and not _begins_slug(typed, first.end, second.end)
    both = [first, second] if second and inside else [first]
    months = next((one.numbers for one in both if not one.is_week), ())
    weeks = next((one.numbers for one in both if one.is_week), ())
    glued = first.glued and len(both) == 1
    return Turn(months, weeks, both[-1].end, glued, any(one.unsure for one in both))


def _begins_slug(typed: str, start: int, end: int) -> bool:
    """Tell whether a number after a list or note sign is the beginning of a slug: `month1, week2-numpy`."""
    return re.match(r"\s*[^\s\w-]", typed[start:end]) is not None and re.match(r"[-_][^\W\d_]", typed[end:]) is not None


def _read_counted(typed: str, start: int) -> _Counted | None:
    if (found := _ORDINAL.match(typed, start)) and not _is_list_mark(typed, found):
        return _Counted(bool(found["week"]), (_number(found["number"]),), found.end(), False, False)
    found = _COUNTED.match(typed, start)
    if found is None:
        return None
    numbers, end, unsure = [_number(found["number"])], found.end(), False
    for more in _read_more(typed, end, _MORE_WEEKS if found["week"] else _MORE_MONTHS):
        numbers += _until(numbers[-1], more)
        end, unsure = more.end(), unsure or (more["sign"] or "").lower() == "or"
    glued = len(numbers) == 1 and not found["tie"]
    return _Counted(bool(found["week"]), tuple(dict.fromkeys(numbers)), end, glued, unsure)


def _is_list_mark(typed: str, found: re.Match[str]) -> bool:
    """Tell whether a number with a dot is only the mark of a list: `1. Week 2: Pandas`."""
    return found["number"].endswith(".") and re.match(r"\s*\d", typed[found.end() :]) is not None


def _read_more(typed: str, end: int, form: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Give the numbers that go on with a list or range. A length of time is none of them."""
    while (found := form.match(typed, end)) and not _LENGTH.match(typed, found.end()):
        yield found
        end = found.end()


def _until(last: int, more: re.Match[str]) -> list[int]:
    number = _number(more["number"])
    sign = (more["sign"] or "").lower()
    is_range = sign not in (",", ";", "&", "+", "/", "and", "or") and "and" not in sign
    return list(range(last + 1, min(number, last + _MOST) + 1)) if is_range and number > last else [number]


def _number(text: str) -> int:
    word = text.lower()
    return _SPELLED[word] if word in _SPELLED else int(re.sub(r"\D", "", word))
