"""Whose a button is: seen through the dispatcher, in a group where others can tap it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.heads import NO_HEAD, Head, split_head
from bot.chat.markup import plain
from bot.chat.ownership import prepare_tap
from bot.chat.reply import Button, Reply
from bot.database.store import Store
from tests.bot.room import HERE, Room, button, done_so_far, labels, words

WRITES = ("done week2-numpy", "log 15m", "checkin Done: all", "promise add week2-numpy", "settings zone berlin")
LOOKUPS = ("next", "progress", "leaderboard", "roadmap", "streak", "help", "about")


@pytest.fixture
def room(store: Store) -> Room:
    course = Room(store)
    course.overseen = True
    return course


async def press_in(room: Room, name: str, carried: str) -> Reply:
    """What is answered to a tap on what a button carries, in the group."""
    answer = await room.press(name, carried)
    assert room.said
    return prepare_tap(room.said, answer)


async def test_a_passer_by_cannot_undo_somebody_elses_tick(room: Room) -> None:
    await room.say("Ben", "/done week1-stats")
    answer = await room.say("Ann", "/done week2-numpy")

    refused = await press_in(room, "Ben", button(answer, "Undo").carried)

    assert "for somebody else" in words(refused)
    assert refused.private
    assert not refused.update
    assert {"week1-stats"} == await done_so_far(room)


@pytest.mark.parametrize("others", [False, True])
async def test_a_form_opens_for_the_person_whose_button_it_is(room: Room, others: bool) -> None:
    await room.say("Ann", "/join")
    assert room.said
    owner = room.said.account.user_id + others
    said = replace(room.said, line="checkin", tapped=True, head=Head(owner))

    assert others == (await room.dispatcher.beforehand.form(said) is None)


async def test_undo_takes_the_place_of_the_answer_and_so_does_its_redo(room: Room) -> None:
    answer = await room.say("Ann", "/done week2-numpy")

    undone = await press_in(room, "Ann", button(answer, "Undo").carried)
    again = await press_in(room, "Ann", button(undone, "Redo").carried)

    assert (True, False) == (undone.update, undone.private)
    assert (True, False) == (again.update, again.private)
    assert {"week2-numpy"} == await done_so_far(room)


async def test_what_is_chosen_takes_the_place_of_the_question(room: Room) -> None:
    asked = await room.say("Ann", "/done")

    assert {True} == {split_head(one.carried)[0].replaces for one in asked.taps()}


@pytest.mark.parametrize("line", WRITES)
async def test_a_button_from_before_heads_asks_before_it_changes_anything(room: Room, line: str) -> None:
    await room.say("Ann", "/join")

    asked = await press_in(room, "Ann", line)

    assert "old button" in words(asked)
    assert asked.private
    assert ["Yes, do it"] == labels(asked)
    assert frozenset() == await done_so_far(room)


@pytest.mark.parametrize("line", LOOKUPS)
@pytest.mark.parametrize("head", ["", "* "])
async def test_a_lookup_is_answered_at_once_to_the_tapper_alone(room: Room, head: str, line: str) -> None:
    await room.say("Ann", "/join")

    answer = await press_in(room, "Ann", f"{head}{line}")

    assert "old button" not in words(answer)
    assert answer.private
    assert not answer.update


async def test_a_confirmed_old_button_acts_for_the_tapper(room: Room) -> None:
    await room.say("Ann", "/join")
    asked = await press_in(room, "Ann", "done week2-numpy")

    done = await press_in(room, "Ann", button(asked, "Yes").carried)

    assert "done!" in words(done)
    assert {"week2-numpy"} == await done_so_far(room)


@pytest.mark.parametrize("line", WRITES)
async def test_a_tap_on_a_post_never_joins_unasked(room: Room, line: str) -> None:
    await room.say("Ann", "/join")

    asked = await press_in(room, "Ben", f"* {line}")

    assert "haven’t joined" in words(asked)
    assert asked.private
    done = await press_in(room, "Ben", button(asked, "Join").carried)
    assert "haven’t joined" not in words(done)


async def test_the_join_button_of_a_greeting_joins(room: Room) -> None:
    assert "You’re in!" in words(await press_in(room, "Ann", "* join"))


async def test_a_steward_sets_up_by_a_tap_without_joining(room: Room) -> None:
    assert "haven’t joined" not in words(await press_in(room, "Root", "* setup"))


@pytest.mark.parametrize(
    ("head", "overseen", "reply", "becomes"),
    [
        # the tapper's own answer, in the group: (private, update)
        (Head(100), True, Reply(plain("x"), update=True), (False, True)),
        (Head(100), True, Reply(plain("x"), update=True, private=True), (True, False)),
        (Head(100), True, Reply(plain("x")), (False, False)),
        (Head(100, replaces=True), True, Reply(plain("x")), (False, True)),
        (Head(100, replaces=True), False, Reply(plain("x"), private=True), (True, True)),
        # a post
        (Head(), True, Reply(plain("x"), update=True), (True, False)),
        (Head(replaces=True), True, Reply(plain("x")), (True, False)),
        (Head(), False, Reply(plain("x"), update=True), (True, False)),
        # a post that is changed for all, by a tap on it alone
        (Head(replaces=True), True, Reply(plain("x"), update=True, shared=True), (False, True)),
        (Head(), False, Reply(plain("x"), update=True, shared=True), (False, True)),
        (Head(100), True, Reply(plain("x"), update=True, shared=True), (False, False)),
        (Head(7), True, Reply(plain("x"), update=True, shared=True), (False, False)),
        (NO_HEAD, True, Reply(plain("x"), update=True, shared=True), (False, False)),
        # a button of the time before heads: in the group, and where only its tapper sees it
        (NO_HEAD, True, Reply(plain("x"), update=True), (True, False)),
        (NO_HEAD, False, Reply(plain("x"), update=True), (False, True)),
    ],
)
async def test_only_the_tappers_own_answer_changes(
    room: Room, head: Head, overseen: bool, reply: Reply, becomes: tuple[bool, bool]
) -> None:
    await room.say("Ann", "/help")
    assert room.said
    said = replace(room.said, tapped=True, head=head, overseen=overseen)

    prepared = prepare_tap(said, reply)

    assert becomes == (prepared.private, prepared.update)


def test_the_buttons_of_a_post_are_for_all() -> None:
    assert "* join" == Button("Join", "join").carried
    assert not HERE.private


async def test_a_question_before_a_tap_never_shows_the_number_of_an_act(room: Room) -> None:
    await room.say("Ann", "/done week2-numpy")
    asked = await press_in(room, "Ann", "undo #1")

    assert "Do /undo for you?" in words(asked)


async def test_others_are_not_told_to_type_a_command_that_no_list_shows(room: Room) -> None:
    await room.say("Ann", "/join")
    refused = await press_in(room, "Ben", "=zz9? bring telegram:5 Eve")

    assert "type /help" in words(refused)


async def pass_by(room: Room, first: str) -> Reply:
    """What a non-member gets for a tap on a post, and then for a tap on a task of that answer."""
    await room.say("Ann", "/join")
    offered = await press_in(room, "Ben", f"* {first}")
    task = next(one for one in offered.taps() if one.line.startswith("done "))
    return await press_in(room, "Ben", task.carried)


@pytest.mark.parametrize("first", ["done", "next"])
async def test_a_task_in_the_answer_to_a_tap_on_a_post_never_joins_unasked(room: Room, first: str) -> None:
    asked = await pass_by(room, first)

    assert "haven’t joined" in words(asked)
    done = await press_in(room, "Ben", button(asked, "Join").carried)
    assert "done!" in words(done)


async def test_a_member_is_asked_nothing_before_a_task_in_the_answer_to_a_tap_on_a_post(room: Room) -> None:
    await room.say("Ben", "/join")

    assert "done!" in words(await pass_by(room, "done"))


async def test_a_non_member_is_asked_however_many_answers_lead_from_the_post_to_the_task(room: Room) -> None:
    await room.say("Ann", "/join")
    helped = await press_in(room, "Ben", "* help")
    room.overseen = False  # as in messages on Discord that only their reader sees
    offered = await room.press("Ben", button(helped, "What’s next").carried)
    task = next(one for one in offered.taps() if one.line.startswith("done "))

    assert "haven’t joined" in words(await room.press("Ben", task.carried))


async def test_a_non_member_who_typed_the_question_is_not_asked_again(room: Room) -> None:
    await room.say("Ann", "/join")
    asked = await room.say("Ben", "/done")

    assert "done!" in words(await press_in(room, "Ben", asked.buttons[0][0].carried))  # type: ignore[union-attr]
