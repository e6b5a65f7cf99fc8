"""Silences and absences, as people type them: a length, or until a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.chat.call import Call
from bot.chat.taps import Offer
from bot.chat.words.dates import read_day
from bot.chat.words.lengths import read_length

ENDED = ("off", "end", "stop", "none")
"""The words that end a silence."""

OVER = -1
"""The length of a silence that would be over already."""


def read_silence(typed: str, today: date, language: str) -> int | None:
    """Read the days of a silence; None if the words are no time.

    A silence until a day ends when that day begins. OVER if it would be over already.
    """
    days = read_length(typed)
    if days is None:
        until = read_day(typed.casefold().removeprefix("until ").removeprefix("till "), today, language)
        days = (until - today).days if until else None
    return days if days is None or days > 0 else OVER


def offer_lengths(call: Call, command: str, lengths: Iterable[str]) -> list[Offer]:
    """Offer a button for each length, which types the command with it."""
    return [(call.label(f"length.{length}"), f"{command} {length}") for length in lengths]
