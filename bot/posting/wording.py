"""A post being worded: its row, the roadmaps, and the instant of sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import texts
from bot.chat.call import say
from bot.chat.markup import Text, Value
from bot.posting.posts import Post
from bot.posting.spoken import TURN
from bot.posting.subjects import NO_SUBJECTS, Subjects
from roadmap.model import Roadmap

LATE = timedelta(minutes=15)
"""The delay after which a post says that it is sorry."""


class UnknownPost(LookupError):
    """A kind of post that this version does not know."""


class NoRoadmap(LookupError):
    """The roadmap that a post is about is not there; the post waits for it."""


class NothingToSay(Exception):
    """The subject of the post was taken back or hidden before the post was sent."""


@dataclass(frozen=True, slots=True)
class Worded:
    """The view that a wording has of its post.

    `now` is the instant of sending. `subjects` are learners and groups as read then. `details` are what the kind's
    `read_details` found then; None for a kind without it.
    """

    post: Post
    library: Mapping[str, Roadmap]
    now: datetime
    subjects: Subjects = NO_SUBJECTS
    details: object = None

    def find(self, roadmap_slug: str) -> Roadmap:
        """The roadmap of a slug. Raises NoRoadmap."""
        roadmap = self.library.get(roadmap_slug)
        if roadmap is None:
            raise NoRoadmap(roadmap_slug)
        return roadmap

    def say(self, key: str, /, **values: Value) -> Text:
        """A sentence in the reader's language."""
        return say(self.post.language, key, **values)

    @property
    def turn(self) -> int:
        """Counts up from one post of a kind to the next at the same place."""
        return int(self.post.facts.get(TURN, 0))

    def say_anew(self, key: str, /, **values: Value) -> Text:
        """Choose among several wordings, another each turn, so that none comes twice in a row."""
        keys = texts.wordings(key)
        return self.say(keys[self.turn % len(keys)], **values)

    def label(self, key: str, /, **values: Value) -> str:
        """A sentence as bare characters, for a button."""
        return self.say(key, **values).plain

    def apology(self, at: datetime) -> Text:
        """A word about being late, for a post meant for `at`; empty if the post is in time."""
        return self.say("post.late") if self.now - at > LATE else Text()
