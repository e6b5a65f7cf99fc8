"""Several commands in one message: the first runs, the others are offered."""

from __future__ import annotations

import pytest

from bot.chat import limits
from bot.chat.markup import plain
from bot.chat.reply import Button, Reply
from bot.chat.several import MOST, offer_others, split_commands
from bot.database.store import Store
from bot.features.commands import make_registry
from tests.bot.room import Room, done_so_far, lines, words

ONE = (
    "/done week1-stats",
    "/done week1-stats\nweek1-algebra",
    "/done week1-stats\nsaw /log in a paper",
    "/done week1-stats\n/usr/bin/python it was",
    "/done week1-stats\n/nonsense",
    "/done week1-stats\n\n- a list\n- of things",
    "/checkin A book\nthe exam\nnumpy",
    "done week1-stats\nlog 30m",
    "/log 30m /done",
    "\n/done week1-stats\n",
)
SEVERAL = {
    "/log 30m\n/done week1-stats": ["/log 30m", "/done week1-stats"],
    "/done\nnumpy\n/log 30m": ["/done\nnumpy", "/log 30m"],
    "/log 30m\r\n/LOG 20m": ["/log 30m", "/LOG 20m"],
    "/streak\n\n  /next": ["/streak", "/next"],
    "done numpy\n/streak": ["done numpy", "/streak"],
    "/done a\nb\n/log 5m\nc\n/next": ["/done a\nb", "/log 5m\nc", "/next"],
}


@pytest.fixture
def room(sqlite_store: Store) -> Room:
    """A room with the small roadmap."""
    return Room(sqlite_store)


@pytest.mark.parametrize("line", ONE)
def test_lines_that_are_no_commands_stay_with_theirs(line: str) -> None:
    assert split_commands(make_registry(), line) == (line.strip(),)


@pytest.mark.parametrize(("line", "commands"), SEVERAL.items())
def test_each_command_of_a_message_is_found(line: str, commands: list[str]) -> None:
    assert list(split_commands(make_registry(), line)) == commands


async def test_the_first_command_runs_and_a_button_runs_the_other(room: Room) -> None:
    reply = await room.say("Ann", "/done week1-stats\n/log 20m pandas")

    assert "Your note" not in words(reply)
    assert "I run one command per message. Tap the other one" in words(reply)
    assert lines(reply)[-1] == "/log 20m pandas"
    assert "Logged: 20 min, pandas" in words(await room.tap("Ann", reply, "/log 20m"))
    assert {"week1-stats"} == await done_so_far(room)


async def test_a_refused_command_offers_the_others_too(room: Room) -> None:
    reply = await room.say("Ann", "/log much\n/done week1-stats\n/streak")

    assert lines(reply)[-2:] == ["/done week1-stats", "/streak"]


async def test_no_command_of_many_is_dropped_in_silence(room: Room) -> None:
    reply = await room.say("Ann", "\n".join(["/log 5m", *["/streak"] * (MOST + 2)]))

    assert lines(reply).count("/streak") == MOST
    assert "The last 2 didn’t fit" in words(reply)


def test_the_buttons_of_other_commands_take_the_place_of_the_last_rows() -> None:
    reply = Reply(plain("done"), buttons=tuple((Button(f"row {row}", "next"),) for row in range(limits.ROWS)))

    for count, kept in ((1, 4), (2, 3), (15, 2)):
        others = tuple(f"/log {minutes}m" for minutes in range(1, count + 1))
        offered = offer_others(reply, others, "en")

        assert [*others] == [one.line for one in offered.taps()][kept:]
        assert [f"row {row}" for row in range(kept)] == [one.label for one in offered.taps()][:kept]
        assert "no room" not in offered.text.plain
