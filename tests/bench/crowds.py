"""Crowds at a loopback peer, for `bench_answers`: people of many groups who ask, and see when they are answered."""

from __future__ import annotations

from typing import Protocol, Self

from bot.identity import Platform
from tests.adapters.discord_peer import DiscordPeer
from tests.adapters.discord_peer_state import Guild, Person
from tests.adapters.telegram_peer import TelegramPeer


class Crowd(Protocol):
    """People, one in each of many groups, on a peer that a bot is connected to."""

    url: str
    token: str

    async def connected(self) -> None:
        """Wait until the bot listens."""
        ...

    async def ask(self, person: int, command: str, task: str = "") -> None:
        """Let a person type a command, and wait until they see the answer."""
        ...


class DiscordCrowd:
    """Servers with one person each."""

    def __init__(self, size: int) -> None:
        self.peer = DiscordPeer(by_contract=False)  # what checking costs is no bot's
        self.peer.guilds = [Guild(f"Server {number}") for number in range(size)]
        self._rooms = [guild.channel("general") for guild in self.peer.guilds]
        self._people = [Person(f"Learner {number}") for number in range(size)]
        self.url, self.token = "", self.peer.token

    async def __aenter__(self) -> Self:
        await self.peer.up()
        self.url = self.peer.url
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.peer.down()

    async def connected(self) -> None:
        await self.peer.until(lambda: self.peer.gateway.connected and self.peer.commands)

    async def ask(self, person: int, command: str, task: str = "") -> None:
        await self.peer.slash(
            self._people[person], command, {"task": task} if task else {}, channel=self._rooms[person]
        )


class TelegramCrowd:
    """Groups with one person each."""

    def __init__(self, size: int) -> None:
        self.peer = TelegramPeer()
        self._rooms = [self.peer.group(f"Group {number}") for number in range(size)]
        self._people = [self.peer.user(f"Learner {number}") for number in range(size)]
        self.url, self.token = "", self.peer.token

    async def __aenter__(self) -> Self:
        await self.peer.listen()
        self.url = self.peer.url
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.peer.__aexit__(None, None, None)

    async def connected(self) -> None:
        await self.peer.until(lambda: bool(self.peer.polls))

    async def ask(self, person: int, command: str, task: str = "") -> None:
        room = self._rooms[person]
        before = len(room.messages) + 1
        self.peer.says(self._people[person], room, f"/{command} {task}".strip())
        await self.peer.until(lambda: len(room.messages) > before)


CROWDS: dict[Platform, type[DiscordCrowd | TelegramCrowd]] = {
    Platform.DISCORD: DiscordCrowd,
    Platform.TELEGRAM: TelegramCrowd,
}
