"""The styles of buttons: green enters something done, blue is the next step, red takes away."""

from __future__ import annotations

import pytest

from bot.chat.reply import ButtonStyle, Reply
from bot.database.store import Store
from bot.features.members.greeting import greet
from roadmap.reading import shipped_roadmap
from tests.bot.room import Room

PRIMARY, SUCCESS, DANGER = ButtonStyle.PRIMARY, ButtonStyle.SUCCESS, ButtonStyle.DANGER
LINES = ("next", "roadmap", "roadmap week2", "roadmap week2-numpy", "progress", "streak", "settings", "help", "leave")


@pytest.fixture
def room(sqlite_store: Store) -> Room:
    return Room(sqlite_store, (shipped_roadmap(),))


def styles(reply: Reply) -> dict[str, ButtonStyle]:
    """The commands of all buttons that are not plain."""
    return {one.line.split()[0]: one.style for one in reply.taps() if one.style is not ButtonStyle.PLAIN}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("next", {"done": SUCCESS}),
        ("roadmap week2", {"done": SUCCESS}),
        ("roadmap week2-numpy", {"done": SUCCESS}),
        ("leave", {"leave": DANGER}),
        ("leave yes", {"join": PRIMARY}),
        ("settings", {}),
        ("start", {"next": PRIMARY}),
        ("join", {"next": PRIMARY}),
        ("placement month 4", {"placement": PRIMARY}),
        ("done numpy not done yet", {"done": SUCCESS}),
    ],
)
async def test_a_button_has_the_style_of_what_it_does(room: Room, line: str, expected: dict[str, ButtonStyle]) -> None:
    await room.say("Ann", "/join")

    assert expected == styles(await room.say("Ann", f"/{line}"))


async def test_taking_back_an_act_of_another_day_is_red(room: Room) -> None:
    await room.say("Ann", "/done week2-numpy")
    room.later(days=2)

    assert {"undo": DANGER} == styles(await room.say("Ann", "/undo"))


@pytest.mark.parametrize("line", ["streak", "settings", "pause", "leave"])
async def test_joining_is_the_next_step_for_those_who_have_not(room: Room, line: str) -> None:
    assert {"join": PRIMARY} == styles(await room.say("Ann", f"/{line}"))


async def test_an_answer_has_one_next_step_at_most(room: Room) -> None:
    await room.say("Ann", "/join")
    for line in LINES:
        reply = await room.say("Ann", f"/{line}")
        assert 1 >= [one.style for one in reply.taps()].count(PRIMARY), line


def test_a_greeting_invites_to_join() -> None:
    assert {"join": PRIMARY} == styles(greet("en"))
