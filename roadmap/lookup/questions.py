"""Questions about words that name nothing for certain."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap.lookup.countings import Reading


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
