"""From an update to its answer: each kind of event has one short method."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import structlog
from telegram import Bot, Update

from bot.adapters.base import Core
from bot.adapters.telegram.admins import Admins
from bot.adapters.telegram.answers import Answers
from bot.adapters.telegram.commands import Us
from bot.adapters.telegram.sending import Sender
from bot.adapters.telegram.timing import Timing
from bot.adapters.telegram.updates import Added, Chatter, Event, Line, Moved, Nameless, Removed, Tap, Wordless, read
from bot.chat.call import Said, say
from bot.chat.reply import Reply, Tone
from bot.clock import Clock
from bot.identity import Account, Place
from bot.texts import SOURCE

log = structlog.get_logger()


class Conversation:
    """Handles one update at a time of each chat."""

    def __init__(self, core: Core, bot: Bot, sender: Sender, *, us: Us, clock: Clock, timing: Timing) -> None:
        self._core = core
        self._us = us
        self._timing = timing
        self._admins = Admins(bot, clock)
        self._upgraded: set[int] = set()
        """Supergroups that groups have just become, until Telegram says that we were added there."""
        self._answers = Answers(core, bot, sender, us, timing)

    async def handle(self, update: Update) -> None:
        """Do and answer what an update asks."""
        event = read(update, self._us, self._core.dispatcher.registry)
        if event is not None:
            log.info("telegram.heard", update=update.update_id, kind=type(event).__name__.lower())
            await self._react(event, f"telegram:update:{update.update_id}")

    async def _react(self, event: Event, inbound: str) -> None:
        match event:
            case Line():
                await self._on_line(event, inbound)
            case Tap():
                await self._on_tap(event, inbound)
            case Nameless():
                await self._explain(event.place, "refused.nobody_to_credit", to=event.message_id)
            case Chatter():
                await self._on_chatter(event, inbound)
            case Wordless():
                await self._explain(event.place, "telegram.words_only")
            case Added():
                await self._on_added(event)
            case Removed():
                await self._core.removed(event.place)
            case Moved():
                await self._core.moved(event.place, event.new_id)
                self._upgraded.add(event.new_id)

    async def _on_added(self, event: Added) -> None:
        """Greet, but not a group that knows us: one that becomes a supergroup takes its members along, us too."""
        greeting = await self._core.added(event.place)
        if event.place.chat_id in self._upgraded:
            self._upgraded.remove(event.place.chat_id)
        else:
            await self._answers.say(event.place, greeting)

    async def _on_line(self, heard: Line, inbound: str) -> None:
        said = self._said(heard.account, heard.place, inbound, heard.line)
        await self._answers.to_line(heard, await self._core.dispatcher.answer(said))

    async def _on_chatter(self, heard: Chatter, inbound: str) -> None:
        """Words are the answer to a question that waits; else the command that they begin with; else nothing for us."""
        said = replace(self._said(heard.account, heard.place, inbound, heard.text), plain=True)
        asked = await self._core.dispatcher.awaits(said)
        if asked:
            line = Line(heard.account, heard.place, f"/{asked}", heard.message_id, answers=True)
            await self._answers.to_line(line, await self._core.dispatcher.answer(said))
        elif heard.line:
            await self._on_line(Line(heard.account, heard.place, heard.line, heard.message_id), inbound)
        elif heard.place.private:
            await self._explain(heard.place, "telegram.hint")

    async def _on_tap(self, tap: Tap, inbound: str) -> None:
        if tap.place is None or not tap.line:
            await self._answers.acknowledge(tap)
            return
        said = self._said(tap.account, tap.place, inbound, tap.line, tapped=True)
        work = asyncio.create_task(self._core.dispatcher.answer(said))
        try:
            await asyncio.wait((work,), timeout=self._timing.toast_within)
            slow = not work.done()
            if slow:
                await self._answers.acknowledge(tap)
            await self._answers.to_tap(tap, await work, heard=slow)
        finally:
            work.cancel()

    async def _explain(self, place: Place, key: str, to: int | None = None) -> None:
        await self._answers.say(place, Reply(say(SOURCE, key), tone=Tone.PROBLEM), to=to, quiet=True)

    def _said(self, account: Account, place: Place, inbound: str, line: str, *, tapped: bool = False) -> Said:
        async def is_admin() -> bool:
            return await self._admins.has(account, place)

        return Said(account, place, inbound, line=line, tapped=tapped, guided=True, is_admin=is_admin)
