"""The files of an export: one JSON for programs, and a CSV a section for people, in one ZIP."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.features.privacy.queries.export_rows import ExportSection

SCHEMA, VERSION = "cairn.export", 1
"""The name and version of the JSON. A section or column that is added does not change the version."""
JSON_NAME = "cairn.json"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""The characters with which a formula begins in a spreadsheet."""
BOM = "\ufeff"
MOST = 99
"""The most parts of an export. That is a gigabyte, more than a learner can write."""


@dataclass(frozen=True, slots=True)
class ExportPart:
    """A ZIP of an export, and which of so many it is. An export that fits one ZIP is part 1 of 1."""

    content: bytes
    part: int
    parts: int


def zip_part(sections: Sequence[ExportSection], now: datetime, largest: int, *, part: int, parts: int) -> ExportPart:
    """Put a part of an export into a ZIP. If it is larger than it may be, begin again with part 1 of more parts.

    Each part has rows of every section. A row stays in its part if rows are added before the next one is asked for.
    """
    content = zip_export([replace(one, rows=one.rows[part - 1 :: parts]) for one in sections], now, part, parts)
    if len(content) <= largest or parts == MOST:
        return ExportPart(content, part, parts)
    more = min(MOST, max(parts + 1, parts * len(content) // largest + 1))
    return zip_part(sections, now, largest, part=1, parts=more)


def zip_export(sections: Sequence[ExportSection], now: datetime, part: int = 1, parts: int = 1) -> bytes:
    """Put an export into one ZIP, the same for the same data at the same moment."""
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for name, text in _files(sections, now, part, parts):
            entry = ZipInfo(name, now.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return kept.getvalue()


def _files(sections: Iterable[ExportSection], now: datetime, part: int, parts: int) -> Iterator[tuple[str, str]]:
    yield JSON_NAME, spell_json(sections, now, part, parts)
    for section in sections:
        if section.rows:
            yield f"{section.name}.csv", spell_csv(section)


def spell_json(sections: Iterable[ExportSection], now: datetime, part: int = 1, parts: int = 1) -> str:
    """Spell an export as JSON, or a part of it. Instants are UTC, in ISO 8601."""
    named = {one.name: [dict(zip(one.columns, map(_plain, row), strict=True)) for row in one.rows] for one in sections}
    head = {"schema": SCHEMA, "version": VERSION, "exported_at": now.isoformat(), "part": part, "parts": parts}
    return json.dumps({**head, "sections": named}, ensure_ascii=False, indent=1)


def spell_csv(section: ExportSection) -> str:
    """Spell a section as CSV that spreadsheets open, without a formula in it."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(section.columns)
    writer.writerows([_cell(value) for value in row] for row in section.rows)
    return BOM + written.getvalue()


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _cell(value: object) -> str:
    """Spell a value as the text of a cell. A value that a spreadsheet would reckon gets a quote in front."""
    if value is None:
        return ""
    if isinstance(value, Mapping | list):
        value = json.dumps(value, ensure_ascii=False)
    text = str(_plain(value))
    return f"'{text}" if text.startswith(FORMULA) else text
