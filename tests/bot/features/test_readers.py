"""For whom each command's answer is: the whole table, and what hiding makes of it."""

from __future__ import annotations

import pytest

from bot.chat.readers import Readers
from bot.chat.watching import CallWatch
from bot.features.commands import COMMANDS, FOLDED
from tests.bot.room import Room

TABLE = {
    Readers.GROUP: "done undo log leaderboard celebrations join quiet",
    Readers.ASKER: (
        "next progress streak roadmap habits choose criteria placement leave setup schedule start help about invite"
        " focus"
    ),
    Readers.SECRET: (
        "repair checkin stuck promise goal work nudges snooze pause resume settings group deputy publishing mygroup"
    ),
}


def test_every_command_is_in_the_table_of_readers() -> None:
    wanted = {name: readers for readers, names in TABLE.items() for name in names.split()}

    assert wanted == {command.name: command.readers for command in (*COMMANDS, *FOLDED)}


@pytest.mark.parametrize(
    ("line", "readers"),
    [
        ("/done week1-algebra", Readers.GROUP),
        ("/leaderboard", Readers.GROUP),
        ("/progress", Readers.ASKER),
        ("/me", Readers.ASKER),
        ("/progress Ben", Readers.GROUP),
        ("/streak", Readers.ASKER),
        ("/streak why Ben", Readers.GROUP),
        ("/settings", Readers.SECRET),
        ("/progress Nobody", Readers.SECRET),  # a refusal
        ("/quiet 1d", Readers.SECRET),  # the same: Ann is no steward
    ],
)
async def test_the_answer_says_for_whom_it_is(room: Room, line: str, readers: Readers) -> None:
    await room.say("Ben", "/join")
    await room.say("Ann", "/join")

    assert readers is (await room.say("Ann", line)).readers


@pytest.mark.parametrize("line", ["/done week1-algebra", "/log 30m", "/leaderboard", "/progress", "/undo"])
async def test_every_answer_to_a_hidden_learner_is_private(room: Room, line: str) -> None:
    await room.say("Ann", "/settings visibility hidden")

    assert Readers.SECRET is (await room.say("Ann", line)).readers


@pytest.mark.parametrize(
    ("hidden", "line", "readers"),
    [
        (False, "/done week1-algebra", Readers.GROUP),
        (False, "/next", Readers.ASKER),
        (False, "/progress Ben", Readers.GROUP),
        (False, "/progres", None),  # no command: the answer waits in private
        (False, "/quiet 1d", None),  # likewise: Ann is no steward
        (True, "/done week1-algebra", Readers.SECRET),
        (True, "/next", Readers.SECRET),
    ],
)
async def test_the_readers_are_known_before_the_command_runs(
    room: Room, hidden: bool, line: str, readers: Readers | None
) -> None:
    watch = CallWatch()
    if hidden:
        await room.say("Ann", "/settings visibility hidden")
    await room.say("Ann", line)
    assert room.said

    await room.dispatcher.answer(room.said, watch)

    assert readers is watch.readers
