"""Updates that Telegram brings: known by their secret, answered 200 when the work is done."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from bot.adapters.telegram import Webhook
from tests.adapters.telegram_stage import Stage, on_stage

DEEP = b'{"update_id": 1, "message": ' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}"
HOOK = Webhook("https://cairn.example/telegram", "s3cret")


@asynccontextmanager
async def hooked(**timing: Any) -> AsyncIterator[Stage]:
    async with on_stage(begin=False, webhook=HOOK, **timing) as stage:
        paused = asyncio.Event()
        if "sleep" not in timing:
            object.__setattr__(stage.timing, "sleep", lambda _seconds: paused.wait())
        stage.running = asyncio.create_task(stage.adapter.start())
        await stage.peer.until(lambda: bool(stage.peer.webhook) and len(stage.peer.menus) == 3)
        while not stage.adapter.healthy():
            await asyncio.sleep(0)
        yield stage


async def bring(stage: Stage, secret: str = HOOK.secret) -> int:
    return await stage.adapter.take_update(json.dumps(stage.peer.waiting[0]).encode(), secret)


async def test_the_webhook_is_set_with_its_secret_and_nothing_is_polled() -> None:
    async with hooked() as stage:
        assert "https://cairn.example/telegram" == stage.peer.webhook["url"]
        assert "s3cret" == stage.peer.webhook["secret_token"]
        assert [] == stage.peer.polls
        assert "s3cret" not in repr(HOOK)


async def test_an_update_is_answered_200_after_its_work() -> None:
    async with hooked() as stage:
        room = stage.peer.group("Study")
        begun = stage.core.hold("/progress")
        stage.peer.says(stage.peer.user("Ann"), room, "/progress")
        answer = asyncio.create_task(bring(stage))
        await begun.wait()
        assert not answer.done()
        stage.core.gates["/progress"].set()

        assert 200 == await answer
        assert 1 == len(room.texts)


async def test_an_update_brought_twice_is_done_once() -> None:
    async with hooked() as stage:
        room = stage.peer.group("Study")
        stage.peer.says(stage.peer.user("Ann"), room, "/progress")

        assert [200, 200] == list(await asyncio.gather(bring(stage), bring(stage)))
        assert 200 == await bring(stage)
        assert 1 == len(room.texts)


async def test_a_wrong_secret_is_refused() -> None:
    async with hooked() as stage:
        stage.peer.says(stage.peer.user("Ann"), stage.peer.group("Study"), "/progress")

        assert [403] * 3 == [await bring(stage, secret) for secret in ("", "s3cre", "gehéim")]
        assert [] == stage.core.lines


async def test_nonsense_is_a_bad_request_and_an_unreadable_update_is_passed_over() -> None:
    async with hooked() as stage:
        bodies = (b"", b"\xff", b"[]", b"{}", b'{"update_id": "x"}', DEEP, b'{"update_id": 7, "message": {"a": 1}}')
        answers = [await stage.adapter.take_update(body, "s3cret") for body in bodies]

        assert [400, 400, 400, 400, 400, 400, 200] == answers


async def test_nothing_is_taken_before_the_start_after_the_stop_or_without_a_webhook() -> None:
    async with hooked() as stage:
        stage.peer.says(stage.peer.user("Ann"), stage.peer.group("Study"), "/progress")
        assert 503 == await stage.make().take_update(b"{}", "s3cret")
        await stage.end()
        assert 503 == await bring(stage)
    async with on_stage() as polled:
        assert 503 == await polled.adapter.take_update(b"{}", "")


async def test_an_update_broken_off_by_a_stop_is_to_be_brought_again() -> None:
    async with hooked(drain=0.0) as stage:
        begun = stage.core.hold("/progress")
        stage.peer.says(stage.peer.user("Ann"), stage.peer.group("Study"), "/progress")
        answer = asyncio.create_task(bring(stage))
        await begun.wait()
        await stage.end()

        assert 503 == await answer


async def test_a_webhook_that_was_taken_away_is_set_again() -> None:
    ticks: asyncio.Queue[None] = asyncio.Queue()

    async def sleep(_seconds: float) -> None:
        await ticks.get()

    async with hooked(sleep=sleep) as stage:
        ticks.put_nowait(None)
        await stage.peer.until(lambda: bool(stage.peer.called("getWebhookInfo")))
        stage.peer.webhook = {}
        stage.peer.breaks("getWebhookInfo", 404)  # for a moment the token is refused, too
        for _ in range(2):
            ticks.put_nowait(None)
        await stage.peer.until(lambda: stage.peer.webhook != {})

        assert 2 == len(stage.peer.called("setWebhook"))


async def test_many_updates_brought_one_after_the_other_are_all_done() -> None:
    async with hooked() as stage:
        room = stage.peer.group("Study")
        for number in range(40):
            stage.peer.says(stage.peer.user("Ann"), room, f"/page {number}")
            assert 200 == await bring(stage)
            stage.peer.waiting.clear()

        assert 40 == len(room.texts)


async def test_an_update_of_a_new_kind_is_counted_and_passed_over() -> None:
    async with hooked() as stage:
        before = count_unread()
        with capture_logs() as logs:
            body = json.dumps({"update_id": 9, "a_new_kind": {"text": "a secret"}}).encode()
            answers = [await stage.adapter.take_update(body, "s3cret") for _ in range(2)]

        assert [200, 200] == answers
        assert before + 1 == count_unread()
        assert [["a_new_kind"]] == [log["kinds"] for log in logs if log["event"] == "telegram.unknown_update"]
        assert "secret" not in f"{logs}"


def count_unread() -> float:
    return REGISTRY.get_sample_value("cairn_events_unread_total", {"platform": "telegram"}) or 0.0
