"""From an update to its answer: each kind of event has one short method, which works and returns the answer."""

from __future__ import annotations

from typing import Unpack

import structlog
from telegram import Bot, Update

from bot.adapters.telegram import events
from bot.adapters.telegram.answers import TelegramAnswers
from bot.adapters.telegram.attendance import Attendance, AttendanceBook
from bot.adapters.telegram.commands import Us
from bot.adapters.telegram.editing import Answers
from bot.adapters.telegram.greetings import Greetings
from bot.adapters.telegram.intake import Answer, silence
from bot.adapters.telegram.retrying import Retries
from bot.adapters.telegram.rights import Admins, ChatRights
from bot.adapters.telegram.sending import Sender
from bot.adapters.telegram.sittings import Sittings
from bot.adapters.telegram.spinners import Spinners
from bot.adapters.telegram.tapping import MoreSaid, Tapping
from bot.adapters.telegram.timing import Timing
from bot.adapters.telegram.undoing import OldAnswers
from bot.adapters.telegram.updates import read_update
from bot.adapters.telegram.writing import Writing
from bot.chat.call import Said
from bot.chat.port import Core
from bot.clock import Clock
from bot.identity import Account, Place

log = structlog.get_logger()


class Conversation:
    """Does the work of updates, and prepares their answers."""

    def __init__(
        self, core: Core, bot: Bot, sender: Sender, attendance: AttendanceBook, *, us: Us, clock: Clock, timing: Timing
    ) -> None:
        self._core = core
        self._bot = bot
        self._us = us
        self._attendance = attendance
        self._admins = Admins(bot, clock)
        retries = Retries(timing)
        self._spinners = Spinners(bot, retries, timing)
        self._answers = TelegramAnswers(core, sender, self._spinners, retries, us)
        self._greetings = Greetings(core, self._answers, clock, timing)
        old, known = OldAnswers(core.answers, sender, retries), Answers(core.answers)
        sittings = Sittings(clock)
        self._tapping = Tapping(
            core, self._answers, known, old, self._said, sittings=sittings, attendance=attendance, clock=clock
        )
        self._writing = Writing(core, self._answers, known, old, self._said, sittings=sittings, clock=clock)

    def notice(self, update: Update) -> None:
        """Notice an update that has just come, before the work on those before it is done."""
        if update.callback_query is not None:
            self._spinners.watch(update.callback_query.id)

    def close(self) -> None:
        """Begin nothing more."""
        self._spinners.close()
        self._answers.close()

    async def work(self, update: Update) -> Answer:
        """Do the work of an update. Returns the answer that is to be sent."""
        event = read_update(update, self._us, self._core.dispatcher.registry)
        if event is None:
            return silence
        log.debug("telegram.heard", update=update.update_id, kind=type(event).__name__.lower())
        return await self._react(event, f"telegram:update:{update.update_id}")

    async def _react(self, event: events.Event, inbound: str) -> Answer:
        match event:
            case events.Line() | events.Chatter() | events.Edit() | events.Nameless() | events.Wordless():
                return await self._writing.answer(event, inbound)
            case events.Tap():
                return await self._tapping.answer(event, inbound)
            case events.InChannel():
                return self._greetings.decline(event.place)
            case events.Added() | events.Removed() | events.Membership() | events.Moved():
                return await self._on_change(event, inbound)

    async def _on_change(
        self, event: events.Added | events.Removed | events.Membership | events.Moved, inbound: str
    ) -> Answer:
        match event:
            case events.Added():
                return await self._greetings.greet(event.place, inbound, supergroup=event.supergroup)
            case events.Removed():
                await self._greetings.leave(event.place)
            case events.Membership():
                await self._on_membership(event)
            case events.Moved():
                await self._greetings.move(event.place, event.new_id)
        return silence

    async def _on_membership(self, event: events.Membership) -> None:
        """Let members come and go with the chat."""
        self._admins.forget(event.place)
        for account in event.accounts:
            self._attendance.note(event.place, account, event.attendance)
            if event.attendance is Attendance.GONE:
                await self._core.left(event.place, account)
            else:
                await self._core.returned(event.place, account)

    def _said(self, account: Account, place: Place, inbound: str, line: str, **more: Unpack[MoreSaid]) -> Said:
        if not (more.get("tapped") or place.private):  # who writes in a chat is in it
            self._attendance.note(place, account, Attendance.PRESENT)
        rights = ChatRights(self._bot, self._admins, self._attendance, account, place)
        overseen = not place.private
        return Said(account, place, inbound, line=line, guided=True, overseen=overseen, rights=rights, **more)
