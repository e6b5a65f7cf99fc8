"""A name that was taken off a typed line, and words that tell how a task went."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap.lookup.countings import Reading
from roadmap.model import Level, Month

MOST_OFFERED = 9
STATES = frozenset({"complete", "completed", "done", "finished", "all", "everything"})
"""Words that tell that a task is done."""

PLAIN = STATES | {"team", "project", "build"}
"""Words that more often tell how it went than name a task."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A name, and the place of the first word after it.

    - `things`: what it names for certain.
    - `ways`: the readings to ask about, if it names nothing for certain.
    - `whole`: it is a slug or title in full. What follows is then a note unless a list goes on.
    - `part`: a level or month.
    - `was`: the title that a slug had in an earlier edition.
    """

    end: int
    things: Reading = ()
    ways: tuple[Reading, ...] = ()
    whole: bool = False
    part: Level | Month | None = None
    was: str = ""
