"""The group that a learner of several means in private: asked once, remembered, named first, changed by a tap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.call import Said
from bot.chat.reply import Reply
from bot.chat.rights import KnownRights
from bot.features.commands import make_registry
from bot.features.members.actions.chats import note_gone, note_returned
from bot.features.members.actions.groups import note_removed
from bot.identity import Place
from tests.bot.room import Room, button, labels, taps, words

ROOMS = [Place("sandbox", number, number, title=f"Room {number}") for number in (1, 2, 3)]
OF_GROUP = (
    "/next",
    "/progress",
    "/roadmap",
    "/roadmap week1",
    "/leaderboard",
    "/checkin",
    "/stuck",
    "/focus",
    "/goal",
    "/work",
    "/celebrations",
    "/habits",
    "/promise",
    "/repair",
    "/criteria",
    "/choose",
    "/placement",
    "/invite",
    "/leave",
    "/done",
    "/done no such task",
    "/done week1-stats",
    "/undo",
    "/streak why @Ben",
)
NOT_OF_GROUP = ("/streak", "/settings", "/help", "/about", "/start", "/pause", "/nudges", "/snooze off", "/resume")
FREE = (
    *("about", "assist", "attach", "cheer", "digest", "help", "helped", "join", "more", "mygroup", "nudges", "pause"),
    *("resume", "settings", "snooze", "solution", "start", "streak"),
)
"""The commands whose answers are the same in each group, or whose buttons name what they are about."""


def private(room: Room, name: str) -> Place:
    user_id = room.account(name).user_id
    return Place("sandbox", user_id, user_id, private=True)


async def join(room: Room, name: str, number: int) -> None:
    """Let somebody be a member of so many groups. The last is the one used last."""
    for place in ROOMS[:number]:
        room.later(hours=2)
        await room.say(name, "/join", place)


async def choose(room: Room, name: str, title: str) -> Reply:
    asked = await room.privately(name, "/mygroup")
    return await room.tap(name, asked, title, private(room, name))


def first_line(reply: Reply) -> str:
    return words(reply).split("\n")[0]


@pytest.fixture
async def two(room: Room) -> Room:
    await join(room, "Ann", 2)
    return room


async def test_only_members_of_several_groups_are_asked_and_told_which_one_is_meant(room: Room) -> None:
    await room.say("Ben", "/join", ROOMS[0])
    for number in range(4):
        name = f"Member of {number}"
        await join(room, name, number)
        for line in (*NOT_OF_GROUP, *OF_GROUP):
            reply = await room.privately(name, line)
            asked = number > 1 and line in OF_GROUP
            assert asked == ("Which group" in words(reply)), (number, line, words(reply))
            assert "Change group" not in labels(reply), (number, line)
            if asked:
                assert [f"Room {one}" for one in range(number, 0, -1)] == labels(reply)
        if number < 2:
            continue
        assert "Room 1" in words(await choose(room, name, "Room 1"))
        for line in (*OF_GROUP, *NOT_OF_GROUP):
            reply = await room.privately(name, line)
            named = line in OF_GROUP
            assert named == first_line(reply).startswith("In Room 1:"), (number, line, words(reply))
            assert named == ("Change group" in labels(reply)), (number, line, labels(reply))
            assert "Room 1:" not in words(await room.say(name, line.replace("/leave", "/next"), ROOMS[0]))


def test_each_command_that_depends_on_no_group_is_known() -> None:
    registry = make_registry()
    commands = {command.name: command for word in registry.words() if (command := registry.get(word))}
    small_talk = {name for name, one in commands.items() if one.run.__module__.endswith("small_talk")}

    assert {name for name, one in commands.items() if not one.of_group} - small_talk == set(FREE)


async def test_the_asked_command_runs_at_once_and_the_choice_is_kept(two: Room) -> None:
    asked = await two.privately("Ann", "/done week1-stats https://example.org/a-notebook-with-a-long-address.ipynb")
    assert "Which group do you mean?" in words(asked)

    done = await two.tap("Ann", asked, "Room 1", private(two, "Ann"))

    assert "In Room 1:\n✅ Statistics done!" in words(done)
    assert words(done) == words(await two.again())
    assert first_line(await two.privately("Ann", "/progress")) == "In Room 1: Progress of Ann"
    assert "a-notebook-with-a-long-address" in words(await two.privately("Ann", "/work"))


async def test_options_are_kept_as_they_were_given(two: Room) -> None:
    options = {"task": "linear algebra", "evidence": "my note, and week1-stats"}
    place = private(two, "Ann")
    asked = await two.dispatcher.answer(Said(two.account("Ann"), place, "slash:1", name="done", options=options))

    done = await two.tap("Ann", asked, "Room 2", place)

    assert "Linear algebra done!" in words(done)
    assert "my note, and week1-stats" in words(await two.privately("Ann", "/work"))


async def test_a_tap_changes_the_group_and_shows_what_was_asked_there(two: Room) -> None:
    place = private(two, "Ann")
    await choose(two, "Ann", "Room 1")
    board = await two.privately("Ann", "/leaderboard all")

    which = await two.tap("Ann", board, "Change group", place)
    changed = await two.tap("Ann", which, "Room 2", place)

    assert first_line(changed) == "In Room 2: All time"
    assert first_line(await two.privately("Ann", "/next")).startswith("In Room 2:")


async def test_a_change_does_nothing_a_second_time(two: Room) -> None:
    place = private(two, "Ann")
    await choose(two, "Ann", "Room 1")
    done = await two.privately("Ann", "/done week1-stats")
    which = await two.tap("Ann", done, "Change group", place)

    changed = await two.tap("Ann", which, "Room 2", place)

    assert "In Room 2:\nFrom now on" in words(changed)
    assert "1 task done" not in words(changed)
    assert labels(changed) == ["What’s next", "My progress", "Change group"]


async def test_a_tap_that_comes_again_changes_nothing(two: Room) -> None:
    first = await choose(two, "Ann", "Room 1")
    late = two.said
    await choose(two, "Ann", "Room 2")

    assert late is not None
    assert "In Room 1:" in words(first)
    await two.dispatcher.answer(late)

    assert first_line(await two.privately("Ann", "/next")).startswith("In Room 2:")


async def test_a_group_that_was_left_is_forgotten_and_asked_about_only_where_two_remain(room: Room) -> None:
    await join(room, "Ann", 3)
    await choose(room, "Ann", "Room 3")

    await room.store.write(note_gone, room.account("Ann"), ROOMS[2], room.clock.now())
    assert labels(await room.privately("Ann", "/next")) == ["Room 2", "Room 1"]
    await room.store.write(note_returned, room.account("Ann"), ROOMS[2], room.clock.now())
    assert "Which group" in words(await room.privately("Ann", "/next"))

    await choose(room, "Ann", "Room 3")
    for place in ROOMS[1:]:
        await room.store.write(note_removed, place, room.clock.now())
    alone = await room.privately("Ann", "/next")
    assert "Change group" not in labels(alone)
    assert "Room" not in first_line(alone)


@pytest.mark.parametrize("number", [1, 2, 3])
async def test_come_back_in_private_is_about_the_group_that_was_left(room: Room, number: int) -> None:
    await join(room, "Ann", number)
    if number > 1:
        await choose(room, "Ann", "Room 1")
    left = await room.tap("Ann", await room.privately("Ann", "/leave"), "Yes", private(room, "Ann"))
    assert "You left Room 1" in words(left) and "/join" not in words(left)

    back = await room.tap("Ann", left, "Come back", private(room, "Ann"))

    for answer in (back, await room.again()):
        assert "Welcome back to Room 1" in words(answer)
    assert "already" in words(await room.say("Ann", "/join", ROOMS[0]))
    assert number == 1 or first_line(await room.privately("Ann", "/next")).startswith("In Room 1:")


async def test_nobody_comes_back_from_private_into_a_chat_that_they_left_or_a_group_never_theirs(room: Room) -> None:
    await join(room, "Ann", 1)
    await room.say("Ben", "/join", ROOMS[1])
    left = await room.tap("Ann", await room.privately("Ann", "/leave"), "Yes", private(room, "Ann"))
    [line] = [one.line for one in taps(left) if one.label == "Come back"]

    room.rights = KnownRights(left=True)
    assert "in the chat" in words(await room.tap("Ann", left, "Come back", private(room, "Ann")))
    room.rights = None
    forged = await room.say("Ben", line, private(room, "Ben"), tapped=True)
    assert "not in that group anymore" in words(forged)
    assert "Welcome back" in words(await room.say("Ann", "/join", ROOMS[0]))
    assert "not in this group" in words(await room.say("Ben", "/leave", ROOMS[0]))


async def test_a_button_of_a_group_that_was_left_does_nothing(room: Room) -> None:
    await join(room, "Ann", 3)
    asked = await room.privately("Ann", "/done week1-stats")
    await room.say("Ann", "/leave yes", ROOMS[0])

    refused = await room.tap("Ann", asked, "Room 1", private(room, "Ann"))

    assert "not in that group anymore" in words(refused)
    await choose(room, "Ann", "Room 2")
    assert "0 of" in words(await room.privately("Ann", "/progress"))


async def test_titles_are_shown_as_they_are_cut_and_told_apart(room: Room) -> None:
    titles = ("**Study** [x](https://evil.example)", "The same " + "very " * 20 + "long name", "Twin", "Twin")
    for number, title in enumerate(titles, 1):
        await room.say("Ann", "/join", Place("sandbox", number, number, title=title))

    shown = labels(await room.privately("Ann", "/next"))
    assert sorted(shown)[0] == titles[0]
    assert {"Twin (1)", "Twin (2)"} <= set(shown)
    assert max(map(len, shown)) <= 40
    heading = (await choose(room, "Ann", "**Study**")).title
    assert heading.plain == f"In {titles[0]}:"
    assert not any(span.url or span.bold for span in heading.spans)


async def test_a_group_of_one_is_one_of_the_groups(room: Room) -> None:
    await room.privately("Ann", "/join")
    await room.say("Ann", "/join", ROOMS[0])

    asked = await room.privately("Ann", "/setup zone Lisbon")
    assert sorted(labels(asked)) == ["On my own", "Room 1"]
    done = await room.tap("Ann", asked, "On my own", private(room, "Ann"))

    assert first_line(done) == "On your own: Set up"
    assert "Lisbon" in words(done)


async def test_in_a_groups_chat_it_is_always_about_that_group(two: Room) -> None:
    assert "everything is about that group" in words(await two.say("Ann", "/mygroup", ROOMS[0]))
    assert "everything is about that group" in words(await two.say("Ann", "/mygroup 2", ROOMS[0]))
    await two.say("Ben", "/join", ROOMS[0])
    assert "one group, Room 1" in words(await two.privately("Ben", "/mygroup"))
    assert "not in a group yet" in words(await two.privately("Cy", "/mygroup"))


async def test_a_form_waits_until_the_group_is_known(two: Room) -> None:
    said = Said(two.account("Ann"), private(two, "Ann"), "form:1", name="checkin")
    assert await two.dispatcher.beforehand.form(said) is None

    await choose(two, "Ann", "Room 1")

    assert await two.dispatcher.beforehand.form(replace(said, inbound="form:2")) is not None


async def test_words_after_a_group_are_taken_from_its_button_alone(two: Room) -> None:
    forged = '/mygroup 1 - {"line": "done week1-stats", "tapped": false, "sure": true}'

    await two.privately("Ann", forged)
    await choose(two, "Ann", "Room 1")

    assert "0 of" in words(await two.privately("Ann", "/progress"))
    assert button(await two.privately("Ann", "/progress"), "Change group").line == "mygroup of progress"


async def test_a_second_tap_on_leave_leaves_no_other_group(two: Room) -> None:
    place = private(two, "Ann")
    await choose(two, "Ann", "Room 1")
    asked = await two.privately("Ann", "/leave")
    assert "You left Room 1" in words(await two.tap("Ann", asked, "Yes", place))

    assert "about another group" in words(await two.tap("Ann", asked, "Yes", place))
    assert "already" in words(await two.say("Ann", "/join", ROOMS[1]))


@pytest.mark.parametrize(("alike", "numbered"), [(34, False), (35, True)])
async def test_titles_that_begin_alike_are_numbered_by_the_age_of_their_groups(
    room: Room, alike: int, numbered: bool
) -> None:
    for number, last in enumerate("ab", 1):
        await room.say("Ann", "/join", Place("sandbox", number, number, title="x" * alike + last))
        room.later(hours=1)

    asked = await room.privately("Ann", "/mygroup")
    shown = {label: button(asked, label).line.removeprefix("mygroup ")[:1] for label in labels(asked)}
    ends = {label[-3:]: group for label, group in shown.items()}
    assert ({"(1)": "1", "(2)": "2"} if numbered else {"xxa": "1", "xxb": "2"}) == ends
