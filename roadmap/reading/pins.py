"""Name the lines of a plan: each part and item gets its slug, and a derived one is remembered as a pin."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap.reading.naming import slug_words
from roadmap.reading.slugs import Namer
from roadmap.reading.tree import Item, Part
from roadmap.reading.wishes import Wish


@dataclass(frozen=True, slots=True)
class Pin:
    """The place of a slug that the file does not have yet: the lines of its text, from 1.

    `hashed`: it is a `#` heading. `tabled`: it is a row of a table.
    """

    line: int
    last: int
    slug: str
    hashed: bool
    tabled: bool = False


class LineNamer:
    """Gives slugs to parts and items. It keeps the pins of all derived slugs.

    `slugs` holds the slug under which acts are kept, for each line that has one.
    """

    def __init__(self, namer: Namer, japanese: bool) -> None:
        self.namer = namer
        self.pins: list[Pin] = []
        self.slugs: dict[int, str] = {}
        self._japanese = japanese
        self._parts: dict[int, str] = {}
        self._own: dict[tuple[int, int], str] = {}

    def name_part(self, part: Part, *wanted: str, prefix: str = "", title: str = "") -> str:
        """The slug of a part, made once: pinned, else the first free wanted one, else derived from its title."""
        if id(part) not in self._parts:
            slug = part.marks.slug
            if not slug:
                slug = self.namer.take_first(*wanted) or self.namer.take_part(prefix, title)
                self.pin(part, slug)
            self._parts[id(part)] = slug
        return self._parts[id(part)]

    def name_own(self, part: Part, slug: str = "", turn: int = 0) -> str:
        """The slug of a block of tasks that stand in a part beside its other blocks, made once: `phase1-tasks`.

        Tasks of one part with other blocks between them are several such blocks. `turn` counts them from 0.
        """
        key = (id(part), turn)
        if key not in self._own:
            first = self.namer.take_first(f"{slug}-tasks".lstrip("-"))
            self._own[key] = first or self.namer.take_part(slug, "tasks")
        return self._own[key]

    def name_item(self, item: Item, prefix: str, title: str, more: str = "", apart: str = "") -> str:
        """The slug of an item: pinned, or derived. The derived one is empty while the wishes are gathered."""
        slug = item.marks.slug or self.namer.given(id(item))
        if not slug:
            self.namer.wish(id(item), self._wish(prefix, title, more, apart))
        elif not item.marks.slug:
            self.pin(item, slug)
        self.slugs[item.line] = slug
        return slug

    def _wish(self, prefix: str, title: str, more: str, apart: str) -> Wish:
        start = set(prefix.split("-"))
        words, small = slug_words(title, self._japanese)
        extra, _ = slug_words(more, self._japanese)
        links, _ = slug_words(apart, self._japanese)
        own = tuple(word for word in words if word not in start)
        return Wish(prefix, own or tuple(words), tuple(extra), (*small, *links))

    def pin(self, where: Item | Part, slug: str) -> None:
        """Remember that a derived slug belongs to a line.

        A part or item without a line or words of its own gets no pin.
        """
        if where.line and where.text:
            tabled = isinstance(where, Item) and where.tabled
            self.pins.append(Pin(where.line, where.last, slug, where.hashed, tabled))
