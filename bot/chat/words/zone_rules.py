"""Compare zones by their clocks, and put the likelier ones first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

from bot.chat.words.gazetteer import count_people

WELL_KNOWN = tuple(
    """
    Europe/London Europe/Berlin Europe/Kyiv Europe/Moscow Asia/Kolkata America/New_York America/Chicago America/Denver
    America/Los_Angeles America/Sao_Paulo Asia/Shanghai Asia/Tokyo Australia/Sydney Africa/Lagos Africa/Cairo
    Africa/Johannesburg Africa/Nairobi Europe/Istanbul Asia/Riyadh Asia/Dubai Asia/Karachi Asia/Dhaka Asia/Jakarta
    Asia/Singapore Asia/Seoul Asia/Tehran Asia/Kathmandu Asia/Yangon Asia/Kabul Asia/Tashkent Asia/Almaty
    Asia/Yekaterinburg Asia/Novosibirsk Asia/Vladivostok Asia/Makassar America/Mexico_City America/Tijuana
    America/Bogota America/Santiago America/Argentina/Buenos_Aires America/Manaus America/Toronto America/Vancouver
    America/Halifax America/Puerto_Rico America/St_Johns America/Phoenix America/Anchorage Pacific/Honolulu
    Atlantic/Azores Atlantic/Cape_Verde Atlantic/South_Georgia Australia/Perth Australia/Adelaide Australia/Darwin
    Australia/Brisbane Pacific/Auckland Pacific/Noumea Pacific/Chatham Pacific/Apia Pacific/Marquesas Pacific/Pago_Pago
    Pacific/Kiritimati Europe/Madrid Europe/Paris Europe/Lisbon UTC
    """.split()  # noqa: SIM905  sixty quoted names are harder to read
)
"""The zones in which most people live, the likelier ones first. They are offered where several fit."""

HARDLY_ANY = 1000
"""How many times as many people the largest zone of an area has than one that is left out, as the Chatham Islands."""

_FORTNIGHT = timedelta(days=14)
_A_YEAR = 27
_CONTINENT = 2


@cache
def known_zones() -> frozenset[str]:
    """List all zones of the machine. They are read from its folders once."""
    return frozenset(available_timezones())


@cache
def real_zones() -> frozenset[str]:
    """List the zones of places, each by the name that CLDR gives it, and UTC."""
    territories = get_global("zone_territories")
    real = (zone for zone in known_zones() if zone in territories and not zone.startswith("Etc/"))
    return frozenset(real) | {"UTC"}


def modernise_zone(zone: str) -> str:
    """Take the present name of a zone that was renamed or merged."""
    present: str = get_global("zone_aliases").get(zone, zone)
    return "UTC" if present == "Etc/UTC" else present


def country_of(zone: str) -> str:
    """Return the country's code of a zone; empty for UTC."""
    return str(get_global("zone_territories").get(zone, ""))


def list_zones_of(country: str) -> list[str]:
    """List the zones of a country by its code, those of most people first."""
    real = [zone for zone in get_global("territory_zones").get(country, ()) if zone in real_zones()]
    return sorted(real, key=lambda zone: -count_people(zone))


def merge_by_rule(zones: Sequence[str], now: datetime) -> tuple[str, ...]:
    """Merge the zones of an area that show one time all year into the first of them, and leave hardly peopled ones out.

    `zones` begin with the one of most people.
    """
    few = count_people(zones[0]) // HARDLY_ANY if zones else 0
    merged: dict[tuple[timedelta, ...], str] = {}
    for zone in zones:
        if zone == zones[0] or count_people(zone) > few:
            merged.setdefault(clock_rule(zone, now), zone)
    return tuple(merged.values())


def zone_in_country(zone: str, country: str, now: datetime) -> str:
    """Take the country's own zone for a zone that shares its clock: Hanoi's is Asia/Bangkok in some lists."""
    zone = modernise_zone(zone)
    own = [] if country_of(zone) == country else list_zones_of(country)
    return next((one for one in own if clock_rule(one, now) == clock_rule(zone, now)), zone)


def ahead_of_utc(zone: str, now: datetime) -> timedelta:
    """Return how far a zone's clock is ahead of UTC."""
    return now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()


def clock_rule(zone: str, now: datetime) -> tuple[timedelta, ...]:
    """Sample a zone's clock for a year ahead: zones with one rule show one time all year."""
    return _rule_of_year(zone, now.year)


def saves_daylight(zone: str, now: datetime) -> bool:
    """Tell whether a zone changes its clock within a year."""
    return len(set(clock_rule(zone, now))) > 1


def rank_zone(zone: str, home: str) -> tuple[int, int, int]:
    """Rank a zone: the group's own and its country's first, then the well known, then by people."""
    known = WELL_KNOWN.index(zone) if zone in WELL_KNOWN else len(WELL_KNOWN)
    return min(far_from(zone, home), _CONTINENT), known, -count_people(zone)


def pick_by_rule(zones: Iterable[str], home: str, now: datetime) -> list[str]:
    """Pick the likeliest zone of each rule, the nearest to the group's first."""
    picked: dict[tuple[timedelta, ...], str] = {}
    for zone in sorted(zones, key=lambda zone: rank_zone(zone, home)):
        picked.setdefault(clock_rule(zone, now), zone)
    return sorted(picked.values(), key=lambda zone: far_from(zone, home))


def far_from(zone: str, home: str) -> int:
    """Count how far a zone is from the group's: the same, the same country, the same continent, elsewhere."""
    if not country_of(home):
        return 0
    nearer = (zone == home, country_of(zone) == country_of(home), _continent(zone) == _continent(home))
    return next((steps for steps, near in enumerate(nearer) if near), len(nearer))


@cache
def _rule_of_year(zone: str, year: int) -> tuple[timedelta, ...]:
    start = datetime(year, 1, 1, tzinfo=UTC)
    return tuple(ahead_of_utc(zone, start + number * _FORTNIGHT) for number in range(_A_YEAR))


def _continent(zone: str) -> str:
    return zone.partition("/")[0]
