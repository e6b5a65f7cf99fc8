"""Slips in free words: `remaind me tommorow` is read as `remind me tomorrow`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from rapidfuzz.distance import OSA

from bot.features.help.want_kinds import KINDS, NEVER_SLIPS
from bot.features.help.want_table import WANTED

SHORTEST, LONG = 5, 8
"""Letters of a word that may be a slip, and of one that may have two."""

_WORD = re.compile(r"(?<![\w'’`-])[^\W\d_]{5,}(?![\w'’`-])")
_CUE = re.compile(r"[a-z]+\*?")


def mend_slips(typed: str) -> str:
    """Put the word of a cue in the place of a near one. A capital letter in a text may begin a name, and stays."""
    return _WORD.sub(lambda found: found[0] if found.start() and found[0][0].isupper() else _mend(found[0]), typed)


def _mend(word: str) -> str:
    small = word.lower()
    if small in known_cues() or small in NEVER_SLIPS.split() or any(small.startswith(stem) for stem in _stems()):
        return word
    near = [known for known in known_cues() if _is_near(small, known)]
    near += [stem for stem in _stems() if _is_near(small[: max(len(stem), SHORTEST)], stem)]
    return min(near, key=lambda known: OSA.distance(small[: len(known)], known), default=word)


def _is_near(word: str, known: str) -> bool:
    """Whether a word is a known one with a slip, or with two if it is long. Its first letter is right."""
    if len(known) < SHORTEST or word[0] != known[0]:
        return False
    return OSA.distance(word, known) <= (2 if len(word) >= LONG else 1)


@cache
def known_cues() -> Mapping[str, None]:
    """Return the whole words of all cues, in their order."""
    return dict.fromkeys(cue for cue in _cues() if not cue.endswith("*"))


@cache
def _stems() -> tuple[str, ...]:
    return tuple(dict.fromkeys(cue.rstrip("*") for cue in _cues() if cue.endswith("*")))


def _cues() -> list[str]:
    return _CUE.findall(KINDS + WANTED)
