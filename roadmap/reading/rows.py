"""The tasks in a table: one for each row that has a checkbox."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from roadmap.reading.boxes import BoxState, split_box
from roadmap.reading.labels import is_period, read_label
from roadmap.reading.marks import find_braces
from roadmap.reading.tidying import tidy_inputs

_LETTERS = re.compile(r"[^\W\d_]{2}|[^\W\d_\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its line and its cells; `boxes` are the places of its checkboxes."""

    line: int
    cells: tuple[str, ...]
    boxes: tuple[int, ...] = ()

    def words(self) -> str:
        """The words of the row's only checkbox: its title, then the other cells, then the marks in braces.

        1. Words beside the checkbox are the title.
        2. Else it is the next cell with letters, else one before the checkbox.
        3. A cell such as "Week 1" goes before the title.
        """
        cells, braces = _split_braces(list(self.cells))
        place = self.boxes[0]
        box = split_box(cells[place])
        own = box[2].strip() if box else ""
        others = [cell for cell in (*cells[place + 1 :], *cells[:place]) if cell]
        period = next((cell for cell in others if _is_bare_period(cell)), "")
        others = [cell for cell in others if cell != period]
        title = own or next(filter(_LETTERS.search, others), "") or next(iter(others), "")
        hint = ", ".join(cell for cell in others if cell != title and _LETTERS.search(cell))
        named = ": ".join(filter(None, (period, title)))
        return " ".join(filter(None, (" – ".join(filter(None, (named, hint))), braces)))


def find_rows(rows: list[tuple[int, list[str]]]) -> Iterator[TableRow]:
    """The rows of a table that have checkboxes. The sign of a tick is one in a column of sure checkboxes alone."""
    tidied = [(line, [tidy_inputs(cell).strip() for cell in cells]) for line, cells in rows]
    columns = {place for _, cells in tidied for place, cell in enumerate(cells) if _is_box(cell, BoxState.SURE)}
    for line, cells in tidied:
        boxes = tuple(place for place in sorted(columns) if place < len(cells) and _is_box(cells[place]))
        if boxes:
            yield TableRow(line, tuple(cells), boxes)


def _is_box(cell: str, *states: BoxState) -> bool:
    box = split_box(cell)
    return box is not None and (box[0] in states if states else box[0] is not BoxState.UNSURE)


def _is_bare_period(cell: str) -> bool:
    label = read_label(cell)
    return is_period(label) and label.title == label.name


def _split_braces(cells: list[str]) -> tuple[list[str], str]:
    for place, cell in enumerate(cells):
        if braces := find_braces(cell):
            cells[place] = cell[: braces.start].rstrip()
            return cells, cell[braces.start :]
    return cells, ""
