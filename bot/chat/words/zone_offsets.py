"""Read `UTC+5:30` and "it's 14:30 here": how far a clock is ahead of UTC, and which zones' clocks are."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from bot.chat.words.amounts import level
from bot.chat.words.clocks import read_hours
from bot.chat.words.zone_rules import WELL_KNOWN, ahead_of_utc, far_from, rank_zone, real_zones

EARLIEST, LATEST = -12 * 60, 14 * 60
"""The bounds of all offsets in use, in minutes ahead of UTC."""

OFFERED = 9
ROUGHLY = timedelta(minutes=15)  # offsets are multiples of it, and few watches are right to the minute

_WORDS = {" plus ": "+", " minus ": "-", "±": "+", "﹣": "-"}
_OFFSET = re.compile(
    r"(?:(?:utc|gmt)\s*(?P<sign>[+-]?)|(?P<bare>[+-]))\s*(?P<hours>\d{1,2}?)"
    r"(?:[:h]?(?P<minutes>\d{2})|[.,](?P<part>\d{1,2}))?\s*(?:h|hours?)?",
    re.IGNORECASE,
)
_PARTS = {"5": 30, "25": 15, "50": 30, "75": 45}  # of an hour: 5.5 is half past five
_FILLER = re.compile(
    r"\b(it['’]?s|it is|is|now|here|my|time|the(?! morning| afternoon| evening)|local|currently|current|at"
    r"|o['’]?clock)\b|[?!.,;:]+$",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"[(\[]?\b(?:utc|gmt)\s*[+−–-]\s*\d{1,2}(?:[:.]?\d{2})?[)\]]?(?!\w)", re.IGNORECASE)
_ALL_YEAR = re.compile(r"\s+(?:all year|fixed)$", re.IGNORECASE)
_HOUR = 60
_DAY = timedelta(days=1)


def read_offset(typed: str) -> int | None:
    """Read `UTC+2`, `gmt 5:30`, `+0530` or `-5` as minutes ahead of UTC; None if it is no offset."""
    words = level(typed).strip(" ()[]")
    for word, sign in _WORDS.items():
        words = words.replace(word, sign)
    found = _OFFSET.fullmatch(words)
    if not found:
        return None
    rest = found["minutes"] or found["part"] or "0"
    minutes = int(found["hours"]) * _HOUR + (_PARTS.get(rest, int(rest)) if found["part"] else int(rest))
    if int(rest) >= _HOUR and (found["minutes"] or rest not in _PARTS):
        return None
    return -minutes if "-" in {found["sign"], found["bare"]} else minutes


def part_offset(typed: str) -> tuple[str, int | None]:
    """Part an offset from the words around it: `Berlin (UTC+1)`. Without one, or without words, nothing is parted."""
    found = _WITHIN.search(typed)
    rest = " ".join(_WITHIN.sub(" ", typed, count=1).split()).strip(" ()[],-")
    return (rest, read_offset(found[0])) if found and rest else (typed, None)


def read_fixed_zone(typed: str) -> str | None:
    """Read `UTC-5 all year` as the zone that stays there; None if it is not that, or there is no such zone."""
    found = _ALL_YEAR.search(typed)
    minutes = read_offset(typed[: found.start()]) if found else None
    return None if minutes is None else fixed_zone(minutes)


def read_times_there(typed: str) -> tuple[int, ...]:
    """Read the times of day that it may be for a person, `it's 14:30 here` or `noon`, as minutes after midnight.

    A single word with two readings, `seven`, is no time.
    """
    words = _FILLER.sub(" ", typed).strip(" :,.")
    found = read_hours(words)
    return found if len(found) == 1 or len(words.split()) > 1 else ()


def write_offset(minutes: int) -> str:
    """Write minutes ahead of UTC as `UTC+5:30`."""
    hours, rest = divmod(abs(minutes), _HOUR)
    sign = "" if not minutes else "−" if minutes < 0 else "+"
    return f"UTC{sign}" + (f"{hours}" if minutes else "") + (f":{rest:02}" if rest else "")


def fixed_zone(minutes: int) -> str | None:
    """Return the zone that stays at an offset all year; None if there is none, as for half hours."""
    hours, rest = divmod(minutes, _HOUR)
    if rest or not EARLIEST <= minutes <= LATEST:
        return None
    return f"Etc/GMT{-hours:+}" if hours else "UTC"


def find_zones_at_offset(minutes: int, home: str, now: datetime) -> list[str]:
    """List the zones of places that are at an offset now, on that very date."""
    return _pick(lambda zone: ahead_of_utc(zone, now) == timedelta(minutes=minutes), home)


def find_zones_at_time(times: Collection[int], home: str, now: datetime) -> list[str]:
    """List the zones of places where it is one of these times of day now, of whatever date."""
    shown = [timedelta(minutes=minutes - now.hour * _HOUR - now.minute) for minutes in times]
    return _pick(lambda zone: any(_is_close(ahead_of_utc(zone, now), one) for one in shown), home)


def _pick(fits: Callable[[str], bool], home: str) -> list[str]:
    """Pick the well-known zones that fit; if there is none, any."""
    fitting = [zone for zone in WELL_KNOWN if fits(zone)] or [zone for zone in real_zones() if fits(zone)]
    return sorted(fitting, key=lambda zone: (far_from(zone, home), rank_zone(zone, home)))[:OFFERED]


def _is_close(first: timedelta, other: timedelta) -> bool:
    apart = (first - other) % _DAY
    return min(apart, _DAY - apart) < ROUGHLY / 2
