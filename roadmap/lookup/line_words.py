"""The words of one typed line, with the parts of its list and the slugs in it."""

from __future__ import annotations

from collections.abc import Sequence

from roadmap.lookup.index import Index
from roadmap.lookup.words import LISTING, Sign, Word
from roadmap.model import Block, Task


class LineWords:
    """The words of one line. `linked`: a link follows the line."""

    def __init__(self, index: Index, typed: str, words: Sequence[Word], *, linked: bool = False) -> None:
        self.linked = linked
        self.index = index
        self.typed = typed
        self.words = words
        self._segment_ends, self._chunk_ends = _ends(words)

    def text_behind(self, at: int) -> str:
        """The typed text behind the words before this one, to the end of the line."""
        return self.typed[self.words[at - 1].end :].partition("\n")[0]

    def text_between(self, at: int, end: int) -> str:
        """The typed text from behind the words before this one to the word at the end, on one line."""
        behind = self.text_behind(at)
        return behind[: self.words[end].start - self.words[at - 1].end] if end < len(self.words) else behind

    def find_slug(self, at: int) -> Task | Block | None:
        """The task or block of a slug that is typed here just as it is, between blanks."""
        if at >= len(self.words):
            return None
        typed = self.typed[self.words[at].start : self.words[self.chunk_end(at) - 1].end]
        return self.index.names.slugs.get(typed.casefold().replace("_", "-"))

    def segment_end(self, at: int) -> int:
        """Find the end of the words up to the next list sign or line end."""
        return self._segment_ends[at + 1]

    def chunk_end(self, at: int) -> int:
        """Find the end of the words that stand together without a blank."""
        return self._chunk_ends[at + 1]

    def skip_marks(self, at: int) -> int:
        """Find the first word from here on that belongs to no bullet."""
        return next((place for place in range(at, len(self.words)) if not self.words[place].mark), len(self.words))


def _ends(words: Sequence[Word]) -> tuple[list[int], list[int]]:
    """The place of the next word, for each, at which a part of the list begins, and at which a blank is before it."""
    segment = chunk = len(words)
    segments, chunks = [segment] * (segment + 2), [chunk] * (chunk + 2)
    for at in range(len(words) - 1, 0, -1):
        word = words[at]
        if word.sign is not Sign.BLANK:
            chunk = at
            segment = at if word.sign in LISTING else segment
        elif word.spaced:
            chunk = at
        segments[at], chunks[at] = segment, chunk
    return segments, chunks
