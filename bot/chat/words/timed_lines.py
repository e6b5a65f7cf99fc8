"""A typed line with the lengths of time in it, and the answers that it can give."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.words.lengths import FoundLength

AROUND = " \t\n:,;–—-)("
"""Signs that are dropped between a length and the other words."""


@dataclass(frozen=True, slots=True)
class TimedNote:
    """The minutes of a line, None if it names none or leaves them open, and the other words.

    `maybe` are minutes that the line may mean.
    """

    minutes: int | None
    words: str
    maybe: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TimedLine:
    """A line with its lengths of time. `plain` is the line leveled; `begin` is after words like `about`."""

    line: str
    plain: str
    lengths: tuple[FoundLength, ...]
    begin: int

    @property
    def leading(self) -> FoundLength | None:
        """The length at the beginning. None if there is none."""
        return next((one for one in self.lengths if one.start == self.begin), None)

    def note(self, minutes: int | None, start: int, end: int, *maybe: int) -> TimedNote:
        """Make the answer with the words outside of two characters as its note."""
        head, tail = self.line[:start].rstrip(AROUND), self.line[end:].lstrip(AROUND)
        tail = tail if any(char not in "!.?" for char in tail) else ""
        if head.count("(") + tail.count("(") < head.count(")") + tail.count(")"):
            tail = tail.replace(")", "", 1)
        return TimedNote(minutes, " ".join(part for part in (head, tail) if part), maybe)

    def ask(self, *maybe: int) -> TimedNote:
        """Leave the length open, and keep the whole line as the note."""
        return TimedNote(None, self.line, tuple(dict.fromkeys(one for one in maybe if one > 0)))
