"""Posts that are out, worded once more as they would be now: an answer to a tap can take their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, bindparam

from bot.chat.reply import Reply
from bot.identity import PostId
from bot.posting.kinds import find_kind
from bot.posting.posts import POSTS, Post, read_post
from bot.posting.subjects import Subjects, read_subjects
from bot.posting.wording import Worded
from bot.tables import outbox
from roadmap.model import Roadmap

UNKNOWN_MESSAGE = "?"
"""The platform's id of a message that arrived although its answer was lost."""
_POST = POSTS.where(outbox.c.id == bindparam("post"))


@dataclass(frozen=True, slots=True)
class ShownPost:
    """A post that is out, and all that its words need now. `at` is when it was sent."""

    post: Post
    at: datetime
    subjects: Subjects
    details: object


def read_shown(db: Connection, post_id: PostId) -> ShownPost | None:
    """Read a post to be worded once more as a change of its message. None if it is gone."""
    row = db.execute(_POST, {"post": post_id}).first()
    if row is None:
        return None
    post = read_post(row)
    post = replace(post, facts=post.facts | {"message_id": row.message_id or UNKNOWN_MESSAGE})
    read_details = find_kind(post.kind).read_details
    details = read_details(db, post) if read_details else None
    return ShownPost(post, row.ended_at or row.due_at, read_subjects(db, post), details)


def word_shown(shown: ShownPost, library: Mapping[str, Roadmap]) -> Reply:
    """Word a post once more: it is as late as it was, and pings no learner. Raises NothingToSay, NoRoadmap."""
    said = Worded(shown.post, library, shown.at, shown.subjects, shown.details)
    return replace(find_kind(shown.post.kind).word(said), shared=True, update=True)
