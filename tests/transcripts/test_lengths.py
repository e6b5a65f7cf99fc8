"""Answers are short: at most six lines beside the title and the buttons, and one emoji.

The linter of the texts looks at each sentence. Here whole messages of all kept conversations are looked at, as people
see them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.transcripts.playing import transcripts

LINES, EMOJI = 6, 1
PICTURES = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a-\u23ff]")
MARKS = frozenset("✓✅⬜▫🔸➡🧊❄🌓🟢🟡🔴")
"""Signs of a state in a list, beside words. They are no decoration and do not count."""

LONG = (
    "# Set up",
    "# Progress of",
    "# The next 14 days",
    "# Check-in for",
    "# Habits",
    "# Pick an option",
    "You switched from",
    "# Up next",
    "You’re in!",
    "# Recent celebrations",
    "# This week",
    "# All time",
    "# 🔥",
    "# Your last streak",
    "# 🟢 ZERO",
    "# 🔴 SENIOR",
    "# From Backend Developer",
    "# Math Essentials",
    "# Python for PHP Developers",
)
"""Lists by their nature: of settings, levels, days, members, options, tasks or fields of a form. And the
welcome of a person who joins with a first tick and a note."""

COLOURFUL = ("# 🔥", "Logged:")
"""Messages with the sign of a day or late entry beside that of the streak."""


@dataclass
class Shown:
    """A message of a kept conversation: where it is kept, and its lines without the buttons."""

    at: str
    is_post: bool
    lines: list[str] = field(default_factory=list)

    @property
    def begins(self) -> str:
        return self.lines[0] if self.lines else ""

    @property
    def body(self) -> list[str]:
        return [line for line in self.lines if line and not line.startswith("# ")]

    @property
    def pictures(self) -> list[str]:
        return [one for one in PICTURES.findall("\n".join(self.lines)) if one not in MARKS]


def shown() -> Iterator[Shown]:
    """All messages of the kept conversations."""
    for path in transcripts():
        message: Shown | None = None
        for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if row.startswith("  @ "):
                message = Shown(f"{path.name}:{number}", " post" in row)
                yield message
            elif row.startswith("  |") and message and not re.match(r"  \| \[\d+\] ", row):
                message.lines.append(row[4:])


def test_an_answer_has_at_most_six_lines_beside_its_title_and_buttons() -> None:
    answers = [one for one in list(shown()) if not one.is_post]
    long = [(one.at, one.begins) for one in answers if len(one.body) > LINES and not one.begins.startswith(LONG)]

    assert [] == long


def test_a_message_has_at_most_one_emoji() -> None:
    many = [(one.at, one.begins, one.pictures) for one in list(shown()) if len(one.pictures) > EMOJI]

    assert [] == [one for one in many if not one[1].startswith(COLOURFUL)]
