"""Slugs of earlier editions of a roadmap, and what they meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FormerSlug:
    """A slug that had other words once, which buttons in chats and people may still mean.

    - `title` and `hint` are those words.
    - `heirs` are today's slugs of all that it meant: a block's has `block ` before it, and one that is gone is empty.
    - `turn` counts how often its meaning changed. `since` is the day when it last did.
    """

    title: str
    hint: str = ""
    heirs: tuple[str, ...] = ("",)
    turn: int = 1
    since: date = date.min
