"""How alike two short texts are, on a scale of five degrees, and the nearest of several."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from enum import IntEnum
from typing import TypeVar

from rapidfuzz import fuzz, process, utils

K = TypeVar("K", bound=Hashable)


class Nearness(IntEnum):
    """How much two texts must share, in percent."""

    ANY = 0
    """Any likeness: for an offer after a question that needs an answer."""

    ALIKE = 60
    """Some slips in a short name: for an offer of the name that was probably meant."""

    SLIP = 75
    """At most a slip in a short word: for a reading that is then confirmed."""

    WORD = 80
    """At most a slip in a word of five letters: for a reading that is acted on."""

    TITLE = 85
    """At most a slip in a whole title: for a reading that is acted on, though it may be a note."""


def nearest(
    typed: str, names: Mapping[K, str], least: Nearness, count: int | None = None, *, partly: bool = False
) -> list[K]:
    """List the keys of the names most like the typed words, the likeliest first.

    Case and punctuation do not count. `partly`: a name may also be alike in one of its words.
    """
    scorer = fuzz.WRatio if partly else fuzz.ratio
    found = process.extract(
        typed, names, scorer=scorer, processor=utils.default_process, score_cutoff=least, limit=count
    )
    return [key for _, _, key in found]


def is_near(typed: str, name: str, least: Nearness) -> bool:
    """Tell whether a word is at least this near to another."""
    return fuzz.ratio(typed, name) >= least


def same_words(title: str, other: str) -> float:
    """Measure how alike two titles are, in percent; the order of words, case and punctuation do not count."""
    return fuzz.token_sort_ratio(title, other, processor=utils.default_process)


def shared_words(title: str, other: str) -> float:
    """Measure how many words two titles share, in percent; their order, case and punctuation do not count."""
    return fuzz.token_set_ratio(title, other, processor=utils.default_process)
