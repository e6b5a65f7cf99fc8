"""The files of an export: what fits one file, and what a reader finds in each of several."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from bot.features.privacy.export_files import ExportPart, spell_csv, spell_json, zip_export, zip_part
from bot.features.privacy.queries.export_rows import ExportSection

NOW = datetime(2026, 3, 2, 12, 30, 44, tzinfo=UTC)
TICKS = ExportSection("ticks", ("id", "task"), tuple((number, f"task {number}") for number in range(250)))
NOTHING = ExportSection("cheers", ("at",), ())
BOTH = (TICKS, NOTHING)


def ask(largest: int, part: int = 1, parts: int = 1) -> ExportPart:
    return zip_part(BOTH, NOW, largest, part=part, parts=parts)


def read(part: ExportPart) -> dict[str, Any]:
    with ZipFile(BytesIO(part.content)) as archive:
        found: dict[str, Any] = json.loads(archive.read("cairn.json"))
    return found


def test_an_export_of_exactly_the_largest_size_is_one_file() -> None:
    size = len(zip_export(BOTH, NOW))

    assert (1, 1) == (ask(size).part, ask(size).parts)
    assert ask(size - 1).parts > 1


@pytest.mark.parametrize("largest", [900, 1500, 2500])
def test_parts_are_no_larger_than_they_may_be_and_hold_each_row_once(largest: int) -> None:
    first = ask(largest)
    parts = [first, *(ask(largest, part, first.parts) for part in range(2, first.parts + 1))]

    told = [read(part) for part in parts]
    assert all(len(part.content) <= largest for part in parts)
    assert [(one["part"], one["parts"]) for one in told] == [(n, len(parts)) for n in range(1, len(parts) + 1)]
    rows = [row["id"] for one in told for row in one["sections"]["ticks"]]
    assert list(range(250)) == sorted(rows)


def test_an_export_has_99_parts_at_most_however_large_they_are() -> None:
    parts = [ask(1, part, 99) for part in range(1, 100)]

    assert (1, 99) == (ask(1).part, ask(1).parts)
    assert [(part, 99) for part in range(1, 100)] == [(one.part, one.parts) for one in parts]
    assert list(range(250)) == sorted(row["id"] for one in parts for row in read(one)["sections"]["ticks"])


def test_a_part_that_became_too_large_begins_again_with_the_first_of_more() -> None:
    again = ask(900, 2, 2)

    assert 1 == again.part and again.parts > 2


def test_a_section_without_rows_is_in_the_json_alone_and_files_are_packed() -> None:
    with ZipFile(BytesIO(zip_export(BOTH, NOW))) as archive:
        infos = archive.infolist()
        sections = json.loads(archive.read("cairn.json"))["sections"]

    assert ["cairn.json", "ticks.csv"] == [one.filename for one in infos]
    assert {ZIP_DEFLATED} == {one.compress_type for one in infos}
    assert {(2026, 3, 2, 12, 30, 44)} == {one.date_time for one in infos}
    assert [] == sections["cheers"]


VALUES: list[tuple[object, object, str]] = [
    (None, None, ""),
    (True, True, "True"),
    (7, 7, "7"),
    (-7, -7, "'-7"),
    ("Zoë", "Zoë", "Zoë"),
    (NOW, "2026-03-02T12:30:44+00:00", "2026-03-02T12:30:44+00:00"),
    (NOW.date(), "2026-03-02", "2026-03-02"),
    ({"note": "é", "n": 1}, {"note": "é", "n": 1}, '{"note": "é", "n": 1}'),
    (["é", 1], ["é", 1], '["é", 1]'),
]


@pytest.mark.parametrize(("value", "in_json", "in_csv"), VALUES)
def test_each_value_is_spelled_for_programs_and_for_people(value: object, in_json: object, in_csv: str) -> None:
    section = ExportSection("rows", ("first", "value"), (("x", value),))

    head = json.loads(spell_json([section], NOW, 2, 3))
    rows = list(csv.reader(StringIO(spell_csv(section).removeprefix("\ufeff"), newline="")))

    assert {"rows": [{"first": "x", "value": in_json}]} == head.pop("sections")
    told = {"schema": "cairn.export", "version": 1, "exported_at": NOW.isoformat(), "part": 2, "parts": 3}
    assert told == head
    assert [["first", "value"], ["x", in_csv]] == rows
