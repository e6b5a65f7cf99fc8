"""Taps on buttons: run their lines, let them stop spinning, and prepare their answers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Protocol, TypedDict, Unpack

from bot.adapters.telegram.answers import TelegramAnswers
from bot.adapters.telegram.attendance import Attendance, AttendanceBook
from bot.adapters.telegram.delivery import Posted
from bot.adapters.telegram.editing import Answers, name_earlier
from bot.adapters.telegram.events import Line, Tap
from bot.adapters.telegram.extras import CONFIRM, NothingToConfirm
from bot.adapters.telegram.intake import Answer
from bot.adapters.telegram.sittings import Sittings
from bot.adapters.telegram.undoing import OldAnswers
from bot.chat.call import Said
from bot.chat.doubled import DoubleTaps, TappedMessage
from bot.chat.heads import Head
from bot.chat.ownership import own_buttons, prepare_tap
from bot.chat.port import Core
from bot.chat.refusals import answer_refusal
from bot.chat.reply import Reply
from bot.chat.rights import require_admin
from bot.clock import Clock
from bot.errors import Refused
from bot.identity import Account, Place, Platform
from bot.texts import SOURCE


class NotHere(Refused):
    """Refusal: the tapper left this chat, or was removed from it."""


class MoreSaid(TypedDict, total=False):
    """Parts that some calls have beside their line."""

    head: Head
    file: str
    people: Mapping[str, str]
    plain: bool
    tapped: bool
    written: datetime | None


class MakeSaid(Protocol):
    """Makes a call of a line."""

    def __call__(self, account: Account, place: Place, inbound: str, line: str, **more: Unpack[MoreSaid]) -> Said:
        """Make it."""
        ...


class Tapping:
    """Does the work of taps."""

    def __init__(
        self,
        core: Core,
        answers: TelegramAnswers,
        known: Answers,
        old: OldAnswers,
        say: MakeSaid,
        *,
        sittings: Sittings,
        attendance: AttendanceBook,
        clock: Clock,
    ) -> None:
        self._core = core
        self._sittings = sittings
        self._attendance = attendance
        self._answers = answers
        self._known = known
        self._old = old
        self._say = say
        self._doubled = DoubleTaps(lambda: clock.now().timestamp())

    async def answer(self, tap: Tap, inbound: str) -> Answer:
        """Run the line of a button. Returns the answer that is to be sent. A double tap is one."""
        if tap.place is None or not tap.line:
            return self._finish(tap)
        if tap.line == CONFIRM:
            return await self._confirm(tap, tap.place, inbound)
        said = self._say(tap.account, tap.place, inbound, tap.line, tapped=True, head=tap.head)
        message = TappedMessage(tap.place.chat_id, tap.message_id or 0)
        try:
            tap = replace(tap, muted=await self._is_muted(tap.account, tap.place))
        except Refused as refused:
            return self._finish(tap, answer_refusal(SOURCE, refused))
        said = replace(said, muted=tap.muted)
        if self._doubled.is_second(message, said):
            return self._finish(tap)
        reply = prepare_tap(said, await self._core.dispatcher.answer(said))
        reply = await self._name_earlier(tap, said, reply)
        if reply.update and tap.message_id:
            self._doubled.note(message, said, reply)
            self._sittings.note_change(said.account, said.place, tap.message_id, reply)
        return self._finish(tap, reply, said)

    async def _name_earlier(self, tap: Tap, said: Said, reply: Reply) -> Reply:
        """Name again what a message reports that a tap changes."""
        deeds = self._sittings.deeds(said.account, said.place, tap.message_id) if reply.update else ()
        left = await self._known.pick_live(deeds) if deeds else ()
        return own_buttons(name_earlier(reply, left, edited=False), said) if left else reply

    async def _is_muted(self, account: Account, place: Place) -> bool:
        """Whether the tapper may not write in the group. Raises NotHere for a tapper who is gone from it."""
        attendance = Attendance.PRESENT if place.private else await self._attendance.find(place, account)
        if attendance is Attendance.GONE:
            await self._core.left(place, account)
            raise NotHere
        return attendance is Attendance.MUTED

    async def _confirm(self, tap: Tap, place: Place, inbound: str) -> Answer:
        """Run an anonymous administrator's command for the tapper, if they are an administrator.

        It runs once for a question and tapper, also if they tap again before the question is gone.
        """
        once = f"{Platform.TELEGRAM}:confirmed:{place.chat_id}:{tap.message_id}:{tap.account.user_id}"
        said = self._say(tap.account, place, once if tap.message_id else inbound, tap.confirms)
        try:
            if not tap.confirms:
                raise NothingToConfirm
            await require_admin(said.rights, anew=True)
        except Refused as refused:
            return self._finish(tap, answer_refusal(SOURCE, refused))
        reply = await self._core.dispatcher.answer(said)
        if reply.private or tap.message_id is None:
            return self._finish(tap, reply)
        self._answers.acknowledge(tap)
        return partial(self._say_over, tap, place, (place.chat_id, tap.message_id), reply)

    async def _say_over(self, tap: Tap, place: Place, over: Posted, reply: Reply) -> None:
        """Answer in the place of the question, so that no second tap runs the command again."""
        posted = await self._answers.to_confirmed(Line(tap.account, place, tap.confirms, over[1]), reply, over)
        if posted:
            await self._known.note_report(tap.account, place, posted, reply)

    def _finish(self, tap: Tap, reply: Reply | None = None, said: Said | None = None) -> Answer:
        """Acknowledge a tap at once, and not in its answer, which may wait for its turn in the chat."""
        shown = self._answers.acknowledge(tap, reply)
        return partial(self._reply, tap, reply, shown, said)

    async def _reply(self, tap: Tap, reply: Reply | None, shown: asyncio.Task[bool], said: Said | None) -> None:
        """Answer a tap, and change the message that reported what was taken back, if that is not the tapped one.

        Only an answer that suits a toast waits for the acknowledgement, which shows it. The tap is over when it is
        acknowledged.
        """
        if reply:
            seen = self._answers.suits_a_toast(tap, reply) and await self._answers.is_seen(shown)
            posted = await self._answers.to_tap(tap, reply, seen)
            if posted and tap.place:
                await self._known.note_report(tap.account, tap.place, posted, reply)
            if said:
                await self._old.correct(said, reply, changed=(tap.message_id or 0) if reply.update else 0)
        await shown
