"""Perform a line: a person speaks or presses, the clock moves, and due posts go out at their own time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

import structlog

from bot.adapters.sandbox.adapter import SandboxAdapter
from bot.adapters.sandbox.lines import Spoken
from bot.adapters.sandbox.room import Room, SandboxMessage
from bot.chat.call import Said, say
from bot.chat.markup import Value
from bot.chat.ownership import prepare_tap, read_button
from bot.chat.parse import split_line
from bot.chat.port import Core, Work
from bot.chat.refusals import answer_refusal
from bot.chat.reply import Button, Reply
from bot.clock import SettableClock
from bot.errors import Refused
from bot.identity import Account
from bot.texts import SOURCE

log = structlog.get_logger()

STUCK = 100
"""Ticks in a row that leave the same moment due, after which it is given up."""

CODE = "<code>"
"""Stands in a line for the last code that the bot gave, which a person copies from one chat into another."""

Restart = Callable[[], Awaitable[tuple[Core, Work]]]


Direct = Callable[["Stage", str], Awaitable[None]]
"""Performs a line that begins with a colon."""


class Stage:
    """A room being played. `directives` are the lines that begin with a colon, by name.

    `restart`, where given, ends the program and builds it anew on the same store.
    """

    def __init__(
        self,
        adapter: SandboxAdapter,
        work: Work,
        clock: SettableClock,
        directives: Mapping[str, Direct],
        restart: Restart | None = None,
    ) -> None:
        self.adapter = adapter
        self.clock = clock
        self.directives = directives
        self.over = False
        self.last: Said | None = None
        self._work = work
        self._restart = restart
        self._explained = False
        self._turn = asyncio.Lock()  # at the prompt, time passes between lines
        adapter.room.clock = clock

    @property
    def core(self) -> Core:
        """The core that answers."""
        return self.adapter.core

    @property
    def room(self) -> Room:
        """The room that is played."""
        return self.adapter.room

    async def take(self, spoken: Spoken) -> None:
        """Perform a line, then do all that is due by now."""
        async with self._turn:
            if spoken.speaker:
                self.room.turn_to(spoken.speaker)
            if spoken.words.startswith(":"):
                await self._direct(spoken.words)
            else:
                await self._speak(spoken)
            await self.run_until(self.clock.now())

    async def pass_time(self, until: datetime) -> None:
        """Move the clock to an instant, doing all that is due on the way."""
        async with self._turn:
            await self.run_until(until)

    async def run_until(self, target: datetime) -> None:
        """Do each piece of due work at its own moment up to the target, then set the clock there.

        For use within a turn. Work that stays due at the same moment is given up after a hundred ticks.
        """
        last, repeats = None, 0
        while (due := await self._work.next_due()) is not None and due <= target:
            repeats = repeats + 1 if due == last else 0
            if repeats == STUCK:
                log.error("sandbox.stuck", due=due.isoformat())
                self.note("sandbox.stuck")
                break
            last = due
            self.clock.move_to(max(due, self.clock.now()))
            with self.room.in_order():
                await self._work.run_due()
        self.clock.move_to(max(target, self.clock.now()))

    async def answer(self, said: Said, pressed: SandboxMessage | None = None) -> None:
        """Hand a line or tap to the core and show the reply, unless a post tells it.

        An `update` changes the pressed message.
        """
        if self.last is None and not self.room.admins:
            self.room.admins.add((self.room.here.key, said.account.key))  # the first speaker has founded the room
        self.last = said
        reply = await self.core.dispatcher.answer(said)
        reply = prepare_tap(said, reply) if pressed else reply
        if pressed and reply.update:
            self.room.change(pressed.id, reply)
        elif pressed or not reply.posted:
            self.room.answer(said, reply)

    async def restart(self) -> bool:
        """End the program and start it anew. Returns whether that can be done here."""
        if self._restart:
            self.adapter.core, self._work = await self._restart()
        return self._restart is not None

    def note(self, key: str, **values: Value) -> None:
        """Say something as the sandbox itself."""
        self.room.note(Reply(say(SOURCE, key, **values)))

    def press(self, message: SandboxMessage, button: Button) -> Said:
        """Make the `Said` that the core gets when the speaker presses a button."""
        said = read_button(self.room.said(self.room.person(self.room.speaker), message.place, ""), button.carried)
        return replace(said, overseen=said.overseen and not message.to)

    async def _direct(self, words: str) -> None:
        name, _, rest = words[1:].strip().partition(" ")
        found = self.directives.get(name.lower())
        if found is None:
            self.note("sandbox.unknown_directive", name=name)
            return
        try:
            await found(self, rest.strip())
        except Refused as refused:
            self.room.note(answer_refusal(SOURCE, refused))

    async def _speak(self, spoken: Spoken) -> None:
        account = self.room.person(self.room.speaker)
        words = spoken.words.replace(CODE, self.room.last_code())
        if not words:
            self.note("sandbox.silence", name=account.name)
        elif spoken.private:
            await self.answer(self.room.said(account, self.room.chat_with(account), words))
        elif words.startswith("/"):
            await self.answer(self.room.said(account, self.room.here, words))
        else:
            await self._overhear(account, words)

    async def _overhear(self, account: Account, words: str) -> None:
        """Say of words without a slash in the room, which the bot does not hear, how it would hear them.

        Talk that means no command is passed over, and the first time it is said that the bot does not hear it.
        """
        dispatcher, said = self.core.dispatcher, replace(self.room.said(account, self.room.here, words), plain=True)
        if (word := split_line(words).name) in dispatcher.registry.names():
            self.note("sandbox.slash", line=word)
        elif offers := await dispatcher.beforehand.offers_for(said):
            self.note("sandbox.slash", line=offers[0][1])
        elif not self._explained:
            self.note("sandbox.talk", name=account.name)
        self._explained = True
