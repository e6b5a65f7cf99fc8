from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.telegram.pacing import windows_of
from bot.pacing.lanes import SEVERAL, Crowded, Lane
from bot.pacing.pace import JITTER, Rank, Window
from tests.sampling import examples
from tests.virtual import run_virtually

ONE_A_SECOND = (Window(1, 1.0),)
POST, REPLY = Rank.POST, Rank.REPLY


class Road:
    """A lane in virtual time, and what went along it: (when, chat, rank)."""

    def __init__(self, per_second: float = 10.0, windows: Sequence[Window] = ONE_A_SECOND) -> None:
        loop = asyncio.get_running_loop()
        self.began = loop.time()
        self.lane = Lane(per_second, lambda _: windows, now=loop.time)
        self.went: list[tuple[float, int, Rank]] = []

    @property
    def now(self) -> float:
        return asyncio.get_running_loop().time() - self.began

    async def go(self, chat: int, rank: Rank = POST, *, within: float = 1000.0, after: float = 0.0) -> None:
        await asyncio.sleep(after)
        await self.lane.turn(chat, rank, within)
        self.went.append((round(self.now, 3), chat, rank))

    async def all(self, *chats: int) -> None:
        await asyncio.gather(*(self.go(chat) for chat in chats))


def test_messages_go_evenly_and_no_faster_than_the_platform_takes_them() -> None:
    async def main() -> None:
        road = Road(10.0)
        await road.all(*range(21))

        assert [round(number / 10, 3) for number in range(21)] == [at for at, _, _ in road.went]

    run_virtually(main())


def test_a_chat_keeps_its_own_pace_and_its_order_and_holds_nobody_up() -> None:
    async def main() -> None:
        road = Road(10.0)
        await road.all(1, 1, 1, 2, 3)

        assert [(0.0, 1), (0.1, 2), (0.2, 3), (1 + JITTER, 1), (2 + 2 * JITTER, 1)] == [
            (at, chat) for at, chat, _ in road.went
        ]

    run_virtually(main())


def test_answers_go_before_posts_that_wait_longer() -> None:
    async def main() -> None:
        road = Road(10.0)
        posts = [road.go(chat) for chat in range(30)]
        answers = [road.go(chat, REPLY, after=1.01) for chat in (100, 101)]
        await asyncio.gather(*posts, *answers)

        assert [(1.1, 100), (1.2, 101)] == [(at, chat) for at, chat, rank in road.went if rank is REPLY]
        assert [1.0, 1.3] == [at for at, _, rank in road.went if rank is POST and 1.0 <= at <= 1.3]

    run_virtually(main())


def test_an_answer_goes_before_a_post_of_its_own_chat() -> None:
    async def main() -> None:
        road = Road(10.0)
        await asyncio.gather(road.go(1), road.go(1), road.go(1, REPLY, after=0.5))

        assert [POST, REPLY, POST] == [rank for _, _, rank in road.went]

    run_virtually(main())


def test_answers_may_come_in_a_short_burst_and_posts_may_not() -> None:
    async def main() -> None:
        burst = (Window(1, 1.0, posts_only=True), Window(3, 3.0))
        road = Road(100.0, burst)
        await asyncio.gather(*(road.go(1, REPLY) for _ in range(3)), road.go(1), road.go(2), road.go(2))

        assert [0.0, 0.01, 0.02] == [at for at, chat, rank in road.went if (chat, rank) == (1, REPLY)]
        assert [3 + JITTER] == [at for at, chat, rank in road.went if (chat, rank) == (1, POST)]
        assert pytest.approx([0.03, 1.03 + JITTER]) == [at for at, chat, _ in road.went if chat == 2]

    run_virtually(main())


def test_a_caller_without_time_is_told_at_once_how_long_the_wait_is() -> None:
    async def main() -> None:
        road = Road(10.0, (Window(1, 60.0),))
        await road.go(1)
        with pytest.raises(Crowded) as raised:
            await road.go(1, within=10.0)

        assert pytest.approx(60 + JITTER) == raised.value.seconds
        assert 0.0 == road.now

    run_virtually(main())


def test_whoever_waited_in_vain_or_gave_up_is_passed_over() -> None:
    async def main() -> None:
        road = Road(1.0, (Window(1, 0.5),))
        first = asyncio.gather(*(road.go(chat) for chat in range(5)))
        gave_up = asyncio.create_task(road.go(77))
        await asyncio.sleep(0)
        with pytest.raises(Crowded):
            await road.go(99, within=2.5)
        gave_up.cancel()
        await asyncio.gather(first, road.go(77), return_exceptions=False)

        assert [0, 1, 2, 3, 4, 5] == [round(at) for at, _, _ in road.went]
        assert [0, 1, 2, 3, 4, 77] == [chat for _, chat, _ in road.went]

    run_virtually(main())


