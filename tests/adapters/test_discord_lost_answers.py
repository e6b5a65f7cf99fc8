"""Answers that do not arrive on Discord: what was done stays done, and nothing is done twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import cast

import pytest
from structlog.testing import capture_logs

from bot.adapters.discord.patience import KNOWN, READY
from bot.database.store import Store
from tests.adapters.discord_core import ToyCore
from tests.adapters.discord_peer_faults import Fault
from tests.adapters.discord_stage import ANN, staged
from tests.adapters.weekly_core import WeeklyCore


async def test_an_interaction_that_discord_has_given_up_is_done_all_the_same() -> None:
    async with staged() as stage:
        with capture_logs() as logs:
            await stage.peer.begin(ANN, "done", {"task": "numpy"}, void=True)
            await stage.peer.until(lambda: any("callback" in call for call in stage.peer.calls))
            await stage.adapter.stop()

    assert ["numpy"] == [said.options["task"] for said in stage.core.said]
    assert [("answer.lost", 10062)] == [(log["event"], log["code"]) for log in logs]


async def test_an_acknowledgement_that_another_one_made_is_as_good() -> None:
    async with staged() as stage:
        exchange = await stage.peer.begin(ANN, "done", {"task": "numpy"})
        exchange.call_back({"type": 5}, {})
        await stage.peer.until(lambda: exchange.settled)

    assert exchange.shown.text.startswith("Ann finished")


async def test_a_token_that_ran_out_loses_the_answer_and_not_the_bot() -> None:
    core = ToyCore(gate=asyncio.Event())
    async with staged(core) as stage:
        with capture_logs() as logs:
            exchange = await stage.peer.begin(ANN, "done", {"task": "numpy"})
            await stage.pass_(READY)
            await stage.peer.until(lambda: exchange.acknowledged)
            exchange.expired = True
            assert core.gate
            core.gate.set()
            await stage.peer.until(lambda: any("@original" in call for call in stage.peer.calls))
            core.gate = None
            answer = await stage.peer.slash(ANN, "done", {"task": "more"})

    assert answer.text.startswith("Ann finished")
    assert [("answer.lost", 50027)] == [(log["event"], log["code"]) for log in logs]


async def test_what_is_logged_of_a_lost_answer_names_no_one() -> None:
    async with staged() as stage:
        with capture_logs() as logs:
            await stage.peer.begin(ANN, "done", {"task": "numpy", "evidence": "a diary"}, void=True)
            await stage.peer.until(lambda: any("callback" in call for call in stage.peer.calls))
            await stage.adapter.stop()

    assert all(word not in str(logs) for word in ("Ann", "diary", "numpy", stage.peer.token))


async def test_stopping_finishes_what_is_in_hand() -> None:
    core = ToyCore(gate=asyncio.Event())
    async with staged(core) as stage:
        exchange = await stage.peer.begin(ANN, "done", {"task": "numpy"})
        await stage.pass_(READY)
        await stage.peer.until(lambda: exchange.acknowledged)
        stopping = asyncio.create_task(stage.adapter.stop())
        await asyncio.sleep(0)
        assert core.gate
        core.gate.set()
        await stopping

        assert exchange.shown.text.startswith("Ann finished")


async def test_who_comes_while_it_stops_is_told_to_come_back() -> None:
    core = ToyCore(gate=(gate := asyncio.Event()))
    async with staged(core) as stage:
        gate.set()
        before = await stage.peer.slash(ANN, "done", {"task": "numpy"})
        gate.clear()
        first = await stage.peer.begin(ANN, "done", {"task": "numpy"})
        await stage.pass_(READY)
        await stage.peer.until(lambda: first.acknowledged)
        stopping = asyncio.create_task(stage.adapter.stop())
        await asyncio.sleep(0)
        late = await stage.peer.slash(ANN, "done", {"task": "late"})
        tap = await stage.peer.tap(before, "Progress", ANN)
        gate.set()
        await stopping

    assert late.ephemeral
    assert late.text.startswith("I’m restarting")
    assert tap.text == late.text
    assert 2 == len(core.said)


@pytest.mark.parametrize("waits", [False, True])
@pytest.mark.parametrize(("name", "text"), [("done", "Ann finished **numpy** "), ("hint", "only you see this")])
async def test_an_answer_that_discord_takes_too_late_comes_as_a_message(name: str, text: str, *, waits: bool) -> None:
    core, gate = ToyCore(), asyncio.Event()
    core.store.gate = gate if waits else None
    async with staged(core) as stage:
        limited = stage.peer.rate_limit("POST /interactions/.*", 5.0)
        exchange = await stage.peer.begin(ANN, name, {"task": "numpy"} if name == "done" else {})
        if waits:
            await stage.pass_(READY)
            await stage.peer.until(lambda: limited.times == 0)
            gate.set()
        room = stage.peer.dm_with(ANN.id) if name == "hint" else stage.peer.general
        await stage.peer.until(lambda: room.messages)
        await stage.adapter.stop()

        assert [text if name == "hint" else f"<@{ANN.id}>: {text}"] == [one.text for one in room.messages]
        assert not exchange.acknowledged
        assert name == "done" or [] == stage.peer.general.messages


async def test_a_tapped_answer_changes_though_discord_takes_the_tap_too_late() -> None:
    async with staged() as stage:
        answer = await stage.peer.slash(ANN, "done", {"task": "numpy"})
        stage.peer.rate_limit("POST /interactions/.*", 5.0)
        await stage.peer.begin_tap(answer, "Undo", ANN)
        await stage.peer.until(lambda: "took it back" in answer.text)
        await stage.adapter.stop()

        assert [answer] == stage.peer.general.messages


@pytest.mark.parametrize("trouble", [Fault("", status=503), Fault("", reset=True)])
async def test_the_old_answer_changes_after_an_undo_whatever_the_trouble(sqlite_store: Store, trouble: Fault) -> None:
    async with staged(cast(ToyCore, WeeklyCore(sqlite_store))) as stage:
        answer = await stage.peer.slash(ANN, "done", {"task": "week1-algebra"})
        stage.peer.faults.order(replace(trouble, pattern="PATCH /channels/.*"))
        await stage.peer.slash(ANN, "undo")
        await stage.peer.until(lambda: "open again" in answer.text)


@pytest.mark.parametrize("both", [False, True])
async def test_an_edit_that_discord_puts_off_does_not_leave_it_thinking(*, both: bool) -> None:
    core, gate = ToyCore(), asyncio.Event()
    core.store.gate = gate
    async with staged(core) as stage:
        exchange = await stage.peer.begin(ANN, "done", {"task": "numpy"})
        await stage.pass_(READY)
        await stage.peer.until(lambda: exchange.acknowledged)
        stage.peer.rate_limit("PATCH /webhooks/.*", 120.0)
        if both:
            stage.peer.rate_limit("POST /webhooks/.*", 120.0)
        gate.set()
        await stage.peer.until(lambda: exchange.settled)
        await stage.adapter.stop()

        assert "Ann finished **numpy** " == exchange.shown.text
        assert [exchange.shown] == stage.peer.general.messages
        assert (KNOWN > stage.patience.now()) is not both
