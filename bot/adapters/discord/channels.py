"""Requests of ours in channels: send messages, and change them. Each has its turn, and a few are made at a time."""

from __future__ import annotations

import asyncio
from base64 import b32encode
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256
from typing import Any, TypeVar

import discord
import structlog

from bot.adapters.discord.errors import (
    FIXED,
    OPENED_TOO_FAST,
    REQUEST_FAILURES,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    discord_send_error,
    is_token_refused,
)
from bot.adapters.discord.markdown import UNKNOWN, Commands
from bot.adapters.discord.pacing import OPENING, WITHIN, WITHIN_OPENING
from bot.adapters.discord.render import render_discord
from bot.adapters.discord.threads import Lacked, Threads, may_open
from bot.chat.port import SendError
from bot.chat.reply import Reply
from bot.identity import Place
from bot.pacing.lanes import Crowded, Lane
from bot.pacing.pace import Rank

log = structlog.get_logger()

T = TypeVar("T")

AT_ONCE = 16  # requests of ours in flight
NONCE = 25


class Channels:
    """Writes into channels and private conversations.

    `token_refused` is called if Discord no longer takes our token. A request without an answer is given up as
    ambiguous after `seconds`. `commands` are those that a reader can tap in a text. `lacked` hears of a right that the
    bot lacks to open threads.
    """

    def __init__(self, lane: Lane, token_refused: Callable[[], None], seconds: float, lacked: Lacked) -> None:
        self._lane = lane
        self._token_refused = token_refused
        self.seconds = seconds
        self.commands: Commands = UNKNOWN
        self._client: discord.Client | None = None
        self._conversations: dict[int, int] = {}  # person -> channel: opened once
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._requests: set[asyncio.Task[Any]] = set()
        self._threads = Threads(self._ask, lacked)

    def connect(self, client: discord.Client | None) -> None:
        """Make the requests by this client from now on; None: there is no connection."""
        self._client = client

    async def send(self, place: Place, reply: Reply, key: str) -> str:
        """Post a reply, and return the id of its message. Raises SendError.

        Discord posts it once, even if it is repeated with the same key within minutes. If it refuses a file or
        picture, the words stand alone.
        """
        try:
            return await self._send(place, reply, key)
        except SendError as error:
            words = reply.in_words()
            if words is None or not error.rejected:
                raise
            log.info("file.refused", place=place.key, reason=error.reason)
        return await self._send(place, words, key)

    async def _send(self, place: Place, reply: Reply, key: str) -> str:
        async def post(channel: discord.PartialMessageable) -> discord.Message:
            message = render_discord(reply, self.commands)
            return await channel.send(
                message.content or None,
                embed=message.embed,
                view=message.view,
                files=message.files,
                allowed_mentions=message.mentions,
                nonce=nonce(place, key),
                silent=reply.silent,
            )

        message = await self._request(place, post)
        client = self._client
        if client is not None and not (place.private or client.is_closed()):
            await self._open_threads(client, place, message.id, reply, key)
        return str(message.id)

    async def _open_threads(
        self, client: discord.Client, place: Place, message_id: int, reply: Reply, key: str
    ) -> None:
        """Open the thread of a post, or send the replies that have one each."""
        if reply.apart and may_open(client, place):
            await self._send_apart(place, reply.apart, key)
        elif reply.thread:
            await self._threads.open(client, place, message_id, reply)

    async def _send_apart(self, place: Place, replies: Sequence[Reply], key: str) -> None:
        """Send replies that follow a post. It is there, and what became of these is no trouble of it."""
        for number, reply in enumerate(replies):
            try:
                await self.send(place, reply, f"{key}/{number}")
            except SendError as error:
                log.warning("apart.not_sent", place=place.key, reason=error.reason)

    async def edit(self, place: Place, message_id: str, reply: Reply) -> bool:
        """Replace an earlier message. One that is put away stays as it is; False: it is gone. Raises SendError.

        If Discord refuses a picture, the words stand alone.
        """
        try:
            return await self._edit(place, message_id, reply)
        except SendError as error:
            words = reply.in_words()
            if words is None or not error.rejected:
                raise
        return await self._edit(place, message_id, words)

    async def _edit(self, place: Place, message_id: str, reply: Reply) -> bool:
        async def change(channel: discord.PartialMessageable) -> None:
            message = render_discord(reply, self.commands)
            await channel.get_partial_message(int(message_id)).edit(
                content=message.content or None,
                embed=message.embed,
                view=message.view,
                attachments=message.files,
                allowed_mentions=discord.AllowedMentions.none(),
            )

        try:
            await self._request(place, change)
        except SendError as error:
            code = getattr(error.__cause__, "code", None)
            if code not in FIXED:
                raise
            return bool(code != UNKNOWN_MESSAGE)
        return True

    def ready_in(self, place: Place) -> float:
        """Seconds until this channel takes a post; 0: now."""
        channel = self._conversations.get(place.chat_id, OPENING) if place.person else place.chat_id
        return self._lane.ready_in(channel)

    def _connected(self) -> discord.Client:
        client = self._client
        if client is None or client.application_id is None or client.is_closed():
            raise SendError("not connected", retry_after=5.0)
        return client

    async def _request(self, place: Place, ask: Callable[[discord.PartialMessageable], Awaitable[T]]) -> T:
        """Make a request in a channel, a few at a time. A conversation is opened if it is not open yet.

        A private place that is no channel is a person's own, of a call where the bot was a guest.
        """
        client = self._connected()
        by_person = place.person or place.chat_id in self._conversations
        async with self._slots:
            try:
                return await self._reach(client, place, ask, by_person=by_person)
            except SendError as error:
                if by_person or not place.private or getattr(error.__cause__, "code", None) != UNKNOWN_CHANNEL:
                    raise
            return await self._reach(client, place, ask, by_person=True)

    async def _reach(
        self,
        client: discord.Client,
        place: Place,
        ask: Callable[[discord.PartialMessageable], Awaitable[T]],
        *,
        by_person: bool,
    ) -> T:
        channel_id = await self._open(client, place.chat_id) if by_person else place.chat_id
        guild_id = None if place.private else place.space_id
        channel = client.get_partial_messageable(channel_id, guild_id=guild_id)
        return await self._ask(channel_id, lambda: ask(channel))

    async def _open(self, client: discord.Client, user_id: int) -> int:
        if user_id not in self._conversations:
            opened = await self._ask(OPENING, lambda: client.create_dm(discord.Object(user_id)))
            self._conversations[user_id] = opened.id
        return self._conversations[user_id]

    async def _ask(self, channel_id: int, ask: Callable[[], Awaitable[T]]) -> T:
        """Make a request of Discord in its turn. Raises SendError.

        A request is never cancelled: discord.py would keep a global rate limit locked for ever.
        """
        await self._take_turn(channel_id)
        task = asyncio.ensure_future(ask())
        self._requests.add(task)
        task.add_done_callback(self._forget)
        await asyncio.wait({task}, timeout=self.seconds)
        if not task.done():
            raise SendError("no answer", ambiguous=True)
        try:
            return task.result()
        except REQUEST_FAILURES as error:
            self._heed(error)
            raise discord_send_error(error) from error

    def _heed(self, error: BaseException) -> None:
        """Act on a failure that concerns more than its message: a refused token, too many conversations."""
        if is_token_refused(error):
            self._token_refused()
        seconds = OPENED_TOO_FAST.get(getattr(error, "code", 0))
        if seconds:
            self._lane.refuse(OPENING, seconds)

    async def _take_turn(self, channel_id: int) -> None:
        within = WITHIN_OPENING if channel_id == OPENING else WITHIN
        try:
            await self._lane.turn(channel_id, Rank.POST, within)
        except Crowded as error:
            raise SendError("crowded", retry_after=error.seconds) from None

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._requests.discard(task)
        if not task.cancelled():
            task.exception()  # read, so that a request given up ends without a warning


def nonce(place: Place, key: str) -> str:
    """Return the nonce by which Discord knows a repeat. It comes from the key alone, so it survives a restart."""
    return b32encode(sha256(f"{place.chat_id} {key}".encode()).digest()).decode()[:NONCE]
