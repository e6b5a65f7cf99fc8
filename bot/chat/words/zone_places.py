"""Read a place, `Hanoi`, `Paris, Texas` or `Georgia`, and find its zones.

Names come from two sources: CLDR has countries and the cities that zones are named after, in many languages; the
gazetteer has cities over 15,000 people and regions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations

from bot.chat.words.folding import fold_name
from bot.chat.words.gazetteer import Locality, LocalityKind, find_named_places
from bot.chat.words.zone_names import find_countries, find_zones_of_city
from bot.chat.words.zone_rules import country_of, far_from, list_zones_of, merge_by_rule, real_zones, zone_in_country

NOT_ALONE = frozenset(
    """
    north south east west northern southern eastern western central middle centre center general capital city town
    district metropolitan region state province county village island islands coast upper lower new old
    europe asia africa oceania antarctica world earth
    """.split()  # noqa: SIM905  thirty quoted words are harder to read
)
"""Words that name no place if they stand alone: `Central` and `West` are in many countries."""

KINDS = {"city": LocalityKind.CITY} | dict.fromkeys(("state", "province", "region"), LocalityKind.REGION)

LARGER_CITY = 10
"""How many times as many people a city needs so that a smaller one of the same name is not meant."""

LARGER_PLACE = 100
"""The same between a country, a region and a city, which are harder to compare."""

BY_ANOTHER_NAME = 1000
"""How much less a place counts that was found by another than its own name."""

WELL_KNOWN_CITY = 100_000
"""People of a city that is meant by its bare name. A smaller one is asked about, unless its country is the group's."""

_SPLIT = re.compile(r"\s*[,;/|()]+\s*")


@dataclass(frozen=True, slots=True)
class PlaceZone:
    """A zone that typed words may mean, and the city with that name: its region and country's code.

    `small`: a city with few people, and the words named no region or country.
    """

    zone: str
    name: str
    region: str = ""
    country: str = ""
    small: bool = False


def find_zones_of_place(typed: str, language: str, home: str, now: datetime) -> list[PlaceZone]:
    """List the zones of a place, the group's own first. A region or country behind the name narrows it down.

    1. If all words are one name, its places are meant.
    2. If commas part the words, the first that names a place is narrowed down by the others.
    3. Else the words are parted once, the longest name first, and then twice: `Paris TX USA`.
    4. Places with far fewer people than the largest are left out.
    """
    for name, narrower in _partings(typed):
        if places := _narrow(_places_of(name, language, now), narrower, language, now):
            return _zones_of(_without_small(places), home, narrowed=bool(narrower))
    return []


def _partings(typed: str) -> Iterator[tuple[str, list[str]]]:
    """List the ways to part words into a name and what narrows it down."""
    yield fold_name(typed), []
    parts = [part for part in map(fold_name, _SPLIT.split(typed)) if part]
    if len(parts) > 1:
        for number, part in enumerate(parts):
            yield part, parts[:number] + parts[number + 1 :]
    words = fold_name(typed).split()
    for length in range(len(words) - 1, 0, -1):
        yield " ".join(words[:length]), [" ".join(words[length:])]
    for first, second in combinations(range(1, len(words)), 2):
        yield " ".join(words[:first]), [" ".join(words[first:second]), " ".join(words[second:])]


def _places_of(name: str, language: str, now: datetime) -> list[Locality]:
    if NOT_ALONE.issuperset(name.split()):
        return []
    listed = [place for place in find_named_places(name) if place.kind in {LocalityKind.CITY, LocalityKind.REGION}]
    own = find_zones_of_city(name, language)
    listed = [_raise_own_city(_with_zones(place, now), own) for place in listed]
    known = {zone for place in listed if place.own_name for zone in place.zones}
    named_after = [_city_of_zone(name, zone) for zone in own if zone not in known]
    return [*_countries(name, language, now), *named_after, *listed]


def _raise_own_city(place: Locality, own: Collection[str]) -> Locality:
    """Count a city that a zone is named after as well known."""
    named_after = place.kind is LocalityKind.CITY and place.own_name and not set(own).isdisjoint(place.zones)
    return replace(place, people=max(place.people, WELL_KNOWN_CITY)) if named_after else place


def _city_of_zone(name: str, zone: str) -> Locality:
    return Locality(name.title(), LocalityKind.CITY, country_of(zone), "", (zone,), WELL_KNOWN_CITY)


def _countries(name: str, language: str, now: datetime) -> list[Locality]:
    found = [place for code in find_countries(name, language) for place in find_named_places(f"={code.lower()}")]
    countries = [place for place in found if place.kind is LocalityKind.COUNTRY]
    return [replace(place, zones=merge_by_rule(list_zones_of(place.country), now)) for place in countries]


def _with_zones(place: Locality, now: datetime) -> Locality:
    zones = dict.fromkeys(zone_in_country(zone, place.country, now) for zone in place.zones)
    return replace(place, zones=merge_by_rule([zone for zone in zones if zone in real_zones()], now))


def _narrow(places: list[Locality], narrower: Iterable[str], language: str, now: datetime) -> list[Locality]:
    """Keep the places that lie in each region or country named, or are of the kind named, as in `New York State`."""
    for name in narrower:
        if name in KINDS:
            places = [place for place in places if place.kind is KINDS[name]]
            continue
        areas = _areas_of(name, language, now)
        places = [place for place in places if any(_lies_in(place, area) for area in areas)]
    return places


def _areas_of(name: str, language: str, now: datetime) -> list[Locality]:
    listed = (*find_named_places(name), *find_named_places(f"={name}"), *_countries(name, language, now))
    return [area for area in listed if area.kind in {LocalityKind.REGION, LocalityKind.COUNTRY}]


def _lies_in(place: Locality, area: Locality) -> bool:
    if place.country != area.country or place.kind is LocalityKind.COUNTRY:
        return False
    return area.kind is LocalityKind.COUNTRY or place.region == area.name


def _without_small(places: list[Locality]) -> list[Locality]:
    weight = {place: place.people if place.own_name else place.people // BY_ANOTHER_NAME for place in places}
    return [place for place in places if not any(_dwarfs(other, place, weight) for other in places)]


def _dwarfs(larger: Locality, place: Locality, weight: dict[Locality, int]) -> bool:
    times = LARGER_CITY if larger.kind is place.kind else LARGER_PLACE
    return weight[larger] >= weight[place] * times and weight[larger] > 0


def _zones_of(places: list[Locality], home: str, *, narrowed: bool) -> list[PlaceZone]:
    """List each zone once, by its largest place."""
    found: dict[str, PlaceZone] = {}
    for place in sorted(places, key=lambda place: -place.people):
        well_known = narrowed or place.kind is not LocalityKind.CITY or place.people >= WELL_KNOWN_CITY
        for number, zone in enumerate(place.zones):
            name = place.name if number == 0 and place.kind is LocalityKind.CITY else ""
            found.setdefault(zone, PlaceZone(zone, name, place.region, place.country, small=not well_known))
    if len(places) == 1:
        return list(found.values())
    return sorted(found.values(), key=lambda option: far_from(option.zone, home))
