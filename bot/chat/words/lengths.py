"""Lengths of time, as people type them and as we write them: one grammar for all commands.

A session has minutes, a pause or a silence has days, and the sandbox's clock takes any units in a row: `1d 12h`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from babel.units import format_unit

from bot.chat.words.amounts import AMOUNT, amount_of, level
from bot.chat.words.parts_of_hours import read_worded
from bot.chat.words.units import LENGTH, UNSPACED, TimeUnit, read_unit
from bot.texts import SOURCE

MOST_DAYS = 3660

_ENGLISH = {"hour": "h", "minute": "min"}
_MOST_HOURS = 4
"""`4:30` is a length; `14:30` may be a time of day, and so may `5:00`."""

_SIXTY = 60
_JOINED = re.compile(
    r"(?P<number>\d{1,3})\s?(?P<unit>h|hrs?|hours?)\s?(?P<rest>\d{1,2})(?:\s*(?:m|mn|mins?|minutes?|'))?(?![\w:])",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?P<hours>\d{1,3}):(?P<minutes>[0-5]\d)(?:\s*(?:hours?|hrs?|h)\b)?(?!\w|:\d|\s*[ap]\.?m\b)", re.IGNORECASE
)
_SEPARATOR = re.compile(r"\s*(?:,|\+|&|\b(?:and|und|et|y|e|i|и|en|ve)\b)?\s*", re.IGNORECASE)
_HALF_MORE = re.compile(
    r"\s+(?:and\s+an?\s+(?:half|(?P<quarter>quarter))|y\s+media|et\s+demie|e\s+me(?:zz[ao]|ia)|с\s+половиной|з\s+половиною"
    r"|i\s+pół|en\s+een\s+half|ve\s+yarım|(?P<three>and\s+three[\s-]quarters)"
    r"|(?P<fourth>y\s+(?:un\s+)?cuarto|et\s+(?:un\s+)?quart|e\s+un\s+quarto))\b|\s?[半반½]|\s1/2$",
    re.IGNORECASE,
)
_BARE_DAYS = re.compile(r"\d{1,4}")
_BEFORE_DAYS = re.compile(r"(?:for\s+)?(?:(?:the\s+)?next\s+|another\s+)?(?=\S+\s*\S)", re.IGNORECASE)
_WORDED_UNITS = 3
"""Letters of a unit after a number in words, so that `am` and `a d` are no lengths."""


@dataclass(frozen=True, slots=True)
class FoundLength:
    """A length of time in a line, between two of its characters.

    Not `sure`: it may be a time of day. `ends_in_hours`: a number after it may be its minutes.
    """

    start: int
    end: int
    length: timedelta
    in_days: bool = False
    sure: bool = True
    ends_in_hours: bool = False

    @property
    def minutes(self) -> int:
        """The length in whole minutes, halves upwards."""
        return int((self.length + timedelta(seconds=30)) / timedelta(minutes=1))


def find_lengths(line: str) -> tuple[FoundLength, ...]:
    """Find all lengths of time in a line, from left to right: `1h30`, `1 hour, 30 minutes`, `half an hour`, `1:15`."""
    return tuple(_find(level(line)))


def read_length(typed: str) -> int | None:
    """Read a number of days: `3d`, `1w`, `two weeks`, `a fortnight`, `3`; None if the words are no length in days."""
    typed = level(typed).strip()
    if is_bare_number(typed):
        return min(int(typed), MOST_DAYS)
    start = _BEFORE_DAYS.match(typed)
    found = _length_at(typed, start.end() if start else 0)
    whole = found is not None and found.end == len(typed) and found.in_days and not found.length % timedelta(days=1)
    return min(found.length.days, MOST_DAYS) if found and whole else None


def read_time_span(typed: str) -> timedelta | None:
    """Read units in a row: `1d`, `2w 3d`, `1h30m`, `90 minutes`.

    None if the words are no such units, or more than ten years.
    """
    line = re.sub(r"(?<=[a-z])(?=\d)", " ", level(typed).strip().lower())
    total, at = timedelta(), 0
    while at < len(line):
        found = _length_at(line, at)
        if found is None:
            return None
        total, at = total + found.length, found.end + len(line[found.end :]) - len(line[found.end :].lstrip(" ,"))
    return total if at and total <= timedelta(days=MOST_DAYS) else None


def is_bare_number(typed: str) -> bool:
    """Tell whether the words are a number alone, which is a number of days."""
    return _BARE_DAYS.fullmatch(typed) is not None


def length_in_words(minutes: int, language: str) -> str:
    """Write a length of time: in English 45 min, 1 h, 1 h 30 min."""
    hours, rest = divmod(minutes, 60)
    parts = [_count(hours, "hour", language)] if hours else []
    parts += [_count(rest, "minute", language)] if rest or not hours else []
    return " ".join(parts)


def _count(number: int, unit: str, language: str) -> str:
    if language == SOURCE:  # CLDR's own English would be "1 hr"
        return f"{number} {_ENGLISH[unit]}"
    return format_unit(number, f"duration-{unit}", length="short", locale=language)


def _find(line: str) -> Iterator[FoundLength]:
    end = 0
    for word in re.finditer(r"(?:(?<![\w.,:/])|(?<=\d[x×*]))[\w½⅓⅔¼¾]", line):
        if word.start() >= end and (found := _length_at(line, word.start())):
            end = found.end
            yield found


def _length_at(line: str, at: int) -> FoundLength | None:
    """Read a length that begins at a character of a leveled line. The first form that fits counts:

    1. Hours and minutes with a colon.
    2. Words for a part of an hour, or for an hour and a part.
    3. Hours and minutes in one word: `1h30`.
    4. Pieces of a number and a unit, each unit smaller than the one before.
    """
    if clock := _CLOCK.match(line, at):
        hours = int(clock["hours"])
        length = timedelta(hours=hours, minutes=int(clock["minutes"]))
        return FoundLength(at, clock.end(), length, sure=hours <= _MOST_HOURS)
    if worded := read_worded(line, at):
        return FoundLength(at, worded.end, timedelta(minutes=worded.minutes))
    joined = _JOINED.match(line, at)
    if joined and int(joined["rest"]) < _SIXTY and _is_rest(line, joined):
        return FoundLength(at, joined.end(), timedelta(hours=int(joined["number"]), minutes=int(joined["rest"])))
    return _pieces(line, at)


def _is_rest(line: str, joined: re.Match[str]) -> bool:
    """Tell minutes after `1h` from a number of something else: `1h30 slides`, but not `1h 30 slides`."""
    gap = line[joined.end("unit") : joined.start("rest")]
    return not gap or joined.end("rest") < joined.end() or not line[joined.end() :].strip()


def _pieces(line: str, at: int) -> FoundLength | None:
    total, end, smallest = timedelta(), at, timedelta.max
    start = at
    while piece := _piece(line, start):
        found, step = piece
        if step >= smallest:
            break
        total, end, smallest = total + step * float(amount_of(found)), found.end(), step
        if more := _HALF_MORE.match(line, end):
            total, end = total + step * _share(more), more.end()
        separator = _SEPARATOR.match(line, end)
        start = separator.end() if separator else end
    if end == at:
        return None
    return FoundLength(
        at, end, total, in_days=smallest >= LENGTH[TimeUnit.DAY], ends_in_hours=smallest == LENGTH[TimeUnit.HOUR]
    )


def _share(more: re.Match[str]) -> float:
    """Return the part of a unit that words like `and a half` add."""
    if more["three"]:
        return 0.75
    return 0.25 if more["quarter"] or more["fourth"] else 0.5


@cache
def _piece_pattern() -> re.Pattern[str]:
    """Compile the largest pattern here when it is first needed, so that a start need not wait for it."""
    return re.compile(
        rf"(?:{AMOUNT})(?P<gap>[ -]?)(?P<unit>{'|'.join(UNSPACED)}|(?:[^\W\d_]+\.?|['\"])(?!\w))", re.IGNORECASE
    )


def _piece(line: str, at: int) -> tuple[re.Match[str], timedelta] | None:
    """Read a number and its unit. A number in words has a blank after it, and a unit of three letters or more."""
    found = _piece_pattern().match(line, at)
    read = read_unit(found["unit"]) if found else None
    if found is None or read is None:
        return None
    worded = found["part"] or found["word"]
    if worded and not worded.endswith(("-", "'")) and (not found["gap"] or len(found["unit"]) < _WORDED_UNITS):
        return None
    return found, read
