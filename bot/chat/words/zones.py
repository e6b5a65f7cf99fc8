"""Read time zones from words: a place, a zone's name, an abbreviation, an offset, or the time there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.chat.words.folding import fold_name
from bot.chat.words.gazetteer import count_people, name_large_cities
from bot.chat.words.zone_abbreviations import find_zones_called
from bot.chat.words.zone_names import find_countries, find_zone_by_name, find_zones_of_city, known_names
from bot.chat.words.zone_offsets import (
    EARLIEST,
    LATEST,
    OFFERED,
    find_zones_at_offset,
    find_zones_at_time,
    fixed_zone,
    part_offset,
    read_fixed_zone,
    read_offset,
    read_times_there,
    write_offset,
)
from bot.chat.words.zone_places import NOT_ALONE, PlaceZone, find_zones_of_place
from bot.chat.words.zone_rules import clock_rule, country_of
from roadmap.lookup.nearness import Nearness, nearest

LONGEST = 80
NEAR = 3
SHORTEST_SLIP = 4
LARGE_CITIES = 2000

_AROUND = re.compile(
    r"^(?:(?:i['’]?m|i am|i live|we are|we['’]?re)\s+)?(?:in|near|from|around|at|close to)\s+"
    r"|\s+(?:time\s*zone|timezone|tz)$|^(?:time\s*zone|timezone|tz)\s*[:=]?\s+",
    re.IGNORECASE,
)
_TIME_BEHIND = re.compile(r"(?<=\S)\s*\(\d{1,2}[:.h]\d{2}[^)]{0,8}\)$")  # as on our buttons: Kyiv (14:30)


_AMERICAN = re.compile(r"^usa? | usa?(?: canada)?$")
_EITHER = re.compile(r"[,;/|]| or | and ")


class ZoneFit(StrEnum):
    """How typed words fit the zones that were found."""

    SURE = "sure"
    SEVERAL = "several"
    """A place or an abbreviation with several meanings."""
    UNSURE = "unsure"
    """A small city or a vague word, which may be meant otherwise."""
    TIME = "time"
    """Zones where it is that time now."""
    OFFSET = "offset"
    """Zones at that offset now, the one that stays there all year last."""
    NO_OFFSET = "no_offset"
    """An offset beyond those in use."""
    NEAR = "near"
    """Not known: zones of the most similar names, if any."""


@dataclass(frozen=True, slots=True)
class FoundZones:
    """Zones that fit the typed words. Only a SURE one is taken without a question."""

    fit: ZoneFit
    places: tuple[PlaceZone, ...] = ()
    offset: str = ""

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones alone."""
        return tuple(place.zone for place in self.places)


def find_zones(typed: str, language: str, now: datetime, home: str = "UTC") -> FoundZones:
    """Find the zones that typed words mean. `home` is the group's zone: where several fit, its own come first.

    1. A zone's own name, `Europe/Berlin`, is that zone.
    2. An offset, `UTC+2`, asks: offsets change with the seasons.
    3. A time of day, `14:30`, asks: it is the time there now.
    4. An abbreviation or a clock's full name is sure if all who use it share a clock all year.
    5. A place is sure if its name means no other place of its size with another zone, and it is not small.
    6. Else the nearest names are offered.
    """
    words = _tidy(typed)
    minutes = read_offset(words)
    if minutes is not None:
        return _find_at_offset(minutes, home, now)
    if own := find_zone_by_name(words) or read_fixed_zone(words):
        return FoundZones(ZoneFit.SURE, (PlaceZone(own, ""),))
    if times := read_times_there(words):
        return FoundZones(ZoneFit.TIME, _nameless(find_zones_at_time(times, home, now)))
    rest, minutes = part_offset(words)
    if minutes is not None:
        return _find_by_both(rest, minutes, language, home, now)
    return _find_by_name(words, language, home, now) or _find_near(words, language, home, now)


def _find_by_both(words: str, minutes: int, language: str, home: str, now: datetime) -> FoundZones:
    """Find the zones of a name that are at an offset at any time of the year; else those of the offset."""
    found = _find_by_name(words, language, home, now)
    ahead = timedelta(minutes=minutes)
    places = tuple(place for place in found.places if ahead in clock_rule(place.zone, now)) if found else ()
    return _sure_if_single(places, home) if places else _find_at_offset(minutes, home, now)


