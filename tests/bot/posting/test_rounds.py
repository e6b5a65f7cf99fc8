from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from bot.chat.port import SendError
from bot.chat.reply import Reply
from bot.errors import StoreBusy
from bot.identity import Place, PlaceId, PostId
from bot.posting import outbox, recording
from bot.posting.posts import Post
from bot.posting.rounds import AT_ONCE, Round
from bot.tables import outbox as rows
from tests.bot.posting.office import START, Office, more_places


class QuickRound(Round):
    """The same, with short waits and small pages."""

    page_size = 3
    soon = 0.01


class ImpatientRound(QuickRound):
    """Which takes every send for slow, at once."""

    slow = 0.01


def make_round(office: Office, send: Callable[[Post], Any], kind: type[Round] = QuickRound) -> Round:
    async def deliver(post: Post) -> None:
        await send(post)
        await office.store.write(outbox.mark_sent, post.id, START, "1")

    return kind(office.store, office.clock, office.platform, deliver, lambda: True)


async def test_a_post_whose_place_must_wait_is_not_claimed_and_the_others_are_sent(office: Office) -> None:
    waiting = await office.put(key="a")
    behind = await office.put(key="b")
    await office.put(place=PlaceId(2), key="c")
    office.platform.waits[-1] = 60.0

    await office.deliverer.run_due()
    assert ["c"] == [key for _, _, key in office.platform.sent]
    assert [("new", None)] * 2 == [await office.state(waiting), await office.state(behind)]

    office.platform.waits.clear()
    await office.deliverer.run_due()
    assert ["c", "a", "b"] == [key for _, _, key in office.platform.sent]


async def test_a_place_that_is_ready_in_a_moment_is_waited_for(office: Office) -> None:
    await office.put()
    office.platform.waits[-1] = 0.01
    asyncio.get_running_loop().call_later(0.02, office.platform.waits.clear)

    await office.deliverer.run_due()

    assert 1 == len(office.platform.sent)


async def test_posts_are_claimed_up_to_the_limit_and_in_order_for_each_place(office: Office) -> None:
    await office.store.write(more_places)
    for number in range(60):
        await office.put(place=PlaceId(number % 20 + 1), key=f"{number}")
    claimed: list[int] = []
    sent: dict[int, list[int]] = {}
    in_flight: set[int] = set()

    async def send(post: Post) -> None:
        assert post.place_id not in in_flight
        in_flight.add(post.place_id or 0)
        await asyncio.sleep(0)
        claimed.append(await office.store.read(count_claimed))
        in_flight.discard(post.place_id or 0)
        sent.setdefault(post.place_id or 0, []).append(int(post.key))

    await make_round(office, send).run()

    assert max(claimed) <= AT_ONCE
    assert {place: [place - 1, place + 19, place + 39] for place in range(1, 21)} == sent


async def test_where_posts_go_in_turn_they_arrive_as_they_were_put_whatever_each_takes(office: Office) -> None:
    office.platform.in_turn = True
    await office.store.write(more_places)
    for number in range(20):
        await office.put(place=PlaceId(20 - number), key=f"{number}")
    sent: list[int] = []

    async def send(post: Post) -> None:
        for _ in range((7 * int(post.key)) % 5):
            await asyncio.sleep(0)
        sent.append(int(post.key))

    await make_round(office, send).run()

    assert list(range(20)) == sent


async def test_what_stands_behind_a_post_in_flight_at_its_place_waits_for_it_alone(office: Office) -> None:
    for key, place in (("first", 1), ("second", 1), ("elsewhere", 2)):
        await office.put(place=PlaceId(place), key=key)
    begun: list[str] = []
    elsewhere = asyncio.Event()

    async def send(post: Post) -> None:
        begun.append(post.key)
        if post.key == "elsewhere":
            elsewhere.set()
        await elsewhere.wait()

    await make_round(office, send).run()

    assert ["first", "elsewhere", "second"] == begun


async def test_a_place_that_gets_ready_in_between_keeps_its_order(office: Office) -> None:
    await office.put(key="first")
    await office.put(key="second")
    waits = [60.0]
    office.platform.ready_in = lambda place: waits.pop() if waits else 0.0  # type: ignore[method-assign]
    sent: list[str] = []

    async def send(post: Post) -> None:
        sent.append(post.key)

    for _ in range(2):
        await make_round(office, send).run()

    assert ["first", "second"] == sent


async def test_places_that_hang_do_not_hold_up_the_others(office: Office) -> None:
    await office.store.write(more_places)
    for number in range(20):
        await office.put(place=PlaceId(number + 1), key=f"{number}")
    begun: list[str] = []
    go_on = asyncio.Event()

    async def send(post: Post) -> None:
        begun.append(post.key)
        if len(begun) == 20:
            go_on.set()
        if int(post.key) < AT_ONCE:
            await go_on.wait()

    await make_round(office, send, ImpatientRound).run()

    assert {"sent"} == {(await office.state(PostId(post)))[0] for post in range(1, 21)}


async def test_a_platform_that_hangs_altogether_has_only_so_many_in_doubt(office: Office) -> None:
    await office.store.write(more_places)
    for number in range(20):
        await office.put(place=PlaceId(number + 1), key=f"{number}")
    begun: list[str] = []
    go_on = asyncio.Event()

    async def send(post: Post) -> None:
        begun.append(post.key)
        await go_on.wait()

    class Careful(ImpatientRound):
        at_once, at_most = 2, 5

    looks: list[int] = []

    def open_() -> bool:
        looks.append(len(begun))
        if looks[-5:] == [5] * 5:
            go_on.set()
        return not go_on.is_set()

    await Careful(office.store, office.clock, office.platform, send, open_).run()
    assert 5 == len(begun)


async def test_a_store_that_fails_ends_the_round_when_all_have_landed(office: Office) -> None:
    await office.put(key="a")
    await office.put(key="b", place=PlaceId(2))
    office.platform.answers = [SendError("502")]
    write = office.store.write

    async def flaky(fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if fn is recording.try_later:
            raise StoreBusy
        return await write(fn, *args, **kwargs)

    office.store.write = flaky  # type: ignore[method-assign]
    with pytest.raises(StoreBusy):
        await office.deliverer.run_due()

    assert ["sending", "sent"] == sorted([(await office.state(PostId(post)))[0] for post in (1, 2)])


async def test_a_tick_that_is_broken_off_leaves_nothing_running(office: Office) -> None:
    await office.put()
    begun, broken_off = asyncio.Event(), asyncio.Event()

    async def send(place: Place, reply: Reply, key: str) -> str:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            broken_off.set()
        return "1"

    office.platform.send = send  # type: ignore[method-assign]
    ticking = asyncio.create_task(office.deliverer.run_due())
    await begun.wait()
    ticking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ticking

    assert broken_off.is_set()


async def test_long_queues_are_read_page_by_page_and_who_must_wait_is_passed_over(office: Office) -> None:
    await office.store.write(more_places)
    for number in range(25):
        await office.put(place=PlaceId(number % 20 + 1), key=f"{number}")
    office.platform.waits = {-place: 60.0 for place in range(1, 6)}
    sent: list[str] = []

    async def send(post: Post) -> None:
        sent.append(post.key)

    await make_round(office, send).run()

    assert [f"{number}" for number in range(5, 20)] == sent


def count_claimed(db: Connection) -> int:
    return db.scalar(select(func.count()).where(rows.c.state == "sending")) or 0
