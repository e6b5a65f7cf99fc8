"""The note of a typed line: where it begins, and the names in it that are asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap.lookup import nearest_tasks
from roadmap.lookup.countings import Reading
from roadmap.lookup.index import Index
from roadmap.lookup.list_parts import SLUG_LIKE, ListParts
from roadmap.lookup.noted_lines import read_line
from roadmap.lookup.notes import read_note
from roadmap.lookup.questions import Question

_MOST_LINES = 50

_BETWEEN_SLUGS = re.compile(r"[-_*`\s]*|\s*[/✅✔☑✓]\ufe0f?\s*")


class LineNotes(ListParts):
    """The slugs and questions of a line so far, and its note. `aside`: words around a name that is asked about.

    `behind`: the end of the note, if there are words aside before it.
    """

    def __init__(self, index: Index, typed: str) -> None:
        super().__init__(index, typed)
        self.slugs: list[str] = []
        self.questions: list[Question] = []
        self.aside: list[str] = []
        self.behind = ""
        self.note = typed[len(self.head) :].strip()

    def begin_note(self, at: int) -> None:
        """Take the rest of the line as the note, and ask about slugs and lines in it that are names."""
        rest = read_note(self.typed[self.words[at - 1].end if at else 0 :])
        if self._are_slugs(at):
            self._ask_about_slugs(at)
            rest = self.typed[len(self.head) :].strip()
        self.behind = rest if self.aside else ""
        self.note = " ".join(part for part in (*self.aside, rest) if part)
        self._ask_about_lines(rest)

    def _are_slugs(self, at: int) -> bool:
        """Tell whether nothing but slugs follows, with blanks between, to the end of the line."""
        chunks = list(self._chunks(at))
        ends = [word.end for word in self.words[max(at - 1, 0) : -1]]
        gaps = [self.head[end : word.start] for end, word in zip(ends, self.words[at:], strict=False)]
        return (
            at < len(self.words)
            and all(_BETWEEN_SLUGS.fullmatch(gap) for gap in gaps)
            and all(self.taker.find_slug(one) or SLUG_LIKE.fullmatch(said) for one, said in chunks)
        )

    def _chunks(self, at: int) -> Iterator[tuple[int, str]]:
        while at < len(self.words):
            end = self.taker.chunk_end(at)
            yield at, self.said(at, end)
            at = end

    def _ask_about_slugs(self, at: int) -> None:
        """Ask about slugs that follow without a list sign, all at once or one by one."""
        things = [(self.taker.find_slug(one), said) for one, said in self._chunks(at)]
        found = [thing for thing, _ in things if thing and thing.slug not in self.slugs]
        ways: tuple[Reading, ...] = ((tuple(found),) if len(found) > 1 else ()) + tuple((one,) for one in found)
        self.questions += [Question(self.said(at, len(self.words)), ways, True)] if found else []
        self.questions += [self.ask_unknown_slug(said) for thing, said in things if thing is None]

    def ask_unknown_slug(self, said: str) -> Question:
        """Ask about a slug that nothing has, with the nearest tasks."""
        return Question(said, tuple((task,) for task in nearest_tasks(self.index.roadmap, said)), False)

    def _ask_about_lines(self, note: str) -> None:
        for line in note.split("\n")[1:_MOST_LINES]:
            named = read_line(self.index, line)
            if named and any(one.slug not in self.slugs for way in named.ways for one in way):
                self.questions.append(Question(line.strip(), named.ways, True, note=named.kept))
