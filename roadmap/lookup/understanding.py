"""Read the words after a command that takes tasks: tasks and blocks, questions where they are not clear, and a note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from roadmap.lookup import nearest_tasks
from roadmap.lookup.doubts import is_denied
from roadmap.lookup.index import Index, index_of
from roadmap.lookup.labelling import find_labelled
from roadmap.lookup.lines import LineReading
from roadmap.lookup.noted_lines import NotedLine, join_notes, read_noted_lines
from roadmap.lookup.notes import keep_links
from roadmap.lookup.questions import Question
from roadmap.model import Block, Level, Month, Roadmap, Task

_PARTS = re.compile(r"[,;\n]|\b(?:and|but)\b", re.I)
_MOST_PARTS = 10
_TOGETHER = re.compile(
    r"\W*(?:both|all|each|everything|beide[sn]?|alle[sn]?|ambos|tod[oa]s|tous|оба|все)"
    r"(?:\s+(?:of\s+(?:it|them|these|this)|are|is|still|sind|noch))*\s+",
    re.I,
)
_AROUND = "*_`.,:;!()\"'“”"


@dataclass(frozen=True, slots=True)
class Understood:
    """The typed words, understood. `slugs` of tasks and blocks are in the order typed.

    `part` is a month or level, which is too much to be ticked by one word. `unknown` are parts of a list that
    nothing bears. `behind` is the end of the note, if words of other names stand before it.
    """

    slugs: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    note: str = ""
    part: Level | Month | None = None
    unknown: tuple[str, ...] = ()
    behind: str = ""

    def drop_note(self) -> Understood:
        """The same, for a command that keeps no note."""
        return replace(self, note="", questions=tuple(replace(one, note=None) for one in self.questions))


_slugs_read: WeakKeyDictionary[Index, dict[str, Understood]] = WeakKeyDictionary()


def understand(roadmap: Roadmap, typed: str, note: str = "") -> Understood:
    """Read the typed words. `note` came as an argument of its own, and goes behind the rest of the line.

    A slug alone, as buttons type it, is read once.
    """
    index = index_of(roadmap)
    if note or typed not in index.slugs:
        return _read(index, typed, note)
    known = _slugs_read.setdefault(index, {})
    if typed not in known:
        known[typed] = _read(index, typed, note)
    return known[typed]


def _read(index: Index, typed: str, note: str) -> Understood:
    roadmap = index.roadmap
    labelled = find_labelled(roadmap, typed)
    if labelled:
        return Understood((labelled.slug,), note=note)
    if "\n" in typed and (lines := read_noted_lines(index, typed)):
        return _join(lines, note)
    reading = LineReading(index, typed)
    reading.read()
    if not (reading.slugs or reading.questions or reading.part):
        return _ask_nearest(roadmap, typed, reading, note)
    return Understood(
        tuple(dict.fromkeys(reading.slugs)),
        tuple(dict.fromkeys(reading.questions)),
        "\n".join(part for part in (reading.note, note) if part),
        None if reading.slugs or reading.questions else reading.part,
        tuple(reading.unknown),
        reading.behind,
    )


def _join(lines: Sequence[NotedLine], note: str) -> Understood:
    """Put the lines of a list together. A line that is in doubt is asked about, with its note."""
    sure = [one for one in lines if not one.doubted]
    return Understood(
        tuple(dict.fromkeys(thing.slug for one in sure for way in one.ways for thing in way)),
        tuple(dict.fromkeys(Question(one.text, one.ways, True, note=one.kept) for one in lines if one.doubted)),
        "\n".join(part for part in (join_notes(sure), note) if part),
    )


def _ask_nearest(roadmap: Roadmap, typed: str, reading: LineReading, note: str) -> Understood:
    """Ask with the nearest tasks, unless the whole line is a name that is only spaced in another way."""
    named = [one for one in index_of(roadmap).names.bearers(reading.head) if isinstance(one, Task | Block)]
    note = "\n".join(part for part in (reading.note, note) if part)
    if len(named) == 1:
        return Understood((named[0].slug,), note=note)
    said = reading.head.strip() if reading.words else typed.strip()
    if named:
        return Understood(questions=(Question(said, tuple((one,) for one in named), True),), note=note)
    return Understood(
        questions=(Question(said, tuple((task,) for task in nearest_tasks(roadmap, said)), False),), note=note
    )


def doubt_denied(roadmap: Roadmap, meant: Understood) -> Understood:
    """Ask about the last name if the note denies it: `week2-numpy not yet`. The note is part of the question.

    A note of all names asks about each of them: `week2-numpy, week2-python both half done`. If the name is asked about
    anyway, the note goes to that question. Only links in it are kept for the answer.
    """
    note = meant.behind or meant.note
    said = note or (meant.questions[-1].typed.partition(" ")[2] if meant.questions else "")
    together = _TOGETHER.match(said)
    if meant.slugs and together and is_denied(said[together.end() :]):
        return _doubt_each(roadmap, meant, said)
    if not is_denied(note):
        return meant
    kept = keep_links(meant.note)
    if meant.slugs:
        thing = index_of(roadmap).slugs[meant.slugs[-1]]
        asked = Question(f"{thing.slug} {note}", ((thing,),), True, denied=True, note=kept)
        others = meant.slugs[:-1]
        behind = _ask_behind(roadmap, note, meant)
        return replace(meant, slugs=others, note="" if others else kept, questions=(*meant.questions, asked, *behind))
    questions = (_deny(one, meant.note) if one.note is None else one for one in meant.questions)
    return replace(meant, note=kept, questions=tuple(questions))


def _doubt_each(roadmap: Roadmap, meant: Understood, note: str) -> Understood:
    kept = keep_links(meant.note)
    things = (index_of(roadmap).slugs[slug] for slug in meant.slugs)
    asked = (Question(f"{thing.slug} {note}", ((thing,),), True, denied=True, note=kept) for thing in things)
    return replace(meant, slugs=(), note=kept, questions=(*meant.questions, *asked))


def _ask_behind(roadmap: Roadmap, note: str, meant: Understood) -> Iterator[Question]:
    """Ask about slugs that begin the parts of a note behind its first: `not yet, week2-python`."""
    index = index_of(roadmap)
    known = {*meant.slugs, *(one.slug for question in meant.questions for way in question.ways for one in way)}
    for part in _PARTS.split(note)[1:_MOST_PARTS]:
        first = part.split(maxsplit=1)[0].strip(_AROUND).lower() if part.split() else ""
        thing = index.slugs.get(first)
        if thing and thing.slug not in known:
            yield Question(part.strip(), ((thing,),), True)


def _deny(question: Question, note: str) -> Question:
    typed = question.typed if question.typed in note else f"{question.typed} {note}"
    return replace(question, typed=typed, denied=True)
