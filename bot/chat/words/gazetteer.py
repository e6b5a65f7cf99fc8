"""Look places up in the table of GeoNames (`places.md`): cities, regions and countries by their folded names.

The table is unpacked at its first use, and only the lines of a name are read. Each line begins with the place's
names, its own name first; a name after `=` is a code, such as `=us`.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

from bot.chat.words.folding import fold_name

_TABLE = Path(__file__).with_name("places.tsv.xz")
_CITY = b"\t|P|"


class LocalityKind(StrEnum):
    """The kind of place that a line of the table holds."""

    CITY = "P"
    REGION = "R"
    COUNTRY = "C"
    ZONE = "Z"


@dataclass(frozen=True, slots=True)
class Locality:
    """A place, its country's code, its region, its zones by their people, and the number of its people.

    `own_name`: it was found by the name that it has in the table, or by words of it, not by another name.
    """

    name: str
    kind: LocalityKind
    country: str
    region: str
    zones: tuple[str, ...]
    people: int
    own_name: bool = True


@lru_cache(maxsize=4096)
def find_named_places(folded: str) -> tuple[Locality, ...]:
    """List the places of a folded name or a code, the largest first within each kind."""
    return tuple(_read_place(line, folded) for line in _lines(folded)) if folded else ()


@cache
def count_people(zone: str) -> int:
    """Count the people who live in the larger cities of a zone."""
    return sum(place.people for place in find_named_places(f"={zone.casefold()}"))


@cache
def list_large_cities(count: int) -> tuple[tuple[str, Locality], ...]:
    """List the largest cities, each behind all its folded names. A tab stands before each name."""
    lines = islice(_table()[_first_city() :].splitlines(), count)
    return tuple((line.decode().rpartition("\t|")[0], _read_place(line, "")) for line in lines)


@cache
def name_large_cities(count: int) -> tuple[str, ...]:
    """Name the largest cities, folded."""
    table = _table()
    lines = islice(table[_first_city() :].splitlines(), count)
    return tuple(line.split(b"\t", 2)[1].decode() for line in lines)


@cache
def _table() -> bytes:
    return lzma.decompress(_TABLE.read_bytes())


@cache
def _first_city() -> int:
    table = _table()
    return table.rfind(b"\n", 0, table.find(_CITY)) + 1


def _lines(folded: str) -> Iterator[bytes]:
    table, wanted = _table(), f"\t{folded}\t".encode()
    last = _first_city() if folded.startswith("=") else len(table)  # no city has a code
    at = table.find(wanted, 0, last)
    while at >= 0:
        end = table.find(b"\n", at)
        yield table[table.rfind(b"\n", 0, at) + 1 : end]
        at = table.find(wanted, end, last)


def _read_place(line: bytes, folded: str) -> Locality:
    _, _, values = line.decode().rpartition("\t|")
    kind, name, country, region, zones, people = values.split("|")
    own = f" {folded} " in f" {fold_name(name)} " or folded.startswith("=")
    return Locality(name, LocalityKind(kind), country, region, tuple(zones.split()), int(people), own)
