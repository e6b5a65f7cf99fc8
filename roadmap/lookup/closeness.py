"""How near typed words are to the words of a task, from "the same" down to "a slip of the finger"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from roadmap.lookup.index import Entry, telling

_PREFIX, _ONE_SLIP, _TWO_SLIPS = 3, 5, 8


def match(words: list[str], entries: list[Entry]) -> list[Entry]:
    """The entries that all words fit, at the first of four degrees at which any does.

    Names word for word; names begun ("pand"); the words of links and steps; small slips of names or of a whole slug.
    """
    said = telling(words)
    if not any(re.search(r"[a-z]", word) for word in said):
        return []
    return next(filter(None, _degrees(said, entries)), [])


def _degrees(said: list[str], entries: list[Entry]) -> Iterator[list[Entry]]:
    yield [entry for entry in entries if entry.names.issuperset(said)]
    yield [entry for entry in entries if all(_begins(word, entry.names) for word in said)]
    yield [entry for entry in entries if all(word in entry.names or word in entry.keywords for word in said)]
    yield [entry for entry in entries if _slips_into(said, entry)]


def _begins(word: str, names: Iterable[str]) -> bool:
    return any(name == word or (len(word) >= _PREFIX and name.startswith(word)) for name in names)


def _slips_into(said: list[str], entry: Entry) -> bool:
    whole = "".join(said)
    return any(is_slip(whole, form) for form in entry.forms) or all(
        word in entry.names or any(is_slip(word, name) for name in entry.names) for word in said
    )


def is_slip(typed: str, meant: str) -> bool:
    """Whether one is the other with a letter or two wrong. The first letter and every digit must be right."""
    shorter = min(len(typed), len(meant))
    if shorter < _ONE_SLIP or typed[0] != meant[0] or _digits(typed) != _digits(meant):
        return False
    allowed = 2 if shorter >= _TWO_SLIPS else 1
    return OSA.distance(typed, meant, score_cutoff=allowed) <= allowed


def _digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def nearest(words: list[str], entries: Iterable[Entry], count: int) -> list[Entry]:
    """The entries that look most like what was typed, however little that is; ties in file order."""
    whole, spaced = "".join(words), " ".join(words)

    def likeness(entry: Entry) -> float:
        shared = len(entry.names.intersection(telling(words))) * 100
        return (
            shared + max(fuzz.ratio(whole, form) for form in entry.forms) + fuzz.partial_ratio(spaced, entry.forms[-1])
        )

    return sorted(entries, key=lambda entry: (-likeness(entry), entry.place))[:count]


def rank(words: list[str], entries: Iterable[Entry]) -> list[Entry]:
    """The entries that a beginning may come to, likeliest first, else as they were given."""
    said, whole = telling(words) or words, "".join(words)
    ranked = [(degree, entry) for entry in entries if (degree := _degree(whole, said, entry)) is not None]
    return [entry for _, entry in sorted(ranked, key=lambda one: one[0])]


def _degree(whole: str, said: list[str], entry: Entry) -> int | None:
    """0 for the slug begun, 1 for a title or alias, 2 for words begun, 3 for parts of any words, 4 for slips."""
    if entry.forms[0].startswith(whole):
        return 0
    if any(form.startswith(whole) for form in entry.forms):
        return 1
    if all(any(name.startswith(word) for name in entry.names) for word in said):
        return 2
    if all(any(word in name for name in entry.names | entry.keywords) for word in said):
        return 3
    return 4 if _slips_into(said, entry) else None
