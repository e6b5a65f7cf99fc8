"""Read time zones from words about a place, or about the time there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from anyascii import anyascii
from babel import Locale, UnknownLocaleError
from babel.core import get_global

from bot.chat.words.clocks import read_clock_time
from roadmap.lookup.nearness import Nearness, nearest

READ_ALSO = ("en", "de", "es", "fr", "it", "nl", "pl", "pt", "ru", "tr", "uk")
"""Languages whose names of cities and countries are understood in every group."""

WELL_KNOWN = tuple(
    """
    Europe/London Europe/Berlin Europe/Kyiv Europe/Moscow Asia/Kolkata America/New_York America/Chicago America/Denver
    America/Los_Angeles America/Sao_Paulo Asia/Shanghai Asia/Tokyo Australia/Sydney Africa/Lagos Africa/Cairo
    Africa/Johannesburg Africa/Nairobi Europe/Istanbul Asia/Dubai Asia/Karachi Asia/Dhaka Asia/Jakarta Asia/Singapore
    Asia/Seoul Asia/Tehran Asia/Kathmandu Asia/Yangon Asia/Kabul Asia/Tashkent Asia/Almaty Asia/Yekaterinburg
    Asia/Novosibirsk Asia/Vladivostok Asia/Makassar America/Mexico_City America/Tijuana America/Bogota America/Santiago
    America/Argentina/Buenos_Aires America/Manaus America/Toronto America/Vancouver America/Halifax America/St_Johns
    America/Phoenix America/Anchorage Pacific/Honolulu Atlantic/Azores Atlantic/Cape_Verde Atlantic/South_Georgia
    Australia/Perth Australia/Adelaide Australia/Darwin Australia/Brisbane Pacific/Auckland Pacific/Noumea
    Pacific/Chatham Pacific/Apia Pacific/Marquesas Pacific/Pago_Pago Pacific/Kiritimati Europe/Madrid Europe/Paris
    Europe/Lisbon UTC
    """.split()  # noqa: SIM905  sixty quoted names are harder to read
)
"""The zones in which most people live, the likelier ones first. They are offered where several fit."""

OTHER_CITIES = {
    "Asia/Kolkata": "Mumbai, Bombay, Delhi, New Delhi, Bangalore, Bengaluru, Chennai, Hyderabad, Pune",
    "America/Los_Angeles": "San Francisco, Seattle, San Diego, Portland, Las Vegas, California",
    "America/New_York": "Boston, Washington, Miami, Philadelphia, Atlanta, NYC",
    "America/Chicago": "Houston, Dallas, Austin, Texas",
    "America/Toronto": "Montreal, Ottawa",
    "America/Sao_Paulo": "Rio de Janeiro, Rio, Brasilia",
    "Asia/Shanghai": "Beijing, Peking, Shenzhen, Guangzhou",
    "Asia/Karachi": "Lahore, Islamabad",
    "Asia/Jerusalem": "Tel Aviv",
    "Asia/Tokyo": "Osaka, Kyoto",
    "Europe/Berlin": "Munich, München, Hamburg, Cologne, Köln, Frankfurt, Stuttgart, Leipzig",
    "Europe/Istanbul": "Ankara, Izmir",
    "Europe/Kyiv": "Lviv, Odesa, Kharkiv, Dnipro",
    "Europe/London": "Manchester, Edinburgh, Glasgow, Birmingham",
    "Europe/Madrid": "Barcelona, Valencia",
    "Europe/Moscow": "Saint Petersburg, St Petersburg",
    "Europe/Rome": "Milan, Milano, Naples, Turin",
    "Europe/Warsaw": "Krakow, Gdansk, Wroclaw",
    "Europe/Zurich": "Geneva, Basel, Bern",
}
"""Large cities that no zone is named after."""

OFFERED = 9
NEAR = 3
ROUGHLY = timedelta(minutes=15)  # offsets are multiples of it, and few watches are right to the minute
LONGEST = 60

_OFFSET = re.compile(r"(?:utc|gmt)\s*([+−-])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_MINUTES = 60


@dataclass(frozen=True, slots=True)
class FoundZone:
    """Zones that fit the typed words.

    Not `exact`: only the nearest names. `guessed`: from a time of day or an offset, so ask.
    """

    zones: tuple[str, ...]
    exact: bool
    guessed: bool = False


def find_zones(typed: str, language: str, now: datetime) -> FoundZone:
    """Find the zones of a city, a country, a zone's own name, `UTC+2`, or the time there now (`14:30`)."""
    minutes = _offset_of(typed, now)
    if minutes is not None:
        return FoundZone(_zones_at(minutes, now), exact=True, guessed=True)
    word = _plain(typed[:LONGEST])
    names = _names(language)
    if word in names:
        return FoundZone(names[word], exact=True)
    near = nearest(word, {name: name for name in names}, Nearness.ANY, NEAR * 3) if word else []
    return FoundZone(tuple(dict.fromkeys(names[name][0] for name in near))[:NEAR], exact=False)


