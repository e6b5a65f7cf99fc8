"""Answers are short: at most five lines beside the title and the buttons, and one emoji.

The linter of the texts looks at each sentence. Here whole messages of all kept conversations are looked at, as people
see them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.transcripts.playing import transcripts

LINES, EMOJI = 5, 1
PICTURES = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a-\u23ff]")
MARKS = frozenset("✓✅⬜▫🔸➡🧊❄🌓🟢🟡🔴")
"""Signs of a state in a list, beside words. They are no decoration and do not count."""

LONG = {
    "# Up next": "the next tasks with links, and once the news of a freeze",
    "# Check-in for": "a form, with a line for each answer and each promised task",
    "# From Backend Developer": "the levels of the roadmap",
    "# 🟢 ZERO": "the months of a level",
    "# 🔴 SENIOR": "the months of a level",
    "# Math Essentials": "the tasks of a block",
    "# Python for PHP Developers": "the tasks of a block",
    "# NumPy & Pandas": "a task with its links, and the work of members on it",
    "# The next 14 days": "the posts of two weeks",
    "# Your last 11 days": "the days of a streak",
    "# Recent celebrations": "ten celebrations",
    "# Check-ins of the week": "what members wrote, whole",
    "# The week of 2 March": "a digest that was changed",
    "# Looking back at the week": "a digest that was changed",
    "✅ Build a data analysis script": "a finished block with a note, and once the end of a streak",
    "# Your privacy": "six parts of what others see, each as it is now",
    "# Your settings": "every setting of a learner who asked for more",
    "# This week": "a leaderboard",
    "Lisbon and Porto become one group": "the settings that two groups will share",
    "# All time": "a leaderboard",
}
"""Beginnings of the answers that may be longer: lists that a member asked for, each with what it lists."""

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
        """Its first line, without the group that is named there."""
        return re.sub(r"^# (?:In [^:]+|On your own): ", "# ", self.lines[0]) if self.lines else ""

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


def test_an_answer_has_at_most_five_lines_beside_its_title_and_buttons() -> None:
    answers = [one for one in list(shown()) if not one.is_post]
    long = [(one.at, one.begins) for one in answers if len(one.body) > LINES and not one.begins.startswith(tuple(LONG))]

    assert [] == long


def test_each_exception_is_still_one() -> None:
    long = [one.begins for one in list(shown()) if not one.is_post and len(one.body) > LINES]

    assert [] == [begins for begins in LONG if not any(one.startswith(begins) for one in long)]


def test_a_message_has_at_most_one_emoji() -> None:
    many = [(one.at, one.begins, one.pictures) for one in list(shown()) if len(one.pictures) > EMOJI]

    assert [] == [one for one in many if not one[1].startswith(COLOURFUL)]
