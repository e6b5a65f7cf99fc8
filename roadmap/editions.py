"""Follow the slugs of a roadmap from one text of it to the next, so that learners' acts stay with their tasks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from rapidfuzz.distance import OSA

from roadmap.former import former_parts, former_slugs
from roadmap.lookup.nearness import Nearness, same_words, shared_words
from roadmap.lookup.slips import is_slip
from roadmap.model import Roadmap, Task
from roadmap.parts_named import PARTS, bare_slug, is_numbered, key_part, list_parts
from roadmap.reading.draft import read_draft

TASK = "task"
_SHORT_HINT = 4  # words
_LEADING = re.compile(r"^[\s>#*+-]*(?:\[.\]\s*)?")
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")
_BRACES = re.compile(r"(?P<blank>[ \t]*)\{:?(?P<inside>[^{}\r\n]*#[^{}\r\n]*)\}")


class SlugWords(NamedTuple):
    """The words that a slug stands for. Acts of one `kind` never go to another."""

    kind: str
    title: str
    hint: str = ""

    @property
    def text(self) -> str:
        """Title and hint, as they are compared."""
        return f"{self.title} {self.hint}".strip()


Words = Mapping[str, SlugWords]
"""Each slug under which learners' acts are kept, with its words."""


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


def list_slug_words(roadmap: Roadmap) -> dict[str, SlugWords]:
    """All slugs under which learners' acts are kept, aliases included, each with its words."""
    found: dict[str, SlugWords] = {}
    for slug, words in _every_slug(roadmap):
        found.setdefault(slug, words)
    return found


def list_keyed_words(roadmap: Roadmap) -> dict[str, SlugWords]:
    """All slugs under which acts are kept, and the keys of parts, with their words. The hint of a part is its tasks."""
    parts = {key: SlugWords(kind, title, tasks) for key, kind, title, tasks in list_parts(roadmap)}
    return {**list_slug_words(roadmap), **parts}


def trace_edit(source: str, last: Words | None, words: Words, pinned_before: Collection[str] | None = None) -> Trace:
    """Find where each slug went in the text that has these words now.

    `last` is None for version 0.1's reading. `pinned_before` are the pinned slugs of the last edition. None: it is not
    known, and every pinned slug stays.
    """
    if last is None:
        return _trace_former(source, words)
    if last == words:
        return Trace()
    pinned = list_pinned(source, words)
    fresh = set() if pinned_before is None else pinned.difference(pinned_before, _list_aliases(source))
    return trace_slugs(last, words, pinned - fresh, _find_kept_pins(source, fresh) if fresh else ())


def list_pinned(source: str, words: Words) -> set[str]:
    """All slugs with these words that the text names itself, and all that no line could bear."""
    derived = {pin.slug for pin in read_draft(source, "roadmap").pins}
    return {key for key in words if bare_slug(key) not in derived}


def _list_aliases(source: str) -> set[str]:
    return {alias for task in read_draft(source, "roadmap").roadmap.tasks() for alias in task.aliases}


def _find_kept_pins(source: str, fresh: Collection[str]) -> set[str]:
    """Find the new pins that are older than the words of their lines: without them, the lines would have other slugs.

    A pin that reading would give again may have been written after an edit, for another task than the slug had.
    """
    derived, slugs = read_draft(_without_pins(source, fresh), "roadmap").slugs, read_draft(source, "roadmap").slugs
    return {slug for line, slug in slugs.items() if slug in fresh and derived.get(line) != slug}


def _without_pins(source: str, slugs: Collection[str]) -> str:
    def drop(found: re.Match[str]) -> str:
        words = [word for word in found["inside"].split() if word.removeprefix("#") not in slugs]
        return f"{found['blank']}{{{' '.join(words)}}}" if words else ""

    return _BRACES.sub(drop, source)


def list_former_words(source: str) -> dict[str, SlugWords]:
    """Each slug of version 0.1 with its line, for acts whose line is no task any more."""
    lines = ["", *re.split(r"\r\n?|\n", source)]
    parts = {key_part(kind, slug): (kind, line) for kind in PARTS for slug, line in former_parts(source).items()}
    every = {**{slug: (TASK, line) for slug, line in former_slugs(source).items()}, **parts}
    return {key: SlugWords(kind, _LEADING.sub("", lines[line])) for key, (kind, line) in every.items()}


def suggest_heir(words: SlugWords, tasks: Iterable[Task]) -> Task | None:
    """The task that looks most like these words, by title or with the hint; None if none looks like them."""
    likely = [(_likeness(words, task), -place, task) for place, task in enumerate(tasks)]
    nearness, _, task = max(likely, default=(0.0, 0, None), key=lambda one: one[:2])
    return task if nearness >= Nearness.ALIKE else None


def is_reworded(old: SlugWords, new: SlugWords) -> bool:
    """Whether the new words may say the same in more or fewer words. Another number in the title is another task."""
    return _same_sort(old, new) and shared_words(old.text, new.text) >= Nearness.TITLE


