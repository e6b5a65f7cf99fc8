"""Plans that are edited at random, with the task that each line is. Knows nothing of how slugs are made."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, replace
from itertools import count

VERBS = ("Read", "Watch", "Build", "Write", "Practice", "Learn", "Book:", "Mini-project:", "Finish ch. 2 of", "Quiz")
THINGS = (
    "Emma",
    "Ulysses",
    "Rust",
    "Docker",
    "a parser",
    "[Git](https://e.org/g)",
    "SQL joins",
    "",
    "Книга",
    "線形代数",
)
HINTS = ("", "", "", " (an hour)", " - twice", ": chapter 3")
_HINT = re.compile(rf"(?:{'|'.join(re.escape(hint) for hint in HINTS if hint)})(?: again)*$")


@dataclass(frozen=True)
class PlanLine:
    """A task's line. `number` is the task, whatever its words become. `pin` is what stands in its braces."""

    number: int
    week: int
    words: str
    pin: str = ""


@dataclass
class EditedPlan:
    """A plan, and the dice that make and edit it."""

    dice: random.Random
    lines: list[PlanLine] = field(default_factory=list)
    numbers: count[int] = field(default_factory=lambda: count(1))

    def grow(self, tasks: int) -> None:
        """Make so many tasks, some with the same words."""
        weeks = sorted(self.dice.randint(1, 4) for _ in range(tasks))
        self.lines = [PlanLine(next(self.numbers), week, self._words()) for week in weeks]

    def edit(self) -> str:
        """Edit one thing. Returns what was done."""
        edits = (self.insert, self.rename, self.move, self.split, self.merge, self.delete)
        edit = self.dice.choice(edits if len(self.lines) > 2 else edits[:2])
        edit()
        return edit.__name__

    def insert(self) -> None:
        at = self.dice.randint(0, len(self.lines))
        week = self.lines[min(at, len(self.lines) - 1)].week
        self.lines.insert(at, PlanLine(next(self.numbers), week, self._words()))

    def rename(self) -> None:
        at = self._any()
        words = self._words() if self.dice.random() < 0.5 else f"{self.lines[at].words} again"
        self.lines[at] = replace(self.lines[at], words=words)

    def move(self) -> None:
        line = self.lines.pop(self._any())
        at = self.dice.randrange(len(self.lines))
        self.lines.insert(at, replace(line, week=self.lines[at].week))

    def split(self) -> None:
        at = self._any()
        line = self.lines[at]
        self.lines[at] = replace(line, words=f"{line.words}, part one")
        self.lines.insert(at + 1, PlanLine(next(self.numbers), line.week, f"{line.words}, part two"))

    def merge(self) -> None:
        at = self.dice.randrange(len(self.lines) - 1)
        other = self.lines.pop(at + 1)
        self.lines[at] = replace(self.lines[at], words=f"{self.lines[at].words} and {other.words}")

    def delete(self) -> None:
        self.lines.pop(self._any())

    def write(self) -> tuple[str, dict[int, int]]:
        """The text, and each task's line in it."""
        text, places, week = ["# Plan"], {}, 0
        for line in self.lines:
            if line.week != week:
                week = line.week
                text += ["", f"## Week {week}"]
            places[line.number] = len(text) + 1
            text.append(f"- [ ] {line.words}{line.pin}")
        return "\n".join(text) + "\n", places

    def without_hints(self) -> dict[int, str]:
        """The words of each task without its hint, to which a new word may have been added."""
        return {line.number: _HINT.sub("", line.words) for line in self.lines}

    def pin(self, slugs: dict[int, str]) -> None:
        """Write the slug of each task into its braces."""
        self.lines = [replace(line, pin=line.pin or f" {{#{slugs[line.number]}}}") for line in self.lines]

    def pin_some(self, slugs: dict[int, str]) -> None:
        """Write the slugs of some tasks into their braces."""
        self.lines = [
            replace(line, pin=line.pin or f" {{#{slugs[line.number]}}}") if self.dice.random() < 0.5 else line
            for line in self.lines
        ]

    def _any(self) -> int:
        return self.dice.randrange(len(self.lines))

    def _words(self) -> str:
        return f"{self.dice.choice(VERBS)} {self.dice.choice(THINGS)}".strip() + self.dice.choice(HINTS)
