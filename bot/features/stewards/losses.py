"""Kinds of loss: why posts do not arrive at a place, as a steward can mend it."""

from __future__ import annotations

from enum import StrEnum

from bot.closed_sets import GONE
from bot.identity import Platform


class Loss(StrEnum):
    """A kind of loss: each has its sentence, which says how to mend it."""

    RIGHTS = "rights"
    DISCORD_RIGHTS = "discord_rights"
    CLOSED = "closed"
    DELETED = "deleted"
    REMOVED = "removed"


_CLOSED = frozenset({"topic_closed", "thread locked", "thread archived"})
_DELETED = frozenset({"topic_deleted", "chat_not_found", "unknown channel", "not a text channel"})


def find_loss(platform: str, reason: str) -> Loss:
    """Find the kind of loss that a platform's short code means. An unknown code is most likely about rights."""
    if reason in GONE:
        return Loss.REMOVED
    if reason in _CLOSED:
        return Loss.CLOSED
    if reason in _DELETED:
        return Loss.DELETED
    return Loss.DISCORD_RIGHTS if platform == Platform.DISCORD else Loss.RIGHTS
