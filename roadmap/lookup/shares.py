"""Words behind a block that tell how much of it is done: "half", "tasks 1 and 2", "the first one", "2 of 3"."""

from __future__ import annotations

import re

from roadmap.lookup.doubts import AROUND, NOT_YET
from roadmap.lookup.words import split_typed

_LONGEST = 100  # characters
_NUMBERS = {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
_SHARES = NOT_YET | {
    *("first", "second", "third", "fourth", "fifth", "last", "most", "some", "bit", "little", "few", "couple"),
    *("quarter", "quarters", "thirds"),
}
_TASKS = {"task", "tasks", "part", "parts", "item", "items", "box", "boxes", "number"}
_AROUND = AROUND.union(
    _TASKS,
    {"one", "ones", "a", "an", "without", "everything", "out", "to", "so", "far", "or", "per", "cent", "percent"},
)
_NUMBER = re.compile(r"\d{1,2}")
_ORDINAL = re.compile(r"\b(\d)(?:st|nd|rd|th)(?=\s+(?:task|item|part|one|box))", re.I)
_OTHERWISE = re.compile(
    r"\d[.:]\d|\d/\d+/|\b100\s*(?:%|per)|\ball\s+(?:the\s+)?(?:\d|two|three|four|five|six|seven|eight|nine|ten)", re.I
)
"""A date, a clock time, or all of it."""

_OF = re.compile(r"(?P<done>\d+)\s*(?:/|(?:out\s+)?of)\s*(?P<all>\d+)", re.I)


def is_share(typed: str) -> bool:
    """Tell whether words tell how much of a block is done, and nothing else."""
    if len(typed) > _LONGEST or _OTHERWISE.search(typed):
        return False
    of = _OF.search(typed)
    if of and int(of["done"]) >= int(of["all"]):
        return False
    words = [word.text for word in split_typed(_ORDINAL.sub(r"\1", typed))]
    counts = {word for word in words if word in _NUMBERS or _NUMBER.fullmatch(word)}
    counts |= {"one"} if "one" in words and not _TASKS.isdisjoint(words) else set()
    return not _SHARES.union(counts).isdisjoint(words) and _SHARES.union(_AROUND, counts).issuperset(words)
