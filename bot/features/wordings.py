"""What a post says: an outbox row's facts, put into words when it is sent. One file for each thing that is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.chat.reply import Reply
from bot.features.celebrations.wording import word_celebration
from bot.features.checkins.wording import word_checkin, word_digest, word_reminder
from bot.features.nudges.group_wording import word_group_nudge
from bot.features.nudges.wording import word_morning, word_personal_nudge, word_saver, word_welcome
from bot.features.reviews.wording import word_review
from bot.features.stewards.wording import word_place_lost
from bot.posting.posts import Post
from bot.posting.subjects import NO_SUBJECTS, Subjects
from bot.posting.wording import NothingToSay, UnknownPost, Worded
from roadmap.model import Roadmap

WORDINGS: dict[str, Callable[[Worded], Reply]] = {
    "celebration": word_celebration,
    "amend": word_celebration,
    "nudge": word_group_nudge,
    "review": word_review,
    "checkin": word_checkin,
    "digest": word_digest,
    "remind": word_reminder,
    "personal": word_personal_nudge,
    "saver": word_saver,
    "morning": word_morning,
    "welcome": word_welcome,
    "steward": word_place_lost,
}

__all__ = ["WORDINGS", "NothingToSay", "UnknownPost", "word"]


def word(post: Post, library: Mapping[str, Roadmap], now: datetime, subjects: Subjects = NO_SUBJECTS) -> Reply:
    """The reply that an outbox row becomes when it is sent at `now`. Raises NothingToSay, UnknownPost."""
    wording = WORDINGS.get(post.kind)
    if wording is None:
        raise UnknownPost(post.kind)
    return wording(Worded(post, library, now, subjects))
