"""Words in the private chat after a command that was called without what it needs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from bot.adapters.telegram import waiting
from bot.adapters.telegram.waiting import FIRST, MORE, WaitingCommands
from bot.clock import SettableClock
from bot.database.store import Store
from bot.identity import Account, Place, Platform
from tests.adapters.telegram_peer_world import User
from tests.adapters.telegram_stage import Stage, on_stage
from tests.adapters.telegram_toy import ToyCore
from tests.adapters.weekly_core import WeeklyCore

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
async def stage(sqlite_store: Store) -> AsyncIterator[Stage]:
    """A stage with the whole core, on which Ann has started a private chat."""
    core = WeeklyCore(sqlite_store)
    async with on_stage(begin=False) as stage:
        stage.core, stage.clock = cast(ToyCore, core), core.clock
        stage.adapter = stage.make()
        await stage.begin()
        stage.peer.user("Ann", started=True)
        yield stage


def _ann(stage: Stage) -> User:
    return next(iter(stage.peer.users.values()))


async def _answers(stage: Stage, *texts: str) -> list[str]:
    """Send messages in a row to the bot, and return all that it answers."""
    ann = _ann(stage)
    chat = stage.peer.private(ann)
    before = len(chat.messages)
    for text in texts:
        stage.peer.says(ann, chat, text)
    await stage.peer.quiet()
    return [one.text for one in chat.messages[before:] if one.text not in texts]


async def test_two_answers_in_a_row_are_two_acts(stage: Stage) -> None:
    await _answers(stage, "/log")

    first, second = await _answers(stage, "30m numpy", "20m pandas")

    assert first.startswith("Logged: 30 min, numpy.")
    assert second.startswith("Logged: 20 min, pandas.\n50 min logged today.")


async def test_a_question_and_its_answers_may_be_sent_at_once(stage: Stage) -> None:
    asked, first, second = await _answers(stage, "/log", "30m numpy", "20m pandas")

    assert "Which one?" in asked
    assert (first[:22], second[:22]) == ("Logged: 30 min, numpy.", "Logged: 20 min, pandas")


async def test_two_answers_on_two_lines_are_asked_about_and_nothing_is_logged(stage: Stage) -> None:
    await _answers(stage, "/log")

    [asked] = await _answers(stage, "30m numpy\n20m pandas")

    assert "How long was it?" in asked
    assert list(stage.peer.private(_ann(stage)).last.buttons) == ["50 min", "30 min"]


CHATTER = ("see you in 20 min", "ok thanks", "back in 5", "lunch at 12:30?", "numpy was fun", "Thanks, that took 30m")


@pytest.mark.parametrize("words", CHATTER)
async def test_chatter_after_an_answered_log_is_not_logged(stage: Stage, words: str) -> None:
    await _answers(stage, "/log", "30m numpy")

    assert "Logged" not in "".join(await _answers(stage, words))


@pytest.mark.parametrize(
    "words", ["20m pandas", "roughly 20 min of pandas", "half an hour pandas", "15", "plus 10 min"]
)
async def test_more_words_that_begin_with_a_time_are_logged_too(stage: Stage, words: str) -> None:
    await _answers(stage, "/log", "30m numpy")

    assert "".join(await _answers(stage, words)).startswith("Logged")


@pytest.mark.parametrize("words", ["see you at the statistics lecture", "ok thanks", "that was hard"])
async def test_chatter_after_an_answered_done_ticks_nothing(stage: Stage, words: str) -> None:
    await _answers(stage, "/done", "week1-algebra")

    assert "Statistics" not in "".join(await _answers(stage, words))


@pytest.mark.parametrize("words", ["week1-stats", "linear algebra, statistics", "week1-stats was fun"])
async def test_more_words_that_begin_with_a_task_are_ticked_off(stage: Stage, words: str) -> None:
    await _answers(stage, "/done", "week1-algebra")

    assert "Statistics" in "".join(await _answers(stage, words))


async def test_tasks_after_done_are_ticked_off_each_once(stage: Stage) -> None:
    await _answers(stage, "/done")

    first, second = await _answers(stage, "week1-stats", "week1-stats")

    assert "Statistics done!" in first
    assert "already" in second


async def test_two_tasks_on_two_lines_are_both_ticked_off(stage: Stage) -> None:
    await _answers(stage, "/done")

    [both] = await _answers(stage, "week1-stats\nweek1-algebra")

    assert "2 tasks done: Statistics, Linear algebra" in both


async def test_words_that_mean_nothing_to_the_command_are_said_back(stage: Stage) -> None:
    await _answers(stage, "/done")

    assert "qqqqqq" in "".join(await _answers(stage, "qqqqqq"))


async def test_another_command_ends_the_waiting(stage: Stage) -> None:
    await _answers(stage, "/log")
    await _answers(stage, "/streak")

    assert "Do you mean one of these" in "".join(await _answers(stage, "30m numpy"))


@pytest.mark.parametrize(("minutes", "answer"), [(9, "Logged"), (11, "Do you mean one of these")])
async def test_a_command_waits_for_ten_minutes(stage: Stage, minutes: int, answer: str) -> None:
    await _answers(stage, "/log")
    stage.clock.advance(timedelta(minutes=minutes))

    assert answer in "".join(await _answers(stage, "30m numpy"))


async def test_words_in_a_group_are_no_answers(stage: Stage) -> None:
    ann, room = _ann(stage), stage.peer.group("Study")
    stage.peer.says(ann, room, "/log")
    stage.peer.says(ann, room, "30m numpy")
    await stage.peer.quiet()

    assert not any("Logged" in text for text in room.texts)


def test_more_words_come_within_a_minute_and_the_oldest_chats_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MOST", 2)
    clock = SettableClock(NOW)
    commands = WaitingCommands(clock)
    accounts = [Account(Platform.TELEGRAM, number, "Ann") for number in (1, 2, 3)]
    chats = [Place(Platform.TELEGRAM, one.user_id, one.user_id, private=True) for one in accounts]

    def found() -> list[str]:
        return [commands.find(*one) for one in zip(accounts, chats, strict=True)]

    for one in zip(accounts, chats, strict=True):
        commands.note(*one, "log")
    assert ["", "log", "log"] == found()
    commands.keep(accounts[2], chats[2], "log")
    clock.advance(MORE - timedelta(seconds=1))
    assert ["", "log", "log"] == found()
    clock.advance(timedelta(seconds=1))
    assert ["", "log", ""] == found()
    clock.advance(FIRST - MORE)
    assert ["", "", ""] == found()
