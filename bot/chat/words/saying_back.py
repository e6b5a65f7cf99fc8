"""Say typed words back, and put a typed note behind a line."""

from __future__ import annotations

import re

from bot.chat.limits import NOTE_SIGN, shorten

NAME = 40
"""Characters of a name or a value that are said back."""

LINE = 60
"""Characters of a line that are said back."""

_INWARD = re.compile(r"(?:.* )?(?:#\d+|[a-z]+:(?!//)\S+|[^\s/]*\.[0-9a-f]{5})(?: .*)?", re.DOTALL)
"""A line with a word that only buttons type: a number of an act, an account, a day, or the mark of an edition."""


def say_back(typed: str, most: int = LINE) -> str:
    """Shorten typed words, so that they can be said back."""
    return shorten(typed, most)


def say_line_back(line: str, most: int = LINE) -> str:
    """Shorten a line, so that it can be said back. Of one that only a button types, its command is left."""
    before = line.split(NOTE_SIGN, 1)[0]
    return say_back(line.split(maxsplit=1)[0] if _INWARD.fullmatch(before) else line, most)


def add_note(line: str, note: str) -> str:
    """Put a note behind a line, with the sign after which all is note."""
    return f"{line}{NOTE_SIGN}{note}" if note else line
