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
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from roadmap.lookup import nearest_tasks
from roadmap.lookup.countings import Reading
from roadmap.lookup.doubts import HEDGES, is_crossed, is_hedged, is_only_open, is_open_box, is_open_heading
from roadmap.lookup.index import Index
from roadmap.lookup.names import part_slugs
from roadmap.lookup.noted_lines import read_line
from roadmap.lookup.other_ways import ask_other_ways, take_either
from roadmap.lookup.taking import PLAIN, STATES, Taken, Taker
from roadmap.lookup.words import LINK, LISTING, Sign, split_typed
from roadmap.model import Block, Level, Month
from roadmap.reading.naming import SMALL_WORDS

MOST_NAMES = 200
_MOST_UNKNOWN = 50
_SHORT_PART = 3
_MOST_LINES = 50

_SLUG_LIKE = re.compile(r"(?i)(?:w|week|m|month)\d+[-_][^\W_][^\s,;]*")
_ASKED = re.compile(r"[\s*_`)\"”’“‘»«']*\?")
_BETWEEN_SLUGS = re.compile(r"[-_*`\s]*|\s*[/✅✔☑✓]\ufe0f?\s*")
_LINK_ALONE = re.compile(r"\((?P<link>https?://[^\s()]+)\)", re.I)
_CLOSING = re.compile(r"[*_`~\"”’“‘»«')\]}>]*\s*(?:[-=]>|[,;:|.!/→–—-]+(?=\s|$)|[,;:|–—]+)?\s*")
_EMPTY = (
    HEDGES | SMALL_WORDS | frozenset({"i", "ive", "have", "did", "just", "finished", "done", "undo", "one", "also"})
)
_AND_WORDS = frozenset({"und", "y", "et", "e", "ed", "i", "och", "og", "ve", "oraz", "plus", "ta"})
"""Words for "and" in other languages, between two slugs. "И" is `i` in plain letters."""

_VAGUE = frozenset({"one", "ones", "thing", "stuff", "task", "tasks", "part", "bit"})


@dataclass(frozen=True, slots=True)
class Question:
    """Words that name nothing for certain. `meant`: one of the ways is; otherwise they are only the nearest.

    A way is what one tap names: a task, a block, or several of them. `was` is the title that a slug had before an
    edit of the plan. `denied`: the words behind the name tell that it is not done.
    """

    typed: str
    ways: tuple[Reading, ...]
    meant: bool
    was: str = ""
    denied: bool = False


_Taking = tuple[int, Taken | None]
"""The first word of a name, behind its bullet, and the name."""


