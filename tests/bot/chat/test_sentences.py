"""Ordinary sentences without a slash: what is no command is not run as one."""

from __future__ import annotations

import pytest

from bot.database.store import Store
from tests.bot.room import Room, lines, words

UNCLEAR = "I’m not sure what you mean"


@pytest.fixture
async def room(sqlite_store: Store) -> Room:
    room = Room(sqlite_store)
    await room.say("Ann", "/join")
    return room


@pytest.mark.parametrize(
    "typed",
    [
        "my laptop died",  # no command's word
        "that's funny",  # near to a word that is only answered
        "one moment please",  # short words are no slips
        "work is hard",  # a command's own word
        "today was good",  # a synonym
        "did you see the news",
        "did anyone watch the match",
        "on my way",
        "time for lunch",
    ],
)
async def test_a_sentence_is_not_run_as_a_command(room: Room, typed: str) -> None:
    assert UNCLEAR in words(await room.privately("Ann", typed))


@pytest.mark.parametrize(
    "typed", ["/work is hard", "did the algebra task", "dnoe week1-algebra", "streak is gone", "thanks everyone"]
)
async def test_a_line_with_a_slash_or_a_meaning_is_understood(room: Room, typed: str) -> None:
    assert UNCLEAR not in words(await room.privately("Ann", typed))


async def test_a_sentence_that_names_a_command_is_offered_it(room: Room) -> None:
    assert ["leaderboard"] == lines(await room.privately("Ann", "my leaderboards maybe"))


async def test_a_sentence_is_not_kept_as_a_report_before_its_learner_taps(room: Room) -> None:
    asked = await room.privately("Ann", "weekly meeting at 5")

    assert ["checkin meeting at 5"] == lines(asked)
    assert "checked in" not in words(asked)
    assert "checked in" in words(await room.privately("Ann", "checkin a book"))
    assert "checked in" in words(await room.privately("Ann", "weekly a paper | nothing |"))
