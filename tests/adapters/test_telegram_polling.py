"""Nothing is confirmed before it is done, nothing is done twice, and no trouble of Telegram's ends the bot."""

from __future__ import annotations

import asyncio
import json
from typing import cast
from unittest.mock import Mock

import pytest
from telegram import Update

from bot.adapters.telegram.pacing import make_telegram_lane
from tests.adapters.telegram_stage import on_stage
from tests.keeping import MemoryShelf
from tests.virtual import run_virtually


async def test_an_update_is_confirmed_only_when_it_is_answered() -> None:
    async with on_stage(grace=0.0) as stage:
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
        at_the_door = stage.peer.holds("sendMessage")
        stage.peer.says(ann, room, "/progress")
        await at_the_door.wait()
        polls = len(stage.peer.polls)
        await stage.peer.until(lambda: len(stage.peer.polls) > polls + 2)

        assert 1 == len(stage.peer.waiting)
        stage.peer.release()
        await stage.peer.quiet()
        assert 1 == len(room.texts)


async def test_an_update_unfinished_at_a_kill_comes_again_and_is_answered() -> None:
    async with on_stage() as stage:
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
        at_the_door = stage.peer.holds("sendMessage")
        stage.peer.says(ann, room, "/done week2-numpy")
        await at_the_door.wait()
        assert stage.running
        first, stage.adapter = stage.adapter, stage.make()
        assert first._intake
        await first._intake.drop()
        stage.running.cancel()
        await asyncio.gather(stage.running, return_exceptions=True)
        stage.peer.release()
        await stage.begin()
        await stage.peer.quiet()

        assert ["/done week2-numpy"] * 2 == stage.core.lines
        assert 1 == stage.core.store.runs
        assert {"Ann ticked week2-numpy"} == set(room.texts)


async def test_one_slow_chat_delays_no_other() -> None:
    async with on_stage(grace=0.0) as stage:
        ann, slow, quick = stage.peer.user("Ann"), stage.peer.group("Slow"), stage.peer.group("Quick")
        begun = stage.core.hold("/progress")
        stage.peer.says(ann, slow, "/progress")
        await begun.wait()
        stage.peer.says(ann, quick, "/page 1")
        await stage.peer.until(lambda: quick.texts == ["page 1"])

        assert [] == slow.texts
        stage.core.gates["/progress"].set()
        await stage.peer.quiet()
        assert 1 == len(slow.texts)
        assert 1 == stage.core.lines.count("/page 1")


async def test_one_chat_is_answered_in_the_order_in_which_people_spoke() -> None:
    async with on_stage(grace=0.0) as stage:
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
        begun = stage.core.hold("/page 0")
        stage.peer.says(ann, room, "/page 0")
        await begun.wait()
        for number in range(1, 6):
            stage.peer.says(ann, room, f"/page {number}")
        stage.core.gates["/page 0"].set()
        await stage.peer.quiet()

        assert room.texts == [f"page {number}" for number in range(6)]


async def test_an_update_that_comes_again_after_it_was_confirmed_is_not_done_again() -> None:
    async with on_stage() as stage:
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
        stage.peer.says(ann, room, "/progress")
        update = stage.peer.waiting[0]
        await stage.peer.quiet()
        stage.peer.repeats(update)
        stage.peer.says(ann, room, "/page 1")
        await stage.peer.quiet()

        assert 2 == len(room.texts)


async def test_the_content_of_an_update_in_hand_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = Mock(wraps=Update.de_json)
    monkeypatch.setattr(Update, "de_json", read)
    async with on_stage(grace=0.0) as stage:
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
        begun = stage.core.hold("/page 0")
        stage.peer.says(ann, room, "/page 0")
        await begun.wait()
        polls = len(stage.peer.polls)
        await stage.peer.until(lambda: len(stage.peer.polls) > polls + 2)
        stage.core.gates["/page 0"].set()
        await stage.peer.quiet()

        assert ["page 0"] == room.texts
        assert 1 == sum("message" in call.args[0] for call in read.call_args_list)


