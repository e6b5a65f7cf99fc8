"""An answer gets to whom it is for: into the chat, onto the message, as a toast, or in private."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.chat.markup import plain
from bot.chat.reply import Button, Reply
from tests.adapters.telegram_peer_world import Chat, User
from tests.adapters.telegram_stage import Stage, on_stage, place_in


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with on_stage() as running:
        yield running


@pytest.fixture
def ann(stage: Stage) -> User:
    return stage.peer.user("Ann")


@pytest.fixture
def room(stage: Stage) -> Chat:
    return stage.peer.group("Study")


async def test_a_tap_sends_the_buttons_line_and_is_acknowledged_once(stage: Stage, ann: User, room: Chat) -> None:
    stage.peer.says(ann, room, "/done week2-numpy")
    await stage.peer.quiet()
    stage.peer.taps(ann, room.last, "Undo")
    await stage.peer.quiet()

    assert "undo week2-numpy" == stage.core.lines[-1]
    assert stage.core.heard[-1].tapped
    assert [("week2-numpy is undone", False)] == [(toast.text, toast.alert) for toast in stage.peer.toasts]
    assert ["Ann ticked week2-numpy"] == room.texts


async def test_a_tap_acts_for_whoever_taps(stage: Stage, ann: User, room: Chat) -> None:
    ben = stage.peer.user("Ben")
    stage.peer.says(ann, room, "/done week2-numpy")
    await stage.peer.quiet()
    stage.peer.taps(ben, room.last, "Undo")
    await stage.peer.quiet()

    assert stage.core.heard[-1].account.user_id == ben.id
    assert stage.peer.toasts[-1].user is ben


async def test_a_tap_that_turns_a_page_changes_its_message(stage: Stage, ann: User, room: Chat) -> None:
    stage.peer.says(ann, room, "/page 1")
    await stage.peer.quiet()
    stage.peer.taps(ann, room.last, "Next")
    await stage.peer.quiet()

    assert ["page 2"] == room.texts
    assert "page 3" == room.last.line("Next")
    assert [""] == [toast.text for toast in stage.peer.toasts]


WAVE = Reply(plain("Nobody waved"), buttons=((Button("Wave", "wave 1", replaces=True),),))


async def test_a_tap_on_a_post_for_all_changes_it_whoever_taps(stage: Stage, ann: User, room: Chat) -> None:
    await stage.adapter.send(place_in(room), WAVE, "key")
    for person, label in ((ann, "Wave"), (stage.peer.user("Ben"), "Wave (1)")):
        stage.peer.taps(person, room.last, label)
        await stage.peer.quiet()

    assert ["2 waved"] == room.texts
    assert "wave 3" == room.last.line("Wave (2)")
    assert ["", ""] == [toast.text for toast in stage.peer.toasts]


async def test_a_post_for_all_that_is_gone_is_not_written_again(stage: Stage, ann: User, room: Chat) -> None:
    await stage.adapter.send(place_in(room), WAVE, "key")
    post = room.last
    room.messages.remove(post)
    stage.peer.taps(ann, post, "Wave")
    await stage.peer.quiet()

    assert [] == room.texts


async def test_a_page_that_is_already_so_is_no_error(stage: Stage, ann: User, room: Chat) -> None:
    stage.peer.says(ann, room, "/page 2")
    await stage.peer.quiet()
    same = room.last.carried("Next").replace("page 3", "page 2")
    stage.peer.sends_data(ann, room.last, same)
    await stage.peer.quiet()

    assert ["page 2"] == room.texts


async def test_a_page_whose_message_cannot_be_changed_is_written_anew(stage: Stage, ann: User, room: Chat) -> None:
    stage.peer.says(ann, room, "/page 1")
    await stage.peer.quiet()
    stage.peer.taps(ann, room.last, "Next", forgotten=True)
    await stage.peer.quiet()
    stage.peer.refuses("editMessageText", 400, "Bad Request: message can't be edited")
    stage.peer.taps(ann, room.last, "Next")
    await stage.peer.quiet()

    assert ["page 1", "page 2", "page 3"] == room.texts


async def test_a_page_turned_in_a_chat_that_is_closed_is_not_written_anew(stage: Stage, ann: User, room: Chat) -> None:
    stage.peer.says(ann, room, "/page 1")
    await stage.peer.quiet()
    room.muted = True
    stage.peer.taps(ann, room.last, "Next")
    await stage.peer.quiet()

    assert 1 == len(stage.peer.called("sendMessage"))


async def test_a_page_under_a_picture_changes_its_caption(stage: Stage, ann: User, room: Chat) -> None:
    stage.peer.says(ann, room, "/card")
    await stage.peer.quiet()
    stage.peer.taps(ann, room.last, "More")
    await stage.peer.quiet()

    assert ["page 1"] == room.texts
    assert room.last.photo


async def test_a_tap_without_a_message_or_line_is_only_acknowledged(stage: Stage) -> None:
    ann = stage.peer.user("Ann")
    stage.peer.sends_data(ann, None, "undo week2-numpy")
    await stage.peer.quiet()

    assert [] == stage.core.lines
    assert 1 == len(stage.peer.toasts)


async def test_a_refused_tap_is_an_alert(stage: Stage, ann: User, room: Chat) -> None:
    stage.peer.says(ann, room, "/done week2-numpy")
    await stage.peer.quiet()
    stage.peer.sends_data(ann, room.last, "setup")
    await stage.peer.quiet()

    assert stage.peer.toasts[-1].alert
    assert "admin" in stage.peer.toasts[-1].text


async def test_a_long_private_answer_to_a_tap_is_whole_in_private(stage: Stage) -> None:
    ann, room = stage.peer.user("Ann", started=True), stage.peer.group("Study")
    stage.peer.says(ann, room, "/done week2-numpy")
    await stage.peer.quiet()
    stage.peer.sends_data(ann, room.last, "long")
    await stage.peer.quiet()

    assert [""] == [toast.text for toast in stage.peer.toasts]
    assert stage.peer.private(ann).texts == [("word " * 100).strip()]
    assert ["Ann ticked week2-numpy"] == room.texts


async def _ask_settings(stage: Stage, *, started: bool) -> tuple[list[str], list[str]]:
    ann, room = stage.peer.user("Ann", started=started), stage.peer.group("Study")
    stage.peer.says(ann, room, "/settings")
    await stage.peer.quiet()
    return room.texts, stage.peer.private(ann).texts


async def test_a_private_command_in_a_group_is_answered_in_the_private_chat(stage: Stage) -> None:
    assert ([], ["your settings"]) == await _ask_settings(stage, started=True)


async def test_somebody_without_a_private_chat_gets_an_invitation_that_tells_nothing(stage: Stage) -> None:
    [in_group], in_private = await _ask_settings(stage, started=False)
    invitation = next(chat for chat in stage.peer.chats.values() if chat.title).last

    assert [] == in_private
    assert "your settings" not in in_group
    assert "https://t.me/Cairn_Bot?start=settings" == invitation.keyboard[0][0]["url"]
    assert invitation.quiet


async def test_somebody_who_blocked_the_bot_gets_the_invitation_too(stage: Stage) -> None:
    ann, room = stage.peer.user("Ann", started=True), stage.peer.group("Study")
    ann.blocked = True
    stage.peer.says(ann, room, "/settings")
    await stage.peer.quiet()

    assert 1 == len(room.texts)


@pytest.mark.parametrize("line", ["/progress", "/card", "/plot"])
async def test_an_answer_in_a_group_stands_under_its_question(stage: Stage, ann: User, room: Chat, line: str) -> None:
    said = stage.peer.says(ann, room, line)
    await stage.peer.quiet()

    assert said.id == room.last.to


async def test_a_refusal_without_a_private_chat_is_a_quiet_reply(stage: Stage, ann: User, room: Chat) -> None:
    said = stage.peer.says(ann, room, "/setup")
    await stage.peer.quiet()

    assert "admin" in room.texts[0]
    assert (room.last.quiet, room.last.to) == (True, said.id)


async def test_a_missing_argument_becomes_a_keyboard_in_the_group_where_it_counts(stage: Stage) -> None:
    ann, room = stage.peer.user("Ann", started=True), stage.peer.group("Study")
    stage.peer.says(ann, room, "/done")
    await stage.peer.quiet()

    assert ["NumPy & Pandas", "Loops"] == room.last.buttons
    assert "done week1-loops" == room.last.line("Loops")
    assert [] == stage.peer.private(ann).texts


async def test_buttons_in_the_private_chat_change_their_message_there(stage: Stage) -> None:
    ann = stage.peer.user("Ann")
    stage.peer.says(ann, ann, "/settings")
    await stage.peer.quiet()
    chat = stage.peer.private(ann)
    stage.peer.sends_data(ann, chat.last, "settings")
    stage.peer.sends_data(ann, chat.last, "page 4")
    await stage.peer.quiet()

    assert ["page 4"] == chat.texts
    assert ["", ""] == [toast.text for toast in stage.peer.toasts]


async def test_a_tap_that_needs_a_choice_gets_it_in_the_group_without_an_alert(stage: Stage) -> None:
    ann, room = stage.peer.user("Ann", started=True), stage.peer.group("Study", forum=True)
    room.topics[7] = "open"
    stage.peer.says(ann, room, "/done week2-numpy", thread=7)
    await stage.peer.quiet()
    stage.peer.sends_data(ann, room.last, "done")
    await stage.peer.quiet()

    assert ["NumPy & Pandas", "Loops"] == room.last.buttons
    assert 7 == room.last.thread
    assert [""] == [toast.text for toast in stage.peer.toasts]


async def test_a_private_command_tapped_in_a_group_is_answered_in_private(stage: Stage) -> None:
    ann, room = stage.peer.user("Ann", started=True), stage.peer.group("Study")
    stage.peer.says(ann, room, "/done week2-numpy")
    await stage.peer.quiet()
    stage.peer.sends_data(ann, room.last, "settings")
    await stage.peer.quiet()

    assert ["Ann ticked week2-numpy"] == room.texts
    assert ["Hide me"] == stage.peer.private(ann).last.buttons


async def test_a_long_answer_to_a_tap_in_the_private_chat_is_a_message_alone(stage: Stage) -> None:
    ann = stage.peer.user("Ann")
    stage.peer.says(ann, ann, "/settings")
    await stage.peer.quiet()
    stage.peer.sends_data(ann, stage.peer.private(ann).last, "long")
    await stage.peer.quiet()

    assert [""] == [toast.text for toast in stage.peer.toasts]
    assert 2 == len(stage.peer.private(ann).texts)


async def test_ten_people_who_tap_at_once_are_all_answered_in_turn(stage: Stage) -> None:
    people = [stage.peer.user(f"P{number}") for number in range(10)]
    room = stage.peer.group("Study")
    stage.peer.says(people[0], room, "/page 1")
    await stage.peer.quiet()
    for person in people:
        stage.peer.taps(person, room.last, "Next")
    await stage.peer.quiet()

    assert [toast.user for toast in stage.peer.toasts] == people
    assert ["page 2"] == room.texts
