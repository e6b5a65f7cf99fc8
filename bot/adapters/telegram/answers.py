"""Bring a reply to its reader: into the chat, onto the message, as a toast, or in private."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import structlog
from telegram.error import TelegramError

from bot.adapters.telegram import errors, extras
from bot.adapters.telegram.commands import Us
from bot.adapters.telegram.delivery import NO_REPORT, ChatClosed, Delivery, InDoubt, Posted, give_up, note_undelivered
from bot.adapters.telegram.events import Line, Tap
from bot.adapters.telegram.extras import chat_link
from bot.adapters.telegram.pacing import HANGING
from bot.adapters.telegram.render import fits_a_message, fits_a_toast
from bot.adapters.telegram.retrying import Retries
from bot.adapters.telegram.sending import Sender
from bot.adapters.telegram.spinners import Spinners
from bot.chat.ownership import is_for_all, name_reader
from bot.chat.port import Core
from bot.chat.readers import Readers
from bot.chat.reply import Button, Reply, Tone
from bot.closed_sets import AnswerHome
from bot.errors import StoreBusy
from bot.identity import Place, Platform

log = structlog.get_logger()


class TelegramAnswers:
    """Delivers replies to people.

    An answer that cannot be delivered is logged. Its work is committed already.
    """

    def __init__(self, core: Core, sender: Sender, spinners: Spinners, retries: Retries, us: Us) -> None:
        self._core = core
        self._delivery = Delivery(core, sender, retries)
        self._spinners = spinners
        self._us = us

    def close(self) -> None:
        """Say nothing more."""
        self._delivery.close()

    async def to_line(self, heard: Line, reply: Reply, *, over: Posted | None = None) -> Posted | None:
        """Answer a typed command. Returns our message, None if it could not be delivered.

        `over`: the answer that the message had before it was edited. It changes, if the new one belongs into its chat.
        1. What a post tells there is not answered.
        2. Where the chat takes no message of ours, the answer goes to the private chat.
        3. An answer that may have arrived is not repeated: a sign on the message says at least what came of it.
        """
        if reply.posted and over is None:
            return None
        try:
            return await self._answer(heard, reply, over)
        except ChatClosed as closed:
            return await self._instead(heard, heard.place, reply, closed)
        except InDoubt:
            await self._delivery.sign(heard.place, heard.message_id, reply)
            return None

    async def _answer(self, heard: Line, reply: Reply, over: Posted | None) -> Posted | None:
        """Answer in the chat where the line was typed, or in private.

        1. In a private chat, there.
        2. What concerns the group is told there, with others if many wait.
        3. What nobody else may see goes to the private chat.
        4. What only its asker needs stands where the group wants it.
        """
        if heard.place.private:
            return await self._delivery.say(heard.place, reply, over=over)
        if _is_for_group(reply):
            joins = reply.deed and reply.image is None and reply.document is None and over is None
            posted = await (self._delivery.join(heard, reply) if joins else self._reply(heard, reply, over))
            return await self._keep_for_group(posted, reply) if over is not None and posted == over else posted
        if self._is_secret(heard, reply):
            return await self._privately(heard, heard.place, reply, heard.message_id, over)
        return await self._at_home(heard, reply, over)

    async def _at_home(self, heard: Line, reply: Reply, over: Posted | None) -> Posted | None:
        """Answer where the group wants what only its asker needs. A choice that means this group stays."""
        if reply.home is AnswerHome.PRIVATE and not (_has_choices(reply) and self._means_group(heard, reply)):
            return await self._hand_over(heard, reply, over)
        posted = await self._reply(heard, reply, over)
        if posted is not None and reply.home is AnswerHome.BRIEF:
            await self._let_go(posted)
        return posted

    def _means_group(self, heard: Line | Tap, reply: Reply) -> bool:
        """Whether the buttons of a reply act for the group: those of questions, and of stewards' commands."""
        return reply.private or reply.question or self._is_for_stewards(heard)

    def _is_for_stewards(self, heard: Line | Tap) -> bool:
        command = self._core.dispatcher.beforehand.called(heard.line)
        return command is not None and command.for_stewards

    async def _hand_over(self, heard: Line, reply: Reply, over: Posted | None) -> Posted | None:
        """Answer in private, and say so in the group in one line. Without a private chat, answer in the group."""
        user = heard.account.user_id
        try:
            posted = await self._delivery.post(Place(Platform.TELEGRAM, user, user, private=True), reply, over=over)
        except TelegramError as error:
            if not errors.telegram_send_error(error).permanent:
                return give_up(heard.place, error)
            return await self._reply(heard, reply, over)
        if over is None:
            await self.say(heard.place, extras.pointer(self._us.username), to=heard.message_id, quiet=True)
        return posted

    async def _reply(self, heard: Line, reply: Reply, over: Posted | None) -> Posted | None:
        quiet = not _is_for_group(reply) and (reply.private or reply.home is AnswerHome.BRIEF)
        return await self._delivery.say(heard.place, reply, to=heard.message_id, quiet=quiet, over=over)

    async def _keep_for_group(self, posted: Posted, reply: Reply) -> Posted:
        """Let a message stay that was to be removed, if the group is told something in it now."""
        if reply.home is AnswerHome.BRIEF and _is_for_group(reply):
            try:
                await self._core.briefs.drop(*posted)
            except StoreBusy:
                log.warning("answer.goes", chat=posted[0])
        return posted

    async def _let_go(self, posted: Posted) -> None:
        try:
            await self._core.briefs.put(*posted)
        except StoreBusy:
            log.warning("answer.stays", chat=posted[0])

    async def to_confirmed(self, heard: Line, reply: Reply, over: Posted) -> Posted | None:
        """Answer a line that its writer has confirmed, over our question. One answered in private points there."""
        posted = await self.to_line(heard, reply, over=over)
        if posted is not None and posted[0] != over[0]:
            await self.say(heard.place, extras.pointer(self._us.username), over=over)
        return posted

    async def to_tap(self, tap: Tap, reply: Reply, shown: bool) -> Posted | None:
        """Answer a tap. `shown`: the toast of `acknowledge` was seen.

        Returns the message with the reply, None without one.

        1. If the toast showed it, or the tap has no place, that is all.
        2. A private reply to a tap in a group goes to the private chat.
        3. An `update` changes the message that was tapped, if that is possible. A message for all that is gone is not
           written again.
        4. Any other reply is a new message. If it may have arrived, a sign on the tapped message says what came of it,
           since a tap is acknowledged only once.
        5. Where the chat takes no message of ours, it goes to the private chat.
        """
        if tap.place is None or shown:
            return None
        try:
            if _is_private(tap, reply) and not tap.place.private:
                return await self._privately(tap, tap.place, reply, None)
            changed = reply.update and await self._delivery.change_tapped(tap, tap.place, reply)
            if changed or is_for_all(reply):
                return await self._keep_for_group((tap.place.chat_id, tap.message_id or NO_REPORT), reply)
            return await self._add(tap, tap.place, reply)
        except ChatClosed as closed:
            return await self._instead(tap, tap.place, reply, closed)
        except InDoubt:
            if tap.message_id is not None:
                await self._delivery.sign(tap.place, tap.message_id, reply)
            return None

    async def _add(self, tap: Tap, place: Place, reply: Reply) -> Posted | None:
        """Answer a tap with a new message. What only the tapper needs stands where the group wants it."""
        if place.private or _is_for_group(reply):
            return await self._delivery.say(place, reply)
        if reply.home is AnswerHome.PRIVATE and not (_has_choices(reply) and self._means_group(tap, reply)):
            return await self._privately(tap, place, reply, None)
        posted = await self._delivery.say(place, reply, quiet=reply.home is AnswerHome.BRIEF)
        if posted is not None and reply.home is AnswerHome.BRIEF:
            await self._let_go(posted)
        return posted

    def acknowledge(self, tap: Tap, reply: Reply | None = None) -> asyncio.Task[bool]:
        """Let the button stop spinning, with the reply as a toast if that shows all of it."""
        suits = reply is not None and self.suits_a_toast(tap, reply)
        return self._spinners.stop(tap.query_id, reply if suits else None)

    async def is_seen(self, shown: asyncio.Task[bool]) -> bool:
        """Whether a toast was seen. One whose acknowledgement hangs counts as not seen."""
        await asyncio.wait({shown}, timeout=HANGING)
        return shown.done() and shown.result()

    async def say(
        self, place: Place, reply: Reply, *, to: int | None = None, quiet: bool = False, over: Posted | None = None
    ) -> Posted | None:
        """Write a reply into a chat. Returns our message. A failure is logged."""
        try:
            return await self._delivery.say(place, reply, to=to, quiet=quiet, over=over)
        except InDoubt:
            return None
        except ChatClosed as closed:
            note_undelivered(place, closed.reason)
            return None

    def suits_a_toast(self, tap: Tap, reply: Reply) -> bool:
        """Whether a toast is the best place for a private reply, and holds all of it.

        A button for somebody else is refused by words alone, and what is offered is left out.
        """
        return _is_private(tap, reply) and fits_a_toast(replace(reply, buttons=()) if tap.others else reply)

    async def _privately(
        self, heard: Line | Tap, place: Place, reply: Reply, to: int | None, over: Posted | None = None
    ) -> Posted | None:
        """Write a reply into the private chat.

        A question and a steward's choice stay in the group, because their buttons mean this group. If there is no
        private chat, the caller is answered in the group.
        """
        stays = reply.question or (_has_choices(reply) and self._is_for_stewards(heard))
        if stays and not self._is_secret(heard, reply):
            return await self._delivery.say(place, _named(heard, reply), to=to, quiet=True, over=over)
        user = heard.account.user_id
        try:
            return await self._delivery.post(Place(Platform.TELEGRAM, user, user, private=True), reply, over=over)
        except TelegramError as error:
            if not errors.telegram_send_error(error).permanent:
                return give_up(place, error)
            return await self._openly(heard, place, reply, to, over)

    async def _openly(
        self, heard: Line | Tap, place: Place, reply: Reply, to: int | None, over: Posted | None
    ) -> Posted | None:
        """Answer a caller who has no chat with the bot in the group, without private words.

        1. The reply to a command that is not private is said as it is.
        2. A question is asked in the group, unless a message is too short for all of it.
        3. Answers to a question are thanked for, unless there was a problem.
        4. Any other reply becomes an invitation to the private chat. It is no report, so it never changes to tell more.
        """
        name = self._name(heard.line)
        if not self._is_secret(heard, reply):
            return await self._delivery.say(place, _named(heard, reply), to=to, quiet=True, over=over)
        if reply.asks:
            question = extras.question(reply, heard.account, chat_link(self._us.username, name))
            if fits_a_message(question):
                return await self._delivery.say(place, question, to=to)
        if isinstance(heard, Line) and heard.answers and reply.tone is not Tone.PROBLEM:
            return await self._delivery.say(place, extras.thanks(), to=to, quiet=True, over=over)
        begins = reply.alone or self._core.dispatcher.beforehand.topic_of(heard.line)
        pointer = _named(heard, extras.invitation(self._us.username, name, begins))
        posted = await self._delivery.say(place, pointer, to=to, quiet=True, over=over)
        return (posted[0], NO_REPORT) if posted and reply.undo else posted

    async def _instead(self, heard: Line | Tap, place: Place, reply: Reply, closed: ChatClosed) -> Posted | None:
        """Answer in private, because the group takes no message of ours. Without a private chat, only count the answer.

        Stewards' buttons mean the group, so they are left out.
        """
        if place.private:
            note_undelivered(place, closed.reason)
            return None
        user, reply = heard.account.user_id, replace(reply, buttons=()) if self._is_for_stewards(heard) else reply
        return await self.say(Place(Platform.TELEGRAM, user, user, private=True), reply)

    def _name(self, line: str) -> str:
        command = self._core.dispatcher.beforehand.called(line)
        return command.name if command else "start"

    def _is_secret(self, heard: Line | Tap, reply: Reply) -> bool:
        """Whether nobody else in the group may read the answer.

        It is of a private command, holds a secret, is for a hidden learner, or answers a muted member's tap. Whether to
        do what a button in the group says is asked there, because a yes in private would mean no group.
        """
        command = self._core.dispatcher.beforehand.called(heard.line)
        if (isinstance(heard, Tap) and heard.muted) or reply.home is None:
            return True
        return command is not None and command.private and not _asks_first(reply)


def _asks_first(reply: Reply) -> bool:
    """Whether a reply asks if a tap is meant."""
    return reply.question and all(one.sure for one in reply.taps())


def _is_for_group(reply: Reply) -> bool:
    return reply.readers is Readers.GROUP


def _named(heard: Line | Tap, reply: Reply) -> Reply:
    """Name the reader of a reply to a tap. A reply to a line stands under it."""
    return name_reader(reply, heard.account) if isinstance(heard, Tap) else reply


def _is_private(tap: Tap, reply: Reply) -> bool:
    """Whether a reply is for the tapper alone. In a private chat, one that changes its message is like any other."""
    return reply.private and not (reply.update and tap.place is not None and tap.place.private)


def _has_choices(reply: Reply) -> bool:
    return any(isinstance(button, Button) for row in reply.buttons for button in row)
