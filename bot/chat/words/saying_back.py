"""Say typed words back."""

from __future__ import annotations

from bot.chat.limits import shorten

NAME = 40
"""Characters of a name or a value that are said back."""

LINE = 60
"""Characters of a line that are said back."""


def say_back(typed: str, most: int = LINE) -> str:
    """Shorten typed words, so that they can be said back."""
    return shorten(typed, most)
