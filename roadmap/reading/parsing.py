"""Markdown -> tokens. The inside of a line is read later, and only if it is wanted."""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

MAX_NESTING = 60
MAX_MOVES = 3
HIDDEN_BOX = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX]\]", re.MULTILINE)
_GLUED = re.compile(r"^[ \t>]*[-*+][ \t]+(?=\[[ xX]\])", re.MULTILINE)
_INDENT = re.compile(r"^((?:[ \t]*>[ \t]?)*)(?: {1,4}|\t)")


def make_parser() -> MarkdownIt:
    """CommonMark with tables."""
    return MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table").disable("inline")


def parse_lines(text: str, references: dict[str, Any]) -> list[Token]:
    """Parse a text. Checkboxes that only their indent made to code are moved to the left, and it is parsed again."""
    parser = make_parser()
    tokens = parser.parse(text, references)
    for _ in range(MAX_MOVES):
        hidden = [token.map for token in tokens if token.type == "code_block" and HIDDEN_BOX.search(token.content)]
        if not hidden:
            break
        lines = text.split("\n")
        for first, last in filter(None, hidden):
            lines[first:last] = [_INDENT.sub(r"\1", line) for line in lines[first:last]]
        text = "\n".join(lines)
        tokens = parser.parse(text, references)
    return tokens


def split_glued(content: str) -> tuple[str, list[tuple[int, str]]]:
    """Split from a paragraph the checkboxes that only their indent glued to it, each with its line after the first."""
    starts = [found for found in _GLUED.finditer(content) if found.start()]
    if not starts:
        return content, []
    ends = [*(found.start() for found in starts[1:]), len(content)]
    glued = [
        (content.count("\n", 0, found.start()), content[found.end() : end].rstrip("\n"))
        for found, end in zip(starts, ends, strict=True)
    ]
    return content[: starts[0].start()].rstrip("\n"), glued
