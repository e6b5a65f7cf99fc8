"""Answers are kept together where many come at once, and a failure is told to all whose answers it concerns."""

from __future__ import annotations

import asyncio
from unittest.mock import AsyncMock, Mock

import pytest

from bot.chat.port import Answered, Deed
from bot.clock import SystemClock
from bot.database.store import Store
from bot.errors import StoreBusy
from bot.features.answers.keeping import StoredAnswers
from bot.identity import Account, Place, Platform

ANN = Account(Platform.TELEGRAM, 1, "Ann")
ROOM = Place(Platform.TELEGRAM, -1, -1, title="Study")


def answer_to(number: int) -> Answered:
    return Answered(f"line {number}", ROOM.chat_id, 100 + number, (Deed(f"deed {number}", f"undo #{number}"),))


async def test_answers_that_come_while_one_is_kept_are_kept_in_one_transaction(store: Store) -> None:
    write = AsyncMock(wraps=store.write)
    answers = StoredAnswers(Mock(write=write, read=store.read), SystemClock())
    first = asyncio.create_task(answers.put(ANN, ROOM, 0, answer_to(0)))
    await asyncio.sleep(0)
    await asyncio.gather(first, *(answers.put(ANN, ROOM, number, answer_to(number)) for number in range(1, 6)))
    await answers.put(ANN, ROOM, 6, answer_to(6))

    assert 3 == write.await_count
    assert [answer_to(number) for number in range(7)] == [await answers.find(ROOM, number) for number in range(7)]


async def test_a_later_answer_to_a_message_replaces_the_one_kept_with_it(store: Store) -> None:
    answers = StoredAnswers(store, SystemClock())
    await asyncio.gather(*(answers.put(ANN, ROOM, 1, answer_to(number)) for number in range(3)))

    assert answer_to(2) == await answers.find(ROOM, 1)


async def test_a_busy_store_is_told_to_all_whose_answers_it_does_not_keep(store: Store) -> None:
    write = AsyncMock(side_effect=[StoreBusy("locked"), None])
    answers = StoredAnswers(Mock(write=write), SystemClock())
    outcomes = await asyncio.gather(
        *(answers.put(ANN, ROOM, 1, answer_to(1)) for _ in range(2)), return_exceptions=True
    )
    await answers.put(ANN, ROOM, 2, answer_to(2))

    assert [StoreBusy, StoreBusy] == [type(one) for one in outcomes]


async def test_an_answer_is_kept_though_its_asker_is_given_up() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def hold(*_: object) -> None:
        begun.set()
        await go_on.wait()

    write = AsyncMock(side_effect=hold)
    answers = StoredAnswers(Mock(write=write), SystemClock())
    given_up = asyncio.create_task(answers.put(ANN, ROOM, 1, answer_to(1)))
    await begun.wait()
    other = asyncio.create_task(answers.put(ANN, ROOM, 2, answer_to(2)))
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    go_on.set()
    await other

    assert [1, 2] == [one.call[1] for call in write.await_args_list for one in call.args[1]]
