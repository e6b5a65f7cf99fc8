"""Read the words after /done or /undo: tasks and blocks, questions where they are not clear, and a note.

Names may have spaces, commas and "and" in them, and a note may follow without any sign. So a name is the longest
run of words that all belong to the same task or block. The words after the last name are the note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from roadmap.lookup import Match, Nothing, OneBlock, OneTask, Several, look_up, look_up_part
from roadmap.lookup.vocabulary import Lexicon
from roadmap.model import Block, Level, Month, Roadmap, Task

LONGEST_NAME = 10  # words
MOST_NAMES = 200

_LINK = re.compile(r"(?i)(?:https?://|www\.)\S")
_DASH = re.compile(r"(?:^|\s)(?:-{1,2}|–|—|\|)\s")
_WORD = re.compile(r"[^\s,;]+")
_JOINT = re.compile(r"(?:[\s,;+&]+|(?:and|then)\b)+", re.IGNORECASE)
_SLUG_LIKE = re.compile(r"(?i)(?:w|week|m|month)\d+[-_]\S")


@dataclass(frozen=True, slots=True)
class Question:
    """Words that name no single task. `meant`: one of the tasks is; otherwise they are only the nearest."""

    typed: str
    tasks: tuple[Task, ...]
    meant: bool


@dataclass(frozen=True, slots=True)
class Understood:
    """The typed words, understood. `slugs` of tasks and blocks are in the order typed.

    `part` is a month or level, which is too much to be ticked by one word.
    """

    slugs: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    note: str = ""
    part: Level | Month | None = None


def understand(roadmap: Roadmap, typed: str, note: str = "") -> Understood:
    """Read the typed words. `note` came as an argument of its own, and goes behind the rest of the line."""
    head, tail = _cut_note(typed)
    if part := _whole_part(roadmap, head.strip()):
        return Understood(note=note or tail, part=part)
    reading = _Reading(roadmap)
    left = reading.read(head)
    if not reading.slugs and not reading.questions:
        return _as_one(roadmap, head.strip() or typed.strip(), note or tail)
    rest = "\n".join(part for part in (left, tail, note) if part)
    return Understood(tuple(dict.fromkeys(reading.slugs)), tuple(dict.fromkeys(reading.questions)), rest)


def _cut_note(typed: str) -> tuple[str, str]:
    """Split a line before the first link, or around the first dash that stands alone."""
    cuts = [(found.start(), found.start()) for found in [_LINK.search(typed)] if found]
    cuts += [(found.start(), found.end()) for found in [_DASH.search(typed)] if found and found.start()]
    if not cuts:
        return typed, ""
    end, start = min(cuts)
    return typed[:end], typed[start:].strip()


def _as_one(roadmap: Roadmap, typed: str, note: str) -> Understood:
    found = look_up(roadmap, typed)
    match found:
        case OneTask(task):
            return Understood((task.slug,), note=note)
        case OneBlock(block):
            return Understood((block.slug,), note=note)
        case Several(tasks):
            return Understood(questions=(Question(typed, tasks, True),), note=note)
    return Understood(questions=(Question(typed, found.near, False),), note=note)


def _whole_part(roadmap: Roadmap, typed: str) -> Level | Month | None:
    """The level or month that was named, unless a task or block is called so too."""
    part = look_up_part(roadmap, typed)
    if part is None or isinstance(part, Block):
        return None
    return None if isinstance(look_up(roadmap, typed), OneTask | OneBlock) else part


class _Reading:
    """A pass over typed words. It ends at the first words that name nothing."""

    def __init__(self, roadmap: Roadmap) -> None:
        self._roadmap = roadmap
        self._words = Lexicon(roadmap)
        self._looked_up: dict[str, Match] = {}
        self.slugs: list[str] = []
        self.questions: list[Question] = []

    def read(self, head: str) -> str:
        """Take names off the front. Returns the rest, which is a note."""
        rest = head
        while len(self.slugs) + len(self.questions) < MOST_NAMES:
            rest = rest[found.end() :] if (found := _JOINT.match(rest)) else rest
            length = self._take(rest) if rest else 0
            if not length:
                break
            rest = rest[length:]
        return rest.strip()

    def _take(self, text: str) -> int:
        """Take one name off the front. Returns how many characters it had, 0 if there is none.

        1. A slug that is typed exactly is a name.
        2. Otherwise runs of words are tried, the longest first.
        3. A run that finds a single task or block, to which all its words belong, is its name.
        4. The longest run that could be one of several tasks becomes a question, if no run is a name.
        5. Otherwise a first word in the form of a slug becomes a question.
        """
        words = list(_WORD.finditer(text.split("\n", 1)[0]))[:LONGEST_NAME]
        exact = self._exact(*(_tidy(word.group()) for word in words[:2]))
        if exact:
            self.slugs.append(exact)
            return words[0].end()
        several: tuple[Question, int] | None = None
        for count in range(self._words.reach(word.group() for word in words), 0, -1):
            typed = text[: words[count - 1].end()]
            match self._look_up(typed):
                case OneTask(task) if self._words.names(typed, task):
                    self.slugs.append(task.slug)
                    return len(typed)
                case OneBlock(block) if self._words.names(typed, block):
                    return self._take_block(text, words[count : count + 2], block, len(typed))
                case Several(tasks) if not several and self._could_be(typed, tasks):
                    several = Question(typed, tasks, True), len(typed)
        return self._ask(several or self._unknown(words))

    def _take_block(self, text: str, following: list[re.Match[str]], block: Block, end: int) -> int:
        """Take a whole block, unless a task's name follows at once.

        `week2 docker` is not all of week 2, so it becomes a question.
        """
        if following and text[end : following[0].start()].isspace():
            match self._look_up(following[0].group()):
                case OneTask(task) if self._words.names(following[0].group(), task):
                    return self._ask((Question(text[: following[0].end()], (task,), True), following[0].end()))
        self.slugs.append(block.slug)
        return end

    def _could_be(self, typed: str, tasks: tuple[Task, ...]) -> bool:
        return all(self._words.names(typed, task) for task in tasks) and _whole_part(self._roadmap, typed) is None

    def _ask(self, asked: tuple[Question, int] | None) -> int:
        if asked is None:
            return 0
        self.questions.append(asked[0])
        return asked[1]

    def _unknown(self, words: list[re.Match[str]]) -> tuple[Question, int] | None:
        """Ask about a word in the form of a slug that nothing has.

        Among names it is a name and no note. None for any other word.
        """
        if not _SLUG_LIKE.match(words[0].group()):
            return None
        typed = _tidy(words[0].group())
        found = self._look_up(typed)
        return Question(typed, found.near if isinstance(found, Nothing) else (), False), words[0].end()

    def _exact(self, first: str, second: str = "") -> str:
        """The slug of a task or block that is typed just as it is, else empty.

        A block's slug counts only if no word follows, or another slug. Another word could make it a part of a name.
        """
        if self._roadmap.task(first):
            return first
        slug_follows = not second or bool(self._roadmap.task(second) or self._roadmap.block(second))
        return first if slug_follows and self._roadmap.block(first) else ""

    def _look_up(self, typed: str) -> Match:
        if typed not in self._looked_up:
            self._looked_up[typed] = look_up(self._roadmap, typed)
        return self._looked_up[typed]


def _tidy(word: str) -> str:
    return word.strip(",;.!").casefold().replace("_", "-")
