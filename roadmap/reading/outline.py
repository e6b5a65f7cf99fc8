"""Markdown -> a tree of parts and items, whatever style it is written in; nothing is understood yet."""

from __future__ import annotations

import re
from typing import Any

from markdown_it.token import Token

from roadmap.reading.blanks import complain_of_blank, has_words
from roadmap.reading.complaints import Complaint
from roadmap.reading.groups import dissolve_groups, is_sentence
from roadmap.reading.labels import Label, Unit, is_period, read_label
from roadmap.reading.marks import Marks, split_marks
from roadmap.reading.parsing import HIDDEN_BOX, MAX_NESTING, parse_lines, split_glued
from roadmap.reading.placing import place_item, turn_boxed
from roadmap.reading.rows import find_rows
from roadmap.reading.tree import BOLD_DEPTH, Code, Item, Part
from roadmap.reading.wording import read_plain

_CHECKBOX = re.compile(r"\[[ \u00a0xX✓✔]?\](?:\s+|$)")
_BOLD_LINE = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1)[^\n])+)\1\s*:?")
_BOLD_DEPTH = {Unit.LEVEL: 7, Unit.MONTH: 8, Unit.WEEK: 9, Unit.COUNTED: 10}
_TABLE = frozenset({"table_open", "table_close", "tr_open", "th_open", "td_open"})
ONE_ROW = "give each task a row of its own, below the table's head, with one checkbox."
TO_THE_LEFT = "move it out to the left."


class Outline:
    """The tree of one file. `references` are its link definitions.

    `complaints` must be mended before the file can be followed. `unread` are checkboxes that were left out.
    """

    def __init__(self, source: str) -> None:
        self.root = Part(depth=0)
        self.complaints: list[Complaint] = []
        self.references: dict[str, Any] = {}
        self._open = self.root
        self._items: list[Item] = []
        self._rows: list[tuple[int, list[str]]] = []
        self._in_cell = self._hashed = False
        self.unread: list[Complaint] = []
        self._lines = source.split("\n")
        for token in parse_lines(source, self.references):
            self._take(token)
        turn_boxed(self.root, self.unread)
        dissolve_groups(self.root)

    def _take(self, token: Token) -> None:
        if token.type in _TABLE or self._in_cell:
            self._take_cell(token)
            return
        match token.type:
            case "heading_open":
                self._heading = int(token.tag[1])
                self._hashed = token.markup.startswith("#")
            case "paragraph_open":
                self._heading = 0
                self._hashed = False
            case "inline":
                self._take_text(token)
            case "code_block" if HIDDEN_BOX.search(token.content):
                self.unread.append(Complaint((token.map or [0])[0] + 1, "this list is read as code", TO_THE_LEFT))
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

    def _take_cell(self, token: Token) -> None:
        match token.type:
            case "table_open":
                self._rows = []
            case "tr_open":
                self._rows.append(((token.map or [0])[0] + 1, []))
            case "table_close":
                self._close_table(self._rows)
            case "inline":
                self._rows[-1][1].append(token.content)
        self._in_cell = token.type in ("th_open", "td_open")

    def _take_text(self, token: Token) -> None:
        start, end = token.map or [0, 0]
        content, glued = split_glued(token.content)
        last = start + glued[0][0] if glued else end
        if not self._items:
            self._take_paragraph(content, start + 1, last)
        elif self._items[-1].text or self._items[-1].checkbox:
            self._items[-1].notes.append(content)
        else:
            own, loose = self._split_loose(content, start)
            self._fill_item(self._items[-1], own, start + 1, start + 1 + own.count("\n") if loose else last)
            self._items[-1].notes += [loose] if loose else []
        for offset, words in glued:
            item, line = Item(), start + offset + 1
            self._fill_item(item, words, line, line + words.count("\n"))
            self._close_item(item)

    def _split_loose(self, content: str, start: int) -> tuple[str, str]:
        """Split an item's words from the lines after it that stand at the very left, which are not meant for it."""
        lines = content.split("\n")
        for offset in range(1, len(lines)):
            if self._lines[start + offset][:1].strip(" \t>"):
                return "\n".join(lines[:offset]), "\n".join(lines[offset:])
        return content, ""

    def _fill_item(self, item: Item, content: str, line: int, last: int) -> None:
        item.line, item.last, item.hashed = line, last, self._hashed
        content, item.marks = self._split_marks(content, line)
        if box := _CHECKBOX.match(content):
            item.checkbox, content = True, content[box.end() :]
        item.text = content.strip()

    def _take_paragraph(self, content: str, line: int, last: int) -> None:
        text, marks = self._split_marks(content, line)
        box = _CHECKBOX.match(text) if self._heading else None
        text = text[box.end() :] if box else text
        if self._heading and not has_words(text, self.references):
            self.unread.append(complain_of_blank(line, "checkbox" if box else "heading"))
            return
        depth = self._heading or self._depth_of_bold(text)
        if not depth or (not marks.slug and not box and self._is_note(text, depth)):
            self._open.contents.append(text)
            return
        while self._open.parent and self._open.depth >= depth:
            self._open = self._open.parent
        part = Part(depth, line, last, text.strip(), marks, self._open, hashed=self._hashed, boxed=bool(box))
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
            return self._depth_beside(label) or _BOLD_DEPTH.get(label.unit, BOLD_DEPTH)
        return 0

    def _is_note(self, text: str, depth: int) -> bool:
        """Whether a heading is a sentence. The first heading of the first rank is the roadmap's title."""
        words = read_plain(text).rstrip(":： ")
        if depth == 1 and not any(self.root.parts()):
            return False
        return is_sentence(words, read_label(words), bold=not self._heading)

    def _depth_beside(self, label: Label) -> int:
        """The depth of the open part of the same unit: "Week 2" stands beside "Week 1"; 0 if there is none."""
        part: Part | None = self._open
        while part and not (is_period(label) and is_period(part.label) and part.label.unit is label.unit):
            part = part.parent
        return part.depth if part else 0

    def _close_item(self, item: Item) -> None:
        """Put an item into the one around it, else into the open part. What is below a blank one takes its place."""
        for kept in item.items if self._is_blank(item) else [item]:
            if self._items:
                self._items[-1].items.append(kept)
            else:
                place_item(kept, self._open)

    def _is_blank(self, item: Item) -> bool:
        """Whether an item has nothing to do or to read. A checkbox is named."""
        if item.checkbox and not has_words(item.text, self.references):
            self.unread.append(complain_of_blank(item.line, "checkbox"))
            return True
        return not item.checkbox and not read_plain(item.text, self.references)

    def _close_table(self, rows: list[tuple[int, list[str]]]) -> None:
        for row in find_rows(rows):
            words = row.words()
            if len(row.boxes) > 1 or row.line == rows[0][0]:
                self.unread.append(Complaint(row.line, "this row is not read as a task", ONE_ROW))
                continue
            item = Item(tabled=True)
            self._fill_item(item, f"[ ] {words}", row.line, row.line)
            self._close_item(item)

    def _split_marks(self, content: str, line: int) -> tuple[str, Marks]:
        return split_marks(content, lambda after, problem, remedy: self.complain(line + after, problem, remedy))

    def complain(self, line: int, problem: str, remedy: str) -> None:
        """Remember something to mend."""
        self.complaints.append(Complaint(line, problem, remedy))
