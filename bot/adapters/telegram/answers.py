"""Bring a reply to its reader: into the chat, onto the message, as a toast, or in private."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.adapters.telegram import errors, extras
from bot.adapters.telegram.commands import Us
from bot.adapters.telegram.extras import chat_link
from bot.adapters.telegram.render import fits_a_caption, fits_a_toast, toast
from bot.adapters.telegram.sending import Sender
from bot.adapters.telegram.timing import Timing
from bot.adapters.telegram.updates import Line, Tap
from bot.backoff import Backoff
from bot.chat.port import Core, SendError
from bot.chat.reply import Button, Reply, Tone
from bot.identity import Place, Platform

log = structlog.get_logger()
T = TypeVar("T")

Posted = tuple[int, int]
"""A message of ours: its chat and its number."""


class TelegramAnswers:
    """Delivers replies to people.

    An answer that cannot be delivered is logged. Its work is committed already.
    """

    def __init__(self, core: Core, bot: Bot, sender: Sender, us: Us, timing: Timing) -> None:
        self._core = core
        self._bot = bot
        self._sender = sender
        self._us = us
        self._timing = timing

    async def to_line(self, heard: Line, reply: Reply, *, over: Posted | None = None) -> Posted | None:
        """Answer a typed command. Returns our message, None if it could not be delivered.

        `over`: the answer that the message had before it was edited. It changes, if the new one belongs into its chat.
        """
        if heard.place.private or not reply.private:
            to = None if heard.place.private else heard.message_id
            return await self.say(heard.place, reply, to=to, over=over)
        return await self._privately(heard, heard.place, reply, heard.message_id, over)

    async def to_tap(self, tap: Tap, reply: Reply, *, heard: bool = False) -> None:
        """Answer a tap. `heard`: it is acknowledged already.

        1. The tap is acknowledged, with a private reply as a toast if a toast suits it.
        2. If the toast shows all of it, or the tap has no place, that is all.
        3. A private reply to a tap in a group goes to the private chat.
        4. An `update` changes the message that was tapped, if that is possible.
        5. Any other reply is a new message.
        """
        private = reply.private and not (reply.update and tap.place and tap.place.private)
        shown = not heard and await self.acknowledge(
            tap, reply if private and self._suits_a_toast(tap, reply) else None
        )
        if tap.place is None or (private and shown and fits_a_toast(reply)):
            return
        if private and not tap.place.private:
            await self._privately(tap, tap.place, reply, None)
        elif not (reply.update and await self._changed(tap, tap.place, reply)):
            await self.say(tap.place, reply)

    async def acknowledge(self, tap: Tap, reply: Reply | None = None) -> bool:
        """Let the button stop spinning, with a toast if there is something to say. Returns whether it was in time."""
        alert = reply is not None and (reply.tone is Tone.PROBLEM or not fits_a_toast(reply))
        text = toast(reply) if reply is not None else None
        try:
            await self._persist(
                lambda: self._bot.answer_callback_query(tap.query_id, text or None, show_alert=alert or None)
            )
        except TelegramError as error:
            log.info("tap.unacknowledged", reason="stale" if errors.says(error, errors.STALE) else _reason(error))
            return False
        return True

    async def say(
        self, place: Place, reply: Reply, *, to: int | None = None, quiet: bool = False, over: Posted | None = None
    ) -> Posted | None:
        """Write a reply into a chat. Returns our message. A failure is logged."""
        try:
            return await self._post(place, reply, to=to, quiet=quiet, over=over)
        except TelegramError as error:
            log.warning("reply.undelivered", place=place.key, reason=_reason(error))
            return None

    def _suits_a_toast(self, tap: Tap, reply: Reply) -> bool:
        """Whether a toast holds all of a private reply, or the rest follows in another chat."""
        here = tap.place is None or tap.place.private or (_has_choices(reply) and not self._is_secret(tap.line))
        return fits_a_toast(reply) or not here

    async def _privately(
        self, heard: Line | Tap, place: Place, reply: Reply, to: int | None, over: Posted | None = None
    ) -> Posted | None:
        """Write a reply into the private chat.

        Choices of a command that is not private stay in the group, where their buttons mean this group. If there is
        no private chat, the caller is answered in the group.
        """
        secret = self._is_secret(heard.line)
        if not secret and _has_choices(reply):
            return await self.say(place, reply, to=to, quiet=True, over=over)
        user = heard.account.user_id
        try:
            return await self._post(Place(Platform.TELEGRAM, user, user, private=True), reply, over=over)
        except TelegramError as error:
            if not errors.telegram_send_error(error).permanent:
                log.warning("reply.undelivered", account=heard.account.key, reason=_reason(error))
                return None
            return await self._openly(heard, place, reply, to, over)

    async def _openly(
        self, heard: Line | Tap, place: Place, reply: Reply, to: int | None, over: Posted | None
    ) -> Posted | None:
        """Answer a caller who has no chat with the bot in the group, without private words.

        1. The reply to a command that is not private is said as it is.
        2. A question is asked in the group.
        3. Answers to a question are thanked for, unless there was a problem.
        4. Any other reply becomes an invitation to the private chat.
        """
        name = self._name(heard.line)
        if not self._is_secret(heard.line):
            return await self.say(place, reply, to=to, quiet=True, over=over)
        if reply.asks:
            question = extras.question(reply, heard.account, chat_link(self._us.username, name))
            return await self.say(place, question, to=to)
        if isinstance(heard, Line) and heard.answers and reply.tone is not Tone.PROBLEM:
            return await self.say(place, extras.thanks(), to=to, quiet=True, over=over)
        return await self.say(place, extras.invitation(self._us.username, name), to=to, quiet=True, over=over)

    async def _changed(self, tap: Tap, place: Place, reply: Reply) -> bool:
        """Change the message that was tapped. Returns False if a new message is needed instead."""
        message_id = tap.message_id
        if message_id is None or (tap.pictured and reply.image is None and not fits_a_caption(reply)):
            return False
        try:
            await self._persist(lambda: self._sender.change(place.chat_id, message_id, reply, pictured=tap.pictured))
        except TelegramError as error:
            log.info("message.unchanged", place=place.key, reason=_reason(error))
            return not errors.says(error, (*errors.GONE, *errors.NOT_CAPTION))
        return True

    async def _post(
        self, place: Place, reply: Reply, *, to: int | None = None, quiet: bool = False, over: Posted | None = None
    ) -> Posted:
        if over is not None and over[0] == place.chat_id and await self._replaced(place, over, reply):
            return over
        try:
            return place.chat_id, await self._persist(lambda: self._sender.post(place, reply, to=to, quiet=quiet))
        except TelegramError as error:
            new_id = errors.telegram_send_error(error).moved_to
            if new_id is None:
                raise
        await self._core.moved(place, new_id)
        moved = replace(place, space_id=new_id, chat_id=new_id)
        return new_id, await self._persist(lambda: self._sender.post(moved, reply, quiet=quiet))

    async def _replaced(self, place: Place, over: Posted, reply: Reply) -> bool:
        """Put a reply in place of an earlier answer. Returns False if it needs a message of its own."""
        if reply.asks:
            return False
        try:
            await self._persist(lambda: self._sender.change(place.chat_id, over[1], reply, pictured=False))
        except TelegramError as error:
            log.info("answer.not_replaced", place=place.key, reason=_reason(error))
            return errors.telegram_send_error(error).ambiguous
        return True

    async def _persist(self, request: Callable[[], Awaitable[T]]) -> T:
        """Repeat a request that certainly was not done, within reason. Raises TelegramError."""
        backoff = self._timing.backoff()
        while True:
            try:
                return await request()
            except TelegramError as error:
                wait = self._wait(errors.telegram_send_error(error), backoff)
                if wait is None:
                    raise
            await self._timing.sleep(wait)

    def _wait(self, error: SendError, backoff: Backoff) -> float | None:
        hopeless = error.permanent or error.ambiguous or error.moved_to is not None or error.rejected
        wait = max(backoff.fail(), error.retry_after or 0.0)
        if hopeless or backoff.failures >= self._timing.tries or wait > self._timing.longest_wait:
            return None
        return wait

    def _name(self, line: str) -> str:
        command = self._core.dispatcher.called(line)
        return command.name if command else "start"

    def _is_secret(self, line: str) -> bool:
        command = self._core.dispatcher.called(line)
        return command is not None and command.private


def _has_choices(reply: Reply) -> bool:
    return any(isinstance(button, Button) for row in reply.buttons for button in row)


def _reason(error: TelegramError) -> str:
    return errors.telegram_send_error(error).reason
