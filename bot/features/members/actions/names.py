"""Tidy the names of people and chats before they are kept."""

from __future__ import annotations

import unicodedata

from bot.identity import clear

TITLE = 128


def tidy_title(title: str) -> str:
    """Tidy a chat's title: one line, at most as long as the column."""
    return tidy_name(title, TITLE)


def tidy_name(name: str, limit: int) -> str:
    """Tidy a name: one line of at most `limit` characters, without control and invisible characters.

    Returns an empty string if nothing visible is left.
    """
    kept = " ".join(clear(name).split())[:limit].strip()
    return kept if any(unicodedata.category(char)[0] not in "CMZ" for char in kept) else ""
