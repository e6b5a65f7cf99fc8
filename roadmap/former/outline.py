"""The tree of parts and items as version 0.1 saw it. Frozen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from roadmap.former.labels import NO_FORMER_LABEL, FormerLabel, is_former_period, read_former_label
from roadmap.former.words import read_former_plain
from roadmap.reading.labels import Unit
from roadmap.reading.marks import NO_MARKS, Marks, split_marks

MAX_FORMER_NESTING = 60
_CHECKBOX = re.compile(r"\[[ \u00a0xX✓✔]?\](?:\s+|$)")
_BOLD_LINE = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1)[^\n])+)\1\s*:?")
_BOLD_DEPTH = {Unit.LEVEL: 7, Unit.MONTH: 8, Unit.WEEK: 9, Unit.COUNTED: 10}
_PLAIN_BOLD, _LIST = 11, 12


@dataclass(slots=True, eq=False)
class FormerItem:
    """A list item."""

    line: int = 0
    text: str = ""
    checkbox: bool = False
    marks: Marks = NO_MARKS
    items: list[FormerItem] = field(default_factory=list)

    def has_checkboxes(self) -> bool:
        """Whether a checkbox stands anywhere below it."""
        return any(item.checkbox or item.has_checkboxes() for item in self.items)


@dataclass(slots=True, eq=False)
class FormerPart:
    """A part of the outline. `line` is 0 if it has no line of its own."""

    depth: int
    line: int = 0
    text: str = ""
    marks: Marks = NO_MARKS
    parent: FormerPart | None = None
    contents: list[FormerItem | FormerPart] = field(default_factory=list)
    label: FormerLabel = NO_FORMER_LABEL

    def __post_init__(self) -> None:
        self.label = read_former_label(read_former_plain(self.text))

    def bears_tasks(self) -> bool:
        """Whether a checkbox stands in it or below it."""
        return any(item.checkbox for item in self.items()) or any(part.bears_tasks() for part in self.parts())

    def parts(self) -> Iterator[FormerPart]:
        """The parts directly in it."""
        return (one for one in self.contents if isinstance(one, FormerPart))

    def items(self) -> Iterator[FormerItem]:
        """The list items directly in it."""
        return (one for one in self.contents if isinstance(one, FormerItem))


class FormerOutline:
    """The tree of one file. `references` are its link definitions."""

    def __init__(self, source: str) -> None:
        self.root = FormerPart(depth=0)
        self.references: dict[str, Any] = {}
        self._open = self.root
        self._items: list[FormerItem] = []
        self._in_table = False
        parser = MarkdownIt("commonmark", {"maxNesting": MAX_FORMER_NESTING}).enable("table").disable("inline")
        for token in parser.parse(source, self.references):
            self._take(token)

    def _take(self, token: Token) -> None:
        match token.type:
            case "table_open" | "table_close":
                self._in_table = token.nesting > 0
            case "heading_open":
                self._heading = int(token.tag[1])
            case "paragraph_open":
                self._heading = 0
            case "inline" if not self._in_table:
                self._take_text(token)
            case "list_item_open":
                self._items.append(FormerItem())
            case "list_item_close":
                self._close_item(self._items.pop())
            case _:
                pass

    def _take_text(self, token: Token) -> None:
        line = (token.map or [0])[0] + 1
        if not self._items:
            self._take_paragraph(token.content, line)
        elif not (self._items[-1].text or self._items[-1].checkbox):
            _fill_item(self._items[-1], token.content, line)

    def _take_paragraph(self, content: str, line: int) -> None:
        text, marks = _split_marks(content)
        depth = self._heading or _depth_of_bold(text)
        if not depth:
            return
        while self._open.parent and self._open.depth >= depth:
            self._open = self._open.parent
        part = FormerPart(depth, line, text.strip(), marks, self._open)
        self._open.contents.append(part)
        self._open = part

    def _close_item(self, item: FormerItem) -> None:
        if self._items:
            self._items[-1].items.append(item)
        else:
            _place(item, self._open, _LIST)


def _fill_item(item: FormerItem, content: str, line: int) -> None:
    item.line = line
    content, item.marks = _split_marks(content)
    if box := _CHECKBOX.match(content):
        item.checkbox, content = True, content[box.end() :]
    item.text = content.strip()


def _depth_of_bold(text: str) -> int:
    """The depth of a line that stands for a heading; 0 for a paragraph."""
    bold = _BOLD_LINE.fullmatch(text.strip())
    plain = read_former_plain(bold[2] if bold else text) if bold or len(text) < 100 else ""  # noqa: PLR2004  a title's length
    label = read_former_label(plain)
    if bold or (label.name == plain.rstrip(":. ") and label.unit in _BOLD_DEPTH):
        return _BOLD_DEPTH.get(label.unit, _PLAIN_BOLD)
    return 0


def _split_marks(content: str) -> tuple[str, Marks]:
    return split_marks(content, lambda _after, _problem, _remedy: None)


def _place(item: FormerItem, into: FormerPart, depth: int) -> None:
    """Put a finished item into a part. An item that groups checkboxes becomes a part itself."""
    period = item.checkbox and is_former_period(read_former_label(read_former_plain(item.text)))
    if not item.has_checkboxes() or (item.checkbox and not period):
        into.contents.append(item)
        return
    part = FormerPart(depth, 0 if item.checkbox else item.line, item.text, parent=into)
    into.contents.append(part)
    if item.checkbox:
        part.contents.append(FormerItem(item.line, item.text, True, item.marks, _steps(item)))
    else:
        part.marks = item.marks
    for child in item.items:
        if not item.checkbox or child.checkbox or child.has_checkboxes():
            _place(child, part, depth + 1)


def _steps(item: FormerItem) -> list[FormerItem]:
    return [child for child in item.items if not child.checkbox and not child.has_checkboxes()]
