"""From an update to its answer: each kind of event has one short method, which works and returns the answer."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial

import structlog
from telegram import Bot, Update

from bot.adapters.telegram.admins import Admins
from bot.adapters.telegram.answers import TelegramAnswers
from bot.adapters.telegram.commands import Us
from bot.adapters.telegram.intake import Answer
from bot.adapters.telegram.sending import Sender
from bot.adapters.telegram.timing import Timing
from bot.adapters.telegram.updates import (
    Added,
    Chatter,
    Event,
    Line,
    Moved,
    Nameless,
    Removed,
    Tap,
    Wordless,
    read_update,
)
from bot.chat.call import Said, say
from bot.chat.offering import offer_useful
from bot.chat.port import Core
from bot.chat.reply import Reply, Tone
from bot.chat.taps import lay_out, make_taps
from bot.clock import Clock
from bot.identity import Account, Place
from bot.texts import SOURCE

log = structlog.get_logger()


class Conversation:
    """Does the work of updates, and prepares their answers."""

    def __init__(self, core: Core, bot: Bot, sender: Sender, *, us: Us, clock: Clock, timing: Timing) -> None:
        self._core = core
        self._us = us
        self._timing = timing
        self._admins = Admins(bot, clock)
        self._upgraded: set[int] = set()
        """Supergroups that groups have just become, until Telegram reports that the bot was added there."""
        self._answers = TelegramAnswers(core, bot, sender, us, timing)

    async def work(self, update: Update) -> Answer:
        """Do the work of an update. Returns the answer that is to be sent."""
        event = read_update(update, self._us, self._core.dispatcher.registry)
        if event is None:
            return _silence
        log.info("telegram.heard", update=update.update_id, kind=type(event).__name__.lower())
        return await self._react(event, f"telegram:update:{update.update_id}")

    async def _react(self, event: Event, inbound: str) -> Answer:
        match event:
            case Line():
                return await self._on_line(event, inbound)
            case Tap():
                return await self._on_tap(event, inbound)
            case Nameless():
                return self._explain(event.place, "refused.nobody_to_credit", to=event.message_id)
            case Chatter():
                return await self._on_chatter(event, inbound)
            case Wordless():
                return self._explain(event.place, "telegram.words_only")
            case Added() | Removed() | Moved():
                return await self._on_change(event)

    async def _on_change(self, event: Added | Removed | Moved) -> Answer:
        """Greet a group that is new.

        A group that became a supergroup takes the bot along, so it is not greeted again.
        """
        match event:
            case Added():
                greeting = await self._core.added(event.place)
                if event.place.chat_id not in self._upgraded:
                    return partial(self._answers.say, event.place, greeting)
                self._upgraded.remove(event.place.chat_id)
            case Removed():
                await self._core.removed(event.place)
            case Moved():
                await self._core.moved(event.place, event.new_id)
                self._upgraded.add(event.new_id)
        return _silence

    async def _on_line(self, heard: Line, inbound: str) -> Answer:
        said = self._said(heard.account, heard.place, inbound, heard.line)
        return partial(self._answers.to_line, heard, await self._core.dispatcher.answer(said))

    async def _on_chatter(self, heard: Chatter, inbound: str) -> Answer:
        """Answer plain words.

        1. If a question waits for them, they are its answer.
        2. Otherwise, if they begin with a command's name, they are that command.
        3. Otherwise a private chat gets a hint, and a group nothing.
        """
        said = replace(self._said(heard.account, heard.place, inbound, heard.text), plain=True)
        asked = await self._core.dispatcher.awaits(said)
        if asked:
            line = Line(heard.account, heard.place, f"/{asked}", heard.message_id, answers=True)
            return partial(self._answers.to_line, line, await self._core.dispatcher.answer(said))
        if heard.line:
            return await self._on_line(Line(heard.account, heard.place, heard.line, heard.message_id), inbound)
        return self._hint(heard.place) if heard.place.private else _silence

    async def _on_tap(self, tap: Tap, inbound: str) -> Answer:
        if tap.place is None or not tap.line:
            return partial(self._acknowledge, tap)
        said = self._said(tap.account, tap.place, inbound, tap.line, tapped=True)
        work = asyncio.create_task(self._core.dispatcher.answer(said))
        try:
            await asyncio.wait((work,), timeout=self._timing.toast_within)
            slow = not work.done()
            if slow:
                await self._answers.acknowledge(tap)
            return partial(self._answers.to_tap, tap, await work, heard=slow)
        finally:
            work.cancel()

    async def _acknowledge(self, tap: Tap) -> None:
        await self._answers.acknowledge(tap)

    def _hint(self, place: Place) -> Answer:
        """Say how to talk with us, with the useful commands as buttons."""
        useful = make_taps(offer_useful(self._core.dispatcher.registry, SOURCE))
        hint = Reply(say(SOURCE, "telegram.hint"), buttons=lay_out((useful, 3)), tone=Tone.PROBLEM)
        return partial(self._answers.say, place, hint, quiet=True)

    def _explain(self, place: Place, key: str, to: int | None = None) -> Answer:
        return partial(self._answers.say, place, Reply(say(SOURCE, key), tone=Tone.PROBLEM), to=to, quiet=True)

    def _said(self, account: Account, place: Place, inbound: str, line: str, *, tapped: bool = False) -> Said:
        async def is_admin() -> bool:
            return await self._admins.has(account, place)

        return Said(account, place, inbound, line=line, tapped=tapped, guided=True, is_admin=is_admin)


async def _silence() -> None:
    """The answer to an update that asks for none."""