class LineReading:
    """A pass over typed words, from name to name, to the note."""

    def __init__(self, index: Index, typed: str) -> None:
        link = LINK.search(typed)
        self._typed = typed
        self.head = typed[: link.start()] if link else typed
        self._words = part_slugs(index.names, self.head, split_typed(self.head))
        self._index = index
        self._taker = Taker(index, self.head, self._words, linked=link is not None)
        self.slugs: list[str] = []
        self.questions: list[Question] = []
        self.unknown: list[str] = []
        self.part: Level | Month | None = None
        self._known: dict[int, tuple[tuple[Block, ...], _Taking, tuple[Block, ...]]] = {}
        self._named_at = self._whole_at = -1
        self._after_whole = False
        self._under_open_heading = False
        self._aside: list[str] = []
        self.note = "" if link is None else typed[link.start() :].strip()

    def read(self) -> None:
        """Take name after name. It ends where the note begins."""
        at, after = 0, 0
        while at < len(self._words) and self._has_room():
            at, taken = self._take(at)
            if taken is None:
                after, at = self._pass_over(at)
                continue
            after = self._keep(at, taken)
            self._after_whole = taken.whole
            at = self._next_name(after, taken)
        if self.slugs or self.questions or self.part:
            self._begin_note(after)

    def _has_room(self) -> bool:
        return len(self.slugs) + len(self.questions) < MOST_NAMES and len(self.unknown) < _MOST_UNKNOWN

    def _take(self, at: int) -> _Taking:
        """Take a name. It is read again only if other blocks were named since."""
        before = self._taker.around
        known = self._known.get(at)
        if known is None or known[0] is not before:
            known = self._known[at] = (before, self._take_anew(at), self._taker.around)
        self._taker.around = known[2]
        return known[1]

    def _peek(self, at: int) -> _Taking:
        """Look at a name that comes later. It is no name before yet."""
        before = self._taker.around
        taking = self._take(at)
        self._taker.around = before
        return taking

    def _take_anew(self, at: int) -> _Taking:
        """Take a name. A pasted bullet, number or checkbox before it is passed over, unless it begins a title."""
        taken = self._taker.take_whole(at) if self._words[at].mark else None
        if taken:
            return at, ask_other_ways(self._taker, taken)
        at = self._skip_marks(at)
        end = self._taker.segment_end(at)
        if at >= len(self._words) or (self._is_heading(at, end) and is_only_open(self._words[at:end])):
            return at, None
        taken = self._taker.take(at)
        return at, ask_other_ways(self._taker, taken) if taken else take_either(self._taker, at)

    def _skip_marks(self, at: int) -> int:
        while at < len(self._words) and self._words[at].mark:
            at += 1
        return at

    def _pass_over(self, at: int) -> tuple[int, int]:
        """Pass over a part of the list that does not begin with a name.

        A name inside is asked about. The words are kept for the note then, for they may name a day.
        Returns the word at which a note may begin, and the one at which the list goes on.
        """
        if at >= len(self._words):
            return at, at
        end = self._taker.segment_end(at)
        heads = self._is_heading(at, end) and is_only_open(self._words[at:end])
        ways, first, last = ((), at, at) if heads else self._taker.mentioned(at, end)
        end = self._taker.segment_end(max(last, end) - 1)
        said = self._said(at, end)
        if ways:
            self.questions.append(Question(said, ways, False))
            around = [*self._words[at:first], *self._words[last:end]]
            self._aside += [] if _EMPTY.issuperset(word.text for word in around) else [said]
        elif _SLUG_LIKE.fullmatch(said):
            self.questions.append(self._unknown_slug(said))
        elif self.slugs and end - at > _SHORT_PART and not self._names_follow(end):
            return at, len(self._words)
        else:
            self._under_open_heading = self._is_heading(at, end) and is_open_heading(self._words[at:end])
            self.unknown.append(said)
        return end, end

    def _is_heading(self, at: int, end: int) -> bool:
        """Tell whether these words are all of a line, and another line follows."""
        begins = at == 0 or (at < len(self._words) and self._words[at].sign is Sign.LINE)
        return begins and end < len(self._words) and self._words[end].sign is Sign.LINE

    def _names_follow(self, at: int) -> bool:
        """Tell whether a later part of the list begins with a name. The place found is kept for the parts between."""
        if self._named_at < at:
            self._named_at = self._find_part(at, lambda place: self._peek(place)[1] is not None)
        return self._named_at < len(self._words)

    def _find_part(self, at: int, fits: Callable[[int], bool]) -> int:
        """Find the first part of the list that fits, from this word on; the end of the line if none does."""
        while at < len(self._words) and not fits(at):
            at = self._taker.segment_end(at)
        return at

    def _keep(self, at: int, taken: Taken) -> int:
        """Keep what a name means. Returns the first word after it."""
        doubted = self._doubted_end(at, taken)
        if doubted:
            ways = dict.fromkeys([(one,) for one in taken.things] + list(taken.ways))
            ways.update(dict.fromkeys(self._taker.mentioned(taken.end, doubted)[0]))
            self.questions.append(Question(self._said(at, doubted), tuple(ways), True))
            return doubted
        if taken.ways:
            self.questions.append(Question(self._said(at, taken.end), taken.ways, True, taken.was))
        elif taken.part and (self.slugs or self.questions or self.part):
            self.unknown.append(self._said(at, taken.end))
        self.part = self.part or taken.part
        self.slugs += [one.slug for one in taken.things]
        return taken.end

    def _doubted_end(self, at: int, taken: Taken) -> int:
        """The end of the words that make a name doubtful; 0 if it is not.

        1. A question mark follows, or its box is the only empty one among ticked boxes.
        2. Other words follow a title that comes after a slug or title in full.
        3. A loose name comes second, after a slug or title in full, and last.
        4. Other words follow a loose name inside a list.
        5. A word such as "later" or "not" follows a loose name.
        6. Another name follows a loose name at once.
        """
        end = self._taker.segment_end(taken.end - 1)
        asked = _ASKED.match(self.head, self._words[taken.end - 1].end)
        if asked or self._is_struck(at, taken.end):
            return taken.end
        rest = self._words[taken.end : end] if taken.end < end and not self._words[taken.end].sign else []
        if taken.whole or not taken.things:
            unsaid = is_hedged(rest) or not self._taker.find_slug(at)
            return end if rest and taken.whole and self._after_whole and unsaid else 0
        if self._after_whole and not self._words[at - 1].mark and not self._is_list(end):
            return end
        return end if rest and self._is_doubtful(taken.end, end) else 0

    def _is_doubtful(self, at: int, end: int) -> bool:
        """Tell whether the words behind a loose name make it doubtful."""
        rest = self._words[at:end]
        vague = len(rest) == 1 and rest[0].text in _VAGUE
        listed = bool(self.slugs or self.questions or self.unknown)
        asks = self.head[rest[-1].end :].lstrip().startswith("?")
        named = rest[0].text not in PLAIN and self._taker.take(at) is not None
        return listed or vague or asks or named or is_hedged(rest)

    def _is_struck(self, at: int, end: int) -> bool:
        """Tell whether a box, a cross or a heading tells that a name is not done."""
        start, after = self._words[at].start, self._words[end - 1].end
        return self._under_open_heading or is_open_box(self.head, start) or is_crossed(self.head, start, after)

    def _is_list(self, end: int) -> bool:
        """Tell whether two names came before, or a slug or title in full comes later."""
        return len(self.slugs) + len(self.questions) > 1 or self._ends_in_names(end)

    def _next_name(self, at: int, taken: Taken) -> int:
        """The word at which the list goes on after a name, or the end of the line."""
        if at < len(self._words) and self._words[at].text in _AND_WORDS and self._taker.find_slug(at + 1):
            return at + 1
        return at if self._goes_on(at, taken) else len(self._words)

    def _goes_on(self, at: int, taken: Taken) -> bool:
        """Tell whether the list goes on after a name."""
        if at >= len(self._words) or self._words[at].sign not in LISTING:
            return False
        if not taken.whole or (self._words[at].sign is Sign.LINE and self._words[at].mark):
            return True
        return self._is_name(at, alone=False) or self._ends_in_names(self._taker.segment_end(at))

    def _is_name(self, at: int, *, alone: bool) -> bool:
        """Tell whether a whole name begins here, or words up to the next list sign name something or look like a slug.

        `alone`: it must be all there is up to the next list sign. So must a title of a single word, for "Document"
        begins many a note.
        """
        at, taken = self._peek(at)
        end = self._taker.segment_end(at)
        if taken is None:
            return at < end and _SLUG_LIKE.fullmatch(self._said(at, end)) is not None
        if not taken.whole:
            return not alone and taken.end == end and self._are_names(at)
        one_word = taken.end == at + 1 and self._words[at].text.isalpha()
        return taken.end >= end or self._words[taken.end].sign is Sign.NOTE or not (alone or one_word)

    def _are_names(self, at: int) -> bool:
        """Tell whether all words to the end of the line are names, with list signs between, and no link follows."""
        while at < len(self._words):
            at, taken = self._peek(at)
            end = self._taker.segment_end(at)
            if taken is None or taken.end < end or STATES.issuperset(word.text for word in self._words[at:end]):
                return False
            at = taken.end
        return self.head == self._typed

    def _ends_in_names(self, at: int) -> bool:
        """Tell whether a later part of the list is a whole name. The place found is kept for the parts between."""
        if self._whole_at < at:
            self._whole_at = self._find_part(at, lambda place: self._is_name(place, alone=True))
        return self._whole_at < len(self._words)

    def _begin_note(self, at: int) -> None:
        """Take the rest of the line as the note, and ask about slugs and lines in it that are names."""
        start = self._words[at - 1].end if at else 0
        rest = self._typed[start:]
        closing = _CLOSING.match(rest)
        rest = rest[closing.end() if closing else 0 :].strip()
        rest = linked["link"] if (linked := _LINK_ALONE.fullmatch(rest)) else rest
        if self._are_slugs(at):
            self._ask_about_slugs(at)
            rest = self._typed[len(self.head) :].strip()
        rest = rest if re.search(r"[^\s.,;:!?|*_`~\"')\]}–—…%❌✖✗✘🚫⛔\ufe0f-]", rest) else ""
        self.note = " ".join(part for part in (*self._aside, rest) if part)
        self._ask_about_lines(rest)

    def _are_slugs(self, at: int) -> bool:
        """Tell whether nothing but slugs follows, with blanks between, to the end of the line."""
        chunks = list(self._chunks(at))
        ends = [word.end for word in self._words[max(at - 1, 0) : -1]]
        gaps = [self.head[end : word.start] for end, word in zip(ends, self._words[at:], strict=False)]
        return (
            at < len(self._words)
            and all(_BETWEEN_SLUGS.fullmatch(gap) for gap in gaps)
            and all(self._taker.find_slug(one) or _SLUG_LIKE.fullmatch(said) for one, said in chunks)
        )

    def _chunks(self, at: int) -> Iterator[tuple[int, str]]:
        while at < len(self._words):
            end = self._taker.chunk_end(at)
            yield at, self._said(at, end)
            at = end

    def _ask_about_slugs(self, at: int) -> None:
        """Ask about slugs that follow without a list sign, all at once or one by one."""
        things = [(self._taker.find_slug(one), said) for one, said in self._chunks(at)]
        found = [thing for thing, _ in things if thing and thing.slug not in self.slugs]
        ways: tuple[Reading, ...] = ((tuple(found),) if len(found) > 1 else ()) + tuple((one,) for one in found)
        self.questions += [Question(self._said(at, len(self._words)), ways, True)] if found else []
        self.questions += [self._unknown_slug(said) for thing, said in things if thing is None]

    def _unknown_slug(self, said: str) -> Question:
        return Question(said, tuple((task,) for task in nearest_tasks(self._index.roadmap, said)), False)

    def _ask_about_lines(self, note: str) -> None:
        for line in note.split("\n")[1:_MOST_LINES]:
            named = read_line(self._index, line)
            if named and any(one.slug not in self.slugs for way in named.ways for one in way):
                self.questions.append(Question(line.strip(), named.ways, True))

    def _said(self, at: int, end: int) -> str:
        return self.head[self._words[at].start : self._words[end - 1].end]
