"""Interactions in, answers out.

Discord voids an interaction that is not answered within three seconds. An answer that is ready within one goes out as
it is. For a later one the interaction is deferred first. Afterwards the answer may get lost, and the work stays done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from random import Random
from typing import Any, cast

import discord
import structlog

from bot.adapters.discord import extras
from bot.adapters.discord.channels import Channels
from bot.adapters.discord.delivering import Delivering
from bot.adapters.discord.door import Door
from bot.adapters.discord.open_answer import OpenAnswer, Scope
from bot.adapters.discord.own_messages import OwnMessages
from bot.adapters.discord.patience import KNOWN, READY, Patience
from bot.adapters.discord.private_reports import PrivateReports
from bot.adapters.discord.reading import is_guest, read_command, read_form, read_tap
from bot.adapters.discord.tickets import TicketDesk, add_ticket, read_ticket
from bot.chat.call import Said, say
from bot.chat.dispatch import Dispatcher
from bot.chat.doubled import DoubleTaps, TappedMessage
from bot.chat.port import ClosedTicket, OpenTicket, ReportedAct
from bot.chat.reply import Reply, Tone
from bot.chat.watching import CallWatch
from bot.identity import Platform
from bot.texts import SOURCE

log = structlog.get_logger()

AT_ONCE = 8  # answers that were left, after a restart

Interaction = discord.Interaction[Any]


class Answering:
    """Answers commands, taps and forms, and knows which are in hand."""

    def __init__(
        self, dispatcher: Dispatcher, desk: TicketDesk, channels: Channels, *, patience: Patience, dice: Random
    ) -> None:
        self._dispatcher = dispatcher
        self._channels = channels
        self._desk = desk
        self._patience = patience
        self._delivering = Delivering(patience, dice)
        self._doubled = DoubleTaps(patience.now)
        self._private = PrivateReports(patience.now)
        self._own_messages = OwnMessages(channels, self._delivering)
        self._in_hand: set[asyncio.Task[Any]] = set()
        self._closing = False

    async def answer_command(self, interaction: Interaction, *, alone: bool = False) -> None:
        """Answer a slash command, for the caller alone if so asked. A guest's call is always private."""
        with self._counted():
            scope = Scope(alone=alone or is_guest(interaction))
            await self._answer(interaction, read_command(interaction), scope)

    async def answer_tap(self, interaction: Interaction, line: str) -> None:
        """Answer a tap, for the person who tapped.

        1. A message that answers the tapper changes, if the reply updates it or the button says so.
        2. Any other message keeps its subject. The tapper is answered alone, unless it was their own.
        3. A double tap is one.
        """
        with self._counted():
            said = read_tap(interaction, line)
            scope, message = _scope_of_tap(interaction, said), _message_of(interaction)
            if self._doubled.is_second(message, said):
                await self._open(interaction, scope).pass_over()
                return
            with self._doubled.hold(message, said):
                await self._answer(interaction, said, scope)

    async def answer_form(self, interaction: Interaction, name: str) -> None:
        """Answer a form that was sent in, for its sender alone."""
        with self._counted():
            said = read_form(interaction, name, extras.read_fields(interaction))
            await self._answer(interaction, said, Scope(alone=True))

    async def finish(self, seconds: float) -> None:
        """Take no more interactions, and wait some seconds at most for those in hand."""
        self._closing = True
        tasks = self._in_hand - {asyncio.current_task()}
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
        await self._desk.finish()

    async def answer_left(self, client: discord.Client) -> None:
        """Answer the calls that wrote, and whose answer an earlier process did not come to give.

        A call changes nothing the second time, and gets the same answer.
        """
        slots = asyncio.Semaphore(AT_ONCE)
        left = await self._desk.find_left()
        if left:
            log.info("answers.left", count=len(left))
        await asyncio.gather(*(self._answer_one_left(one, client, slots) for one in left))

    async def _answer_one_left(self, ticket: OpenTicket, client: discord.Client, slots: asyncio.Semaphore) -> None:
        async with slots:
            said, scope = read_ticket(ticket)
            hook = discord.Webhook.partial(ticket.holds["application"], ticket.holds["token"], client=client)
            hook.proxy = client.http.proxy
            door = Door(hook, int(ticket.inbound.removeprefix(f"{Platform.DISCORD}:")), self._channels.commands)
            answer = OpenAnswer(door, self._delivering, scope, self._patience.now())
            reply = await self._dispatcher.answer(said)
            earlier = await self._desk.find_report(said.account, reply.undone) if reply.undone else None
            message_id = await answer.resume(reply, self._dispatcher.beforehand.readers_of(said))
            if earlier and earlier.message_id != message_id:
                await self._own_messages.correct(said.place, earlier, reply)
            self._desk.close(ClosedTicket(ticket.inbound, _report(said, scope, reply, message_id)))

    async def _answer(self, interaction: Interaction, said: Said, scope: Scope) -> None:
        """Answer a call.

        1. While the bot stops, the caller is asked to come back later.
        2. A command with a form opens it.
        3. Otherwise the core answers. An answer that takes longer than a second is deferred.
        4. After 20 seconds "thinking…" becomes what is known by then. The answer takes that place when it is there.
        5. If Discord certainly heard nothing in time, the answer comes as a message.
        """
        answer = self._open(interaction, scope)
        if self._closing:
            await answer.say(Reply(say(SOURCE, "discord.restarting"), tone=Tone.PROBLEM, private=True))
            return
        if await extras.open_form(interaction.id, answer.open, self._dispatcher, said, self._patience):
            return
        said = add_ticket(interaction, said, scope)
        with self._desk.hold(said) as reports:
            reply = await self._work(answer, said, interaction.id)
            tapped = interaction.message.id if interaction.message and answer.changes(reply) else 0
            if tapped:
                self._doubled.note(_message_of(interaction), said, reply)
            correct = await self._find_correction(said, reply, tapped) if reply.undone else None
            shown = replace(reply, personal=True) if correct else reply
            message_id = await answer.say(shown) or tapped
            if answer.unheard:
                message_id = await self._own_messages.say(said, scope, shown, tapped)
            if correct:
                await correct()
            elif report := _report(said, scope, reply, message_id):
                reports.append(report)
            elif reply.undo and message_id and answer.changeable:
                self._private.note(said.account, reply.undo, answer, message_id)

    async def _find_correction(self, said: Said, reply: Reply, tapped: int) -> Callable[[], Awaitable[object]] | None:
        """Find how to change the message that reported what was taken back, unless it is the `tapped` one.

        A private message can be changed for some minutes alone, and by this process.
        """
        shown = await self._desk.find_report(said.account, reply.undone)
        if shown is not None:
            return None if shown.message_id == tapped else partial(self._own_messages.correct, said.place, shown, reply)
        hidden = self._private.find(said.account, reply.undone)
        return None if hidden is None or hidden.message_id == tapped else partial(hidden.answer.change, reply)

    async def _work(self, answer: OpenAnswer, said: Said, interaction_id: int) -> Reply:
        """Let the core answer, and defer an answer that takes longer."""
        watch = CallWatch()
        working = asyncio.ensure_future(self._dispatcher.answer(said, watch))
        if not await self._patience.within(READY - answer.age(), working):
            await answer.defer(watch.readers)
            if not await self._patience.within(KNOWN - answer.age(), working):
                log.warning("answer.slow", interaction=interaction_id)
                await answer.say_known(watch.state)
        return await working

    def _open(self, interaction: Interaction, scope: Scope) -> OpenAnswer:
        door = Door(interaction.followup, interaction.id, self._channels.commands)
        return OpenAnswer(door, self._delivering, scope, self._patience.now())

    @contextmanager
    def _counted(self) -> Iterator[None]:
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        self._in_hand.add(task)
        try:
            yield
        finally:
            self._in_hand.discard(task)


def _message_of(interaction: Interaction) -> TappedMessage:
    return TappedMessage(interaction.channel_id or 0, interaction.message.id if interaction.message else 0)


def _report(said: Said, scope: Scope, reply: Reply, message_id: int) -> ReportedAct | None:
    """Return what a message reports. A message that only the caller sees cannot be changed later."""
    if not (reply.undo and message_id and scope.shows(reply.readers)):
        return None
    return ReportedAct(said.account, said.place.chat_id, message_id, reply.undo)


def _scope_of_tap(interaction: Interaction, said: Said) -> Scope:
    """Return the scope of the answer to a tap. Only their own answer may change."""
    guest = is_guest(interaction)
    seen = interaction.message is None or not interaction.message.flags.ephemeral
    return Scope(
        alone=guest or not said.own,
        tap=True,
        own=said.own,
        shared=said.shared,
        seen=seen and (said.overseen or guest),
        replaces=said.head.replaces,
    )
