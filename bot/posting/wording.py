"""One post being worded: its row, the roadmaps, and the moment at which it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import texts
from bot.chat.call import say
from bot.chat.markup import Text, Value
from bot.posting.posts import Post
from bot.posting.spoken import TURN
from roadmap.model import Roadmap

LATE = timedelta(minutes=15)
"""Later than that, a post says that it is sorry."""


class UnknownPost(LookupError):
    """A kind of post, or a roadmap, that this version does not know."""


class NothingToSay(Exception):
    """What the post was about was taken back before anybody heard of it."""


@dataclass(frozen=True, slots=True)
class Worded:
    """What a wording may look at. `now` is when it is sent."""

    post: Post
    library: Mapping[str, Roadmap]
    now: datetime

    def find(self, slug: str) -> Roadmap:
        """The roadmap of a slug. Raises UnknownPost."""
        roadmap = self.library.get(slug)
        if roadmap is None:
            raise UnknownPost(slug)
        return roadmap

    def say(self, key: str, /, **values: Value) -> Text:
        """A sentence in the reader's language."""
        return say(self.post.language, key, **values)

    @property
    def turn(self) -> int:
        """Counts up from one post of a kind to the next at the same place."""
        return int(self.post.facts.get(TURN, 0))

    def say_anew(self, key: str, /, **values: Value) -> Text:
        """One of several wordings: turn by turn another, so that none comes twice in a row."""
        keys = texts.wordings(key)
        return self.say(keys[self.turn % len(keys)], **values)

    def label(self, key: str, /, **values: Value) -> str:
        """The same as bare characters, for a button."""
        return self.say(key, **values).plain

    def apology(self, at: datetime) -> Text:
        """A word about being late, for a post that was meant for `at`; empty if it is in time."""
        return self.say("post.late") if self.now - at > LATE else Text()