def city_of(zone: str, language: str) -> str:
    """Name a zone: its city in this language, or the last part of its name."""
    city = _localised(language, zone)
    return city or zone.rpartition("/")[2].replace("_", " ")


def _offset_of(typed: str, now: datetime) -> int | None:
    """How many minutes ahead of UTC it is there, from a time of day or an offset; None if it is neither."""
    if found := _OFFSET.fullmatch(typed.strip()):
        minutes = int(found[2]) * _MINUTES + int(found[3] or 0)
        return minutes if found[1] == "+" else -minutes
    clock = read_clock_time(typed)
    return None if clock is None else clock - (now.hour * _MINUTES + now.minute)


def _zones_at(minutes: int, now: datetime) -> tuple[str, ...]:
    """Well-known zones in which the clock is this far ahead of UTC now; if there is none, any such zones.

    The date is left out: 13 hours ahead is the same as 11 hours behind.
    """
    wanted = timedelta(minutes=minutes)
    fitting = [zone for zone in WELL_KNOWN if _is_close(_ahead(zone, now), wanted)]
    if not fitting:
        fitting = sorted(zone for zone in _zones() if _is_close(_ahead(zone, now), wanted))
    return tuple(fitting[:OFFERED])


def _ahead(zone: str, now: datetime) -> timedelta:
    return now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()


def _is_close(first: timedelta, other: timedelta) -> bool:
    day = timedelta(days=1)
    apart = (first - other) % day
    return min(apart, day - apart) < ROUGHLY / 2


@cache
def _zones() -> frozenset[str]:
    territories = get_global("zone_territories")
    real = (zone for zone in available_timezones() if zone in territories and not zone.startswith("Etc/"))
    return frozenset(real) | {"UTC"}


@cache
def _names(language: str) -> dict[str, tuple[str, ...]]:
    """Map each name to its zones: cities before countries, so that Singapore is one zone."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for name, zones in (*_own_names(), *_cities(language), *_other_cities(), *_countries(language)):
        word = _plain(name)
        if word and not names.get(word):
            names[word].extend(zones)
    return {word: tuple(zones[:OFFERED]) for word, zones in names.items()}


def _own_names() -> Iterator[tuple[str, list[str]]]:
    aliases = get_global("zone_aliases")
    for name in sorted(available_timezones(), key=lambda name: (name not in _zones(), name)):
        zone = aliases.get(name, name) if name != "UTC" else name
        if zone in _zones():
            yield name, [zone]
            if "/" in name and not name.startswith("Etc/"):
                yield name.rpartition("/")[2], [zone]


def _cities(language: str) -> Iterator[tuple[str, list[str]]]:
    for locale in _locales(language):
        for zone in _zones():
            if city := _localised(locale, zone):
                yield city, [zone]


def _other_cities() -> Iterator[tuple[str, list[str]]]:
    for zone, cities in OTHER_CITIES.items():
        yield from ((city, [zone]) for city in cities.split(", "))


def _countries(language: str) -> Iterator[tuple[str, list[str]]]:
    territories = {code: _foremost(zones) for code, zones in get_global("territory_zones").items()}
    for code, zones in territories.items():
        for locale in _locales(language) if zones else ():
            yield Locale.parse(locale).territories.get(code, ""), zones
    yield from (("usa", territories["US"]), ("uk", territories["GB"]), ("england", territories["GB"]))


def _foremost(zones: Iterable[str]) -> list[str]:
    """Keep the zones in which most of a country lives, if any is well known; else all."""
    real = [zone for zone in zones if zone in _zones()]
    return [zone for zone in WELL_KNOWN if zone in real] or real


def _localised(language: str, zone: str) -> str:
    return _city_names(language).get(zone, "")


@cache
def _city_names(language: str) -> dict[str, str]:
    try:
        zones = Locale.parse(language).time_zones
    except (UnknownLocaleError, ValueError):
        return {}
    aliases = get_global("zone_aliases")  # CLDR still lists some cities under their former zone
    return {aliases.get(zone, zone): names["city"] for zone, names in zones.items() if "city" in names}


def _locales(language: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((language, *READ_ALSO)))


def _plain(name: str) -> str:
    """A name without accents, case, script or punctuation, so that `São Paulo` is `sao paulo`."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", anyascii(name).lower()).split())