def test_the_next_in_a_chat_goes_when_the_one_before_it_gives_up() -> None:
    async def main() -> None:
        road = Road(1.0)
        await road.go(1)
        gave_up = asyncio.create_task(road.go(1))
        waiting = asyncio.create_task(road.go(1))
        await asyncio.sleep(0.5)
        gave_up.cancel()
        await waiting

        assert [0.0, 1 + JITTER] == [at for at, _, _ in road.went]

    run_virtually(main())


def test_a_refused_chat_is_held_and_then_slower_and_recovers_while_others_go_on() -> None:
    async def main() -> None:
        road = Road(10.0)
        await road.go(1)
        road.lane.refuse(1, 30.0)
        assert 30.0 == road.lane.ready_in(1)
        await road.go(2)
        assert road.now <= 0.1
        await road.go(1)
        assert road.now == pytest.approx(30.0)
        slowed = road.lane.ready_in(1)
        assert 1.2 < slowed <= 2.0 + JITTER
        await asyncio.sleep(300)
        await road.go(1)
        assert pytest.approx(1.0 + JITTER) == road.lane.ready_in(1)

    run_virtually(main())


def test_refused_for_all_nothing_goes_and_then_everything_more_slowly() -> None:
    async def main() -> None:
        road = Road(10.0)
        road.lane.refuse(None, 5.0)
        assert 5.0 == road.lane.ready_in(1)
        await road.all(*range(11))

        assert 5.0 == road.went[0][0]
        assert 1.5 < road.went[-1][0] - road.went[0][0] <= 2.0

        await asyncio.sleep(100)
        before = road.now
        await road.all(*range(100, 111))
        assert road.now - before == pytest.approx(1.0)

    run_virtually(main())


def test_several_chats_refusing_at_once_mean_all() -> None:
    async def main() -> None:
        road = Road(10.0)
        for chat in range(SEVERAL - 1):
            road.lane.refuse(chat, 7.0)
        assert 0.0 == road.lane.ready_in(99)
        road.lane.refuse(0, 7.0)
        assert 0.0 == road.lane.ready_in(99)
        for chat in range(SEVERAL):
            road.lane.refuse(chat, 7.0)
        assert 7.0 == road.lane.ready_in(99)

    run_virtually(main())


def test_a_chat_that_is_held_beforehand_waits_without_going_slower_afterwards() -> None:
    async def main() -> None:
        road = Road(10.0)
        road.lane.hold(1, 4.0)
        await road.all(1, 1)

        assert [4.0, 5.0 + JITTER] == [at for at, _, _ in road.went]

    run_virtually(main())


def test_chats_that_are_idle_are_forgotten() -> None:
    async def main() -> None:
        road = Road(100.0)
        for chat in range(500):
            await road.go(chat)
        assert road.lane.size <= 220  # a second's worth, and as many again that are about to be looked at

        road.lane.refuse(-1, 1e6)
        await asyncio.sleep(10)
        for chat in range(600, 900):
            await road.go(chat)
        assert road.lane.size <= 220
        assert road.lane.ready_in(-1) > 9e5

    run_virtually(main())


@examples(0.6)
@given(
    st.lists(
        st.tuples(st.floats(0, 120, allow_nan=False), st.sampled_from((-1, -2, 5)), st.sampled_from((POST, REPLY))),
        max_size=120,
    )
)
def test_no_limit_is_ever_broken_and_nobody_waits_without_need(asked: list[tuple[float, int, Rank]]) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        lane = Lane(29.0, windows_of, now=loop.time)
        went: list[tuple[float, int, Rank]] = []

        async def go(after: float, chat: int, rank: Rank) -> None:
            await asyncio.sleep(after)
            await lane.turn(chat, rank, 1e6)
            went.append((loop.time(), chat, rank))

        await asyncio.gather(*(go(*one) for one in asked))

        moments = [at for at, _, _ in went]
        assert most_within(moments, 1.0) <= 30
        for chat in {chat for _, chat, _ in went}:
            here = [at for at, one, _ in went if one == chat]
            assert most_within(here, 3.0) <= 3
            assert chat > 0 or most_within(here, 60.0) <= 20
        assert len(asked) == len(went)
        assert not went or moments[-1] <= max(after for after, _, _ in asked) + len(asked) * 3.2

    run_virtually(main())


def most_within(moments: list[float], seconds: float) -> int:
    return max((sum(at <= other < at + seconds for other in moments) for at in moments), default=0)
