"""Every request of an answer on Discord × every trouble: nothing is lost, and what may come twice is said here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import pytest

from bot.adapters.discord.patience import FIRST_REQUEST, READY, REQUEST
from tests.adapters.discord_core import ToyCore
from tests.adapters.discord_peer_exchange import Exchange
from tests.adapters.discord_peer_faults import Fault
from tests.adapters.discord_peer_state import Message
from tests.adapters.discord_stage import ANN, Stage, staged

CALLBACK, HOOK, ORIGINAL = "/interactions/.*", "/webhooks/[^/]*/[^/]*", "/webhooks/.*/@original"
DONE, TAKEN_BACK, HINT = "Ann finished **numpy** ", "Ann took it back", "only you see this"
SECRET = "hush "


Begin = Callable[[Stage, Message], Awaitable[Exchange]]


@dataclass(frozen=True)
class Point:
    """A request on the way of an answer: its call, the seconds it may take, and whether a repeat may come twice.

    `slow`: the answer takes over a second.
    """

    pattern: str
    begin: Begin
    text: str
    slow: bool = False
    seconds: float = REQUEST
    twice: bool = False


async def done(stage: Stage, _: Message) -> Exchange:
    return await stage.peer.begin(ANN, "done", {"task": "numpy"})


async def hint(stage: Stage, _: Message) -> Exchange:
    return await stage.peer.begin(ANN, "hint")


async def secret(stage: Stage, _: Message) -> Exchange:
    return await stage.peer.begin(ANN, "secret")


async def undo(stage: Stage, earlier: Message) -> Exchange:
    return await stage.peer.begin_tap(earlier, "Undo", ANN)


POINTS = {
    "first answer": Point(f"POST {CALLBACK}", done, DONE, seconds=FIRST_REQUEST),
    "first answer, private": Point(f"POST {CALLBACK}", hint, HINT, seconds=FIRST_REQUEST),
    "first answer, in place": Point(f"POST {CALLBACK}", undo, TAKEN_BACK, seconds=FIRST_REQUEST),
    "defer": Point(f"POST {CALLBACK}", done, DONE, slow=True, seconds=FIRST_REQUEST),
    "defer, private": Point(f"POST {CALLBACK}", secret, SECRET, slow=True, seconds=FIRST_REQUEST),
    "edit": Point(f"PATCH {ORIGINAL}", done, DONE, slow=True),
    "delete": Point(f"DELETE {ORIGINAL}", hint, HINT, slow=True),
    "follow-up": Point(f"POST {HOOK}", hint, HINT, slow=True, twice=True),
}
WAIT = 0.8  # longer than any first pause of ours
TROUBLES = {
    "lost before": Fault("", reset=True),
    "lost after": Fault("", reset=True, done=True),
    "429": Fault("", retry_after=WAIT),
    "500": Fault("", status=500),
    "500 after": Fault("", status=500, done=True),
    "502": Fault("", status=502),
    "502 after": Fault("", status=502, done=True),
    "503": Fault("", status=503),
    "hang": Fault("", hang=True),
    "hang after": Fault("", hang=True, done=True),
}


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("point", POINTS)
async def test_no_trouble_on_the_way_loses_an_answer(point: str, trouble: str) -> None:
    where, core, gate = POINTS[point], ToyCore(), asyncio.Event()
    async with staged(core) as stage:
        earlier = await stage.peer.slash(ANN, "done", {"task": "earlier"})
        core.store.gate = gate if where.slow else None
        met = stage.peer.faults.order(replace(TROUBLES[trouble], pattern=where.pattern, waiting=asyncio.Event()))
        exchange = await where.begin(stage, earlier)
        if where.slow:
            await stage.pass_(READY)
            await hang_out(stage, met, where, first=True)
            await stage.peer.until(lambda: exchange.acknowledged)
            gate.set()
        await hang_out(stage, met, where, first=not where.slow)
        await stage.peer.until(lambda: exchange.settled)
        await stage.adapter.stop()

    shown = [one for one in (exchange.original, *exchange.follow_ups) if one]
    assert [where.text] * (2 if where.twice and met.done else 1) == [one.text for one in shown]
    assert {where.text in {HINT, SECRET}} == {one.ephemeral for one in shown}
    assert trouble != "429" or max(stage.patience.pauses) >= WAIT
    assert {one.id for one in (earlier, *shown) if not one.ephemeral} == {one.id for one in stage.peer.general.messages}


async def hang_out(stage: Stage, met: Fault, where: Point, *, first: bool) -> None:
    """Let the seconds of a request pass that gets no answer: of the first one, or of a later one."""
    if met.hang and first == ("interactions" in where.pattern):
        await met.waiting.wait()
        await stage.pass_(where.seconds)
