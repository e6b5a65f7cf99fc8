"""A session as its message shows it, read just before it is worded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.features.focus.facts import FocusFacts
from bot.features.focus.queries import Focus, Stay, find_focus, read_group_zone, read_stays
from bot.identity import LearnerId
from bot.posting.posts import Post
from bot.posting.subjects import Subject, read_learners


@dataclass(frozen=True, slots=True)
class FocusView:
    """A session, its members, the earliest first, and how the readers may see each. `zone` is the group's."""

    focus: Focus
    stays: tuple[Stay, ...]
    subjects: Mapping[LearnerId, Subject]
    zone: str


def read_view(db: Connection, post: Post) -> FocusView | None:
    """Read the session of a post. None if it was forgotten."""
    focus = find_focus(db, FocusFacts.from_json(post.facts).focus)
    if focus is None:
        return None
    stays = tuple(read_stays(db, focus.id))
    subjects = read_learners(db, [one.learner_id for one in stays], post.group_id, post.place.platform)
    return FocusView(focus, stays, subjects, read_group_zone(db, focus.group_id))
