"""The words of levels, months and blocks. Milestones are kept under their slugs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from roadmap.lookup.numbers import read_turn
from roadmap.model import Block, Level, Month, Roadmap

BLOCK = "block"
PARTS = (BLOCK, "month", "level")
"""The kinds of parts. Each counts its slugs for itself, so the key of a part is its kind, a blank and its slug."""


def list_parts(roadmap: Roadmap) -> Iterator[tuple[str, str, str, str]]:
    """Yield each part's key, kind, title and the titles of its tasks."""
    for level in roadmap.levels:
        yield _part("level", level, level.blocks())
        for month in level.months:
            yield _part("month", month, month.blocks)
            yield from (_part(BLOCK, block, (block,)) for block in month.blocks)


def key_part(kind: str, slug: str) -> str:
    """The key of a part. No slug has a blank in it."""
    return f"{kind} {slug}"


def bare_slug(key: str) -> str:
    """The slug in a key; the slug of a task is its key."""
    return key.rpartition(" ")[2]


def is_numbered(title: str) -> bool:
    """Whether a title is only a number, such as "Week 3". It tells less than the tasks below it."""
    turn = read_turn(title, 0)
    return turn is not None and turn.end == len(title)


def _part(kind: str, part: Level | Month | Block, blocks: Iterable[Block]) -> tuple[str, str, str, str]:
    tasks = "\n".join(task.title for block in blocks for task in block.all_tasks())
    return key_part(kind, part.slug), kind, part.title, tasks
