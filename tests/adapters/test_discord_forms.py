"""The check-in as a window with fields, through the real library, the real commands and a real store."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from sqlalchemy import Connection, select

from bot.adapters.discord.patience import FORM
from bot.chat.markup import plain
from bot.chat.reply import Button, Reply
from bot.database.store import Store
from bot.identity import Place, Platform
from bot.tables import promises, reports
from tests.adapters.discord_core import ToyCore
from tests.adapters.discord_peer import DiscordPeer
from tests.adapters.discord_peer_exchange import DEFER, MODAL
from tests.adapters.discord_peer_rules import form_values
from tests.adapters.discord_stage import ANN, BEN, Stage, staged
from tests.adapters.weekly_core import WeeklyCore


def on_discord(core: WeeklyCore, peer: DiscordPeer | None = None) -> Any:
    return staged(cast(ToyCore, core), peer)


class GatedStore:
    """A store that reads only while a gate is open."""

    def __init__(self, store: Store, gate: asyncio.Event) -> None:
        self._store = store
        self._gate = gate

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def on(self, platform: str) -> GatedStore:
        return GatedStore(cast(Store, self._store.on(platform)), self._gate)

    async def read(self, *given: Any, **named: Any) -> Any:
        await self._gate.wait()
        return await self._store.read(*given, **named)

    async def glance(self, *given: Any, **named: Any) -> Any:
        await self._gate.wait()
        return await self._store.glance(*given, **named)


def kept(db: Connection) -> list[tuple[str, str, bool]]:
    rows = db.execute(select(reports.c.finished, reports.c.obstacle, reports.c.late).order_by(reports.c.learner_id))
    return [(row.finished, row.obstacle, row.late) for row in rows]


async def open_form(stage: Stage) -> dict[str, Any]:
    exchange = await stage.peer.begin(ANN, "checkin")
    await stage.peer.until(lambda: exchange.settled)
    assert MODAL == exchange.acknowledged
    assert exchange.modal
    return exchange.modal


async def test_the_form_opens_filled_with_the_weeks_ticks_and_its_answers_are_kept(
    sqlite_store: Store,
) -> None:
    core = WeeklyCore(sqlite_store)
    async with on_discord(core) as stage:
        await stage.peer.slash(ANN, "done", {"task": "week1-algebra"})
        await core.open_checkin()

        modal = await open_form(stage)
        assert {"finished": "Linear algebra", "obstacle": "", "promise": ""} == form_values(modal)
        answer = await stage.peer.submit(
            modal, {"obstacle": "No | *time* <@&1>", "promise": "week2-numpy, week1-stats"}, ANN
        )

        assert answer.ephemeral
        assert "You’re checked in" in answer.text
        assert [("Linear algebra", "No | *time* <@&1>", False)] == await sqlite_store.read(kept)
        promised = await sqlite_store.read(lambda db: set(db.scalars(select(promises.c.task))))
        assert {"week2-numpy", "week1-stats"} == promised


async def test_a_second_form_shows_what_was_said_and_an_emptied_field_takes_it_back(sqlite_store: Store) -> None:
    core = WeeklyCore(sqlite_store)
    async with on_discord(core) as stage:
        await stage.peer.slash(ANN, "join")
        await core.open_checkin()
        await stage.peer.submit(await open_form(stage), {"obstacle": "time", "promise": "numpy"}, ANN)

        modal = await open_form(stage)
        assert {"finished": "", "obstacle": "time", "promise": "week2-numpy"} == form_values(modal)
        await stage.peer.submit(modal, {"obstacle": "", "promise": ""}, ANN)

        assert [("", "", False)] == await sqlite_store.read(kept)
        assert [] == await sqlite_store.read(lambda db: list(db.scalars(select(promises.c.task))))


async def test_a_form_opened_before_a_restart_is_taken_after_it(sqlite_store: Store) -> None:
    core, peer = WeeklyCore(sqlite_store), DiscordPeer()
    async with on_discord(core, peer) as stage:
        await stage.peer.slash(ANN, "join")
        await core.open_checkin()
        modal = await open_form(stage)
        await stage.adapter.stop()
        await stage.running
        stage.running = asyncio.create_task(stage.adapter.start())
        await stage.peer.until(lambda: stage.peer.gateway.connected)

        await stage.peer.submit(modal, {"finished": "After the restart"}, ANN)

        assert [("After the restart", "", False)] == await sqlite_store.read(kept)


async def test_where_check_ins_are_off_the_answer_comes_in_words(sqlite_store: Store) -> None:
    async with on_discord(WeeklyCore(sqlite_store)) as stage:
        answer = await stage.peer.slash(BEN, "checkin")

        assert answer.ephemeral
        assert "no weekly check-ins" in answer.text


async def test_a_form_stays_about_its_week_when_it_is_sent_in_after_the_digest(sqlite_store: Store) -> None:
    core = WeeklyCore(sqlite_store)
    async with on_discord(core) as stage:
        await stage.peer.slash(ANN, "join")
        await core.open_checkin()
        await stage.peer.submit(await open_form(stage), {"finished": "first"}, ANN)
        modal = await open_form(stage)
        await core.close_checkin()
        early = await open_form(stage)

        await stage.peer.submit(early, {"finished": "second"}, ANN)
        await stage.peer.submit(modal, {"finished": "first, told better"}, ANN)

        assert [("first, told better", "", False), ("second", "", False)] == sorted(await sqlite_store.read(kept))


async def test_a_button_that_names_a_week_opens_the_form_of_that_week(sqlite_store: Store) -> None:
    core = WeeklyCore(sqlite_store)
    async with on_discord(core) as stage:
        await stage.peer.slash(ANN, "join")
        await core.open_checkin()
        await core.close_checkin()
        place = Place(Platform.DISCORD, stage.peer.home.id, stage.peer.general.id)
        late = Reply(plain("The digest"), buttons=((Button("Check in late", "checkin of:2026-03-02"),),))
        await stage.adapter.send(place, late, "key")

        exchange = await stage.peer.begin_tap(stage.peer.general.messages[-1], "Check in late", ANN)
        await stage.peer.until(lambda: exchange.settled)
        assert exchange.modal
        answer = await stage.peer.submit(exchange.modal, {"finished": "late"}, ANN)

        assert "marked as late" in answer.text
        assert [("late", "", True)] == await sqlite_store.read(kept)


async def test_with_an_option_there_is_no_form(sqlite_store: Store) -> None:
    core = WeeklyCore(sqlite_store)
    async with on_discord(core) as stage:
        await stage.peer.slash(ANN, "join")
        await core.open_checkin()
        await stage.peer.slash(ANN, "checkin", {"obstacle": "a | b"})

        assert [("", "a | b", False)] == await sqlite_store.read(kept)


async def test_a_promise_that_cannot_be_loses_nothing_of_what_was_written(sqlite_store: Store) -> None:
    core = WeeklyCore(sqlite_store)
    async with on_discord(core) as stage:
        await stage.peer.slash(ANN, "join")
        await core.open_checkin()
        answer = await stage.peer.submit(await open_form(stage), {"obstacle": "much", "promise": "week1, week2"}, ANN)

        assert "up to 3 tasks" in answer.text
        assert [("", "much", False)] == await sqlite_store.read(kept)


@pytest.mark.parametrize("slower", [False, True])
async def test_a_store_that_is_slow_gives_way_to_words(sqlite_store: Store, *, slower: bool) -> None:
    gate = asyncio.Event()
    gate.set()
    core = WeeklyCore(cast(Store, GatedStore(sqlite_store, gate)))
    async with on_discord(core) as stage:
        await stage.peer.slash(ANN, "join")
        await core.open_checkin()
        gate.clear()
        exchange = await stage.peer.begin(ANN, "checkin")
        await stage.pass_(FORM)
        if slower:
            await stage.peer.until(lambda: exchange.acknowledged)
        gate.set()
        await stage.peer.until(lambda: exchange.settled)

        assert DEFER == exchange.acknowledged
        assert "Check-in for the week" in str(exchange.shown.embeds)


async def test_a_window_that_is_lost_breaks_nothing(sqlite_store: Store) -> None:
    core = WeeklyCore(sqlite_store)
    async with on_discord(core) as stage:
        await stage.peer.slash(ANN, "join")
        await core.open_checkin()
        await stage.peer.begin(ANN, "checkin", void=True)

        await stage.peer.submit(await open_form(stage), {"finished": "At last"}, ANN)

        assert [("At last", "", False)] == await sqlite_store.read(kept)


async def test_a_non_member_is_asked_to_join_before_the_form_of_a_post_opens(sqlite_store: Store) -> None:
    core = WeeklyCore(sqlite_store)
    async with on_discord(core) as stage:
        await stage.peer.slash(ANN, "join")
        await core.open_checkin()
        card = Reply(plain("How was your week?"), buttons=((Button("Report", "checkin of:2026-03-02"),),))
        await stage.adapter.send(stage.place, card, "key")

        asked = await stage.peer.tap(stage.peer.general.messages[-1], "Report", BEN)
        opened = await stage.peer.begin_tap(asked, "Join and do it", BEN)
        await stage.peer.until(lambda: opened.settled)

        assert "You haven’t joined" in asked.text
        assert opened.modal
        assert "You’re checked in" in (await stage.peer.submit(opened.modal, {"finished": "all"}, BEN)).text
