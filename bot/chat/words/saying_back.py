"""Say typed words back, and put a typed note behind a line."""

from __future__ import annotations

from bot.chat.limits import NOTE_SIGN, shorten

NAME = 40
"""Characters of a name or a value that are said back."""

LINE = 60
"""Characters of a line that are said back."""


def say_back(typed: str, most: int = LINE) -> str:
    """Shorten typed words, so that they can be said back."""
    return shorten(typed, most)


def add_note(line: str, note: str) -> str:
    """Put a note behind a line, with the sign after which all is note."""
    return f"{line}{NOTE_SIGN}{note}" if note else line
