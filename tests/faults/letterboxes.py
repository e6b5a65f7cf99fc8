"""Platforms as letterboxes that outlive the program: it writes to them over a socket, as over a network."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count

from bot.chat.reply import Reply
from bot.identity import Place, Platform
from tests.bot.posting import office
from tests.bot.room import words


@dataclass
class Letters:
    """Every post that the platforms took. Discord knows a post that it has by its key."""

    taken: list[tuple[str, str]] = field(default_factory=list)
    """(key, id of its message)."""
    said: dict[str, str] = field(default_factory=dict)
    """Id of a message -> its words now."""
    changed: Counter[str] = field(default_factory=Counter)
    """Id of a message -> how often it was changed."""

    def take(self, platform: str, key: str, text: str) -> str:
        """Take a post. Returns the id of its message."""
        known = next((one for one in self.taken if one[0] == key and platform == Platform.DISCORD), None)
        if known is None:
            known = key, f"{platform}{len(self.taken) + 1}"
            self.taken.append(known)
            self.said[known[1]] = text
        return known[1]

    def change(self, message: str, text: str) -> None:
        """Change a message."""
        self.said[message] = text
        self.changed[message] += 1


@dataclass
class Letterboxes:
    """The end of the sockets that stays."""

    letters: Letters = field(default_factory=Letters)
    _open: set[asyncio.Event] = field(default_factory=set)

    async def hear_out(self) -> None:
        """Wait until all is read that dead processes have written."""
        for closed in list(self._open):
            await closed.wait()

    @asynccontextmanager
    async def listening(self, path: str) -> AsyncIterator[None]:
        """Listen on a socket at a path."""
        async with await asyncio.start_unix_server(self._hear, path):
            yield

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        closed = asyncio.Event()
        self._open.add(closed)
        with suppress(ConnectionError):
            while (line := await reader.readline()).endswith(b"\n"):
                writer.write(self._answer(**json.loads(line)))
        writer.close()
        self._open.remove(closed)
        closed.set()

    def _answer(self, number: int, platform: str = "", key: str = "", message: str = "", text: str = "") -> bytes:
        if key:
            message = self.letters.take(platform, key, text)
        elif message:
            self.letters.change(message, text)
        return json.dumps([number, message]).encode() + b"\n"


class Wire:
    """The program's end of a socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._numbers = count(1)
        self._asked: dict[int, asyncio.Future[str]] = {}

    async def ask(self, **asked: str) -> str:
        """Ask for something, and wait for the answer."""
        number = next(self._numbers)
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._asked[number] = answer
        self._writer.write(json.dumps({"number": number, **asked}).encode() + b"\n")
        return await answer

    async def read(self) -> None:
        """Read answers."""
        async for line in self._reader:
            number, message = json.loads(line)
            self._asked.pop(number).set_result(message)


@asynccontextmanager
async def wired(path: str) -> AsyncIterator[Wire]:
    """A wire to the letterboxes that listen at a path, which have heard of it."""
    reader, writer = await asyncio.open_unix_connection(path)
    wire = Wire(reader, writer)
    reading = asyncio.create_task(wire.read())
    await wire.ask()
    try:
        yield wire
    finally:
        reading.cancel()
        writer.close()
        await writer.wait_closed()


class Letterbox(office.Platform):
    """A platform at the other end of a wire: an adapter."""

    def __init__(self, name: str, wire: Wire) -> None:
        super().__init__(name, repeat_is_safe=name == Platform.DISCORD)
        self._wire = wire

    async def send(self, place: Place, reply: Reply, key: str) -> str:
        return await self._wire.ask(platform=self.name, key=key, text=words(reply))

    async def edit(self, place: Place, message_id: str, reply: Reply) -> bool:
        await self._wire.ask(message=message_id, text=words(reply))
        return True


def open_boxes(wire: Wire) -> list[Letterbox]:
    """Both platforms."""
    return [Letterbox(name, wire) for name in (Platform.DISCORD, Platform.TELEGRAM)]
