"""Read `CEST`, `PT` or `Central European Time`: which zones call their clock so.

Decision (2026-11): the meanings come from CLDR, in Babel. English, its regions and the languages that we read
have the usual ones. Chuvash has a short name in Latin letters for nearly every zone, with the place behind those
that mean several (`CST China`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from babel import Locale
from babel.core import get_global

from bot.chat.words.folding import fold_name
from bot.chat.words.gazetteer import count_people
from bot.chat.words.zone_names import languages_read
from bot.chat.words.zone_rules import modernise_zone, pick_by_rule, real_zones, saves_daylight

SOURCES = ("en_GB", "en_IE", "en_IN", "en_AU", "cv")

UTC_NAMES = frozenset({"z", "utc", "uct", "zulu", "universal", "zulu time", "coordinated universal time"})

ALSO_MEANT = {
    "aest": "Australia/Sydney Australia/Brisbane",
    "amt": "America/Manaus Asia/Yerevan",
    "ast": "Asia/Riyadh",
    "bst": "Pacific/Bougainville",
    "ect": "America/Guayaquil Europe/Paris America/Puerto_Rico",
    "east coast": "America/New_York",
    "est": "Australia/Sydney Australia/Brisbane",
    "gmt": "UTC",
    "greenwich": "UTC",
    "greenwich mean time": "UTC",
    "gst": "Atlantic/South_Georgia Pacific/Guam",
    "mst": "Asia/Kuala_Lumpur",
    "sst": "Asia/Singapore",
    "west coast": "America/Los_Angeles",
    "wib": "Asia/Jakarta",
    "wit": "Asia/Jayapura",
    "wita": "Asia/Makassar",
    "wst": "Pacific/Apia Australia/Perth",
}
"""Meanings that people give to an abbreviation and CLDR does not list."""

_SHORT = re.compile(r"[A-Z]{2,5}\b")
_FEW = 50_000
_STANDARD, _DAYLIGHT, _GENERIC = "standard", "daylight", "generic"


def find_zones_called(folded: str, language: str, home: str, now: datetime) -> list[str]:
    """List the zones of an abbreviation, or of a clock's full name: one for each rule, the group's own first.

    1. Each of its meanings is a set of zones that share the name.
    2. The name of a summer or a general time means the zones that have summer time, if any has.
    3. Zones in which few people live are left out.
    4. Of the zones that share a rule, the likeliest is taken.
    """
    if folded in UTC_NAMES:
        return ["UTC"]
    zones = set(ALSO_MEANT.get(folded, "").split())
    named = _meanings(language).get(folded, {})
    for kind in named:
        zones |= _narrow(_apart(named, kind), kind, now)
    return pick_by_rule(zones, home, now)


def _apart(named: Mapping[str, frozenset[str]], kind: str) -> frozenset[str]:
    """Return the zones of a kind. Some languages give the summer's name to the standard time too: summer is meant."""
    return named[kind] - named.get(_DAYLIGHT, frozenset()) if kind == _STANDARD else named[kind]


def _narrow(zones: frozenset[str], kind: str, now: datetime) -> set[str]:
    peopled = {zone for zone in zones if count_people(zone) >= _FEW} or set(zones)
    changing = {zone for zone in peopled if kind != _STANDARD and saves_daylight(zone, now)}
    return changing or peopled


@cache
def _meanings(language: str) -> dict[str, dict[str, frozenset[str]]]:
    """Map each name to its zones, apart for standard, daylight and generic names."""
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for locale in dict.fromkeys((*languages_read(language), *SOURCES)):
        for zones, names in _named_clocks(Locale.parse(locale)):
            for name, kind in _spellings(names):
                found[name][kind].update(zones)
    return {name: {kind: frozenset(zones) for kind, zones in kinds.items()} for name, kinds in found.items()}


def _named_clocks(locale: Locale) -> Iterator[tuple[frozenset[str], Mapping[str, Any]]]:
    for clock, names in locale.meta_zones.items():
        yield _zones_by_clock().get(clock, frozenset()), names
    for zone, names in locale.time_zones.items():
        if (present := modernise_zone(zone)) in real_zones():
            yield frozenset({present}), names


@cache
def _zones_by_clock() -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for zone, clock in get_global("meta_zones").items():
        if (present := modernise_zone(zone)) in real_zones():
            found[clock].add(present)
    return {clock: frozenset(zones) for clock, zones in found.items()}


def _spellings(names: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """List the names of a clock, folded, each with its kind. A name that is the same all year is general."""
    short: Mapping[str, str] = names.get("short", {})
    for kind, name in names.get("long", {}).items():
        yield fold_name(name), kind
    for kind, name in short.items():
        if word := _SHORT.match(name.upper() if name.isascii() else ""):
            same = kind == _STANDARD and short.get(_DAYLIGHT) == name
            yield word[0].casefold(), _GENERIC if same else kind
