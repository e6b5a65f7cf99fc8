"""The files of an export: one JSON for programs, and a CSV a section for people, in one ZIP."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
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


def zip_export(sections: Sequence[ExportSection], now: datetime) -> bytes:
    """Put an export into one ZIP, the same for the same data at the same moment."""
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for name, text in _files(sections, now):
            entry = ZipInfo(name, now.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return kept.getvalue()


def _files(sections: Iterable[ExportSection], now: datetime) -> Iterator[tuple[str, str]]:
    yield JSON_NAME, spell_json(sections, now)
    for section in sections:
        if section.rows:
            yield f"{section.name}.csv", spell_csv(section)


def spell_json(sections: Iterable[ExportSection], now: datetime) -> str:
    """Spell an export as JSON. Instants are UTC, in ISO 8601."""
    named = {one.name: [dict(zip(one.columns, map(_plain, row), strict=True)) for row in one.rows] for one in sections}
    kept = {"schema": SCHEMA, "version": VERSION, "exported_at": now.isoformat(), "sections": named}
    return json.dumps(kept, ensure_ascii=False, indent=1)


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