def _tidy(typed: str) -> str:
    words = unicodedata.normalize("NFKC", typed)[:LONGEST].strip(" \t\n\"'“”‘’`.!?")
    return " ".join(_AROUND.sub("", _TIME_BEHIND.sub("", words)).split())


def _find_at_offset(minutes: int, home: str, now: datetime) -> FoundZones:
    offset = write_offset(minutes)
    if not EARLIEST <= minutes <= LATEST:
        return FoundZones(ZoneFit.NO_OFFSET, offset=offset)
    fixed = fixed_zone(minutes)
    zones = [zone for zone in find_zones_at_offset(minutes, home, now) if zone != fixed]
    if not zones and not fixed:
        return FoundZones(ZoneFit.NO_OFFSET, offset=offset)
    return FoundZones(ZoneFit.OFFSET, _nameless([*zones[: OFFERED - 1], *([fixed] if fixed else [])]), offset)


def _find_by_name(words: str, language: str, home: str, now: datetime) -> FoundZones | None:
    """Find the zones of an abbreviation, a place, or a vague word, `East`, which is always asked about."""
    folded = fold_name(words)
    vague = NOT_ALONE.issuperset(folded.split())
    place = find_countries(folded, language) or find_zones_of_city(folded, language)
    called = [] if place else find_zones_called(folded, language, home, now)
    called = called or _find_american_clock(folded, home, now)
    if called and not vague:
        return _sure_if_single(_nameless(called), home)
    for name in (words, words.casefold().removesuffix(" time")):
        if found := find_zones_of_place(name, language, home, now):
            return _sure_if_single(tuple(found), home)
    if found := _find_clock_of_place(words, language, home, now):
        return _sure_if_single(tuple(found), home)
    called += find_zones_called(f"{folded} time", language, home, now)
    return FoundZones(ZoneFit.UNSURE, _nameless(dict.fromkeys(called))) if called else None


def _find_american_clock(folded: str, home: str, now: datetime) -> list[str]:
    """Find the zones of `US Eastern`, `Pacific Time (US & Canada)` or `US West Coast`."""
    clock = _AMERICAN.sub("", folded)
    if clock == folded:
        return []
    found = find_zones_called(clock, "en", home, now) or find_zones_called(f"{clock} time", "en", home, now)
    return [zone for zone in found if country_of(zone) in {"US", "CA"}]


def _find_clock_of_place(words: str, language: str, home: str, now: datetime) -> list[PlaceZone]:
    """Find the zones of a place with an abbreviation before or behind it, `IST (India)`: those with that clock.

    Two abbreviations, `EST/EDT`, mean the zones of both.
    """
    parts = [part for part in re.split(r"[\s,;/|()-]+", words) if part]
    called = {part: find_zones_called(fold_name(part), language, home, now) for part in parts}
    if len(called) > 1 and all(called.values()):
        return list(_nameless(sorted(set.intersection(*map(set, called.values())))))
    named = find_zones_of_place(" ".join(part for part in parts if not called[part]), language, home, now)
    rules = {clock_rule(zone, now) for zones in called.values() for zone in zones}
    return [place for place in named if clock_rule(place.zone, now) in rules] or named


def _find_near(words: str, language: str, home: str, now: datetime) -> FoundZones:
    """Find the zones of each place in the words, and of the names most like its name."""
    names = {name: name for name in (*known_names(language), *name_large_cities(LARGE_CITIES))}
    parts = [part for part in map(fold_name, _EITHER.split(words)) if not NOT_ALONE.issuperset(part.split())]
    found: list[PlaceZone] = []
    for part in parts:
        places = find_zones_of_place(part, language, home, now)[:1]
        slips = nearest(part, names, Nearness.SLIP, NEAR * 2) if len(part) >= SHORTEST_SLIP and not places else []
        found += places or [zone for name in slips for zone in find_zones_of_place(name, language, home, now)[:1]]
    peopled = {place.zone: place for place in reversed(found) if count_people(place.zone)}
    return FoundZones(ZoneFit.NEAR, tuple(peopled.values())[::-1][:NEAR])


def _sure_if_single(places: tuple[PlaceZone, ...], home: str) -> FoundZones:
    if len(places) > 1:
        return FoundZones(ZoneFit.SEVERAL, places[:OFFERED])
    at_home = places[0].country == country_of(home)
    return FoundZones(ZoneFit.UNSURE if places[0].small and not at_home else ZoneFit.SURE, places)


def _nameless(zones: Iterable[str]) -> tuple[PlaceZone, ...]:
    return tuple(PlaceZone(zone, "") for zone in zones)