def is_corrected(old: SlugWords, new: SlugWords) -> bool:
    """Whether the new words are the old ones with slips mended. More words may ask for more work.

    Another word may be another task, however alike the titles are: "Learn Go", "Read Go".
    """
    alike = _same_sort(old, new) and same_words(old.text, new.text) >= Nearness.TITLE
    return alike and _are_slips(_split(old.text), _split(new.text))


def _are_slips(old: list[str], new: list[str]) -> bool:
    """Whether each word that only one side has is a slip of one of the other side, or only blanks differ."""
    gone, come = [word for word in old if word not in new], [word for word in new if word not in old]
    if "".join(old) == "".join(new):
        return True
    return len(gone) == len(come) and all(any(_is_letter_off(word, other) for other in come) for word in gone)


def _is_letter_off(word: str, other: str) -> bool:
    """Whether one word is a slip of the other; a short word may be a slip too, after its first letter."""
    return is_slip(word, other) or (word[0] == other[0] and OSA.distance(word, other) == 1)


def _split(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _same_sort(old: SlugWords, new: SlugWords) -> bool:
    return old.kind == new.kind and _NUMBER.findall(old.title) == _NUMBER.findall(new.title)


def _likeness(words: SlugWords, task: Task) -> float:
    other = SlugWords(TASK, task.title, task.hint)
    return max(shared_words(words.title, other.title), shared_words(words.text, other.text))


def _trace_former(source: str, words: Words) -> Trace:
    """Find where each slug of version 0.1 went: to the slug that its line has today."""
    draft = read_draft(source, "roadmap")
    today, former = draft.slugs, former_slugs(source)
    gone = {slug for slug, line in former.items() if line not in today}
    taken = sorted(gone.intersection(words))
    return Trace(
        moved={
            **{slug: today[line] for slug, line in former.items() if today.get(line, slug) != slug},
            **_trace_former_parts(source, {pin.line: pin.slug for pin in draft.pins if pin.hashed}, words),
        },
        lost=frozenset(gone.difference(taken)),
        parked=_park(taken, {*words, *former}),
    )


def _trace_former_parts(source: str, today: Mapping[int, str], words: Words) -> dict[str, str]:
    """Find the parts of version 0.1 whose heading has another slug today. `today` are derived slugs by their lines."""
    ways = ((slug, today.get(line, slug)) for slug, line in former_parts(source).items())
    keys = ((key_part(kind, slug), key_part(kind, to)) for slug, to in ways for kind in PARTS if slug != to)
    return {old: new for old, new in keys if new in words}


def trace_slugs(old: Words, new: Words, pinned: Collection[str], kept: Collection[str] = ()) -> Trace:
    """Find where each slug of the old edition went.

    `pinned` are the slugs that both texts name, and aliases. `kept` are new pins that are older than their words.
    The first rule that fits an old slug counts:
    1. It is pinned: it stays, whatever its words are now.
    2. As many new slugs as old ones have its words: it moves to the one at its place among them.
    3. It has the same words as before: it stays.
    4. Its title stood under it alone, and stands under one new slug alone, with the same hint or none: it moves there.
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
        parked=_park(taken, {*old, *new}),
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
    """
    before, after = (Counter(key for words in one.values() for key in _titles_in(words)) for one in (old, new))

    def fits(slug: str, to: str) -> bool:
        alone = before[_title_of(old[slug])] == after[_title_of(new[to])] == 1
        return alone and (slug == to or to not in old) and _has_same_hint(old[slug], new[to])

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


def _park(slugs: Iterable[str], known: set[str]) -> dict[str, str]:
    """Give each slug a name that no file can have, because `~` cannot be in a slug."""
    return {slug: next(name for number in count(1) if (name := f"{slug}~{number}") not in known) for slug in slugs}


def _find_alike(old: Words, new: Words, pinned: Collection[str]) -> Iterator[str]:
    """Yield the slugs that are not pinned, whose words several slugs share, more or fewer than before."""
    before, after = (Counter(words for slug, words in one.items() if slug not in pinned) for one in (old, new))
    for slug, words in new.items():
        counts = before[words], after[words]
        if slug in old and slug not in pinned and max(counts) > 1 and counts[0] != counts[1]:
            yield slug


def _every_slug(roadmap: Roadmap) -> Iterator[tuple[str, SlugWords]]:
    for task in roadmap.tasks():
        yield from ((slug, SlugWords(TASK, task.title, task.hint)) for slug in (task.slug, *task.aliases))
    for choice in roadmap.choices():
        yield choice.slug, SlugWords("choice", choice.title)
        yield from ((one.slug, SlugWords("option", one.title, one.hint)) for one in choice.options)
    for level in roadmap.levels:
        yield from ((one.slug, SlugWords("criterion", one.text)) for one in level.criteria)
    yield from ((one.slug, SlugWords("habit", one.title, one.hint)) for one in roadmap.habits)
