"""The tree of a plan: parts and items, not understood yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from roadmap.reading.labels import NO_LABEL, Label, read_label
from roadmap.reading.marks import NO_MARKS, Marks
from roadmap.reading.wording import read_plain

BOLD_DEPTH, LIST_DEPTH = 11, 12
"""Depths of parts that are no headings: a bold line that counts nothing, and a bullet over checkboxes."""


class Code(str):
    """A code block: shown where a part is only to be read, never understood."""

    __slots__ = ()


@dataclass(slots=True, eq=False)
class Item:
    """A list item. Its words stand on the lines `line` to `last`, from 1.

    `hashed`: they are a `#` heading. `tabled`: they are a row of a table. `above` are the titles around it, which tell
    it from others of the same words.
    """

    line: int = 0
    last: int = 0
    text: str = ""
    checkbox: bool = False
    marks: Marks = NO_MARKS
    items: list[Item] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hashed: bool = False
    tabled: bool = False
    above: str = ""

    def has_checkboxes(self) -> bool:
        """Whether a checkbox stands anywhere below it."""
        return any(item.checkbox or item.has_checkboxes() for item in self.items)


@dataclass(slots=True, eq=False)
class Part:
    """A part of the outline: all under a heading, a bold line, or a list item that groups checkboxes.

    `line` is 0 if it has no line of its own. `boxed`: its heading has a checkbox.
    """

    depth: int
    line: int = 0
    last: int = 0
    text: str = ""
    marks: Marks = NO_MARKS
    parent: Part | None = None
    contents: list[Item | Part | str] = field(default_factory=list)
    label: Label = NO_LABEL
    hashed: bool = False
    boxed: bool = False

    def __post_init__(self) -> None:
        self.label = read_label(read_plain(self.text))

    def bears_tasks(self) -> bool:
        """Whether a checkbox stands in it or below it."""
        return any(item.checkbox for item in self.items()) or any(part.bears_tasks() for part in self.parts())

    def parts(self) -> Iterator[Part]:
        """The parts directly in it."""
        return (one for one in self.contents if isinstance(one, Part))

    def items(self) -> Iterator[Item]:
        """The list items directly in it."""
        return (one for one in self.contents if isinstance(one, Item))

    def notes(self) -> Iterator[str]:
        """The paragraphs directly in it."""
        return (one for one in self.texts() if not isinstance(one, Code))

    def texts(self) -> Iterator[str]:
        """The paragraphs and code blocks directly in it."""
        return (one for one in self.contents if isinstance(one, str))
