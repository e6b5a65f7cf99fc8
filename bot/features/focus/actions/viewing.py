"""A session as its message shows it, read just before it is worded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.closed_sets import PostState
from bot.features.focus.actions.messages import read_messages
from bot.features.focus.facts import FocusFacts
from bot.features.focus.queries.focuses import Focus, find_focus, read_group_zone
from bot.features.focus.queries.stays import Stay, read_stays
from bot.features.members.queries.places import read_posting_places
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


@dataclass(frozen=True, slots=True)
class UnseenFocus:
    """A session whose message does not arrive in the home in which it was started.

    `platform` is that home's if another home of the group has a message; else it is empty.
    """

    focus: Focus
    zone: str
    platform: str


def read_view(db: Connection, post: Post) -> FocusView | None:
    """Read the session of a post. None if it was forgotten."""
    focus = find_focus(db, FocusFacts.from_json(post.facts).focus)
    if focus is None:
        return None
    stays = tuple(read_stays(db, focus.id))
    subjects = read_learners(db, [one.learner_id for one in stays], post.group_id, post.place.platform)
    return FocusView(focus, stays, subjects, read_group_zone(db, focus.group_id))


def read_unseen(db: Connection, post: Post) -> UnseenFocus | None:
    """Read the session of a post that tells its starter who cannot see it. None if it was forgotten."""
    focus = find_focus(db, FocusFacts.from_json(post.facts).focus)
    if focus is None:
        return None
    return UnseenFocus(focus, read_group_zone(db, focus.group_id), _find_blind_platform(db, focus))


def _find_blind_platform(db: Connection, focus: Focus) -> str:
    homes = {one.id: one for one in read_posting_places(db, focus.group_id)}
    well = {one for one, home in homes.items() if not home.off_reason and one != focus.place_id}
    lively = {PostState.NEW, PostState.SENDING, PostState.SENT}
    seen = any(one.place_id in well and one.state in lively for one in read_messages(db, focus))
    return homes[focus.place_id].platform if seen and focus.place_id in homes else ""
