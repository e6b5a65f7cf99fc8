"""Name the chat or topic where a group gets its posts."""

from __future__ import annotations

from collections.abc import Callable

from bot.chat.markup import Channel, Linked, Text, Value
from bot.identity import Platform

SUPERGROUPS = 10**12
"""Telegram numbers supergroups from minus this downwards."""


def name_whereabouts(say: Callable[[str], Text], platform: str, chat_id: int, thread_id: int | None) -> Value:
    """Name a channel by a mention, and a topic by a link to it. Any other chat is the group's main chat."""
    if platform == Platform.DISCORD:
        return Channel(chat_id, say("where.channel").plain)
    if thread_id is not None and chat_id < -SUPERGROUPS:
        return Linked(say("where.topic").plain, f"https://t.me/c/{-chat_id - SUPERGROUPS}/{thread_id}")
    return say("where.main")
