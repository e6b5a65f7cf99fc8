"""Cut a typed line into words. Each word knows the sign before it: blank, list sign, line end or note sign."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from roadmap.reading.naming import to_ascii


class Sign(StrEnum):
    """The sign between two words, as far as it matters."""

    BLANK = ""
    """Blanks, or what ties the parts of a slug together: `-`, `_`, `/`, `.`"""

    AND = "and"
    """`&`, `+`, "and" or "then"."""

    COMMA = "comma"
    """A comma or semicolon of any script."""

    LINE = "line"
    """The end of a line."""

    NOTE = "note"
    """All other signs: a dash between blanks, a colon, `|`, a parenthesis, a quote."""


LINK = re.compile(r"(?i)(?:https?://|www\.)\S")
LISTING = (Sign.AND, Sign.COMMA, Sign.LINE)


@dataclass(frozen=True, slots=True)
class Word:
    """A word in plain ASCII and lower case, with its place in the line and the sign before it.

    `spaced`: a blank is before it. `mark`: it belongs to a pasted bullet, number or checkbox.
    """

    text: str
    start: int
    end: int
    sign: Sign
    spaced: bool
    mark: bool = False


_WORD = re.compile(
    r"(?<![^\W_])(?:c\+\+|c\#|a/b(?![^\W_]))|\.net(?![^\W_])|[^\W_]+(?:['’][^\W_]+)*(?:/cd(?![^\W_]))?", re.IGNORECASE
)
BULLETS = re.compile(
    r"^[ \t]*(?:(?:[-*+•–—>◦▪‣·]|\d{1,3}[.)])[ \t\u00a0]+|\[[ xX✓✔✅]?\][ \t]*|[☐☑✅✔✓⬜◻][\ufe0f]?[ \t]*)+",
    re.MULTILINE,
)
_DECORATION = re.compile(r"[\s*`_\u200b\ufe0f]+")
_TIES = frozenset({"", "-", "/", ".", "'", "’", "‐", "‑", "－", "•"})
_COMMAS = frozenset(",;，；、،؛")
_AND = re.compile(r"[\"'“”„«»‘’)\]]*[&＆+]+[\"'“”„«»‘’]*")
_CLOSED = re.compile(r"[*`_]*[\"'”’“‘»«]+[*`_]*\s+")
_AND_WORDS = frozenset({"and", "then"})


def split_typed(text: str) -> list[Word]:
    """Cut a line into words. "And" and "then" are signs before the next word."""
    marks = [found.span() for found in BULLETS.finditer(text)]
    found: list[Word] = []
    end, joined = 0, Sign.BLANK
    for piece in _WORD.finditer(text):
        word = _plain(piece.group())
        gap = text[end : piece.start()]
        sign = max(joined, _sign_of(gap), key=_WEIGHT.__getitem__)
        end = piece.end()
        if word in _AND_WORDS:
            joined = max(sign, Sign.AND, key=_WEIGHT.__getitem__)
            continue
        mark = any(first <= piece.start() < last for first, last in marks)
        found.append(Word(word, piece.start(), end, sign, bool(joined) or _is_spaced(gap), mark))
        joined = Sign.BLANK
    return found


_WEIGHT = {Sign.BLANK: 0, Sign.NOTE: 1, Sign.AND: 2, Sign.COMMA: 3, Sign.LINE: 4}


def _plain(word: str) -> str:
    if word.isascii() and word.isalnum():
        return word.lower()
    return re.sub(r"[^a-z0-9]+", "", to_ascii(word)) or word.casefold()


def _is_spaced(gap: str) -> bool:
    return any(char.isspace() for char in gap)


def _sign_of(gap: str) -> Sign:
    if "\n" in gap:
        return Sign.LINE
    if not _COMMAS.isdisjoint(gap):
        return Sign.COMMA
    core = _DECORATION.sub("", gap)
    if _AND.fullmatch(core):
        return Sign.AND
    if _CLOSED.fullmatch(gap):
        return Sign.BLANK
    if core in _TIES and not (core and _is_spaced(gap)):
        return Sign.BLANK
    return Sign.NOTE
