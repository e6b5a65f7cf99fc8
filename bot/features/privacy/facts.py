"""The facts of the posts about privacy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.identity import GroupId, PlaceId, PostId
from bot.posting.facts import PostFacts

UNNAMED, GROUP_ENDS, HOME_ENDS = "unnamed", "group_ends", "home_ends"
"""The kinds of post: a message without a forgotten learner, and the warnings of the end of a group or home."""


@dataclass(frozen=True, slots=True)
class Unnamed(PostFacts):
    """The change of a message after a learner was forgotten.

    `post`: its row in the outbox, which may be gone. `of_kind`: its kind. `message_id`: the platform's id of it.
    """

    at: datetime
    post: PostId
    of_kind: str
    message_id: str


@dataclass(frozen=True, slots=True)
class GroupEnds(PostFacts):
    """The warning that a group which removed the bot is deleted at an instant."""

    at: datetime
    group_id: GroupId
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class HomeEnds(PostFacts):
    """The warning that a connected group parts at an instant from a home, `place`, which removed the bot.

    `group_id`: the group whose home it is while they are apart.
    """

    at: datetime
    group_id: GroupId
    place: PlaceId
    platform: str
    ends_at: datetime
