"""Half requests, large ones and crowds of connections, over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot.web.gate import Bounds, Gate
from bot.web.server import ALL, LARGEST_UPDATE, Pages, Server
from tests.hanging import HANG
from tests.virtual import run_virtually

NEVER = Bounds(head=HANG, body=HANG, idle=HANG, connections=4, linger=0.0)
HALVES = {
    "nothing": b"",
    "half a line": b"GET /hea",
    "half a head": b"POST /telegram HTTP/1.1\r\nHost: x\r\nX-Slow: ",
}
HEALTH = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
HALF_BODY = b"POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"


class Client:
    """A connection that sends what it is told to."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def send(self, words: bytes) -> None:
        self.writer.write(words)
        await self.writer.drain()

    async def status(self) -> int:
        """The status of the next answer, whose body is read too."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        sizes = [int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        await self.reader.readexactly(sum(sizes))
        return int(head.split()[1])

    async def closed(self) -> bool:
        """Wait until the server closes the connection."""
        try:
            return await self.reader.read() == b""
        except ConnectionError:
            return True


@dataclass
class Served:
    """A server that listens, and the connections to it."""

    server: Server
    port: int
    clients: list[Client] = field(default_factory=list)

    async def connect(self, words: bytes = b"") -> Client:
        self.clients.append(Client(*await asyncio.open_connection("127.0.0.1", self.port)))
        await self.clients[-1].send(words)
        return self.clients[-1]


@asynccontextmanager
async def serving(bounds: Bounds, pages: Pages = ALL) -> AsyncIterator[Served]:
    async def take(_body: bytes, _secret: str) -> int:
        return 200

    server = Server({}, take, pages=pages, bounds=bounds)
    served = Served(server, await server.start("127.0.0.1", 0))
    try:
        yield served
    finally:
        for client in served.clients:
            client.writer.transport.abort()
        await server.stop()


@pytest.mark.parametrize("half", HALVES)
async def test_a_request_whose_head_does_not_arrive_is_closed(half: str) -> None:
    async with serving(Bounds(head=0.01, body=HANG, idle=HANG)) as served:
        assert await (await served.connect(HALVES[half])).closed()


async def test_a_request_whose_body_does_not_arrive_is_refused() -> None:
    async with serving(Bounds(head=HANG, body=0.01, idle=HANG, linger=0.0)) as served:
        assert 408 == await (await served.connect(HALF_BODY)).status()


async def test_a_connection_that_asks_nothing_more_is_closed() -> None:
    async with serving(Bounds(head=HANG, body=HANG, idle=0.01)) as served:
        client = await served.connect(HEALTH)
        assert 200 == await client.status()
        assert await client.closed()


@pytest.mark.parametrize("half", HALVES)
async def test_slow_senders_make_room_for_a_request_that_is_whole(half: str) -> None:
    async with serving(NEVER) as served:
        slow = [await served.connect(HALVES[half]) for _ in range(4 * NEVER.connections)]
        quick = await served.connect(HEALTH)

        assert 200 == await quick.status()
        assert all([await client.closed() for client in slow[: -NEVER.connections]])


async def test_requests_in_hand_are_finished_when_a_crowd_comes() -> None:
    async with serving(NEVER) as served:
        working = [await served.connect(HALF_BODY) for _ in range(NEVER.connections)]
        while served.server.working < NEVER.connections:
            await asyncio.sleep(0)
        assert await (await served.connect(HEALTH)).closed()
        for client in working:
            await client.send(b" " * 98 + b"}")

        assert [200] * NEVER.connections == [await client.status() for client in working]


async def test_connections_that_end_leave_their_room_to_others() -> None:
    async with serving(NEVER) as served:
        for _ in range(3 * NEVER.connections):
            client = await served.connect(HEALTH)
            assert 200 == await client.status()
            client.writer.close()


async def test_a_body_that_is_too_large_is_refused_before_it_is_read() -> None:
    async with serving(NEVER) as served:
        client = await served.connect(HALF_BODY.replace(b"100", str(LARGEST_UPDATE + 1).encode()))

        assert 413 == await client.status()


async def test_a_large_body_of_no_stated_size_is_refused() -> None:
    head = b"POST /telegram HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    async with serving(NEVER) as served:
        client = await served.connect(head + chunk * 17 + b"0\r\n\r\n")

        assert 413 == await client.status()


async def test_words_that_are_no_http_leave_no_trace_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async with serving(NEVER) as served:
        assert 400 == await (await served.connect(b"\x16\x03\x01 hello\r\n\r\n")).status()

    assert [] == [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize(
    ("pages", "found"), [(Pages.METRICS, [200, 404]), (Pages.HEALTH | Pages.WEBHOOK, [404, 200]), (ALL, [200, 200])]
)
async def test_metrics_may_have_an_address_of_their_own(pages: Pages, found: list[int]) -> None:
    async with serving(NEVER, pages) as served:
        client = await served.connect()
        statuses = []
        for page in (b"/metrics", b"/health"):
            await client.send(HEALTH.replace(b"/health", page))
            statuses.append(await client.status())

    assert found == statuses


class Wire(asyncio.Transport):
    """A connection without a network, which notes when it is closed."""

    closed_at = 0.0

    def abort(self) -> None:
        self.closed_at = self.closed_at or asyncio.get_running_loop().time()


def test_a_request_that_is_worked_on_is_closed_only_after_it_is_idle() -> None:
    async def main() -> float:
        gate, wire, loop = Gate(Bounds(), asyncio.Protocol), Wire(), asyncio.get_running_loop()
        gate.enter(wire)
        with gate.working(wire):
            await asyncio.sleep(1000)
        begun = loop.time()
        await asyncio.sleep(1000)
        return wire.closed_at - begun

    assert 30.0 == pytest.approx(run_virtually(main()))


def test_a_head_that_does_not_arrive_is_waited_for_ten_seconds() -> None:
    async def main() -> float:
        gate, wire, began = Gate(Bounds(), asyncio.Protocol), Wire(), asyncio.get_running_loop().time()
        gate.enter(wire)
        await asyncio.sleep(1000)
        return wire.closed_at - began

    assert 10.0 == pytest.approx(run_virtually(main()))


def test_the_connections_that_wait_longest_make_room_each_once() -> None:
    async def main() -> list[bool]:
        gate, wires = Gate(Bounds(connections=3), asyncio.Protocol), [Wire() for _ in range(5)]
        for wire in wires[:3]:
            gate.enter(wire)
        with gate.working(wires[0]):
            await asyncio.sleep(1)
        assert [True, True] == [gate.enter(wire) for wire in wires[3:]]
        return [wire.closed_at > 0 for wire in wires]

    assert [False, True, True, False, False] == run_virtually(main())


def test_slow_senders_leave_files_to_the_rest_of_the_bot() -> None:
    assert Bounds().connections <= 256 // 2  # as many files as a small machine allows
