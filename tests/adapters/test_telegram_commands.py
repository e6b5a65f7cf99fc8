"""What people type reaches the core as it was meant, and nothing else does."""

from __future__ import annotations

from typing import Any

import pytest

from bot.identity import Account, Place
from tests.adapters.telegram_stage import on_stage


async def test_a_command_in_a_group_is_answered_there_under_the_command() -> None:
    async with on_stage() as stage:
        ann, room = stage.peer.user("Ann", "ann"), stage.peer.group("Study")
        said = stage.peer.says(ann, room, "/done week2-numpy")
        await stage.peer.quiet()

        assert ["Ann ticked week2-numpy"] == room.texts
        assert ["Ann"] == room.last.styled("bold")
        assert ["Undo", "Page 2"] == room.last.buttons
        assert room.last.to == said.id


async def test_the_core_is_told_who_spoke_where() -> None:
    async with on_stage() as stage:
        ann, room = stage.peer.user("Ann", "ann"), stage.peer.group("Study")
        stage.peer.says(ann, room, "/done week2-numpy")
        await stage.peer.quiet()
        [heard] = stage.core.heard

        assert heard.account == Account("telegram", ann.id, "Ann", "ann")
        assert heard.place == Place("telegram", room.id, room.id, None, "Study", private=False)
        assert heard.inbound.startswith("telegram:update:7")


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("/done week2-numpy", "/done week2-numpy"),
        ("/done@Cairn_Bot week2-numpy", "/done week2-numpy"),
        ("/done@cairn_bot week2-numpy", "/done week2-numpy"),
        ("/DONE@CAIRN_BOT week2-numpy", "/DONE week2-numpy"),
        ("/dnoe week2-numpy", "/dnoe week2-numpy"),
        ("/done  two\nlines", "/done  two\nlines"),
    ],
)
async def test_a_line_reaches_the_core_without_our_name(typed: str, line: str) -> None:
    async with on_stage() as stage:
        stage.peer.says(stage.peer.user("Ann"), stage.peer.group("Study"), typed)
        await stage.peer.quiet()

        assert stage.core.lines == [line]


@pytest.mark.parametrize(
    ("typed", "line"),
    [("/start week5", "/start week5"), ("/start settings", "/settings"), ("/start done", "/start done")],
)
async def test_a_link_to_the_private_chat_says_its_line_there(typed: str, line: str) -> None:
    async with on_stage() as stage:
        ann = stage.peer.user("Ann", started=True)
        stage.peer.says(ann, ann, typed)
        await stage.peer.quiet()

        assert stage.core.lines == [line]


@pytest.mark.parametrize(
    "typed",
    [
        "/done@otherbot week2-numpy",
        "/play music",
        "/stats",
        "/report",
        "/weather@weatherbot",
        "hello /done",
        "done week2-numpy",
        "/",
        "hi",
    ],
)
async def test_what_is_not_for_us_in_a_group_is_left_alone(typed: str) -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        stage.peer.says(stage.peer.user("Ann"), room, typed)
        await stage.peer.quiet()

        assert ([], []) == (stage.core.lines, room.texts)


@pytest.mark.parametrize(
    ("typed", "line"),
    [("done week2-numpy", "done week2-numpy"), ("Done numpy", "Done numpy"), ("/nonsense", "/nonsense"), ("/", "/")],
)
async def test_in_private_a_known_word_needs_no_slash(typed: str, line: str) -> None:
    async with on_stage() as stage:
        ann = stage.peer.user("Ann")
        stage.peer.says(ann, ann, typed)
        await stage.peer.quiet()

        assert stage.core.lines == [line]


async def test_other_words_in_private_get_a_hint() -> None:
    async with on_stage() as stage:
        ann = stage.peer.user("Ann")
        stage.peer.says(ann, ann, "good morning")
        await stage.peer.quiet()
        [hint] = stage.peer.private(ann).texts

        assert [] == stage.core.lines
        assert "/help" in hint


async def test_forwards_bots_and_channels_are_not_heard() -> None:
    async with on_stage() as stage:
        peer = stage.peer
        ann, room = peer.user("Ann"), peer.group("Study")
        origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Ben"}
        peer.says(ann, room, "/done week2-numpy", forward_origin=origin)
        peer.says(ann, room, "/done week2-numpy", sender_chat=room.shown(), is_automatic_forward=True)
        peer.arrives("channel_post", peer.says(ann, peer.group("News", kind="channel"), "/done x").shown())
        peer.shows(ann, room, "photo", "/done week2-numpy", forward_origin=origin)
        robot = {"id": 9, "is_bot": True, "first_name": "Robot"}
        peer.arrives("message", {**room.last.shown(), "from": robot, "text": "/done week2-numpy"})
        await peer.quiet()

        assert [] == stage.core.lines


