"""The facts of the posts about privacy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.identity import PostId
from bot.posting.facts import PostFacts

UNNAMED = "unnamed"
"""The kind of post that takes a forgotten learner out of a message."""


@dataclass(frozen=True, slots=True)
class Unnamed(PostFacts):
    """The change of a message after a learner was forgotten.

    `post` is its row in the outbox, which may be gone, `of_kind` its kind, and `message_id` the platform's id of it.
    """

    at: datetime
    post: PostId
    of_kind: str
    message_id: str
