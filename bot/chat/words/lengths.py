"""How long somebody studied, as people type it: `30m`, `1h30`, `1.5 hours`, `45`, at either end of a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from babel.units import format_unit

from bot.texts import SOURCE

MOST_DIGITS = 5
_ENGLISH = {"hour": "h", "minute": "min"}
_HOURS = r"(?:hours?|hrs?|h)"
_MINUTES = r"(?:minutes?|mins?|m)"
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


@dataclass(frozen=True, slots=True)
class TimedNote:
    """Minutes, None where none were named, and the words beside them."""

    minutes: int | None
    words: str


def read_duration(line: str) -> TimedNote:
    """Take the time off a line, from its beginning or else from its end; a bare number at the beginning is minutes."""
    line = line.strip()
    if _NEGATIVE.match(line):
        return TimedNote(0, "")
    for pattern in (_LEADING, _BARE):
        if found := pattern.match(line):
            return TimedNote(_minutes(found), line[found.end() :].strip())
    if found := _TRAILING.search(line):
        return TimedNote(_minutes(found), line[: found.start()].strip())
    return TimedNote(None, line)


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
