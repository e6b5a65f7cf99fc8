"""Writes the slugs that reading derived into the file, and leaves every other byte as it was."""

from __future__ import annotations

import re

from roadmap.reading.complaints import Unreadable
from roadmap.reading.draft import read_draft
from roadmap.reading.marks import BLANKS, find_braces
from roadmap.reading.pins import Pin

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_CLOSED_HEADING = re.compile(r"#{1,6}(?=[ \t]).*?(?P<close>[ \t]+#+[ \t]*)$")
_BARE_MARKER = re.compile(r"(?:^|[ \t])(?:[-+*>]|#{1,6}|[0-9]{1,9}[.)])[ \t\\]*$")
_BROKEN_BOX = re.compile(r"[\]］】)][ \t]*\\[ \t\\]*$")
_PAIRS = (("[", "]"), ("(", ")"))


def pin_slugs(source: str) -> str:
    """The same text with a slug on every line that needs one. Raises Unreadable if reading it does."""
    draft = read_draft(source, "roadmap")
    if draft.complaints:
        raise Unreadable(draft.complaints)
    lines = _LINES.findall(source)
    for pin in draft.pins:
        _write(lines, pin)
    return "".join(lines)


def _write(lines: list[str], pin: Pin) -> None:
    first, last = pin.line - 1, pin.last - 1
    for place in dict.fromkeys((first, last)):
        if braces := find_braces(_without_end(lines[place])):
            at = braces.start + 1
            lines[place] = f"{lines[place][:at]}#{pin.slug} {lines[place][at:].removeprefix(':')}"
            return
    place = first if _takes_more(_without_end(lines[first])) else last
    line = _without_end(lines[place])
    if pin.tabled:
        lines[place] = f"{_write_in_row(line, pin.slug)}{lines[place][len(line) :]}"
        return
    at = len(line.rstrip(BLANKS if place < last else " \t"))
    if pin.hashed and (closed := _CLOSED_HEADING.search(line)):
        at = closed.start("close")
    lines[place] = f"{lines[place][:at]} {{#{pin.slug}}}{lines[place][at:]}"


def _write_in_row(line: str, slug: str) -> str:
    """Write a slug into the last cell of a table's row."""
    row = line.rstrip()
    closed = row.endswith("|") and not row.endswith("\\|")
    cells = row.removesuffix("|").rstrip() if closed else row
    return f"{cells} {{#{slug}}}{' |' if closed else ''}"


def _without_end(line: str) -> str:
    return line.rstrip("\r\n")


def _takes_more(line: str) -> bool:
    """Whether a slug may follow on this line.

    No link or code span may go on in the next line, no dash may become a list, and no box may lose the words that a
    broken line keeps below it.
    """
    pairs = all(line.count(start) == line.count(end) for start, end in _PAIRS)
    return pairs and line.count("`") % 2 == 0 and not _BARE_MARKER.search(line) and not _BROKEN_BOX.search(line)
