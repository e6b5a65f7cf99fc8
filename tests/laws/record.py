"""What a simulated group heard and did, with what held at that moment. The laws read nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from tests.reckoning.reckoning import Ledger


@dataclass(frozen=True)
class GroupThen:
    """What held for the group when a post came.

    `by_night`: the steward chose an hour of the night. `unnamed`: members that are hidden, shown by number, or gone.
    """

    zone: str
    nudge_days: frozenset[int]
    by_night: bool
    muted: bool
    members: frozenset[str]
    unnamed: frozenset[str]


@dataclass(frozen=True)
class LearnerThen:
    """What held for a learner when a post came. `silence`: why they want none. Empty: they may get one."""

    zone: str
    day: date
    by_night: bool
    silence: str


@dataclass(frozen=True)
class Post:
    """A post that arrived. `to` is the learner's name, or empty for the group's place. `key` makes it unique."""

    at: datetime
    key: str
    words: str
    group: GroupThen
    to: str = ""
    learner: LearnerThen | None = None

    @property
    def kind(self) -> str:
        return self.key.split(":")[0]

    def __str__(self) -> str:
        return f"{self.at:%a %Y-%m-%d %H:%M} {self.key} to {self.to or 'the group'}: {self.words!r}"


@dataclass(frozen=True)
class Answer:
    """An answer to a learner's line, and the plain reckoning of their ledger just before the line.

    `alone`: nobody else can see it.
    """

    at: datetime
    to: str
    line: str
    words: str
    before: Ledger
    alone: bool = False

    def __str__(self) -> str:
        return f"{self.at:%a %Y-%m-%d %H:%M} {self.to} {self.line!r}: {self.words!r}"


@dataclass
class Record:
    """All posts, answers and doings, in their order. `last` has each learner's ledger at the end."""

    posts: list[Post] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    doings: dict[str, list[datetime]] = field(default_factory=dict)
    last: dict[str, Ledger] = field(default_factory=dict)

    def in_group(self, *kinds: str) -> list[Post]:
        """The posts in the group's place, of these kinds or of all."""
        return [post for post in self.posts if not post.to and (not kinds or post.kind in kinds)]

    def in_private(self, name: str, *kinds: str) -> list[Post]:
        """The posts to a learner, of these kinds or of all."""
        return [post for post in self.posts if post.to == name and (not kinds or post.kind in kinds)]
