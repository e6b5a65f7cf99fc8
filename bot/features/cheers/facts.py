"""The facts of posts about cheers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.identity import PostId
from bot.posting.facts import PostFacts


@dataclass(frozen=True, slots=True)
class Cheered(PostFacts):
    """The count of cheers that changed in another home. `post` is the post whose message shows it."""

    at: datetime
    post: PostId
    message_id: str
