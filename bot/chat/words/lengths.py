"""Lengths of time, as people type them and as we write them: one table of units for all commands.

A session has minutes beside a note: `1h30 numpy`, `for 45m`. A pause or a silence has days: `3d`, `2 weeks`, `a week`.
The sandbox's clock takes any units in a row: `1d 12h`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from babel.units import format_unit

from bot.texts import SOURCE

MOST_DIGITS = 5
MOST_DAYS = 3660
_ENGLISH = {"hour": "h", "minute": "min"}
_SPELT = {
    "weeks": r"(?:weeks?|wks?|w)",
    "days": r"(?:days?|d)",
    "hours": r"(?:hours?|hrs?|h)",
    "minutes": r"(?:minutes?|mins?|m)",
    "seconds": r"(?:seconds?|secs?|s)",
}
"""How each unit is spelt; its name is timedelta's."""

_HOURS, _MINUTES = _SPELT["hours"], _SPELT["minutes"]
_NUMBER = rf"\d{{1,{MOST_DIGITS}}}"
_DURATION = (
    rf"(?P<clock_hours>{_NUMBER}):(?P<clock_minutes>\d\d)"
    rf"|(?P<hours>{_NUMBER}(?:[.,]\d{{1,2}})?)\s*{_HOURS}(?:\s*(?:and\s*)?(?P<rest>\d{{1,2}})\s*{_MINUTES}?)?"
    rf"|(?P<minutes>{_NUMBER})\s*{_MINUTES}"
)
_LEADING = re.compile(rf"(?:{_DURATION})(?!\w)[\s:,;–—-]*", re.IGNORECASE)
_TRAILING = re.compile(rf"(?:^|[\s,(])(?:for\s+)?(?:{_DURATION})\)?$", re.IGNORECASE)
_NEGATIVE = re.compile(r"[-−]\s*\d")
_BARE = re.compile(rf"(?P<bare>{_NUMBER})(?:\s+|$)")
_DAYS = re.compile(
    rf"(?:for\s+)?(?P<count>\d{{1,4}}|an?|one|two)\s*(?:(?P<weeks>{_SPELT['weeks']})|{_SPELT['days']})", re.IGNORECASE
)
_BARE_DAYS = re.compile(r"\d{1,4}")
_WORDED = {"a": 1, "an": 1, "one": 1, "two": 2}
_PIECE = re.compile(
    rf"(?P<count>\d{{1,6}})\s*(?:{'|'.join(f'(?P<{unit}>{spelt})' for unit, spelt in _SPELT.items())})(?![a-z])[\s,]*"
)


@dataclass(frozen=True, slots=True)
class TimedNote:
    """The minutes of a line, None if it names none, and the other words."""

    minutes: int | None
    words: str


def read_duration(line: str) -> TimedNote:
    """Take the time off a line. The first form that fits counts:

    1. A negative number gives 0 minutes and no words.
    2. A length at the beginning.
    3. A bare number at the beginning, which is minutes.
    4. A length at the end.
    5. Otherwise the line has no time.
    """
    line = line.strip()
    if _NEGATIVE.match(line):
        return TimedNote(0, "")
    for pattern in (_LEADING, _BARE):
        if found := pattern.match(line):
            return TimedNote(_minutes(found), line[found.end() :].strip())
    if found := _TRAILING.search(line):
        return TimedNote(_minutes(found), line[: found.start()].strip())
    return TimedNote(None, line)


def is_bare_number(typed: str) -> bool:
    """Tell whether the words are a number alone, which is a number of days."""
    return _BARE_DAYS.fullmatch(typed) is not None


def read_length(typed: str) -> int | None:
    """Read a number of days: `3d`, `1w`, `2 weeks`, `a week`, `3`; None if the words are no length."""
    typed = typed.strip()
    if is_bare_number(typed):
        return min(int(typed), MOST_DAYS)
    found = _DAYS.fullmatch(typed)
    if not found:
        return None
    count = found["count"].casefold()
    unit = timedelta(weeks=1) if found["weeks"] else timedelta(days=1)
    return min(int(_WORDED.get(count) or count) * unit.days, MOST_DAYS)


def read_time_span(typed: str) -> timedelta | None:
    """Read units in a row: `1d`, `2w 3d`, `1h30m`, `90 minutes`.

    None if the words are no such units, or more than ten years.
    """
    typed = re.sub(r"(?<=[a-z])(?=\d)", " ", typed.strip().lower())
    if not typed or _PIECE.sub("", typed):
        return None
    total = sum((_time_of(piece) for piece in _PIECE.finditer(typed)), timedelta())
    return total if total <= timedelta(days=MOST_DAYS) else None


def _time_of(piece: re.Match[str]) -> timedelta:
    unit = next(unit for unit in _SPELT if piece[unit])
    return timedelta(**{unit: int(piece["count"])})


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


def _minutes(found: re.Match[str]) -> int:
    parts = {name: text for name, text in found.groupdict().items() if text}
    if "bare" in parts:
        return int(parts["bare"])
    if "minutes" in parts:
        return int(parts["minutes"])
    if "clock_hours" in parts:
        return int(parts["clock_hours"]) * 60 + int(parts["clock_minutes"])
    return round(float(parts["hours"].replace(",", ".")) * 60) + int(parts.get("rest", 0))
