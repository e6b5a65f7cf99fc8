"""How near typed words are to the words of tasks, from "the same" down to "a slip of the finger"."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from rapidfuzz import fuzz, process

from roadmap.lookup.index import IndexEntry, Vocabulary, distinctive_words

_PREFIX = 3
_MOST_FORMS = 12

Finder = Callable[[str], set[int]]


def match(words: list[str], vocabulary: Vocabulary, among: Collection[int] | None = None) -> list[IndexEntry]:
    """The entries that all words fit, at the first degree at which any does. `among` keeps to some places.

    1. Names, word for word.
    2. Names that begin with the words ("pand").
    3. The words of links and steps.
    4. Small slips of names, or of a whole slug or title.
    """
    said = distinctive_words(words)
    if not any(re.search(r"[a-z]", word) for word in said):
        return []
    for found in _degrees(said, vocabulary):
        kept = found if among is None else found.intersection(among)
        if kept:
            return vocabulary.at(kept)
    return []


def find_named(words: list[str], vocabulary: Vocabulary) -> set[int]:
    """The places that all words lead to: name for name, else with small slips."""
    said = distinctive_words(words)
    if not any(word.isalpha() for word in said):
        return set()
    return _all(said, vocabulary.named) or _slipped(said, vocabulary)


def find_word_by_word(words: list[str], vocabulary: Vocabulary) -> set[int]:
    """The places that all words lead to, each by itself: name for name, else with small slips."""
    said = distinctive_words(words)
    return _each_slipped(said, vocabulary) if any(word.isalpha() for word in said) else set()


def find_begun(words: list[str], vocabulary: Vocabulary) -> set[int]:
    """The places that all words lead to: name for name, else by beginnings of four letters and by small slips."""
    said = distinctive_words(words)
    if not any(word.isalpha() for word in said):
        return set()
    if exact := _all(said, vocabulary.named):
        return exact
    begun = _all(said, lambda word: vocabulary.begun(word) if len(word) > _PREFIX else vocabulary.named(word))
    return begun | _slipped(said, vocabulary)


def find_spoken_of(words: list[str], vocabulary: Vocabulary) -> set[int]:
    """The places that all words lead to by the words of links and steps, unless one is a name of other places."""
    said = distinctive_words(words)
    if not any(word.isalpha() for word in said):
        return set()
    found = _all(said, vocabulary.spoken_of)
    named = [vocabulary.named(word) for word in said]
    return found if all(not places or places >= found for places in named) else set()


def _degrees(said: list[str], vocabulary: Vocabulary) -> Iterator[set[int]]:
    yield _all(said, vocabulary.named)
    yield _all(said, lambda word: vocabulary.begun(word) if len(word) >= _PREFIX else vocabulary.named(word))
    yield _all(said, vocabulary.spoken_of)
    yield _slipped(said, vocabulary)


def _all(said: list[str], find: Finder) -> set[int]:
    """The places that every word leads to."""
    return set.intersection(*map(find, said))


def _slipped(said: list[str], vocabulary: Vocabulary) -> set[int]:
    return vocabulary.near_forms.find("".join(said)) | _each_slipped(said, vocabulary)


def _each_slipped(said: list[str], vocabulary: Vocabulary) -> set[int]:
    return _all(said, lambda word: vocabulary.named(word) or vocabulary.near_names.find(word))


def nearest_entries(words: list[str], vocabulary: Vocabulary, count: int, without: Collection[int]) -> list[IndexEntry]:
    """The entries most like the typed words, however little that is; ties in file order."""
    whole, spaced, said = "".join(words), " ".join(words), distinctive_words(words)
    places = {place for word in said for place in vocabulary.named(word)}
    for typed, scorer in ((whole, fuzz.ratio), (spaced, fuzz.partial_ratio)):
        close = process.extract(typed, vocabulary.forms.keys(), scorer=scorer, limit=_MOST_FORMS)
        places.update(place for form, *_ in close for place in vocabulary.forms[form])

    def likeness(entry: IndexEntry) -> float:
        shared = len(entry.names.intersection(said)) * 100
        return (
            shared + max(fuzz.ratio(whole, form) for form in entry.forms) + fuzz.partial_ratio(spaced, entry.forms[-1])
        )

    entries = vocabulary.at(places.difference(without))
    return sorted(entries, key=lambda entry: (-likeness(entry), entry.place))[:count]


def rank(words: list[str], vocabulary: Vocabulary, among: Iterable[int]) -> list[tuple[int, IndexEntry]]:
    """The entries that a beginning may come to, each with its degree, likeliest first.

    - 0: the slug begins with it.
    - 1: an alias or the title begins with it.
    - 2: each word begins a word of the name.
    - 3: each word is inside a word of the name, links or steps.
    - 4: a small slip.
    """
    said, whole = distinctive_words(words) or words, "".join(words)
    degrees = (
        {entry.place for entry in vocabulary.entries if entry.forms[0].startswith(whole)},
        {entry.place for entry in vocabulary.entries if any(form.startswith(whole) for form in entry.forms)},
        _all(said, vocabulary.begun),
        _all(said, vocabulary.holding),
        _slipped(said, vocabulary),
    )
    best: dict[int, int] = {}
    for degree, places in enumerate(degrees):
        for place in places.intersection(among):
            best.setdefault(place, degree)
    return sorted(
        ((degree, vocabulary.entries[place]) for place, degree in best.items()), key=lambda one: (one[0], one[1].place)
    )
