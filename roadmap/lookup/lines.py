"""Read a typed line from name to name, up to its note.

The rules, in order:

1. A name is a slug, a title, a place, a task in a place, or words that only one task has.
2. After a slug or title in full, a list goes on only with a list sign and another such name. Other words are the note.
3. After other names, each part between list signs is a name. It is said back if nothing bears it.
4. Words after a note sign name nothing.
5. Words that can be read in two ways are a question. Nothing is ticked by them.
"""

from __future__ import annotations

import re

from roadmap.lookup.doubts import HEDGES, is_crossed, is_hedged, is_only_open, is_open_box, is_open_heading
from roadmap.lookup.index import Index
from roadmap.lookup.line_notes import LineNotes
from roadmap.lookup.list_parts import SLUG_LIKE
from roadmap.lookup.questions import Question
from roadmap.lookup.taken import PLAIN, STATES, Taken
from roadmap.lookup.words import Sign
from roadmap.model import Block, Level, Month
from roadmap.reading.naming import SMALL_WORDS

MOST_NAMES = 200
_MOST_UNKNOWN = 50
_SHORT_PART = 3

_ASKED = re.compile(r"(?:[^\S\n]|[*_`()\"”’“‘»«':–—-])*\?|\s*\?\s*$")
_EMPTY = HEDGES.union(SMALL_WORDS, STATES, {"i", "ive", "have", "did", "just", "undo", "one", "also"})
_VAGUE = frozenset({"one", "ones", "thing", "stuff", "task", "tasks", "part", "bit"})


class LineReading(LineNotes):
    """A pass over typed words, from name to name, to the note."""

    def __init__(self, index: Index, typed: str) -> None:
        super().__init__(index, typed)
        self.unknown: list[str] = []
        self.part: Level | Month | None = None
        self._after_whole = False
        self._under_open_heading = False

    def read(self) -> None:
        """Take name after name. It ends where the note begins."""
        at, after = 0, 0
        while at < len(self.words) and self._has_room():
            at, taken = self.take(at)
            if taken is None:
                after, at = self._pass_over(at)
                continue
            after = self._keep(at, taken)
            self._after_whole = taken.whole
            at = self.next_name(after, taken)
        if self.slugs or self.questions or self.part:
            self.begin_note(after)

    def _has_room(self) -> bool:
        return len(self.slugs) + len(self.questions) < MOST_NAMES and len(self.unknown) < _MOST_UNKNOWN

    def _pass_over(self, at: int) -> tuple[int, int]:
        """Pass over a part of the list that does not begin with a name.

        A name inside is asked about. The words are kept for the note then, for they may name a day.
        Returns the word at which a note may begin, and the one at which the list goes on.
        """
        if at >= len(self.words):
            return at, at
        end = self.taker.segment_end(at)
        heads = self.is_heading(at, end) and is_only_open(self.words[at:end])
        ways, first, last = ((), at, at) if heads else self.taker.mentioned(at, end)
        end = self.taker.segment_end(max(last, end) - 1)
        said = self.said(at, end)
        if ways:
            self.questions.append(Question(said, ways, False))
            around = [*self.words[at:first], *self.words[last:end]]
            self.aside += [] if _EMPTY.issuperset(word.text for word in around) else [said]
        elif SLUG_LIKE.fullmatch(said):
            self.questions.append(self.ask_unknown_slug(said))
        elif self.slugs and end - at > _SHORT_PART and not self.names_follow(end):
            return at, len(self.words)
        else:
            self._under_open_heading = self.is_heading(at, end) and is_open_heading(self.words[at:end])
            self.unknown.append(said)
        return end, end

    def _keep(self, at: int, taken: Taken) -> int:
        """Keep what a name means. Returns the first word after it."""
        place = self._place_in_list(at, taken)
        doubted = self._doubted_end(at, taken) or (taken.end if place else 0)
        if doubted:
            ways = dict.fromkeys([(one,) for one in taken.things] + list(taken.ways))
            ways.update(dict.fromkeys(self.taker.mentioned(taken.end, doubted)[0]))
            ways.update({(place,): None} if place else {})
            denied = self._is_struck(at, taken.end)
            self.questions.append(Question(self.said(at, doubted), tuple(ways), True, denied=denied))
            return doubted
        if taken.ways:
            self.questions.append(Question(self.said(at, taken.end), taken.ways, True, taken.was))
        elif taken.part and (self.slugs or self.questions or self.part):
            self.unknown.append(self.said(at, taken.end))
        self.part = self.part or taken.part
        self.slugs += [one.slug for one in taken.things]
        return taken.end

    def _place_in_list(self, at: int, taken: Taken) -> Block | None:
        """The block before a comma and a task of it, behind other names. It may be a name of the list by itself."""
        block, end = self.taker.find_slug(at), self.taker.chunk_end(at)
        listed = (self.slugs or self.questions) and end < taken.end and self.words[end].sign in (Sign.COMMA, Sign.LINE)
        return block if listed and isinstance(block, Block) else None

    def _doubted_end(self, at: int, taken: Taken) -> int:
        """The end of the words that make a name doubtful; 0 if it is not.

        1. A question mark, a cross or an open heading is at it, or its box is empty while others are ticked.
        2. It comes after a slug or title in full, and other words follow: any behind a title, "later" behind a slug.
        3. A loose name comes second, after a slug or title in full, and last.
        4. Other words follow a loose name inside a list.
        5. A word such as "later" or "not" follows a loose name.
        6. Another name follows a loose name at once.
        """
        end = self.taker.segment_end(taken.end - 1)
        asked = _ASKED.match(self.head, self.words[taken.end - 1].end)
        if asked or self._is_struck(at, taken.end):
            return taken.end
        rest = self.words[taken.end : end] if taken.end < end and not self.words[taken.end].sign else []
        if taken.whole or not taken.things:
            unsaid = is_hedged(rest) or not self.taker.find_slug(at)
            return end if rest and taken.whole and self._after_whole and unsaid else 0
        if self._after_whole and not self.words[at - 1].mark and not self._is_list(end):
            return end
        return end if rest and self._is_doubtful(taken.end, end) else 0

    def _is_doubtful(self, at: int, end: int) -> bool:
        """Tell whether the words behind a loose name make it doubtful."""
        rest = self.words[at:end]
        vague = len(rest) == 1 and rest[0].text in _VAGUE
        listed = bool(self.slugs or self.questions or self.unknown)
        asks = self.head[rest[-1].end :].lstrip().startswith("?")
        named = rest[0].text not in PLAIN and self.taker.take(at) is not None
        return listed or vague or asks or named or is_hedged(rest)

    def _is_struck(self, at: int, end: int) -> bool:
        """Tell whether a box, a cross or a heading tells that a name is not done."""
        start, after = self.words[at].start, self.words[end - 1].end
        return self._under_open_heading or is_open_box(self.head, start) or is_crossed(self.head, start, after)

    def _is_list(self, end: int) -> bool:
        """Tell whether two names came before, or a slug or title in full comes later."""
        return len(self.slugs) + len(self.questions) > 1 or self.ends_in_names(end)
