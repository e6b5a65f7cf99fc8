"""Slugs as buttons spell them: a slug that could mean other work has a mark of its words behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from zlib import crc32

from roadmap.lookup.countings import Reading
from roadmap.lookup.names import Names
from roadmap.model import Block, Roadmap, Task

_MARKED = re.compile(r"(?P<slug>[a-z][a-z0-9-]*)\.(?P<mark>[0-9a-f]{5})")
_WITH_MARK = re.compile(r"(?P<slug>[a-z0-9][a-z0-9-]*)\.(?P<mark>[0-9a-f]{5})")
_BITS = 20


@dataclass(frozen=True, slots=True)
class Spelled:
    """A slug that was read with its past: the only thing that it means, or all that it may mean.

    `was` is the title that it had before, if it is known.
    """

    thing: Task | Block | None = None
    ways: tuple[Reading, ...] = ()
    was: str = ""


def spell_slug(roadmap: Roadmap, slug: str) -> str:
    """Spell the slug of a task or block for a button.

    If it has a past, goes by order, or is in another roadmap too, it gets a mark of the words that it stands for. So
    the line means nothing else after an edit, nor in another roadmap.
    """
    thing = roadmap.task(slug) or roadmap.block(slug)
    ordered = isinstance(thing, Task) and thing.ordered
    unsure = ordered or slug in roadmap.shared or slug in roadmap.former
    return f"{slug}.{_mark(roadmap, thing)}" if thing and unsure else slug


def spell_with_mark(slug: str, *words: str) -> str:
    """Spell the slug of an option, criterion, habit or part for a button, with a mark of its words."""
    return f"{slug}.{_mark_of(*words)}"


def split_mark(typed: str) -> tuple[str, str]:
    """Split a word into a slug or number, and its mark. Without a mark, that is empty."""
    found = _WITH_MARK.fullmatch(typed.strip().lower())
    return (found["slug"], found["mark"]) if found else (typed, "")


def is_marked_for(mark: str, *words: str) -> bool:
    """Tell whether a mark stands for these words. A line without a mark was typed, or is of an old button."""
    return not mark or mark == _mark_of(*words)


def read_slug(roadmap: Roadmap, names: Names, typed: str) -> Spelled | None:
    """Read a slug that has a mark or a past. None for any other words.

    1. A mark of today's words is sure.
    2. A slug that no task has today, and that had one meaning, means its heir.
    3. Any other slug with another mark, or with a past, may mean its heirs, or the task that has it today.
    """
    word = typed.casefold().replace("_", "-")
    marked = _MARKED.fullmatch(word)
    slug = marked["slug"] if marked else word
    today, former = names.slugs.get(slug), roadmap.former.get(slug)
    if marked and today and marked["mark"] == _mark(roadmap, today):
        return Spelled(today)
    if not marked and not former:
        return None
    heirs = [thing for heir in former.heirs if (thing := names.slugs.get(heir.rpartition(" ")[2]))] if former else []
    if former and not (marked or today) and len(heirs) == len(former.heirs) == 1:
        return Spelled(heirs[0])
    ways = {one.slug: (one,) for one in (*heirs, *([today] if today else ()))}
    return Spelled(ways=tuple(ways.values()), was=former.title if former else "")


def _mark(roadmap: Roadmap, thing: Task | Block) -> str:
    """A mark of a thing's words, and of how often the meaning of its slug changed."""
    hint = thing.hint if isinstance(thing, Task) else ""
    former = roadmap.former.get(thing.slug)
    return _mark_of(thing.title, hint, str(former.turn if former else 0))


def _mark_of(*words: str) -> str:
    said = "\n".join(words)
    return f"{crc32(said.encode()) % (1 << _BITS):05x}"
