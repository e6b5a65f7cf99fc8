"""Suggest time zones while a place, a zone's name, an offset or the time there is typed: the likeliest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice

from bot.chat import limits
from bot.chat.command import Suggestion
from bot.chat.words.clocks import local_time
from bot.chat.words.folding import fold_name
from bot.chat.words.gazetteer import list_large_cities
from bot.chat.words.zone_names import FIXED, city_of, name_country
from bot.chat.words.zone_places import PlaceZone
from bot.chat.words.zone_rules import WELL_KNOWN, country_of, far_from, rank_zone, real_zones, zone_in_country
from bot.chat.words.zones import LARGE_CITIES, ZoneFit, find_zones

ELSEWHERE = 2
"""Steps from the group's zone, from which on only the size of a city counts: another country."""


def suggest_zones(typed: str, language: str, now: datetime, home: str) -> list[Suggestion]:
    """Suggest zones, each once, by the first of these that gives it:

    1. If nothing is typed, the group's own and the well known.
    2. The zones that the words mean.
    3. Those of large cities whose name begins as typed: by their own name, then by any other. Cities near the group
       come first, then the largest.
    4. Those with such a word in their own name.
    5. The zones of similar names.
    """
    first: dict[str, PlaceZone] = {}
    for place in _list_places(typed, language, now, home):
        first.setdefault(place.zone, place)
    return [Suggestion(_label(one, language, now), one.zone) for one in islice(first.values(), limits.SUGGESTIONS)]


def _list_places(typed: str, language: str, now: datetime, home: str) -> Iterator[PlaceZone]:
    begun = fold_name(typed)
    if not typed.strip():
        return (PlaceZone(zone, "") for zone in (home, *WELL_KNOWN))
    found = find_zones(typed, language, now, home)
    listed = chain(_find_cities(begun, now, home), _find_by_part(begun, home)) if begun else iter(())
    near = found.fit is ZoneFit.NEAR
    return chain(listed, found.places) if near else chain(found.places, listed)


def _find_cities(begun: str, now: datetime, home: str) -> Iterator[PlaceZone]:
    found = [place for names, place in list_large_cities(LARGE_CITIES) if f"\t{begun}" in names]
    zoned = [(zone_in_country(one.zones[0], one.country, now), one) for one in found]
    by_other_name = {one.name: not fold_name(one.name).startswith(begun) for one in found}
    zoned.sort(key=lambda pair: (by_other_name[pair[1].name], min(far_from(pair[0], home), ELSEWHERE)))
    return (PlaceZone(zone, one.name, one.region, one.country) for zone, one in zoned)


def _find_by_part(begun: str, home: str) -> Iterator[PlaceZone]:
    found = [zone for zone in real_zones() if f" {begun}" in f" {fold_name(zone)}"]
    return (PlaceZone(zone, "") for zone in sorted(found, key=lambda zone: (rank_zone(zone, home), zone)))


def _label(place: PlaceZone, language: str, now: datetime) -> str:
    """Label a zone with its city and country, and the time there."""
    city, code = place.name or city_of(place.zone, language), place.country or country_of(place.zone)
    country = name_country(code, language) if code and not FIXED.fullmatch(place.zone) else city
    name = city if country == city else f"{city}, {country}"
    return f"{name} ({local_time(now, place.zone, language)})"
