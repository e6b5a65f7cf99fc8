"""Tell a slip of the finger from another word."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

_ONE_SLIP, _TWO_SLIPS = 5, 8


def is_slip(typed: str, meant: str) -> bool:
    """Whether a typed word is another word with a letter wrong, or two from eight letters on.

    The first letter and every digit must be right. A word of under five letters has no slips.
    """
    shorter = min(len(typed), len(meant))
    if shorter < _ONE_SLIP or typed[0] != meant[0] or re.findall(r"\d+", typed) != re.findall(r"\d+", meant):
        return False
    allowed = 2 if shorter >= _TWO_SLIPS else 1
    return OSA.distance(typed, meant, score_cutoff=allowed) <= allowed