PICTURE: dict[str, Any] = {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]}
VOICE: dict[str, Any] = {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 3}}


@pytest.mark.parametrize(
    ("content", "answers"),
    [
        ({**PICTURE, "caption": "my notes"}, 1),
        (VOICE, 1),
        ({**PICTURE, "media_group_id": "1", "caption": "my notes"}, 1),
        ({**PICTURE, "media_group_id": "1"}, 0),
        ({"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}}, 0),
    ],
)
async def test_a_picture_or_voice_in_private_is_answered_that_only_words_are_read(
    content: dict[str, Any], answers: int
) -> None:
    async with on_stage() as stage:
        ann = stage.peer.user("Ann", started=True)
        stage.peer.says(ann, ann, "", **content)
        stage.peer.says(ann, stage.peer.group("Study"), "", **content)
        await stage.peer.quiet()

        assert len(stage.peer.private(ann).texts) == answers
        assert all("only read text" in text for text in stage.peer.private(ann).texts)
        assert [] == stage.core.lines


async def test_a_mention_of_somebody_without_a_user_name_becomes_their_id() -> None:
    async with on_stage() as stage:
        ann, ben, room = stage.peer.user("Ann"), stage.peer.user("Ben 🎓 Ng"), stage.peer.group("Study")
        stage.peer.says(ann, room, "/progress 🎉 Ben 🎓 Ng please", mentions={"Ben 🎓 Ng": ben})
        await stage.peer.quiet()

        assert [f"/progress 🎉 telegram:{ben.id} please"] == stage.core.lines


async def test_a_command_in_reply_to_a_member_is_about_that_member() -> None:
    async with on_stage() as stage:
        ann, ben, room = stage.peer.user("Ann"), stage.peer.user("Ben"), stage.peer.group("Study")
        his = stage.peer.says(ben, room, "I am stuck")
        stage.peer.says(ann, room, "/progress@cairn_bot", to=his)
        stage.peer.says(ann, room, "/progress @carl", to=his)
        stage.peer.says(ann, room, "/start", to=his)
        await stage.peer.quiet()

        assert [f"/progress telegram:{ben.id}", "/progress @carl", "/start"] == stage.core.lines


async def test_a_reply_to_the_bot_or_to_a_topics_first_message_is_about_nobody() -> None:
    async with on_stage() as stage:
        peer = stage.peer
        ann, ben, room = peer.user("Ann"), peer.user("Ben"), peer.group("Study", forum=True)
        room.topics[7] = "open"
        first = peer.says(ben, room, "", thread=7, forum_topic_created={"name": "Month 1", "icon_color": 1})
        peer.says(ann, room, "/progress", to=first, thread=7)
        await peer.quiet()
        peer.says(ann, room, "/progress", to=room.last)
        await peer.quiet()

        assert ["/progress", "/progress"] == stage.core.lines


async def test_a_topic_is_answered_in_the_topic_and_general_without_a_number() -> None:
    async with on_stage() as stage:
        peer = stage.peer
        ann, room = peer.user("Ann"), peer.group("Study", forum=True)
        room.topics[7] = "open"
        peer.says(ann, room, "/progress", thread=7)
        peer.says(ann, room, "/progress", thread=1)
        await peer.quiet()

        assert [7, None] == [message.thread for message in room.messages if message.ours]
        assert [7, None] == [said.place.thread_id for said in stage.core.heard]


async def test_a_thread_of_replies_outside_a_forum_is_no_topic() -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        stage.peer.says(stage.peer.user("Ann"), room, "/progress", message_thread_id=33)
        await stage.peer.quiet()

        assert stage.core.heard[0].place.thread_id is None
        assert room.last.thread is None


async def test_only_administrators_may_set_up_and_their_rights_are_kept_for_minutes() -> None:
    async with on_stage() as stage:
        ann, ben = stage.peer.user("Ann"), stage.peer.user("Ben", started=True)
        room = stage.peer.group("Study", admins=(ann,))
        stage.peer.says(ann, room, "/setup")
        stage.peer.says(ann, room, "/setup")
        stage.peer.says(ben, room, "/setup")
        await stage.peer.quiet()

        assert ["set up", "set up"] == room.texts[:2]
        assert "Only an admin" in room.texts[2]
        assert 2 == len(stage.peer.called("getChatAdministrators"))


async def test_nobody_is_an_administrator_of_a_private_chat() -> None:
    async with on_stage() as stage:
        ann = stage.peer.user("Ann")
        stage.peer.says(ann, ann, "/setup")
        await stage.peer.quiet()

        assert [] == stage.peer.called("getChatAdministrators")
        assert "To set up a group" in stage.peer.private(ann).texts[0]
