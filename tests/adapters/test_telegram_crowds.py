"""Many answers at once in one group: none waits long, none is lost, and each names what its person did."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.adapters.telegram.pacing import PER_SECOND, windows_of
from bot.adapters.telegram.timing import Timing
from bot.pacing.lanes import Lane
from tests.adapters.telegram_peer_world import User
from tests.adapters.telegram_stage import Stage, on_stage
from tests.tolls import telegram_toll
from tests.virtual import run_virtually


@asynccontextmanager
async def in_traffic() -> AsyncIterator[Stage]:
    """The stage with Telegram's limits, ours kept by the virtual clock and the peer's counted by it.

    Polls come as often as they are shipped: more of them prove nothing, and a minute's flood has hundreds.
    """
    lane = Lane(PER_SECOND, windows_of, now=asyncio.get_running_loop().time)
    async with on_stage(lane=lane, sleep=asyncio.sleep, grace=Timing().grace) as stage:
        stage.peer.toll = telegram_toll()
        yield stage
        assert 0 == stage.peer.toll.refused


async def speak(stage: Stage, people: list[User], lines: list[str], every: float) -> None:
    """Let people write a line each in the first group, so many seconds apart."""
    room = next(iter(stage.peer.chats.values()))
    for person, line in zip(people, lines, strict=True):
        stage.peer.says(person, room, line)
        await asyncio.sleep(every)


def test_forty_ticks_in_ten_seconds_are_all_answered_within_fifteen() -> None:
    async def main() -> None:
        async with in_traffic() as stage:
            room = stage.peer.group("Study")
            people = [stage.peer.user(f"P{number:02}") for number in range(40)]
            began = asyncio.get_running_loop().time()
            await speak(stage, people, [f"/done week{number}-x" for number in range(40)], 0.25)
            await stage.peer.quiet()
            while not all(any(one.name in text for text in room.texts) for one in people):
                await asyncio.sleep(0.05)

            assert asyncio.get_running_loop().time() - began <= 15.0
            assert len(room.texts) < 20
            assert [1] * 40 == [sum(text.count(one.name) for text in room.texts) for one in people]

    run_virtually(main())


def test_a_joined_answer_names_people_by_what_they_did() -> None:
    async def main() -> None:
        async with in_traffic() as stage:
            room = stage.peer.group("Study")
            people = [stage.peer.user(name) for name in ("A", "B", "C", "Ann", "Ben", "Cat", "Dan", "Eve", "Fay")]
            await speak(stage, people[:3], ["/done week1-x"] * 3, 0.0)
            await stage.peer.quiet()
            await speak(stage, people[3:], [*["/done week1-x"] * 4, *["/done week2-y"] * 2], 0.0)
            await stage.peer.quiet()

            first, *_ = room.last.text.partition("\n\n")
            assert first == "Ann, Ben and 2 more: week1-x is ticked.\nEve, Fay: week2-y is ticked."
            assert "/progress" in room.last.text
            assert ([], None) == (room.last.buttons, room.last.to)

    run_virtually(main())


def test_what_only_its_asker_needs_is_not_joined() -> None:
    async def main() -> None:
        async with in_traffic() as stage:
            room = stage.peer.group("Study")
            people = [stage.peer.user(f"P{number}") for number in range(9)]
            await speak(stage, people, ["/progress"] * 9, 0.0)
            await stage.peer.quiet()

            assert [f"progress of {person.id}" in text for person, text in zip(people, room.texts, strict=True)]
            assert 9 == len(room.texts)

    run_virtually(main())


def test_answers_in_a_private_chat_are_never_joined() -> None:
    async def main() -> None:
        async with in_traffic() as stage:
            ann = stage.peer.user("Ann", started=True)
            for number in range(9):
                stage.peer.says(ann, ann, f"/done week{number}-x")
            await stage.peer.quiet()

            assert stage.peer.private(ann).texts == [f"Ann ticked week{number}-x" for number in range(9)]

    run_virtually(main())


def test_an_edit_after_a_joined_answer_is_answered_anew() -> None:
    async def main() -> None:
        async with in_traffic() as stage:
            room = stage.peer.group("Study")
            people = [stage.peer.user(f"P{number}") for number in range(9)]
            await speak(stage, people, [f"/done week{number}-x" for number in range(9)], 0.0)
            await stage.peer.quiet()
            joined = room.last
            text = joined.text
            said = next(one for one in room.messages if one.text == "/done week8-x")
            stage.peer.edits(said, "/done week9-x")
            await stage.peer.quiet()

            assert text == joined.text
            assert "P8 ticked week9-x" in room.last.text
            assert "week8-x is ticked." in room.last.text

    run_virtually(main())


def test_a_flood_of_joined_answers_is_waited_out() -> None:
    async def main() -> None:
        async with in_traffic() as stage:
            room = stage.peer.group("Study")
            stage.peer.floods("sendMessage", seconds=35, times=2)
            people = [stage.peer.user(f"P{number}") for number in range(9)]
            await speak(stage, people, [f"/done week{number}-x" for number in range(9)], 0.0)
            await stage.peer.quiet()

            assert [1] * 9 == [sum(text.count(one.name) for text in room.texts) for one in people]

    run_virtually(main())