async def test_an_update_that_the_library_cannot_read_holds_up_nothing_and_is_not_logged(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        stage.peer.arrives("message", {"text": "a secret"}, honest=False)
        stage.peer.says(stage.peer.user("Ann"), room, "/page 1")
        await stage.peer.quiet()

        assert ["page 1"] == room.texts
        assert not stage.adapter._polls.careful
        assert "secret" not in caplog.text + "".join(capsys.readouterr())


async def test_an_update_nested_a_million_deep_holds_up_and_loses_no_other() -> None:
    async with on_stage(begin=False) as stage:
        room, ann = stage.peer.group("Study"), stage.peer.user("Ann")
        number = stage.peer.arrives("message", {}, honest=False)
        stage.peer.says(ann, room, "/page 1")
        deep = f'{{"ok": true, "result": [{{"update_id": {number}, "message": {"[" * 1_000_000}'
        stage.peer.breaks("getUpdates", 200, deep, times=2)
        await stage.begin()
        await stage.peer.quiet()

        assert ["page 1"] == room.texts


async def test_an_update_whose_work_fails_holds_up_nothing() -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        stage.peer.queries.clear()
        stage.core.added = None  # type: ignore[method-assign,assignment]  # the core breaks
        stage.peer.moves_bot(stage.peer.user("Ann"), room, "left", "member")
        stage.peer.says(stage.peer.user("Ann"), room, "/page 1")
        await stage.peer.quiet()

        assert ["page 1"] == room.texts


async def test_work_that_never_ends_is_broken_off() -> None:
    async with on_stage(work=0.05, grace=0.01) as stage:
        stage.core.hold("/progress")
        stage.peer.says(stage.peer.user("Ann"), stage.peer.group("Study"), "/progress")
        await stage.peer.quiet()

        assert stage.core.begun["/progress"].is_set()
        assert [] == stage.core.lines


async def test_only_the_kinds_of_update_that_we_read_are_asked_for() -> None:
    async with on_stage() as stage:
        spoken = ["message", "edited_message", "channel_post", "callback_query"]
        assert [*spoken, "my_chat_member", "chat_member"] == stage.peer.polls[0]["allowed_updates"]


@pytest.mark.parametrize("status", [500, 502])
async def test_broken_polls_are_tried_again_with_growing_waits(status: int) -> None:
    async with on_stage() as stage:
        stage.peer.breaks("getUpdates", status, times=6)
        room = stage.peer.group("Study")
        stage.peer.says(stage.peer.user("Ann"), room, "/page 1")
        stage.peer.says(stage.peer.user("Ann"), room, "/page 2")
        await stage.peer.quiet()

        assert ["page 1", "page 2"] == room.texts
        assert [1.0, 2.0, 4.0, 8.0, 16.0, 30.0] == [wait for wait in stage.waits.asked if wait >= 1]


async def test_a_poll_that_is_reset_or_flooded_is_tried_again() -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        stage.peer.resets("getUpdates")
        stage.peer.resets("getUpdates", after=True)
        stage.peer.floods("getUpdates", seconds=11)
        stage.peer.says(stage.peer.user("Ann"), room, "/page 1")
        await stage.peer.quiet()

        assert ["page 1"] == room.texts


async def test_a_second_process_takes_over_the_poll_and_the_first_goes_on_trying() -> None:
    async with on_stage() as stage:
        other = stage.make()
        polls = len(stage.peer.polls)
        running = asyncio.create_task(other.start())
        await stage.peer.until(lambda: len(stage.peer.polls) > polls + 4)
        await other.stop()
        await running
        room = stage.peer.group("Study")
        stage.peer.says(stage.peer.user("Ann"), room, "/page 1")
        await stage.peer.quiet()

        assert ["page 1"] == room.texts


async def test_a_webhook_that_somebody_set_is_taken_away() -> None:
    async with on_stage(begin=False) as stage:
        stage.peer.webhook = {"url": "https://old.example"}
        await stage.begin()
        stage.peer.webhook = {"url": "https://new.example"}
        room = stage.peer.group("Study")
        stage.peer.says(stage.peer.user("Ann"), room, "/page 1")
        stage.peer.says(stage.peer.user("Ann"), room, "/page 2")
        await stage.peer.quiet()

        assert ["page 1", "page 2"] == room.texts


async def test_the_same_update_in_two_polls_is_begun_once() -> None:
    async with on_stage(grace=0.0) as stage:
        room = stage.peer.group("Study")
        begun = stage.core.hold("/done x")
        stage.peer.says(stage.peer.user("Ann"), room, "/done x")
        await begun.wait()
        polls = len(stage.peer.polls)
        await stage.peer.until(lambda: len(stage.peer.polls) > polls + 3)
        stage.core.gates["/done x"].set()
        await stage.peer.quiet()

        assert ["/done x"] == stage.core.lines


def test_a_poll_that_never_ends_is_given_up() -> None:
    async def main() -> None:
        async with on_stage(margin=0.05, poll=0) as stage:
            arrived = stage.peer.holds("getUpdates")
            await arrived.wait()
            while not stage.waits.asked:
                await asyncio.sleep(0.01)
            stage.peer.release()
            room = stage.peer.group("Study")
            stage.peer.says(stage.peer.user("Ann"), room, "/page 1")
            await stage.peer.quiet()

            assert ["page 1"] == room.texts

    run_virtually(main())


async def test_a_group_that_asks_more_than_it_may_be_answered_keeps_no_other_waiting() -> None:
    async with on_stage(lane=make_telegram_lane(), drain=0.0) as stage:
        ann, loud, room = stage.peer.user("Ann"), stage.peer.group("Loud"), stage.peer.group("Study")
        for number in range(150):
            stage.peer.says(ann, loud, f"/page {number}")
        stage.peer.says(stage.peer.user("Ben"), room, "/page 1")
        await stage.peer.until(lambda: bool(room.texts))

        assert len(loud.texts) <= 4
        assert 1 == stage.core.lines.count("/page 149")


async def test_however_much_waits_what_is_confirmed_is_answered_or_on_the_shelf() -> None:
    async with on_stage(grace=0.0) as stage:
        ann, room, shelf = stage.peer.user("Ann"), stage.peer.group("Loud"), cast(MemoryShelf, stage.core.updates)
        begun = stage.core.hold("/page 0")
        for number in range(120):
            stage.peer.says(ann, room, f"/page {number}")
        everything = {update["update_id"] for update in stage.peer.waiting}
        await begun.wait()
        polls = len(stage.peer.polls)
        await stage.peer.until(lambda: len(stage.peer.polls) > polls + 3)
        assert 20 == len(stage.peer.waiting)
        assert everything == {update["update_id"] for update in stage.peer.waiting} | {*shelf.kept}

        stage.core.gates["/page 0"].set()
        await stage.peer.until(lambda: len(room.texts) == 120 and not stage.peer.waiting)
        assert stage.core.lines == [f"/page {number}" for number in range(120)]
        assert room.texts == [f"page {number}" for number in range(120)]
        await stage.end()
        assert {} == shelf.kept


async def test_updates_on_the_shelf_are_answered_by_the_next_process() -> None:
    async with on_stage(begin=False) as stage:
        room = stage.peer.group("Loud")
        for number in range(3):
            stage.peer.says(stage.peer.user("Ann"), room, f"/page {number}")
        shelf = cast(MemoryShelf, stage.core.updates)
        shelf.kept = {update["update_id"]: json.dumps(update) for update in stage.peer.waiting[:2]}
        stage.peer.confirm(stage.peer.waiting[2]["update_id"])
        await stage.begin()
        await stage.peer.until(lambda: len(room.texts) == 3)
        await stage.end()

        assert room.texts == ["page 0", "page 1", "page 2"]
        assert {} == shelf.kept
