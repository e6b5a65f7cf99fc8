"""Markdown -> a tree of parts and items, whatever style it is written in; nothing is understood yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from roadmap.reading.complaints import Complaint
from roadmap.reading.labels import NO_LABEL, Label, Unit, is_period, read_label
from roadmap.reading.marks import NO_MARKS, Braces, Marks, find_braces, read_marks
from roadmap.reading.wording import read_plain

MAX_NESTING = 60
_CHECKBOX = re.compile(r"\[[ \u00a0xX✓✔]?\](?:\s+|$)")
_BOLD_LINE = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1)[^\n])+)\1\s*:?")
_GLUED = re.compile(r"^[-*+]\[[ xX]\]", re.MULTILINE)
_BOLD_DEPTH = {Unit.LEVEL: 7, Unit.MONTH: 8, Unit.WEEK: 9, Unit.COUNTED: 10}
_PLAIN_BOLD, _LIST = 11, 12


class Code(str):
    """A code block: shown where a part is only to be read, never understood."""

    __slots__ = ()


@dataclass(slots=True, eq=False)
class Item:
    """A list item. Its words stand on the lines `line` to `last`, from 1; `hashed`: they are a `#` heading."""

    line: int = 0
    last: int = 0
    text: str = ""
    checkbox: bool = False
    marks: Marks = NO_MARKS
    items: list[Item] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hashed: bool = False

    def has_checkboxes(self) -> bool:
        """Whether a checkbox stands anywhere below it."""
        return any(item.checkbox or item.has_checkboxes() for item in self.items)


@dataclass(slots=True, eq=False)
class Part:
    """A part of the outline: all under a heading, a bold line, or a list item that groups checkboxes.

    `line` is 0 if it has no line of its own.
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


def make_parser() -> MarkdownIt:
    """CommonMark with tables. The inside of a line is read later, and only if it is wanted."""
    return MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table").disable("inline")


class Outline:
    """The tree of one file, with the complaints met on the way. `references` are its link definitions."""

    def __init__(self, source: str) -> None:
        self.root = Part(depth=0)
        self.complaints: list[Complaint] = []
        self.references: dict[str, Any] = {}
        self._open = self.root
        self._items: list[Item] = []
        self._in_table = False
        for token in make_parser().parse(source, self.references):
            self._take(token)

    def _take(self, token: Token) -> None:
        match token.type:
            case "table_open" | "table_close":
                self._in_table = token.nesting > 0
            case "heading_open":
                self._heading = int(token.tag[1])
                self._hashed = token.markup.startswith("#")
            case "paragraph_open":
                self._heading = 0
                self._hashed = False
            case "inline" if not self._in_table:
                self._take_text(token)
            case "fence" | "code_block" if not self._items:
                self._open.contents.append(Code(token.content.rstrip("\n")))
            case "list_item_open":
                if token.level > MAX_NESTING - 4:
                    self.complain((token.map or [0])[0] + 1, "this list is nested too deep", "move it out to the left.")
                self._items.append(Item())
            case "list_item_close":
                self._close_item(self._items.pop())
            case _:
                pass

    def _take_text(self, token: Token) -> None:
        start, end = token.map or [0, 0]
        for glued in _GLUED.finditer(token.content):
            line = start + 1 + token.content.count("\n", 0, glued.start())
            self.complain(line, "this is no checkbox to Markdown", "put a blank after the dash: `- [ ] …`.")
        if not self._items:
            self._take_paragraph(token.content, start + 1, end)
        elif self._items[-1].text or self._items[-1].checkbox:
            self._items[-1].notes.append(token.content)
        else:
            self._fill_item(self._items[-1], token.content, start + 1, end)

    def _fill_item(self, item: Item, content: str, line: int, last: int) -> None:
        item.line, item.last, item.hashed = line, last, self._hashed
        content, item.marks = self._split_marks(content, line)
        if box := _CHECKBOX.match(content):
            item.checkbox, content = True, content[box.end() :]
            if not content.strip():
                self.complain(line, "this checkbox has no words", "write what there is to do, or delete the line.")
        item.text = content.strip()

    def _take_paragraph(self, content: str, line: int, last: int) -> None:
        text, marks = self._split_marks(content, line)
        depth = self._heading or self._depth_of_bold(text)
        if not depth:
            self._open.contents.append(text)
            return
        while self._open.parent and self._open.depth >= depth:
            self._open = self._open.parent
        part = Part(depth, line, last, text.strip(), marks, self._open, hashed=self._hashed)
        self._open.contents.append(part)
        self._open = part

    def _depth_of_bold(self, text: str) -> int:
        """The depth of a line that stands for a heading; 0 for a paragraph.

        Such a line is all in bold, or is only "Week 3:".
        """
        bold = _BOLD_LINE.fullmatch(text.strip())
        plain = read_plain(bold[2] if bold else text) if bold or len(text) < 100 else ""  # noqa: PLR2004  a title's length
        label = read_label(plain)
        if bold or (label.name == plain.rstrip(":. ") and label.unit in _BOLD_DEPTH):
            return _BOLD_DEPTH.get(label.unit, _PLAIN_BOLD)
        return 0

    def _close_item(self, item: Item) -> None:
        if self._items:
            self._items[-1].items.append(item)
        else:
            _place(item, self._open, _LIST)

    def _split_marks(self, content: str, line: int) -> tuple[str, Marks]:
        """The text without its marks, which stand at the end of its first or its last line."""
        first, newline, rest = content.partition("\n")
        if braces := find_braces(first):
            return _cut(first, braces) + newline + rest, self._read_marks(braces, line)
        head, newline, final = content.rpartition("\n")
        if newline and (braces := find_braces(final)):
            return head + newline + _cut(final, braces), self._read_marks(braces, line + content.count("\n"))
        return content, NO_MARKS

    def _read_marks(self, braces: Braces, line: int) -> Marks:
        return read_marks(braces.inside, lambda problem, remedy: self.complain(line, problem, remedy))

    def complain(self, line: int, problem: str, remedy: str) -> None:
        """Remember something to mend."""
        self.complaints.append(Complaint(line, problem, remedy))


def _cut(line: str, braces: Braces) -> str:
    return line[: braces.start].rstrip(" \t") + line[braces.end :]


def _place(item: Item, into: Part, depth: int) -> None:
    """Put a finished item into a part. An item that groups checkboxes becomes a part itself."""
    grouping = item.has_checkboxes() and (not item.checkbox or is_period(read_label(read_plain(item.text))))
    if not grouping:
        into.contents.append(item)
        return
    part = Part(depth, 0 if item.checkbox else item.line, item.last, item.text, parent=into, hashed=item.hashed)
    into.contents.append(part)
    if item.checkbox:
        steps = [child for child in item.items if not child.checkbox and not child.has_checkboxes()]
        part.contents.append(Item(item.line, item.last, item.text, True, item.marks, steps, item.notes))
    else:
        part.marks = item.marks
    for child in item.items:
        if not item.checkbox or child.checkbox or child.has_checkboxes():
            _place(child, part, depth + 1)
