"""Tell a slip of the finger from another word."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz.distance import OSA

_ONE_SLIP, _TWO_SLIPS = 5, 8
_MOST_SLIPS = 2
_MOST_FOUND = 500


def is_slip(typed: str, meant: str) -> bool:
    """Whether a typed word is another word with a letter wrong, or two from eight letters on.

    The first letter and every digit must be right. A word of under five letters has no slips.
    """
    shorter = min(len(typed), len(meant))
    if shorter < _ONE_SLIP or typed[0] != meant[0] or re.findall(r"\d+", typed) != re.findall(r"\d+", meant):
        return False
    allowed = 2 if shorter >= _TWO_SLIPS else 1
    return OSA.distance(typed, meant, score_cutoff=allowed) <= allowed


class Slips:
    """Finds the words that a typed word is a slip of. They lie by first letter and length: few are compared."""

    def __init__(self, places: Mapping[str, set[int]]) -> None:
        self._places = places
        self._found: dict[str, set[int]] = {}
        self._alike: dict[tuple[str, int], list[str]] = {}
        for meant in places:
            if len(meant) >= _ONE_SLIP:
                self._alike.setdefault((meant[0], len(meant)), []).append(meant)

    def find(self, word: str) -> set[int]:
        """The places of all words that this one is a slip of. A word that comes again is not compared again."""
        if len(word) < _ONE_SLIP:
            return set()
        found = self._found.get(word)
        if found is None:
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            found = self._found[word] = self._compare(word)
        return found

    def _compare(self, word: str) -> set[int]:
        lengths = range(len(word) - _MOST_SLIPS, len(word) + _MOST_SLIPS + 1)
        alike = (meant for length in lengths for meant in self._alike.get((word[0], length), ()))
        return {place for meant in alike if is_slip(word, meant) for place in self._places[meant]}
