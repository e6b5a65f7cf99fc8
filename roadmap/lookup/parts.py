"""Find a level, month or block by its slug."""

from __future__ import annotations

from roadmap.model import Block, Level, Month, Roadmap

Part = Level | Month | Block


def find_part(roadmap: Roadmap, slug: str) -> Part | None:
    """The level, month or block of this slug."""
    for level in roadmap.levels:
        parts: tuple[Part, ...] = (level, *level.months, *level.blocks())
        found = next((part for part in parts if part.slug == slug), None)
        if found:
            return found
    return None
