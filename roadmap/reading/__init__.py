"""Markdown -> Roadmap, for any author's file. Every complaint names file, line and remedy."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from roadmap.model import Roadmap
from roadmap.reading.complaints import Complaint, Unreadable
from roadmap.reading.decoding import decode_source
from roadmap.reading.draft import MAX_SIZE, read_draft

__all__ = [
    "SHIPPED",
    "Complaint",
    "Unreadable",
    "load_roadmap",
    "load_source",
    "name_slug",
    "read_roadmap",
    "shipped_roadmap",
]

SHIPPED = Path(__file__).parent.parent / "content" / "ml_engineer.md"


def read_roadmap(source: str, *, slug: str, name: str = "") -> Roadmap:
    """Read a roadmap from its Markdown; `name` is the file named in complaints. Raises Unreadable."""
    draft = read_draft(source, slug, name)
    if draft.complaints:
        raise Unreadable(draft.complaints)
    return draft.roadmap


def load_source(path: Path) -> str:
    """The text of a file, line ends as they are.

    Raises Unreadable if it is too long or no UTF-8 text, OSError if it cannot be had.
    """
    with path.open("rb") as file:
        content = file.read(MAX_SIZE + 1)
    try:
        return decode_source(content)
    except Unreadable as error:
        raise Unreadable(tuple(replace(one, file=path.name) for one in error.complaints)) from error


def load_roadmap(path: Path) -> Roadmap:
    """Read a roadmap file; its slug is the file's name. Raises Unreadable, OSError."""
    return read_roadmap(load_source(path), slug=name_slug(path), name=path.name)


def name_slug(path: Path) -> str:
    """The slug of the roadmap in a file: the file's name without its ending."""
    return path.stem.lower().replace("_", "-")


@cache
def shipped_roadmap() -> Roadmap:
    """The roadmap that comes with the bot, read once."""
    return load_roadmap(SHIPPED)
