"""Find a part of a roadmap, or a title, by its slug."""

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


def title_of(roadmap: Roadmap, slug: str) -> str:
    """The title of a task or block; its slug if the roadmap does not have it any more."""
    found = roadmap.task(slug) or roadmap.block(slug)
    return found.title if found else slug
