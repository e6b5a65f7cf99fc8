"""Interactions in, answers out.

Discord voids an interaction that is not acknowledged within three seconds. So that comes first, before any query.
Afterwards the answer may get lost (10062, 40060, 50027, a broken line), and the work stays done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import aiohttp
import discord
import structlog

from bot.adapters.discord import errors, extras
from bot.adapters.discord.reading import is_guest, read_command, read_form, read_tap
from bot.adapters.discord.render import render_discord
from bot.chat.call import say
from bot.chat.dispatch import Dispatcher
from bot.chat.reply import Reply, Tone
from bot.texts import SOURCE

log = structlog.get_logger()

ALREADY_ACKNOWLEDGED = 40060
TRIES = 2

Interaction = discord.Interaction[Any]


class Answering:
    """Answers commands and taps, and knows which are in hand."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._in_hand: set[asyncio.Task[Any]] = set()
        self._closing = False

    async def answer_command(self, interaction: Interaction, *, private: bool) -> None:
        """Answer a slash command. `private` is from its spec: Discord must know it before there is an answer.

        1. A guest's call is always private.
        2. While the bot stops, the caller is asked to come back later.
        3. A command with a form opens it.
        4. Otherwise the command is acknowledged, and the core answers.
        5. A private reply to a public command takes the waiting message away, and goes to the caller alone.
        6. Any other reply replaces the waiting message.
        """
        with self._counted():
            private = private or is_guest(interaction)
            if self._closing:
                await _come_back_later(interaction)
                return
            said = read_command(interaction)
            if await extras.open_form(interaction, self._dispatcher, said):
                return
            await _acknowledge(interaction, private=private)
            reply = await self._dispatcher.answer(said)
            if reply.private and not private:
                await _answer_privately_after_all(interaction, reply)
            else:
                await _edit(interaction, reply)

    async def answer_tap(self, interaction: Interaction, line: str) -> None:
        """Answer a tap, for the person who tapped.

        1. While the bot stops, the caller is asked to come back later.
        2. A command with a form opens it.
        3. Otherwise the tap is acknowledged, and the core answers.
        4. An `update` changes the message with the button, unless it is private and that message is public.
        5. Any other reply is a new message, if the acknowledgement was ours.
        """
        with self._counted():
            if self._closing:
                await _come_back_later(interaction)
                return
            said = read_tap(interaction, line)
            if await extras.open_form(interaction, self._dispatcher, said):
                return
            ours = await _acknowledge(interaction, private=False)
            reply = await self._dispatcher.answer(said)
            if reply.update and (not reply.private or _is_ephemeral(interaction.message)):
                await _edit(interaction, reply)
            elif ours:
                await _follow_up(interaction, reply, private=reply.private or is_guest(interaction))

    async def answer_form(self, interaction: Interaction, name: str) -> None:
        """Answer a form that was sent in, for its sender alone."""
        with self._counted():
            if self._closing:
                await _come_back_later(interaction)
                return
            await _deliver(interaction, lambda: interaction.response.defer(ephemeral=True, thinking=True), tries=TRIES)
            said = read_form(interaction, name, extras.read_fields(interaction))
            await _edit(interaction, await self._dispatcher.answer(said))

    async def finish(self, seconds: float) -> None:
        """Take no more interactions, and wait some seconds at most for those in hand."""
        self._closing = True
        tasks = self._in_hand - {asyncio.current_task()}
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        self._in_hand.add(task)
        try:
            yield
        finally:
            self._in_hand.discard(task)


def _is_ephemeral(message: discord.Message | None) -> bool:
    return message is not None and message.flags.ephemeral


async def _come_back_later(interaction: Interaction) -> None:
    reply = Reply(say(SOURCE, "discord.restarting"), tone=Tone.PROBLEM)
    message = render_discord(reply, interaction.client.command_ids)
    await _deliver(
        interaction,
        lambda: interaction.response.send_message(embed=message.embed, ephemeral=True),
        tries=1,
    )


async def _acknowledge(interaction: Interaction, *, private: bool) -> bool:
    """Tell Discord that an answer will come. Returns whether it is ours to give.

    A second try is harmless: the first one may have arrived. The core answers the call in any case, even if Discord
    gave the interaction up. A call that comes twice changes nothing.
    """
    return await _deliver(interaction, lambda: interaction.response.defer(ephemeral=private), tries=TRIES)


async def _edit(interaction: Interaction, reply: Reply) -> None:
    async def edit() -> None:
        message = render_discord(reply, interaction.client.command_ids)
        await interaction.edit_original_response(
            content=message.content or None,
            embed=message.embed,
            view=message.view,
            attachments=message.files,
            allowed_mentions=message.mentions,
        )

    await _deliver(interaction, edit, tries=TRIES)


async def _follow_up(interaction: Interaction, reply: Reply, *, private: bool) -> None:
    """Send a new message, with a single try. Follow-ups have no nonce, so a repeat could come twice."""

    async def send() -> None:
        message = render_discord(reply, interaction.client.command_ids)
        await interaction.followup.send(
            content=message.content or discord.utils.MISSING,
            embed=message.embed,
            view=message.view,
            files=message.files,
            allowed_mentions=message.mentions,
            ephemeral=private,
        )

    await _deliver(interaction, send, tries=1)


async def _answer_privately_after_all(interaction: Interaction, reply: Reply) -> None:
    """Answer a public command in private.

    The waiting message is deleted first, or the follow-up would take its place.
    """
    if await _deliver(interaction, interaction.delete_original_response, tries=TRIES):
        await _follow_up(interaction, reply, private=True)


async def _deliver(
    interaction: Interaction, request: Callable[[], Awaitable[object]], *, tries: int, again: bool = False
) -> bool:
    """Make a request. Returns whether it arrived. A lost answer is logged, and nothing is undone."""
    try:
        await request()
    except errors.REQUEST_FAILURES as error:
        if isinstance(error, discord.HTTPException) and error.code == ALREADY_ACKNOWLEDGED:
            return again
        if tries > 1 and isinstance(error, (aiohttp.ClientError, OSError)):
            return await _deliver(interaction, request, tries=tries - 1, again=True)
        log.warning("answer.lost", interaction=interaction.id, **errors.describe_error(error))
        return False
    return True
