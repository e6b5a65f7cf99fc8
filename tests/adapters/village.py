"""A study group of nine in two homes: a Discord channel and a Telegram chat, with the whole program between them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.app import App
from bot.clock import SettableClock
from bot.config import Settings
from tests.adapters.discord_peer import DiscordPeer
from tests.adapters.discord_peer_state import Message, Person
from tests.adapters.telegram_peer import TelegramPeer
from tests.adapters.telegram_peer_world import Chat, User
from tests.adapters.telegram_peer_world import Message as Written
from tests.adapters.test_both import serving
from tests.adapters.tokens import tokens

RANK = re.compile(r"^(\d+\.) (.+?) · (\d+) (?:point|day)", re.MULTILINE)
TOPIC = 7
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
PATIENT = timedelta(minutes=1)
"""The step by which time goes on while something that is due does not get done."""

ON_DISCORD = ("Chief", "Mia", "Ulf", "Dee", "Ivo")
ON_TELEGRAM = ("Boss", "Fay", "Gus", "Hal", "Nika", "Robbie")
"""Nine people: Mia is Nika on Telegram, and Ulf is Robbie there."""


@dataclass
class Village:
    """Both peers, the program between them, and what the bot said unasked in each home."""

    discord: DiscordPeer
    telegram: TelegramPeer
    settings: Settings
    clock: SettableClock = field(default_factory=lambda: SettableClock(MONDAY))
    posts: dict[str, list[str]] = field(default_factory=lambda: {"discord": [], "telegram": []})
    answers: list[str] = field(default_factory=list)
    """All that was answered on Discord."""
    thread: int | None = None
    app: App = field(init=False)

    def __post_init__(self) -> None:
        """Bring the people together. Gus has no private chat with the bot."""
        self._running = AsyncExitStack()
        self.chief, self.mia, self.ulf, self.dee, self.ivo = (
            Person(name, admin=name == "Chief") for name in ON_DISCORD
        )
        self.boss, self.fay, self.gus, self.hal, self.nika, self.robbie = (
            self.telegram.user(name, name.lower(), started=name != "Gus") for name in ON_TELEGRAM
        )
        self.elsewhere = self.telegram.group("Elsewhere")
        self.room: Chat = self.telegram.group("Evening Study", kind="group", admins=(self.boss,))

    @property
    def channel(self) -> list[Message]:
        """The messages in the channel."""
        return self.discord.general.messages

    async def start(self) -> None:
        """Start the program."""
        self.app = (
            await self._running.enter_async_context(serving(self.settings, self.discord, self.telegram, self.clock))
        ).app

    async def restart(self) -> None:
        """Stop the program, and start it again on the same database."""
        await self.stop()
        await self.start()

    async def stop(self) -> None:
        """Stop the program."""
        await self._running.aclose()

    async def slash(self, who: Person, name: str, what: str = "", value: str = "", **more: str) -> Message:
        """Let a person use a command on Discord. Returns the answer."""
        given = {"what": what, "value": value, **more}
        shown = await self.discord.slash(who, name, {key: one for key, one in given.items() if one})
        self.answers.append(f"{shown.title}\n{shown.text}")
        return shown

    async def tap(self, who: Person, message: Message, label: str) -> Message:
        """Let a person tap a button on Discord. Returns the answer."""
        found = next(one for one in (*message.buttons, *message.choices) if one.startswith(label))
        shown = await self.discord.tap(message, found, who)
        self.answers.append(f"{shown.title}\n{shown.text}")
        return shown

    async def says(self, who: User | None, line: str, where: Chat | User | None = None) -> Written:
        """Let a person write in the group on Telegram, or elsewhere. Returns the last message there."""
        chat = where or self.room
        self.telegram.says(who, chat, line, thread=self.thread if chat is self.room else None)
        await self.telegram.quiet()
        return (chat if isinstance(chat, Chat) else self.telegram.private(chat)).last

    async def writes(self, who: User, line: str) -> Written:
        """Let a person write to the bot alone on Telegram. Returns the last message there."""
        return await self.says(who, line, who)

    async def presses(self, who: User, message: Written, label: str) -> Written:
        """Let a person tap a button on Telegram. Returns the last message of that chat."""
        self.telegram.taps(who, message, next(one for one in message.buttons if one.startswith(label)))
        await self.telegram.quiet()
        return message.chat.last

    async def wait(self, **by: float) -> None:
        """Let time pass from one due moment to the next, and note what is posted in both homes."""
        await self.wait_until(self.clock.now() + timedelta(**by))

    async def wait_until(self, until: datetime) -> None:
        """Let it be this moment, and all be done that was due."""
        while True:
            now = self.clock.now()
            due = await self.app.work.next_due()
            step = PATIENT if due is not None and due <= now else timedelta(0)
            self.clock.move_to(min(until, max(due, now + step)) if due else until)
            await self.says(self.hal, "Good morning!", self.elsewhere)
            with self._listening():
                await self.app.work.run_due()
            if self.clock.now() >= until:
                return

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Note what is posted meanwhile. On Telegram it stands in the topic of the group."""
        channel, room = len(self.channel), len(self.room.messages)
        yield
        self.posts["discord"] += [f"{one.title}\n{one.text}".strip() for one in self.channel[channel:]]
        posted = [one for one in self.room.messages[room:] if one.ours]
        assert all(one.thread == self.thread for one in posted)
        self.posts["telegram"] += [one.text for one in posted]

    async def ranks_on_discord(self, who: Person, board: str = "all") -> list[str]:
        """The lines of a leaderboard as somebody on Discord reads it: rank, name and score."""
        return _ranks((await self.slash(who, "leaderboard", board=board)).text)

    async def ranks_on_telegram(self, who: User, board: str = "all") -> list[str]:
        """The same, as somebody on Telegram reads it."""
        return _ranks((await self.says(who, f"/leaderboard {board}")).text)

    def names_in_both(self) -> set[str]:
        """The names of people of one home that were ever read in the other, beside those of who reads them."""
        channel = "\n".join([*self.answers, *(f"{one.title}\n{one.text}" for one in self.channel)])
        chats = "\n".join(text for chat in self.telegram.chats.values() for text in chat.texts)
        return {name for name in ON_TELEGRAM if name in channel} | {name for name in ON_DISCORD if name in chats}

    def heard(self) -> list[list[str]]:
        """What was posted in the channel, and in the chat, since this was asked last."""
        found = [self.posts["discord"][:], self.posts["telegram"][:]]
        self.posts["discord"].clear()
        self.posts["telegram"].clear()
        return found


def _ranks(text: str) -> list[str]:
    """Rank, name and score of each line of a board."""
    return [" ".join(found) for found in RANK.findall(text.replace("\\", "").replace("*", ""))]


@asynccontextmanager
async def village(database_url: str) -> AsyncIterator[Village]:
    """The village, with the program running. At the end no platform had anything to complain about."""
    async with DiscordPeer() as discord, TelegramPeer() as telegram:
        settings = Settings.model_validate({**tokens(discord, telegram), "database_url": database_url})
        made = Village(discord, telegram, settings)
        await made.start()
        try:
            yield made
        finally:
            await made.stop()
    assert [] == discord.complaints
    assert [] == telegram.violations
