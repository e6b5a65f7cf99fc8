"""The parts of a typed list, each name read once, and whether the list goes on behind a name."""

from __future__ import annotations

import re
from collections.abc import Callable

from roadmap.lookup.doubts import is_only_open
from roadmap.lookup.index import Index
from roadmap.lookup.names import part_slashes
from roadmap.lookup.other_ways import ask_other_ways, take_either
from roadmap.lookup.taken import STATES, Taken
from roadmap.lookup.taking import Taker
from roadmap.lookup.words import LINK, LISTING, Sign, split_typed
from roadmap.model import Block

SLUG_LIKE = re.compile(r"(?i)(?:w|week|m|month)\d+[-_][^\W_][^\s,;]*")
_AND_WORDS = frozenset({"und", "y", "et", "e", "ed", "i", "och", "og", "ve", "oraz", "plus", "ta"})
"""Words for "and" in other languages, between two names in full. "И" is `i` in plain letters."""

Taking = tuple[int, Taken | None]
"""The first word of a name, behind its bullet, and the name."""


class ListParts:
    """The words of a line up to its first link, with the names that begin at them."""

    def __init__(self, index: Index, typed: str) -> None:
        link = LINK.search(typed)
        self.index = index
        self.typed = typed
        self.head = typed[: link.start()] if link else typed
        self.words = part_slashes(index.names, self.head, split_typed(self.head))
        self.taker = Taker(index, self.head, self.words, linked=link is not None)
        self._known: dict[int, tuple[tuple[Block, ...], Taking, tuple[Block, ...]]] = {}
        self._named_at = self._whole_at = -1

    def take(self, at: int) -> Taking:
        """Take a name. It is read again only if other blocks were named since."""
        before = self.taker.around
        known = self._known.get(at)
        if known is None or known[0] is not before:
            known = self._known[at] = (before, self._take_anew(at), self.taker.around)
        self.taker.around = known[2]
        return known[1]

    def peek(self, at: int) -> Taking:
        """Look at a name that comes later. It is no name before yet."""
        before = self.taker.around
        taking = self.take(at)
        self.taker.around = before
        return taking

    def _take_anew(self, at: int) -> Taking:
        """Take a name. A pasted bullet, number or checkbox before it is passed over, unless it begins a title."""
        taken = self.taker.take_whole(at) if self.words[at].mark else None
        if taken:
            return at, ask_other_ways(self.taker, taken)
        at = self._skip_marks(at)
        end = self.taker.segment_end(at)
        if at >= len(self.words) or (self.is_heading(at, end) and is_only_open(self.words[at:end])):
            return at, None
        taken = self.taker.take(at)
        return at, ask_other_ways(self.taker, taken) if taken else take_either(self.taker, at)

    def _skip_marks(self, at: int) -> int:
        while at < len(self.words) and self.words[at].mark:
            at += 1
        return at

    def is_heading(self, at: int, end: int) -> bool:
        """Tell whether these words are all of a line, and another line follows."""
        begins = at == 0 or (at < len(self.words) and self.words[at].sign is Sign.LINE)
        return begins and end < len(self.words) and self.words[end].sign is Sign.LINE

    def said(self, at: int, end: int) -> str:
        """The typed text of these words."""
        return self.head[self.words[at].start : self.words[end - 1].end]

    def next_name(self, at: int, taken: Taken) -> int:
        """The word at which the list goes on after a name, or the end of the line."""
        if at < len(self.words) and self.words[at].text in _AND_WORDS and self._is_joined(at + 1):
            return at + 1
        return at if self._goes_on(at, taken) else len(self.words)

    def _is_joined(self, at: int) -> bool:
        """Tell whether a slug is behind "und", or a whole title that fills the part. A lone "i" is no "and" there."""
        if self.taker.find_slug(at):
            return True
        joint = self.words[at - 1]
        if at >= len(self.words) or self.head[joint.start : joint.end].casefold() == "i":
            return False
        at, taken = self.peek(at)
        return taken is not None and taken.whole and taken.end == self.taker.segment_end(at)

    def _goes_on(self, at: int, taken: Taken) -> bool:
        """Tell whether the list goes on after a name."""
        if at >= len(self.words) or self.words[at].sign not in LISTING:
            return False
        if not taken.whole or (self.words[at].sign is Sign.LINE and self.words[at].mark):
            return True
        return self._is_name(at, alone=False) or self.ends_in_names(self.taker.segment_end(at))

    def _is_name(self, at: int, *, alone: bool) -> bool:
        """Tell whether a whole name begins here, or words up to the next list sign name something or look like a slug.

        `alone`: it must be all there is up to the next list sign. So must a title of a single word, for "Document"
        begins many a note.
        """
        at, taken = self.peek(at)
        end = self.taker.segment_end(at)
        if taken is None:
            return at < end and SLUG_LIKE.fullmatch(self.said(at, end)) is not None
        if self.taker.find_slug(at) and taken.end > end:
            return True  # a place, with a task of it behind a list sign
        if not taken.whole:
            return not alone and taken.end == end and self._are_names(at)
        one_word = taken.end == at + 1 and self.words[at].text.isalpha()
        return taken.end >= end or self.words[taken.end].sign is Sign.NOTE or not (alone or one_word)

    def _are_names(self, at: int) -> bool:
        """Tell whether all words to the end of the line are names, with list signs between, and no link follows."""
        while at < len(self.words):
            at, taken = self.peek(at)
            end = self.taker.segment_end(at)
            if taken is None or taken.end < end or STATES.issuperset(word.text for word in self.words[at:end]):
                return False
            at = taken.end
        return self.head == self.typed

    def names_follow(self, at: int) -> bool:
        """Tell whether a later part of the list begins with a name. The place found is kept for the parts between."""
        if self._named_at < at:
            self._named_at = self._find_part(at, lambda place: self.peek(place)[1] is not None)
        return self._named_at < len(self.words)

    def ends_in_names(self, at: int) -> bool:
        """Tell whether a later part of the list is a whole name. The place found is kept for the parts between."""
        if self._whole_at < at:
            self._whole_at = self._find_part(at, lambda place: self._is_name(place, alone=True))
        return self._whole_at < len(self.words)

    def _find_part(self, at: int, fits: Callable[[int], bool]) -> int:
        """Find the first part of the list that fits, from this word on; the end of the line if none does."""
        while at < len(self.words) and not fits(at):
            at = self.taker.segment_end(at)
        return at
