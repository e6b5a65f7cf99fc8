"""The names that zones, cities and countries have in CLDR."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from bot.chat.words.folding import fold_name
from bot.chat.words.languages import READ_ALSO
from bot.chat.words.zone_rules import known_zones, modernise_zone, real_zones

OTHER_COUNTRY_NAMES = {
    name: tuple(codes.split())
    for line in """
        US: us, usa, america | GB: uk, england, britain, great britain | NL: holland | AE: uae, emirates | KR: korea
        TR: turkey | CZ: czech republic | MM: burma | MK: macedonia | PS: palestine | CI: ivory coast | CV: cape verde
        SZ: swaziland | TL: east timor | CD: drc, dr congo | CG CD: congo | SA: ksa | NZ: nz, aotearoa | CN: prc
    """.splitlines()
    for entry in line.split("|")
    for codes, _, names in [entry.partition(":")]
    for name in names.strip().split(", ")
    if name
}
"""Names of countries that CLDR does not have, or has for one country of two."""

FIXED = re.compile(r"etc/gmt([+-])(\d{1,2})", re.IGNORECASE)
"""A zone without a place. Its sign is reversed: Etc/GMT+5 is five hours behind UTC."""

_POSIX = re.compile(r"[a-z]{3}\d[a-z]{3}")


def find_zone_by_name(typed: str) -> str | None:
    """Find a zone by its own name, `Europe/Berlin` or `europe berlin`, in any case; None if it is no such name.

    A former name gives the present zone. A former name of one word is not one, but for those like EST5EDT: `MST` and
    `Cuba` mean more than that.
    """
    if FIXED.fullmatch(typed):
        zone = "Etc/GMT" + typed[7:]
        return zone if zone in known_zones() else None
    return _zones_by_name().get(fold_name(typed))


def city_of(zone: str, language: str) -> str:
    """Name a zone: its city in this language, or the last part of its name."""
    if fixed := FIXED.fullmatch(zone):
        return f"UTC{'−' if fixed[1] == '+' else '+'}{fixed[2]}"
    return _city_names(language).get(zone) or zone.rpartition("/")[2].replace("_", " ")


def find_zones_of_city(folded: str, language: str) -> tuple[str, ...]:
    """List the zones that are named after a city."""
    return _zones_by_city(language).get(folded, ())


def find_countries(folded: str, language: str) -> tuple[str, ...]:
    """Find the codes of the countries with a folded name; none if it is no country's."""
    return OTHER_COUNTRY_NAMES.get(folded) or _countries(language).get(folded, ())


def name_country(code: str, language: str) -> str:
    """Name a country in this language."""
    return str(_locale(language).territories.get(code, code))


def known_names(language: str) -> tuple[str, ...]:
    """List the names of cities and countries, folded."""
    return (*_zones_by_city(language), *_countries(language), *OTHER_COUNTRY_NAMES)


def languages_read(language: str) -> tuple[str, ...]:
    """List the languages in which names are understood."""
    return tuple(dict.fromkeys((_locale(language).language, *READ_ALSO)))


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(READ_ALSO[0])


@cache
def _zones_by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in sorted(known_zones(), key=lambda name: (name not in real_zones(), name)):
        zone, folded = modernise_zone(name), fold_name(name)
        if zone in real_zones() and ("/" in name or _POSIX.fullmatch(folded) or name == "UTC"):
            found.setdefault(folded, zone)
    return found


@cache
def _zones_by_city(language: str) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for locale in languages_read(language):
        for zone, city in _city_names(locale).items():
            if zone in real_zones() and zone not in found[fold_name(city)]:
                found[fold_name(city)].append(zone)
    return {name: tuple(zones) for name, zones in found.items() if name}


@cache
def _city_names(language: str) -> dict[str, str]:
    """Map zones to their cities. CLDR lists some under a former zone, and those named as their zone not at all."""
    zones = {zone: zone.partition("/")[2].replace("_", " ") for zone in real_zones() if zone.count("/") == 1}
    listed = _locale(language).time_zones
    return zones | {modernise_zone(zone): names["city"] for zone, names in listed.items() if "city" in names}


@cache
def _countries(language: str) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for locale in languages_read(language):
        for code, name in _locale(locale).territories.items():
            if code in get_global("territory_zones"):
                found[fold_name(name)][code] = None
    return {name: tuple(codes) for name, codes in found.items()}
