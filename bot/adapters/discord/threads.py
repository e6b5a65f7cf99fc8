"""Open a thread under a post, and bring the people whom the post mentions into it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final

import discord
import structlog

from bot.adapters.discord.errors import HAS_THREAD, MISSING_PERMISSIONS
from bot.chat.limits import shorten
from bot.chat.port import SendError
from bot.chat.reply import Reply
from bot.chat.rights import Right
from bot.identity import Place, Platform

log = structlog.get_logger()

TITLE = 100
MINUTES_SHOWN: Final = 10080  # a week without a word after which Discord puts a thread away
MOST_PEOPLE = 10

AskInTurn = Callable[[int, Callable[[], Awaitable[Any]]], Awaitable[Any]]
"""Makes a request about a channel in its turn. Raises SendError."""
Lacked = Callable[[Place, Right], Awaitable[None]]
"""Lets the stewards of a place know of a right that the bot lacks."""


class Threads:
    """Opens threads. A thread that cannot be opened leaves the post in its channel, which people answer as well."""

    def __init__(self, ask: AskInTurn, lacked: Lacked) -> None:
        self._ask = ask
        self._lacked = lacked

    async def open(self, client: discord.Client, place: Place, message_id: int, reply: Reply) -> None:
        """Open the thread of a reply under its message, and add the people whom it mentions.

        1. A message has one thread, with its own id. After a repeat the thread is there already.
        2. Where the bot may not open threads, the stewards learn it.
        3. A person who cannot be added may still come by themselves.
        4. No trouble with a thread is trouble of the message, which is there.
        """
        try:
            await self._open(client, place, message_id, reply)
        except Exception:
            log.exception("thread.failed", place=place.key)

    async def _open(self, client: discord.Client, place: Place, message_id: int, reply: Reply) -> None:
        if not await self._start(client, place, message_id, reply.thread):
            return
        for user_id in list(dict.fromkeys(_mentioned(reply)))[:MOST_PEOPLE]:
            await self._add(client, message_id, user_id)

    async def _start(self, client: discord.Client, place: Place, message_id: int, title: str) -> bool:
        """Open a thread. Returns whether it is there."""

        async def start() -> object:
            return await client.http.start_thread_with_message(
                place.chat_id, message_id, name=shorten(title, TITLE), auto_archive_duration=MINUTES_SHOWN
            )

        try:
            await self._ask(place.chat_id, start)
        except SendError as error:
            code = getattr(error.__cause__, "code", 0)
            if code == HAS_THREAD:
                return True
            log.warning("thread.not_opened", place=place.key, reason=error.reason)
            if code == MISSING_PERMISSIONS:
                await self._lacked(place, Right.OPEN_THREADS)
            return False
        return True

    async def _add(self, client: discord.Client, thread_id: int, user_id: int) -> None:
        try:
            await self._ask(thread_id, lambda: client.http.add_user_to_thread(thread_id, user_id))
        except SendError as error:
            log.warning("thread.not_joined", thread=thread_id, reason=error.reason)


def _mentioned(reply: Reply) -> Iterator[int]:
    """The people of Discord whom a reply mentions, with or without a ping."""
    for text in (reply.title, reply.text, *(field.value for field in reply.fields)):
        for span in text.spans:
            if span.mention and span.mention.platform == Platform.DISCORD:
                yield span.mention.user_id


def may_open(client: discord.Client, place: Place) -> bool:
    """Whether the bot may open threads in a channel, as Discord last told. There are none in a thread."""
    guild = client.get_guild(place.space_id)
    channel = guild.get_channel(place.chat_id) if guild else None
    if guild is None or channel is None:
        return False
    may = channel.permissions_for(guild.me)
    return may.administrator or may.create_public_threads
