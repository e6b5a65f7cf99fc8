"""Index the words that can be typed for each task and block, built once for each roadmap."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice, pairwise, takewhile

from roadmap.lookup.countings import Countings
from roadmap.lookup.names import Names
from roadmap.lookup.slipped_titles import SlippedTitles
from roadmap.lookup.slips import Slips
from roadmap.model import Block, Roadmap, Task
from roadmap.reading.naming import SMALL_WORDS, to_ascii

MAX_TYPED = 200
_KEPT = 64

Thing = Task | Block


@dataclass(frozen=True, slots=True, eq=False)
class IndexEntry:
    """A task or block with the words it goes by.

    `names` come from slug, aliases and title; `keywords` from the titles of its links and from its steps. `forms` are
    whole slugs and titles run together ("week2numpy").
    """

    thing: Thing
    names: frozenset[str]
    keywords: frozenset[str]
    forms: tuple[str, ...]
    place: int


def split_name(text: str) -> list[str]:
    """Split typed words, in plain ASCII and lower case.

    Emoji give no words. Only 200 characters are read.
    """
    read = text[:MAX_TYPED]
    return re.findall(r"[a-z0-9]+", to_ascii(read)) if any(char.isalnum() for char in read) else []


def distinctive_words(words: Iterable[str]) -> list[str]:
    """The words without small ones such as "the" and "of"."""
    return [word for word in words if word not in SMALL_WORDS]


class Vocabulary:
    """The words that lead to entries, by their places.

    It is built once, so that no question walks through all tasks.
    """

    def __init__(self, entries: list[IndexEntry]) -> None:
        self.entries = entries
        self.names: dict[str, set[int]] = {}
        self.forms: dict[str, set[int]] = {}
        self._keywords: dict[str, set[int]] = {}
        for entry in entries:
            for into, words in ((self.names, entry.names), (self._keywords, entry.keywords), (self.forms, entry.forms)):
                for word in words:
                    into.setdefault(word, set()).add(entry.place)
        self._sorted = sorted(self.names)
        self.near_names, self.near_forms = Slips(self.names), Slips(self.forms)

    def at(self, places: Iterable[int]) -> list[IndexEntry]:
        """The entries at some places, in file order."""
        return [self.entries[place] for place in sorted(places)]

    def named(self, word: str) -> set[int]:
        """Return the things with a name that is exactly this word."""
        return self.names.get(word, set())

    def begun(self, word: str) -> set[int]:
        """Return the things with a name that begins with this word."""
        first = bisect_left(self._sorted, word)
        names = takewhile(lambda name: name.startswith(word), islice(self._sorted, first, None))
        return {place for name in names for place in self.names[name]}

    def spoken_of(self, word: str) -> set[int]:
        """Return the things with a name or keyword that is exactly this word."""
        return self.named(word) | self._keywords.get(word, set())

    def holding(self, word: str) -> set[int]:
        """Return the things with a word that contains this."""
        known = chain(self.names.items(), self._keywords.items())
        return {place for name, places in known if word in name for place in places}


class Index:
    """All entries of one roadmap, and where each exact form leads."""

    def __init__(self, roadmap: Roadmap) -> None:
        self.roadmap = roadmap
        self.blocks = Vocabulary([_block_entry(block, place) for place, block in enumerate(roadmap.blocks())])
        shared = Counter("".join(split_name(task.title)) for task in roadmap.tasks())
        self.tasks = Vocabulary([_task_entry(task, place, shared) for place, task in enumerate(roadmap.tasks())])
        self.names = Names(roadmap)
        self.slipped_titles = SlippedTitles(roadmap)
        self.countings = Countings(roadmap)
        self.slugs: dict[str, Thing] = {}
        self.forms: dict[str, list[Thing]] = {}
        self.titles: dict[str, list[Thing]] = {}
        self.labels: dict[tuple[str, type[Thing], int], str] = {}
        """Labels that were asked for before, by slug, kind and greatest length."""
        self._places = {entry.thing.slug: entry.place for entry in self.tasks.entries}
        for entry in (*self.tasks.entries, *self.blocks.entries):
            self._add(entry)

    def _add(self, entry: IndexEntry) -> None:
        thing = entry.thing
        for slug in _slugs(thing):
            self.slugs.setdefault(slug, thing)
            self.forms.setdefault(slug.replace("-", ""), []).append(thing)
        self.titles.setdefault("".join(split_name(thing.title)), []).append(thing)

    def places_of(self, blocks: Iterable[Block]) -> list[int]:
        """The places of the tasks in some blocks."""
        return [self._places[task.slug] for block in blocks for task in block.all_tasks()]


def _slugs(thing: Thing) -> tuple[str, ...]:
    return (thing.slug, *thing.aliases) if isinstance(thing, Task) else (thing.slug,)


def _task_entry(task: Task, place: int, shared: Counter[str]) -> IndexEntry:
    """The entry of a task. Words of the hint are names, too, if another task has the same title."""
    title = "".join(split_name(task.title))
    names = _words(*_slugs(task), task.title, task.hint if shared[title] > 1 else "")
    said = (*(link.title for link in task.resources), *(step.text for step in task.steps))
    forms = (*(slug.replace("-", "") for slug in _slugs(task)), title)
    return IndexEntry(task, names, _words(*said) - names, forms, place)


def _block_entry(block: Block, place: int) -> IndexEntry:
    forms = (block.slug.replace("-", ""), "".join(split_name(block.title)))
    return IndexEntry(block, _words(block.slug, block.title), frozenset(), forms, place)


def _words(*texts: str) -> frozenset[str]:
    """The distinctive words, and each pair of neighbours run together: "scikitlearn", "endtoend"."""
    found: set[str] = set()
    for text in texts:
        words = split_name(text)
        found.update(distinctive_words(words))
        found.update("".join(pair) for pair in pairwise(words))
    return frozenset(found)


_indexes: dict[int, Index] = {}


def index_of(roadmap: Roadmap) -> Index:
    """The index of a roadmap, made at its first use.

    It holds the roadmap, so that no other roadmap can get the same id.
    """
    found = _indexes.get(id(roadmap))
    if found is None:
        if len(_indexes) >= _KEPT:
            _indexes.pop(next(iter(_indexes)))
        found = _indexes[id(roadmap)] = Index(roadmap)
    return found
