"""Questions about words that name nothing for certain."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap.lookup.countings import Reading


@dataclass(frozen=True, slots=True)
class Question:
    """Words that name nothing for certain. `meant`: one of the ways is; otherwise they are only the nearest.

    - `ways`: what one tap may name: a task, a block, or several of them.
    - `was`: the title that a slug had before an edit of the plan.
    - `denied`: the words behind the name tell that it is not done.
    - `note`: what is kept with the answer. None: the note of the whole line is.
    """

    typed: str
    ways: tuple[Reading, ...]
    meant: bool
    was: str = ""
    denied: bool = False
    note: str | None = None
