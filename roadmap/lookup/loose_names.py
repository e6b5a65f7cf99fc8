"""Names by words that only some tasks have: a word of a title, its beginning, a slip."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from roadmap.lookup.closeness import find_begun, find_named, find_spoken_of, find_word_by_word
from roadmap.lookup.doubts import OR_WORDS
from roadmap.lookup.index import Index, Vocabulary, distinctive_words
from roadmap.lookup.line_words import LineWords
from roadmap.lookup.names import is_apart
from roadmap.lookup.plain_words import PLAIN_WORDS, SPOKEN_WORDS
from roadmap.lookup.taken import MOST_OFFERED, PLAIN, STATES, Taken
from roadmap.lookup.words import Sign, Word
from roadmap.model import Block, Task

LONGEST_NAME = 10  # words

_NEVER = (
    STATES
    | {"week", "weeks", "month", "months", "level", "block", "task", "day", "part", "phase"}
    | {"one", "two", "three", "four", "five", "six"}
)

Finding = Callable[[list[str], Vocabulary], set[int]]


class LooseNames(LineWords):
    """Takes loose names off one line. `around` are the blocks named before, in which later names are found first."""

    def __init__(self, index: Index, typed: str, words: Sequence[Word], *, linked: bool = False) -> None:
        super().__init__(index, typed, words, linked=linked)
        self.around: tuple[Block, ...] = ()

    def tasks_around(self) -> list[Task]:
        """The tasks of the blocks that were named before."""
        return [task for block in self.around for task in block.all_tasks()]

    def take_loosely(self, at: int, among: Collection[Task] | None = None) -> Taken | None:
        """The longest run of words that all belong to the same tasks.

        The beginning of a word, and words of links and steps, count only for all words up to the next sign.
        """
        end = min(self.segment_end(at), at + LONGEST_NAME)
        end = next((place for place in range(at + 1, end) if self._ends_name(place)), end)
        alone = end == self.segment_end(at)
        for stop in range(end, at, -1):
            if not is_apart(self.words, stop) or (stop < end and _begins_note(self.words[stop - 1])):
                continue
            found = self.take_run(at, stop, among, self._finder(at, stop, is_all=alone and stop == end))
            if found:
                return found
        return self.take_run(at, end, among, find_spoken_of) if alone else None

    def _finder(self, at: int, stop: int, *, is_all: bool) -> Finding:
        """Choose how a run of words is looked up. Only what stands together, or is all, may be a whole slug's slip."""
        if is_all:
            return find_begun
        return find_named if self.chunk_end(at) == stop else find_word_by_word

    def _ends_name(self, at: int) -> bool:
        return self.words[at].sign is Sign.NOTE or self.words[at].text in OR_WORDS

    def take_run(self, at: int, stop: int, among: Collection[Task] | None, find: Finding) -> Taken | None:
        """The tasks of a run of words. It begins with a telling word, and ends with one that tells more."""
        texts = [word.text for word in self.words[at:stop]]
        if len(distinctive_words((texts[0], texts[-1]))) < 2 or _NEVER.issuperset(texts):  # noqa: PLR2004  first and last
            return None
        if any(word.startswith(texts[-1]) for word in texts[:-1]):
            return None
        found = self._choose(find(texts, self.index.tasks), stop, among)
        doubtful = found and found.things and among is None and self.is_plain(texts)
        return replace(found, things=(), ways=(found.things,)) if found and doubtful else found

    def is_plain(self, texts: list[str]) -> bool:
        """Tell whether these are common words only, which no name has just so."""
        said = distinctive_words(texts)
        named = all(self.index.tasks.named(word) for word in said) and not SPOKEN_WORDS.issuperset(said)
        return PLAIN_WORDS.issuperset(said) and not named

    def _choose(self, places: Iterable[int], stop: int, among: Collection[Task] | None) -> Taken | None:
        tasks = [entry.thing for entry in self.index.tasks.at(places) if isinstance(entry.thing, Task)]
        near = [task for task in tasks if task in (self.tasks_around() if among is None else among)]
        tasks = near if among is not None or len(near) == 1 else tasks
        if len(tasks) == 1:
            return Taken(stop, (tasks[0],))
        return Taken(stop, ways=tuple((task,) for task in tasks[:MOST_OFFERED])) if tasks else None


def _begins_note(word: Word) -> bool:
    """Tell whether a word begins a note if more words follow. It ends no loose name then."""
    return word.text.isdigit() or word.text in _NEVER or word.text in PLAIN
