"""A process that ends in the midst of an answer on Discord: the next one gives it, while its token lives."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import Connection, text
from structlog.testing import capture_logs

from bot.adapters.discord.patience import FIRST_REQUEST, READY
from bot.adapters.discord.tickets import TicketDesk
from bot.chat.call import Said
from bot.chat.markup import plain
from bot.chat.port import OpenTicket
from bot.chat.reply import Button, Reply
from bot.database.store import Store
from bot.features.answers.tickets import KEEP_TICKETS
from bot.identity import Account, Place
from tests.adapters.discord_core import ToyCore
from tests.adapters.discord_peer_exchange import COMMAND, Exchange
from tests.adapters.discord_peer_faults import Fault
from tests.adapters.discord_stage import ANN, Stage, staged
from tests.adapters.weekly_core import WeeklyCore
from tests.keeping import MemoryTickets

DONE = {"task": "week1-algebra"}
Ready = Callable[[], object]
Begin = Callable[[Stage, Ready], Awaitable[Exchange]]


def on_discord(store: object) -> Any:
    return staged(cast(ToyCore, WeeklyCore(cast(Store, store))))


class SlowStore:
    """A store whose writes of calls wait for a gate."""

    def __init__(self, store: Store) -> None:
        self.gate = asyncio.Event()
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def on(self, platform: str) -> SlowStore:
        return self

    async def write_with_ticket(self, *given: Any, **named: Any) -> Any:
        await self.gate.wait()
        return await self._store.write_with_ticket(*given, **named)


def tickets(db: Connection) -> list[str]:
    return list(db.scalars(text("SELECT id FROM inbound WHERE ticket IS NOT NULL")))


def ticks(db: Connection) -> int:
    return cast(int, db.scalar(text("SELECT count(*) FROM ticks")))


def shown(exchange: Exchange) -> list[str]:
    return [one.text for one in (exchange.original, *exchange.follow_ups) if one]


def is_told_once(exchange: Exchange) -> bool:
    [told] = shown(exchange)
    return "**Linear algebra** done!" in told


async def all_closed(store: Store) -> None:
    """Wait until no ticket is left."""
    while await store.read(tickets):
        await asyncio.sleep(0)


async def begin_slow(stage: Stage, store: SlowStore, fault: Fault) -> Exchange:
    """Let a call be deferred and write, and meet a fault on its answer."""
    stage.peer.faults.order(fault)
    exchange = await stage.peer.begin(ANN, "done", DONE)
    await stage.pass_(READY)
    await stage.peer.until(lambda: exchange.acknowledged)
    store.gate.set()
    await fault.waiting.wait()
    return exchange


@pytest.mark.parametrize("carried_out", [False, True])
async def test_an_answer_that_a_kill_left_is_given_once(store: Store, carried_out: bool) -> None:
    slow = SlowStore(store)
    async with on_discord(slow) as stage:
        exchange = await begin_slow(stage, slow, Fault("PATCH .*/@original", hang=True, done=carried_out))
        assert [f"discord:{exchange.id}"] == await store.read(tickets)

        await stage.restart()
        await all_closed(store)

        assert is_told_once(exchange)
        assert (1, []) == (await store.read(ticks), await store.read(tickets))


async def test_a_first_answer_that_a_kill_left_is_given_if_it_is_still_in_time(sqlite_store: Store) -> None:
    async with on_discord(sqlite_store) as stage:
        fault = stage.peer.faults.order(Fault("POST /interactions/.*", hang=True))
        exchange = await stage.peer.begin(ANN, "done", DONE)
        await fault.waiting.wait()

        await stage.restart()
        await stage.peer.until(lambda: exchange.settled)

        assert is_told_once(exchange)


async def test_nothing_is_posted_where_discord_heard_no_first_answer_in_time(sqlite_store: Store) -> None:
    async with on_discord(sqlite_store) as stage:
        fault = stage.peer.faults.order(Fault("POST /interactions/.*", hang=True))
        exchange = await stage.peer.begin(ANN, "done", DONE)
        await fault.waiting.wait()
        exchange.void = True
        calls = len(stage.peer.calls)

        await stage.restart()
        await all_closed(sqlite_store)
        assert "callback" in "".join(stage.peer.calls[calls:])

        assert [] == shown(exchange) == stage.peer.general.messages
        assert (1, []) == (await sqlite_store.read(ticks), await sqlite_store.read(tickets))


async def test_after_fifteen_minutes_the_write_stands_and_nothing_is_posted(sqlite_store: Store) -> None:
    slow = SlowStore(sqlite_store)
    async with on_discord(slow) as stage:
        sqlite_store._clock = stage.core.clock
        exchange = await begin_slow(stage, slow, Fault("PATCH .*/@original", hang=True))
        stage.core.clock.advance(KEEP_TICKETS + timedelta(seconds=1))

        await stage.restart()
        await all_closed(sqlite_store)
        await stage.adapter.stop()

        assert [] == shown(exchange)
        assert 1 == await sqlite_store.read(ticks)


async def test_an_answer_that_was_given_leaves_no_ticket_and_is_not_given_again(sqlite_store: Store) -> None:
    async with on_discord(sqlite_store) as stage:
        exchange = await stage.peer.begin(ANN, "done", DONE)
        await stage.peer.until(lambda: exchange.settled)
        await all_closed(sqlite_store)
        calls = [call for call in stage.peer.calls if exchange.token in call]

        await stage.restart()
        await stage.adapter.stop()

        assert calls == [call for call in stage.peer.calls if exchange.token in call]


async def test_a_lookup_leaves_no_ticket(sqlite_store: Store) -> None:
    async with on_discord(sqlite_store) as stage:
        stage.peer.faults.order(fault := Fault("POST /interactions/.*", hang=True))
        await stage.peer.begin(ANN, "progress")
        await fault.waiting.wait()

        assert [] == await sqlite_store.read(tickets)
        await stage.pass_(FIRST_REQUEST)


async def test_no_log_has_the_token_or_the_words_of_a_call(sqlite_store: Store) -> None:
    slow = SlowStore(sqlite_store)
    with capture_logs() as logs:
        async with on_discord(slow) as stage:
            exchange = await begin_slow(stage, slow, Fault("PATCH .*/@original", hang=True))
            await stage.restart()
            await stage.peer.until(lambda: exchange.settled)
            await stage.adapter.stop()

    assert logs
    assert all(word not in str(logs) for word in (exchange.token, "Ann", "algebra", stage.peer.token))


@pytest.mark.parametrize("deleted", [False, True])
async def test_a_private_answer_after_a_restart_goes_to_its_asker_alone(deleted: bool) -> None:
    core = ToyCore()
    async with staged(core) as stage:
        exchange = Exchange(COMMAND, ANN, stage.peer.general)
        stage.peer.exchanges[exchange.token] = exchange
        exchange.call_back({"type": 5}, {})
        if deleted:
            exchange.delete_original()
        cast(MemoryTickets, core.tickets).open.append(ticket_for(stage, exchange, "hint"))

        await stage.restart()
        await stage.peer.until(lambda: any("@original" in call for call in stage.peer.calls))
        await stage.adapter.stop()

        assert ([] if deleted else ["only you see this"]) == shown(exchange)
        assert [] == stage.peer.general.messages


def ticket_for(stage: Stage, exchange: Exchange, name: str) -> OpenTicket:
    holds = {
        "application": stage.peer.bot.id,
        "token": exchange.token,
        "account": {"platform": "discord", "user_id": ANN.id, "name": "Ann"},
        "place": {"platform": "discord", "space_id": stage.peer.home.id, "chat_id": stage.peer.general.id},
        "scope": {},
        "line": "",
        "name": name,
        "options": {},
        "head": {},
        "tapped": False,
        "overseen": True,
    }
    return OpenTicket(f"discord:{exchange.id}", holds)


async def test_an_answer_that_discord_refuses_after_a_restart_gives_way_to_a_sentence() -> None:
    core = ToyCore()
    async with staged(core) as stage:
        exchange = Exchange(COMMAND, ANN, stage.peer.general)
        stage.peer.exchanges[exchange.token] = exchange
        exchange.call_back({"type": 5}, {})
        cast(MemoryTickets, core.tickets).open.append(ticket_for(stage, exchange, "progress"))
        stage.peer.fail("PATCH /webhooks/.*", 400, 50006)

        await stage.restart()
        await stage.peer.until(lambda: exchange.settled)

        assert exchange.shown.text.startswith("I can’t show the answer here")


async def test_an_undo_that_a_kill_left_changes_the_old_answer(sqlite_store: Store) -> None:
    async with on_discord(sqlite_store) as stage:
        answer = await stage.peer.slash(ANN, "done", DONE)
        await all_closed(sqlite_store)
        stage.peer.faults.order(fault := Fault("POST /interactions/.*", hang=True))
        await stage.peer.begin(ANN, "undo")
        await fault.waiting.wait()

        await stage.restart()
        await all_closed(sqlite_store)

        assert "open again" in answer.text


async def test_a_call_that_comes_while_the_left_ones_are_looked_for_is_not_among_them() -> None:
    said = Said(Account("discord", 1, "Ann"), Place("discord", 1, 1), "discord:7")

    class Box(MemoryTickets):
        async def find_open(self, platform: str) -> list[OpenTicket]:
            with desk.hold(said):
                return [OpenTicket(said.inbound, {}), OpenTicket("discord:6", {})]

    desk = TicketDesk(Box())

    assert ["discord:6"] == [one.inbound for one in await desk.find_left()]


async def tap_undo(stage: Stage, ready: Ready) -> Exchange:
    answer = await stage.peer.slash(ANN, "done", DONE)
    ready()
    return await stage.peer.begin_tap(answer, "Undo", ANN)


async def tap_undo_while_hidden(stage: Stage, ready: Ready) -> Exchange:
    answer = await stage.peer.slash(ANN, "done", DONE)
    await stage.peer.slash(ANN, "settings", {"what": "visibility", "value": "hidden"})
    ready()
    return await stage.peer.begin_tap(answer, "Undo", ANN)


async def tap_a_post(stage: Stage, ready: Ready) -> Exchange:
    await stage.peer.slash(ANN, "join")
    card = Reply(plain("Up for it?"), buttons=((Button("Tick", "done week1-algebra"),),))
    await stage.adapter.send(stage.place, card, "key")
    ready()
    return await stage.peer.begin_tap(stage.peer.general.messages[-1], "Tick", ANN)


async def send_a_form(stage: Stage, ready: Ready) -> Exchange:
    await stage.peer.slash(ANN, "join")
    await cast(WeeklyCore, stage.core).open_checkin()
    opened = await stage.peer.begin(ANN, "checkin")
    await stage.peer.until(lambda: opened.settled)
    assert opened.modal
    ready()
    return await stage.peer.begin_submit(opened.modal, {"finished": "all"}, ANN)


TAPS_AND_FORMS = [
    (tap_undo, "open again", False),
    (tap_undo_while_hidden, "open again", True),
    (tap_a_post, "done!", True),
    (send_a_form, "You’re checked in", True),
]


@pytest.mark.parametrize("carried_out", [False, True])
@pytest.mark.parametrize(("begin", "words", "private"), TAPS_AND_FORMS)
async def test_the_answer_to_a_tap_or_form_that_a_kill_left_is_given_once(
    sqlite_store: Store, begin: Begin, words: str, *, private: bool, carried_out: bool
) -> None:
    async with on_discord(sqlite_store) as stage:
        fault = Fault(".*/callback", hang=True, done=carried_out)
        exchange = await begin(stage, lambda: stage.peer.faults.order(fault))
        await fault.waiting.wait()

        await stage.restart()
        await all_closed(sqlite_store)
        await stage.adapter.stop()

    [told] = shown(exchange)
    assert words in told
    assert private is exchange.shown.ephemeral


@pytest.mark.parametrize(("begin", "words"), [(tap_undo, "open again"), (send_a_form, "You’re checked in")])
async def test_the_late_answer_to_a_tap_or_form_that_a_kill_left_is_given_once(
    sqlite_store: Store, begin: Begin, words: str
) -> None:
    slow = SlowStore(sqlite_store)
    slow.gate.set()
    async with on_discord(slow) as stage:
        fault = stage.peer.faults.order(Fault("PATCH .*/@original", hang=True, done=True))
        exchange = await begin(stage, slow.gate.clear)
        await stage.pass_(READY)
        await stage.peer.until(lambda: exchange.acknowledged)
        slow.gate.set()
        await fault.waiting.wait()

        await stage.restart()
        await all_closed(sqlite_store)
        await stage.adapter.stop()

    [told] = shown(exchange)
    assert words in told
