"""The check-in as a window with fields, through the real library, the real commands and a real store."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from sqlalchemy import Connection, select

from bot.adapters.discord import extras
from bot.database.store import Store
from bot.tables import promises, reports
from tests.adapters.discord_core import ToyCore
from tests.adapters.discord_peer import DiscordPeer
from tests.adapters.discord_peer_exchange import DEFER, MODAL
from tests.adapters.discord_peer_rules import form_values
from tests.adapters.discord_stage import ANA, BEN, Stage, staged
from tests.adapters.weekly_core import WeeklyCore


def on_discord(core: WeeklyCore, peer: DiscordPeer | None = None) -> Any:
    return staged(cast(ToyCore, core), peer)


def kept(db: Connection) -> list[tuple[str, str, bool]]:
    rows = db.execute(select(reports.c.finished, reports.c.obstacle, reports.c.late).order_by(reports.c.learner_id))
    return [(row.finished, row.obstacle, row.late) for row in rows]


async def open_form(stage: Stage) -> dict[str, Any]:
    exchange = await stage.peer.begin(ANA, "checkin")
    await stage.peer.until(lambda: exchange.settled)
    assert exchange.acknowledged == MODAL
    assert exchange.modal
    return exchange.modal


async def test_the_form_opens_at_once_filled_with_the_weeks_ticks_and_what_is_sent_in_is_kept(
    sqlite_store: Store,
) -> None:
    core = WeeklyCore(sqlite_store)
    async with on_discord(core) as stage:
        await stage.peer.slash(ANA, "done", {"task": "week1-algebra"})
        await core.open_checkin()

        modal = await open_form(stage)
        assert form_values(modal) == {"finished": "Linear algebra", "obstacle": "", "promise": ""}
        answer = await stage.peer.submit(
            modal, {"obstacle": "No | *time* <@&1>", "promise": "week2-numpy, week1-stats"}, ANA
        )

        assert answer.ephemeral
        assert "report is in" in answer.text
        assert await sqlite_store.read(kept) == [("Linear algebra", "No | *time* <@&1>", False)]
        promised = await sqlite_store.read(lambda db: set(db.scalars(select(promises.c.task))))
        assert promised == {"week2-numpy", "week1-stats"}


async def test_a_second_form_shows_what_was_said_and_an_emptied_field_takes_it_back(sqlite_store: Store) -> None:
    core = WeeklyCore(sqlite_store)
    async with on_discord(core) as stage:
        await stage.peer.slash(ANA, "join")
        await core.open_checkin()
        await stage.peer.submit(await open_form(stage), {"obstacle": "time", "promise": "numpy"}, ANA)

        modal = await open_form(stage)
        assert form_values(modal) == {"finished": "", "obstacle": "time", "promise": "week2-numpy"}
        await stage.peer.submit(modal, {"obstacle": "", "promise": ""}, ANA)

        assert await sqlite_store.read(kept) == [("", "", False)]
        assert await sqlite_store.read(lambda db: list(db.scalars(select(promises.c.task)))) == []


async def test_a_form_opened_before_a_restart_is_taken_after_it(sqlite_store: Store) -> None:
    core, peer = WeeklyCore(sqlite_store), DiscordPeer()
    async with on_discord(core, peer) as stage:
        await stage.peer.slash(ANA, "join")
        await core.open_checkin()
        modal = await open_form(stage)
        await stage.adapter.stop()
        await stage.running
        stage.running = asyncio.create_task(stage.adapter.start())
        await stage.peer.until(lambda: stage.peer.gateway.connected)

        await stage.peer.submit(modal, {"finished": "After the restart"}, ANA)

        assert await sqlite_store.read(kept) == [("After the restart", "", False)]


async def test_where_no_check_in_is_open_the_answer_comes_in_words(sqlite_store: Store) -> None:
    async with on_discord(WeeklyCore(sqlite_store)) as stage:
        await stage.peer.slash(ANA, "join")
        answer = await stage.peer.slash(BEN, "checkin")

        assert answer.ephemeral
        assert "opens on Sunday at 18:00" in answer.text


async def test_with_an_option_there_is_no_form(sqlite_store: Store) -> None:
    core = WeeklyCore(sqlite_store)
    async with on_discord(core) as stage:
        await stage.peer.slash(ANA, "join")
        await core.open_checkin()
        await stage.peer.slash(ANA, "checkin", {"obstacle": "a | b"})

        assert await sqlite_store.read(kept) == [("", "a | b", False)]


async def test_a_promise_that_cannot_be_loses_nothing_of_what_was_written(sqlite_store: Store) -> None:
    core = WeeklyCore(sqlite_store)
    async with on_discord(core) as stage:
        await stage.peer.slash(ANA, "join")
        await core.open_checkin()
        answer = await stage.peer.submit(await open_form(stage), {"obstacle": "much", "promise": "week1, week2"}, ANA)

        assert "5 tasks" in answer.text
        assert await sqlite_store.read(kept) == [("", "much", False)]


async def test_a_store_that_is_slow_gives_way_to_words(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "SECONDS", 0.0)
    core = WeeklyCore(sqlite_store)
    async with on_discord(core) as stage:
        await stage.peer.slash(ANA, "join")
        await core.open_checkin()
        exchange = await stage.peer.begin(ANA, "checkin")
        await stage.peer.until(lambda: exchange.settled)

        assert exchange.acknowledged == DEFER
        assert "Check-in for the week" in str(exchange.shown.embeds)


async def test_a_window_that_is_lost_breaks_nothing(sqlite_store: Store) -> None:
    core = WeeklyCore(sqlite_store)
    async with on_discord(core) as stage:
        await stage.peer.slash(ANA, "join")
        await core.open_checkin()
        await stage.peer.begin(ANA, "checkin", void=True)

        await stage.peer.submit(await open_form(stage), {"finished": "At last"}, ANA)

        assert await sqlite_store.read(kept) == [("At last", "", False)]
