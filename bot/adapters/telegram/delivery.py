"""Deliver an answer as a message: posted, put in an earlier one's place, joined with others, or as a sign."""

from __future__ import annotations

from dataclasses import replace

import structlog
from telegram.error import TelegramError

from bot import metrics
from bot.adapters.telegram import errors
from bot.adapters.telegram.events import Line, Tap
from bot.adapters.telegram.joining import JoinedAnswers
from bot.adapters.telegram.render import fits_a_caption
from bot.adapters.telegram.retrying import Retries
from bot.adapters.telegram.sending import Sender
from bot.chat.port import Core
from bot.chat.reply import Reply, Tone
from bot.identity import Place, Platform

log = structlog.get_logger()

DONE, UNSURE = "👌", "🤔"
"""Signs on a message or tapped card whose answer may not have arrived: it was done, or should be asked for again."""

Posted = tuple[int, int]
"""A message of ours: its chat and its number."""

NO_REPORT = 0
"""The number in the place of a message's that does not say what was done."""


class InDoubt(Exception):
    """An answer may have arrived, so that it is not repeated."""


class ChatClosed(Exception):
    """A chat takes no message of ours, however often it is tried. `reason` is why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Delivery:
    """Makes the requests of answers, each with its retries."""

    def __init__(self, core: Core, sender: Sender, retries: Retries) -> None:
        self._core = core
        self._sender = sender
        self._retries = retries
        self._joined = JoinedAnswers(sender, retries)

    def close(self) -> None:
        """Say nothing more."""
        self._joined.close()

    async def post(
        self, place: Place, reply: Reply, *, to: int | None = None, quiet: bool = False, over: Posted | None = None
    ) -> Posted:
        """Write a reply into a chat, or in the place of the message `over`. Raises TelegramError."""
        if over is not None and over[0] == place.chat_id and await self._replaced(place, over, reply):
            return over
        try:
            return place.chat_id, await self._retries.run(lambda: self._sender.post(place, reply, to=to, quiet=quiet))
        except TelegramError as error:
            new_id = errors.telegram_send_error(error).moved_to
            if new_id is None:
                raise
        await self._core.moved(place, new_id)
        moved = replace(place, space_id=new_id, chat_id=new_id)
        return new_id, await self._retries.run(lambda: self._sender.post(moved, reply, quiet=quiet))

    async def say(
        self, place: Place, reply: Reply, *, to: int | None = None, quiet: bool = False, over: Posted | None = None
    ) -> Posted | None:
        """Do the same. A failure that passes is logged. Raises ChatClosed, and InDoubt if the message may be there."""
        try:
            return await self.post(place, reply, to=to, quiet=quiet, over=over)
        except TelegramError as error:
            return give_up(place, error)

    async def join(self, heard: Line, reply: Reply) -> Posted | None:
        """Answer in a group, in one message with others if many wait there. That one is nobody's to change.

        Raises ChatClosed, and InDoubt if the message may be there.
        """
        try:
            return heard.place.chat_id, await self._joined.post(heard.place, heard.account, reply, heard.message_id)
        except TelegramError as error:
            if errors.telegram_send_error(error).moved_to is not None:
                return await self.say(heard.place, reply, to=heard.message_id)
            return give_up(heard.place, error)

    async def change_tapped(self, tap: Tap, place: Place, reply: Reply) -> bool:
        """Change the message that was tapped. Returns False if a new message is needed instead."""
        message_id = tap.message_id
        if (
            message_id is None
            or reply.document is not None
            or (tap.pictured and reply.image is None and not fits_a_caption(reply))
        ):
            return False
        try:
            await self._retries.run(
                lambda: self._sender.change(place.chat_id, message_id, reply, pictured=tap.pictured), harmless=True
            )
        except TelegramError as error:
            log.info("message.unchanged", place=place.key, reason=_reason(error))
            return not errors.says(error, (*errors.GONE, *errors.NOT_CAPTION))
        return True

    async def sign(self, place: Place, message_id: int, reply: Reply) -> None:
        """Put a sign on a message in the place of its answer, which may have arrived."""
        sign = DONE if reply.deed or reply.tone is Tone.GOOD else UNSURE
        try:
            await self._retries.run(lambda: self._sender.react(place, message_id, sign), harmless=True)
        except TelegramError as error:
            log.info("answer.unsigned", place=place.key, reason=_reason(error))

    async def _replaced(self, place: Place, over: Posted, reply: Reply) -> bool:
        """Put a reply in place of an earlier answer. Returns False if it needs a message of its own."""
        if reply.asks or reply.document is not None:
            return False
        try:
            await self._retries.run(
                lambda: self._sender.change(place.chat_id, over[1], reply, pictured=False), harmless=True
            )
        except TelegramError as error:
            log.info("answer.not_replaced", place=place.key, reason=_reason(error))
            return errors.telegram_send_error(error).ambiguous
        return True


def give_up(place: Place, error: TelegramError) -> Posted | None:
    """Give up an answer: there is no message. Raises ChatClosed, and InDoubt if the message may be there."""
    found = errors.telegram_send_error(error)
    if found.permanent:
        raise ChatClosed(found.reason)
    note_undelivered(place, found.reason)
    if found.ambiguous:
        raise InDoubt
    return None


def note_undelivered(place: Place, reason: str) -> None:
    """Log and count an answer that nobody gets."""
    log.warning("reply.undelivered", place=place.key, reason=reason)
    metrics.UNHEARD.labels(Platform.TELEGRAM).inc()


def _reason(error: TelegramError) -> str:
    return errors.telegram_send_error(error).reason
