"""The facts of a shared session's messages and of their changes. All else is read when they are worded."""

from __future__ import annotations

from dataclasses import dataclass

from bot.identity import FocusId, PlaceId
from bot.posting.facts import PostFacts

FOCUS, FOCUS_EDIT, FOCUS_END, FOCUS_UNSEEN = "focus", "focus_edit", "focus_end", "focus_unseen"
"""The kinds of post: the message of a session, its changes, its last change, and word that no message arrives."""


@dataclass(frozen=True, slots=True)
class FocusFacts(PostFacts):
    """The facts of all these kinds. `message_id` is the platform's id of the message to change; empty: a new one."""

    focus: FocusId
    message_id: str = ""


def opening_key(focus_id: FocusId, place_id: PlaceId | None = None) -> str:
    """Make the key of the post that is the message of a session in a home.

    `place_id`: another home than the one in which the session was started, which has a row of its own.
    """
    return f"{FOCUS}:{focus_id}" + (f":{place_id}" if place_id else "")
