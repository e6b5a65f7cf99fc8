"""The group that is typed behind /mygroup: its title, a part of it or its number chooses it, as a tap does."""

from __future__ import annotations

import pytest

from bot.identity import Place
from tests.bot.features.members.test_mygroup import first_line, join, private
from tests.bot.room import Room, labels, words

TITLES = ("Lisbon", "Porto Evenings", "Porto Mornings", "Night Owls 2", "Lisbon", "C++ & ML")
ASKS = "Which group do you mean?"
NONE = "None of your groups is called"
CHOSEN = (
    ("Porto Evenings", "Porto Evenings"),
    ("porto evenings", "Porto Evenings"),
    ("PORTO EVENINGS", "Porto Evenings"),
    ("  Porto   Evenings ", "Porto Evenings"),
    ("“Porto Evenings”", "Porto Evenings"),
    ("'porto mornings'", "Porto Mornings"),
    ("evenings", "Porto Evenings"),
    ("even", "Porto Evenings"),
    ("morn", "Porto Mornings"),
    ("porto m", "Porto Mornings"),
    ("night", "Night Owls 2"),
    ("owls", "Night Owls 2"),
    ("Night Owls 2", "Night Owls 2"),
    ("c++", "C++ & ML"),
    ("ml", "C++ & ML"),
    ("C++ & ML", "C++ & ML"),
    ("the night owls", "Night Owls 2"),
    ("to night owls please", "Night Owls 2"),
    ("Night Owls group", "Night Owls 2"),
    ("in Porto Evenings", "Porto Evenings"),
    ("Lisbon (1)", "Lisbon (1)"),
    ("lisbon 2", "Lisbon (2)"),
    ("lisbon (2)", "Lisbon (2)"),
    ("on my own", "On my own"),
    ("own", "On my own"),
)
"""What is typed, and the button of the group that it chooses."""
AMBIGUOUS = (
    ("Lisbon", ["Lisbon (1)", "Lisbon (2)"]),
    ("lisb", ["Lisbon (1)", "Lisbon (2)"]),
    ("porto", ["Porto Evenings", "Porto Mornings"]),
)
UNKNOWN = ("Madrid", "0", "99", "Lisbonn", "!!", "of-course")


@pytest.fixture
async def many(room: Room) -> Room:
    """Ann is in six groups, and learns alone, too."""
    await room.privately("Ann", "/join")
    for number, title in enumerate(TITLES, 1):
        room.later(hours=2)
        await room.say("Ann", "/join", Place("sandbox", number, number, title=title))
    return room


async def chosen(room: Room) -> str:
    """The group that Ann's private chat is about, as its answers name it."""
    return first_line(await room.privately("Ann", "/next")).partition(":")[0]


@pytest.mark.parametrize(("typed", "label"), CHOSEN)
async def test_a_title_or_a_part_of_it_chooses_as_a_tap_does(many: Room, typed: str, label: str) -> None:
    said = await many.privately("Ann", f"/mygroup {typed}")
    named = await chosen(many)
    asked = await many.privately("Ann", "/mygroup")
    tapped = await many.tap("Ann", asked, label, private(many, "Ann"))

    assert words(tapped) == words(said)
    assert named == await chosen(many)
    assert ("On your own" if label == "On my own" else f"In {label}") == named


async def test_a_number_is_the_group_at_that_place_of_the_list(many: Room) -> None:
    for place in range(1, len(TITLES) + 2):
        listed = labels(await many.privately("Ann", "/mygroup"))[place - 1]
        for typed in (f"{place}", f"#{place}", f"number {place}", f"{place}."):
            before = labels(await many.privately("Ann", "/mygroup"))
            at = before.index(listed) + 1
            said = words(await many.privately("Ann", f"/mygroup {typed.replace(str(place), str(at))}"))
            assert ("On your own" if listed == "On my own" else f"In {listed}") == said.partition(":")[0]


@pytest.mark.parametrize(("typed", "found"), AMBIGUOUS)
async def test_only_what_is_ambiguous_is_asked_about(many: Room, typed: str, found: list[str]) -> None:
    asked = await many.privately("Ann", f"/mygroup {typed}")

    assert ASKS in words(asked)
    assert sorted(found) == sorted(labels(asked))
    tapped = await many.tap("Ann", asked, found[0], private(many, "Ann"))
    assert "about this group" in words(tapped)


@pytest.mark.parametrize("typed", UNKNOWN)
async def test_an_unknown_title_is_said_back_with_all_groups(many: Room, typed: str) -> None:
    before = labels(await many.privately("Ann", "/mygroup"))
    asked = await many.privately("Ann", f"/mygroup {typed}")

    assert before == labels(asked)
    assert NONE in words(asked) or ASKS in words(asked)


async def test_a_typed_group_is_chosen_for_later_commands_and_a_line_behind_a_tap_still_runs(room: Room) -> None:
    await join(room, "Ann", 2)
    assert "In Room 1:" in words(await room.privately("Ann", "/mygroup room 1"))
    assert "In Room 1:" in words(await room.privately("Ann", "/progress"))
    assert "In Room 2:" in words(await room.privately("Ann", "mygroup Room 2"))
    assert "In Room 2:" in words(await room.privately("Ann", "/progress"))


async def test_a_learner_of_one_group_and_a_chat_of_a_group_choose_nothing(room: Room) -> None:
    await join(room, "Ann", 1)
    assert "one group" in words(await room.privately("Ann", "/mygroup Room 1"))
    assert "everything is about that group" in words(await room.say("Ann", "/mygroup Room 1"))
