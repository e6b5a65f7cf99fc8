"""What holds for many commands."""

from __future__ import annotations

import pytest

from bot.chat import limits
from bot.chat.limits import LINE_BYTES
from bot.chat.markup import Span
from bot.chat.reply import Button, Tone
from bot.database.store import Store
from bot.identity import Place
from roadmap.model import Block, Choice, Level, Month, Option, Resource, Roadmap, Task
from roadmap.reading import shipped_roadmap
from tests.bot.climb import CLIMB
from tests.bot.room import HERE, Room, taps, words

OVERVIEWS = ("/nudges", "/snooze", "/pause", "/resume", "/repair", "/schedule", "/quiet")


@pytest.mark.parametrize("line", OVERVIEWS)
async def test_every_button_and_the_buttons_behind_it_are_answered(room: Room, line: str) -> None:
    await room.say("Root", "/log 30m")
    room.later(days=2)
    await room.say("Root", "/nudges on")
    for first in taps(await room.say("Root", line)):
        reply = await room.say("Root", first.line, tapped=True)
        assert "went wrong" not in words(reply), first.line
        for second in taps(reply):
            assert len(second.line.encode()) <= LINE_BYTES
            assert "went wrong" not in words(await room.say("Root", second.line, tapped=True)), second.line


@pytest.mark.parametrize("line", ["/nudges on", "/snooze 1d", "/pause 1w", "/resume", "/repair 30m"])
async def test_what_concerns_one_alone_is_answered_to_them_alone(room: Room, line: str) -> None:
    await room.say("Ann", "/log 30m")
    room.later(days=2)
    assert (await room.say("Ann", line)).private


@pytest.mark.parametrize(
    "typed", ["0d", "0w", "-3d", "29d", "2026-02-30", "monday..sunday..monday", "😀", "x" * 4000, "until", "9999w"]
)
async def test_days_that_cannot_be_are_refused_kindly_and_shortly(room: Room, typed: str) -> None:
    for command in ("pause", "snooze", "quiet"):
        reply = await room.say("Root", f"/{command} {typed}")
        assert len(words(reply)) < 500
        if command != "snooze" or typed != "29d":
            assert reply.tone is (Tone.GOOD if (command, typed) == ("quiet", "29d") else Tone.PROBLEM), command


async def test_every_answer_fits_the_platforms_and_every_button_is_answered(room: Room) -> None:
    await room.say("Ann", "/join")
    for line in ("/start", "/help", "/join", "/about", "/leave", "/settings", "/habits", "/leaderboard", "/streak"):
        reply = await room.say("Ann", line)
        assert len(words(reply)) < 3900
        for one in (one for row in reply.buttons for one in row if isinstance(one, Button)):
            answer = await room.say("Ann", one.line, HERE, tapped=True)
            assert "went wrong" not in words(answer), one.line
            assert "don’t know" not in words(answer), one.line


async def test_alone_with_the_bot_nothing_is_said_of_a_group(room: Room) -> None:
    own = Place("sandbox", 501, 501, title="Ann", private=True)
    await room.say("Ann", "/join", own)

    assert "again. What" in words(await room.say("Ann", "/start", own))
    asked = words(await room.say("Ann", "/leave", own))
    assert asked.startswith("Stop using Cairn?")
    shown = words(await room.say("Ann", "/setup", own))
    assert shown.startswith("Set up\n")
    assert "everyone" not in shown
    assert "I post here" not in shown
    assert "in the group’s chat" in words(await room.say("Ann", "/howto", own))
    assert "You’ve stopped" in words(await room.say("Ann", "/leave yes", own))


async def test_a_learner_of_other_groups_leaves_their_own_alone(room: Room) -> None:
    own = Place("sandbox", 501, 501, title="Ann", private=True)
    await room.say("Ann", "/join", own)
    await room.say("Ann", "/join")
    await room.say("Ann", "/mygroup on my own", own)

    asked = words(await room.say("Ann", "/leave", own))

    assert "Stop studying on your own?" in asked and "Stop using" not in asked
    assert "You’re still in your groups" in words(await room.say("Ann", "/leave yes", own))


@pytest.fixture
def room(sqlite_store: Store) -> Room:
    return Room(sqlite_store, (CLIMB,))


@pytest.mark.parametrize(
    "line",
    [
        *("next", "roadmap", "roadmap zero", "roadmap week10", "progress", "choose", "choose month12-path"),
        *("criteria", "placement", "placement month 12", "celebrations", "done week1", "roadmap month6-production"),
    ],
)
async def test_everything_fits_on_every_platform(sqlite_store: Store, line: str) -> None:
    room = Room(sqlite_store, (shipped_roadmap(),))

    reply = await room.say("Ann", line)

    assert limits.units(reply.text.plain) <= limits.VISIBLE
    assert limits.units(reply.title.plain) <= limits.TITLE
    assert sum(len(row) for row in reply.buttons) <= 25


async def test_a_strange_roadmap_cannot_break_an_answer(sqlite_store: Store) -> None:
    odd = "**x** <b> @everyone \u202e 🧗 " + "y" * 300
    task = Task("t", odd, hint=odd, resources=(Resource("", "https://e.org/?a=<>"), Resource(odd, "https://e.org")))
    block = Block("b", odd, (task,), (Choice("c", odd, (Option("o", odd, odd), Option("p", odd))),))
    room = Room(
        sqlite_store, (Roadmap("odd", odd, (Level("l", odd, odd, (Month("m", odd, (block,)),), promise=odd),)),)
    )

    for line in ("next", "roadmap", "roadmap l", "roadmap b", "roadmap t", "progress", "choose", "done t", "undo"):
        reply = await room.say("Ann", line)
        assert "Something went wrong" not in words(reply)
        assert not any(_is_styled(span, odd) for span in reply.text.spans)


def _is_styled(span: Span, odd: str) -> bool:
    """Whether a part of the value was taken for markup: it would then stand without its signs."""
    return span.text in {"x", "b"} and span.bold and odd.startswith("**")
