"""Trace each slug of a roadmap from the words of one edition to those of the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from roadmap.lookup.nearness import Nearness, same_words
from roadmap.parts_named import PARTS, is_numbered
from roadmap.slug_words import SlugWords, Words, is_corrected, is_reworded

_SHORT_HINT = 4  # words


@dataclass(frozen=True, slots=True)
class Trace:
    """The ways of slugs from one edition to the next.

    - `moved`: old slug -> new slug of the same task. A slug may be in it on both sides.
    - `lost`: slugs that no task bears any more.
    - `parked`: old slug -> a slug that no text can have. Its task is gone, and another task bears the old slug now.
    - `alike`: slugs of tasks with the same words, whose number changed: which is which cannot be told.
    """

    moved: Mapping[str, str] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()
    parked: Mapping[str, str] = field(default_factory=dict)
    alike: frozenset[str] = frozenset()


def trace_slugs(old: Words, new: Words, pinned: Collection[str], kept: Collection[str] = ()) -> Trace:
    """Find where each slug of the old edition went.

    `pinned` are the slugs that both texts name, and aliases. `kept` are new pins that are older than their words.
    The first rule that fits an old slug counts:
    1. It is pinned: it stays, whatever its words are now.
    2. As many new slugs as old ones have its words: it moves to the one at its place among them.
    3. It has the same words as before: it stays.
    4. Its title stood under it alone, and stands under one new slug alone, with the same hint or none: it moves there,
       if no other changed line may say the same.
    5. Its new words are nearly the old ones, or it is a part with some of its tasks: it stays. A kept pin stays with
       more or fewer words, too, if no other slug has words like these.
    6. Otherwise its task is gone.

    A part has the same words if it has the same title, or, if that is a number, the same tasks.
    """
    tracing = _Tracing(old, new)
    tracing.keep(slug for slug in old if slug in pinned and slug in new)
    tracing.match(_known_words, len(old))
    tracing.keep(slug for slug in old if slug in new and _known_words(new[slug]) == _known_words(old[slug]))
    tracing.match(_title_of, 1, _only_of_title(old, new))
    tracing.keep(slug for slug in old if slug in new and _stays(old[slug], new[slug]))
    tracing.keep(slug for slug in old if slug in kept and _find_reworded(old[slug], new) == [slug])
    gone = set(tracing.left)
    taken = sorted(slug for slug in gone if slug in new)
    return Trace(
        moved={slug: to for slug, to in tracing.pairs.items() if slug != to},
        lost=frozenset(gone.difference(taken)),
        parked=park_slugs(taken, {*old, *new}),
        alike=frozenset(_find_alike(old, new, pinned)),
    )


def _known_words(words: SlugWords) -> SlugWords:
    """The words by which a task, or a part, is known again."""
    if words.kind not in PARTS:
        return words
    return SlugWords(words.kind, words.hint if is_numbered(words.title) else words.title)


def _stays(old: SlugWords, new: SlugWords) -> bool:
    if old.kind in PARTS:
        return old.kind == new.kind and not {*old.hint.split("\n")}.isdisjoint(new.hint.split("\n"))
    return is_corrected(old, new)


def _find_reworded(old: SlugWords, new: Words) -> list[str]:
    return [slug for slug, words in new.items() if is_reworded(old, words)]


Fits = Callable[[str, str], bool]


def _has_same_hint(old: SlugWords, new: SlugWords) -> bool:
    """Whether a short hint was added or taken away, or a hint corrected. Others may ask for more: "Book (Emma)"."""
    if old.hint and new.hint:
        return same_words(old.hint, new.hint) >= Nearness.TITLE
    return len(f"{old.hint}{new.hint}".split()) <= _SHORT_HINT


def _title_of(words: SlugWords) -> tuple[str, str]:
    return words.kind, words.title.casefold()


def _titles_in(words: SlugWords) -> set[tuple[str, str]]:
    """The title, and what it was before it took something along: its beginnings and ends at colons."""
    kind, title = _title_of(words)
    parts = title.split(": ")
    cuts = range(1, len(parts))
    shorter = (": ".join(one) for at in cuts for one in (parts[:at], parts[at:]))
    return {(kind, title), *((kind, one) for one in shorter)}


def _only_of_title(old: Words, new: Words) -> Fits:
    """Make the test of a title that only one slug has in each text. The new slug was no other task's before.

    A title of several tasks takes along a hint ("Emma: chapter 3") or what is above ("Week 1: Emma"), and counts, too.
    If another line was written or changed that may say the same ("Emma again"), nobody can tell which one is the task.
    """
    changed = {slug: words for slug, words in new.items() if old.get(slug) != words}
    before, after = (Counter(key for words in one.values() for key in _titles_in(words)) for one in (old, new))

    def fits(slug: str, to: str) -> bool:
        alone = before[_title_of(old[slug])] == after[_title_of(new[to])] == 1
        fitting = alone and (slug == to or to not in old) and _has_same_hint(old[slug], new[to])
        return fitting and set(_find_reworded(old[slug], changed)) <= {to}

    return fits


class _Tracing:
    """Pairs of old and new slugs. Each slug is in one pair at most."""

    def __init__(self, old: Words, new: Words) -> None:
        self._old = old
        self._new = new
        self.pairs: dict[str, str] = {}
        self.left = list(old)
        self._free = list(new)

    def keep(self, slugs: Iterable[str]) -> None:
        """Pair these slugs with themselves, where both sides are free."""
        free, left = set(self._free), set(self.left)
        self._pair({slug: slug for slug in slugs if slug in free and slug in left})

    def match(self, key: Callable[[SlugWords], object], most: int, fits: Fits = lambda slug, to: True) -> None:
        """Pair the free slugs whose words have the same key, in their order.

        A key counts if as many slugs have it on both sides, and at most so many. `fits` may refuse a pair.
        """
        before, after = _by_key(self.left, self._old, key), _by_key(self._free, self._new, key)
        same = [found for found, slugs in before.items() if len(slugs) == len(after.get(found, ())) <= most]
        pairs = ((slug, to) for found in same for slug, to in zip(before[found], after[found], strict=True))
        self._pair({slug: to for slug, to in pairs if fits(slug, to)})

    def _pair(self, pairs: Mapping[str, str]) -> None:
        self.pairs.update(pairs)
        taken = set(pairs.values())
        self.left = [slug for slug in self.left if slug not in pairs]
        self._free = [slug for slug in self._free if slug not in taken]


def _by_key(slugs: Iterable[str], words: Words, key: Callable[[SlugWords], object]) -> dict[object, list[str]]:
    found: dict[object, list[str]] = {}
    for slug in slugs:
        found.setdefault(key(words[slug]), []).append(slug)
    return found


def park_slugs(slugs: Iterable[str], known: set[str]) -> dict[str, str]:
    """Give each slug a name that no file can have, because `~` cannot be in a slug."""
    return {slug: next(name for number in count(1) if (name := f"{slug}~{number}") not in known) for slug in slugs}


def _find_alike(old: Words, new: Words, pinned: Collection[str]) -> Iterator[str]:
    """Yield the slugs that are not pinned, whose words several slugs share, more or fewer than before."""
    before, after = (Counter(words for slug, words in one.items() if slug not in pinned) for one in (old, new))
    for slug, words in new.items():
        counts = before[words], after[words]
        if slug in old and slug not in pinned and max(counts) > 1 and counts[0] != counts[1]:
            yield slug
