"""Dates like `1.3.` and weekdays like `sun`, which are days only where they are set apart from other words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.chat.words.dates import read_dates
from bot.chat.words.events import LEADS
from bot.chat.words.weekdays import read_weekday

AROUND = " \t\n.,;:!?()–—-"
"""Signs around a day that are dropped."""

SHORTEST = 3
"""Letters of a shortened name."""

FULL = 5
"""Letters of a weekday that needs no `on` before it; `sun` and `sat` are other words too."""

SOME_DAY = date(2026, 1, 1)
"""Whether words are a day at all depends on no date."""

DOTTED = re.compile(r"\d{1,2}\.\d{1,2}")
"""A day and a month. With a dot behind it is a date, without one it may be a chapter or a version."""

_ENDS = re.compile(r"(?:^|\s)\d{1,2}\.\d{1,2}$")
_PADDED = re.compile(r"0\d\.[01]\d")
_TO_DATES = LEADS - {"of", "in", "at", "was", "um", "about", "around"}
_PARTING = re.compile(r"[,;(–—-]\s*$")
_PARTED = re.compile(r"\s*[,;:)–—-]")
_NO_WORDS = frozenset(("tue", "tues", "weds", "thu", "thur", "thurs", "fri"))
"""Weekdays shortened to what is no other word."""


@dataclass(frozen=True, slots=True)
class DayPlace:
    """A place in a line, between two of its characters."""

    line: str
    start: int
    end: int

    @property
    def is_first(self) -> bool:
        """Whether no word is before it."""
        return not self.line[: self.start].strip(AROUND)

    @property
    def is_last(self) -> bool:
        """Whether no word is behind it."""
        return not self.line[self.end :].strip(AROUND)

    @property
    def is_parted(self) -> bool:
        """Whether a sign stands between it and the words on one side, at an end of the line."""
        ahead, word = self.line[: self.start], self.line[self.start : self.end]
        if self.is_last:
            return bool(_PARTING.search(ahead)) or word.startswith("(")
        return self.is_first and bool(_PARTED.match(self.line, self.end) or _PARTED.match(word[-1:]))


def is_set_apart(words: str, before: Sequence[str], place: DayPlace, language: str) -> bool:
    """Tell whether a date like `1.3.`, or a weekday like `sun`, stands where only a day may stand."""
    if words.isalpha():
        return _is_weekday(words, place, language)
    found = DOTTED.fullmatch(words.removesuffix("."))
    if not found or not read_dates(f"{found.group()}.", SOME_DAY, language):
        return False
    led = bool(before) and before[-1] in _TO_DATES
    if words.endswith("."):
        listed = bool(before) and before[-1].rstrip(".")[-1:].isdigit()
        return place.is_first or (place.is_last and (led or (place.is_parted and not listed)))
    alone = len(before) == 1 and led
    return place.is_last and (alone or (bool(_PADDED.fullmatch(words)) and (led or not before)))


def _is_weekday(words: str, place: DayPlace, language: str) -> bool:
    if not SHORTEST <= len(words) <= FULL or read_weekday(words, language) is None:
        return False
    return place.is_parted or (words in _NO_WORDS and (place.is_first or place.is_last))


def strip_day(words: str) -> str:
    """Take the signs around words away. A date like `1.3.` keeps its dot."""
    bare = words.strip(AROUND)
    dotted = _ENDS.search(bare) and words.lstrip(AROUND).startswith(f"{bare}.")
    return f"{bare}." if dotted else bare
