"""Posts: what `send` and `edit` do, and what they say when it fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.adapters.telegram.transport import Limits
from bot.chat.markup import plain
from bot.chat.port import SendError
from bot.chat.reply import Button, Document, Image, Reply
from bot.identity import Place, Platform
from tests.adapters.telegram_stage import Stage, on_stage, place_in
from tests.adapters.telegram_toy import DOCUMENT, PNG
from tests.pacing import open_lane

HELLO = Reply(plain("hello"))
PLOT = Reply(plain("your plot"), file=DOCUMENT)
CARD = Reply(plain("your card"), image=Image(PNG, "a card"))


async def _fails(stage: Stage, place: Place, reply: Reply = HELLO) -> SendError:
    with pytest.raises(SendError) as caught:
        await stage.adapter.send(place, reply, "key")
    return caught.value


async def test_a_post_goes_to_its_topic_and_returns_its_id() -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study", forum=True)
        room.topics[7] = "open"
        number = await stage.adapter.send(place_in(room, 7), HELLO, "key")

        assert (number, room.last.thread, room.texts) == (str(room.last.id), 7, ["hello"])
        assert {"is_disabled": True} == stage.peer.called("sendMessage")[-1]["link_preview_options"]


@pytest.mark.parametrize("silent", [False, True])
async def test_a_post_that_need_not_ring_makes_no_sound(silent: bool) -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        await stage.adapter.send(place_in(room), replace(HELLO, silent=silent), "one")
        await stage.adapter.send(place_in(room), replace(CARD, silent=silent), "two")
        await stage.adapter.send(place_in(room), replace(PLOT, silent=silent), "three")

        assert [silent] * 3 == [message.quiet for message in room.messages]


async def test_a_post_is_edited_and_once_more_is_no_error() -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        number = await stage.adapter.send(place_in(room), Reply(plain("x"), buttons=((Button("A", "a"),),)), "key")
        for _ in range(2):
            assert await stage.adapter.edit(place_in(room), number, HELLO)

        assert (["hello"], []) == (room.texts, room.last.buttons)


async def test_editing_a_post_that_is_gone_says_so_and_is_no_error() -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")

        assert not await stage.adapter.edit(place_in(room), "77", HELLO)


async def test_editing_where_the_bot_is_no_more_is_permanent() -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        room.kicked = True
        with pytest.raises(SendError) as caught:
            await stage.adapter.edit(place_in(room), "77", HELLO)

        assert caught.value.permanent


async def test_a_picture_is_uploaded_once_and_its_caption_edited() -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        number = await stage.adapter.send(place_in(room), CARD, "one")
        await stage.adapter.send(place_in(room), CARD, "two")
        await stage.adapter.edit(place_in(room), number, HELLO)

        assert [PNG] == list(stage.peer.files.values())
        assert ["file0", "file0"] == [message.photo for message in room.messages]
        assert ["hello", "your card"] == room.texts


async def test_a_file_of_ours_is_a_message_of_its_own() -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        await stage.adapter.send(place_in(room), Reply(plain("yours"), document=Document("a.zip", b"PK")), "key")

        assert (["yours"], b"PK") == (room.texts, stage.peer.files[room.last.photo])


async def test_a_picture_put_in_place_of_another_is_uploaded() -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        number = await stage.adapter.send(place_in(room), CARD, "one")
        await stage.adapter.edit(place_in(room), number, Reply(plain("new"), image=Image(PNG + b"2", "a card")))

        assert (["new"], PNG + b"2") == (room.texts, stage.peer.files[room.last.photo])


async def test_a_chat_that_takes_no_pictures_gets_the_words() -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        room.no_photos = True
        await stage.adapter.send(place_in(room), CARD, "key")

        assert (["your card"], "") == (room.texts, room.last.photo)


@pytest.mark.parametrize(
    ("code", "description", "reason"),
    [
        (403, "Forbidden: bot was blocked by the user", "blocked"),
        (403, "Forbidden: user is deactivated", "deactivated"),
        (403, "Forbidden: bot was kicked from the supergroup chat", "kicked"),
        (403, "Forbidden: bot is not a member of the channel chat", "kicked"),
        (403, "Forbidden: bot can't initiate conversation with a user", "never_started"),
        (403, "Forbidden: something new", "forbidden"),
        (400, "Bad Request: chat not found", "chat_not_found"),
        (400, "Bad Request: PEER_ID_INVALID", "chat_not_found"),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", "no_rights"),
        (400, "Bad Request: not enough rights to send text messages to the chat", "no_rights"),
        (400, "Bad Request: have no rights to send a message", "no_rights"),
        (400, "Bad Request: TOPIC_CLOSED", "topic_closed"),
        (400, "Bad Request: TOPIC_DELETED", "topic_deleted"),
        (400, "Bad Request: message thread not found", "topic_deleted"),
        (400, "Bad Request: group chat was deactivated", "deactivated"),
    ],
)
async def test_a_place_that_takes_nothing_is_permanent(code: int, description: str, reason: str) -> None:
    async with on_stage() as stage:
        stage.peer.refuses("sendMessage", code, description)
        error = await _fails(stage, place_in(stage.peer.group("Study")))

        assert (error.reason, error.permanent, error.ambiguous) == (reason, True, False)


@pytest.mark.parametrize(
    ("code", "description", "reason"),
    [
        (400, "Bad Request: can't parse entities: whatever", "rejected"),
        (400, "Bad Request: BUTTON_DATA_INVALID", "rejected"),
        (401, "Unauthorized", "token"),
        (404, "Not Found", "token"),
        (409, "Conflict: terminated", "conflict"),
        (413, "Request Entity Too Large", "network"),
        (500, "Internal Server Error", "server_500"),
        (503, "Service Unavailable", "server_503"),
    ],
)
async def test_trouble_that_is_not_the_places_may_pass(code: int, description: str, reason: str) -> None:
    async with on_stage() as stage:
        stage.peer.refuses("sendMessage", code, description)
        error = await _fails(stage, place_in(stage.peer.group("Study")))

        assert (error.reason, error.permanent, error.ambiguous) == (reason, False, False)
        assert (reason == "rejected") == error.rejected


@pytest.mark.parametrize("body", ["<html>Access denied</html>", '{"message": "forbidden"}'])
@pytest.mark.parametrize("status", [400, 403, 413])
async def test_a_refusal_that_is_not_telegrams_is_no_place_s_fault(status: int, body: str) -> None:
    async with on_stage() as stage:
        stage.peer.breaks("sendMessage", status, body)
        error = await _fails(stage, place_in(stage.peer.group("Study")))

        assert ("not_sent", False, False) == (error.reason, error.permanent, error.ambiguous)


async def test_a_flood_says_how_long_to_wait() -> None:
    async with on_stage() as stage:
        stage.peer.floods("sendMessage", seconds=17)
        error = await _fails(stage, place_in(stage.peer.group("Study")))

        assert (17.0, False) == (error.retry_after, error.permanent)


async def test_a_flood_that_says_nothing_is_a_second() -> None:
    async with on_stage() as stage:
        stage.peer.breaks("sendMessage", 429, "<html>slow down</html>")

        assert 1.0 == (await _fails(stage, place_in(stage.peer.group("Study")))).retry_after


async def test_a_group_that_moved_gives_its_new_id() -> None:
    async with on_stage() as stage:
        old = stage.peer.group("Study", kind="group")
        new = stage.peer.upgrades(old, silently=True)

        assert (await _fails(stage, place_in(old))).moved_to == new.id


@pytest.mark.parametrize("status", [502, 504, 520, 524])
async def test_a_gateway_that_lost_the_answer_leaves_it_open(status: int) -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        stage.peer.breaks("sendMessage", status, after=True)
        error = await _fails(stage, place_in(room))

        assert (True, ["hello"]) == (error.ambiguous, room.texts)


@pytest.mark.parametrize("after", [False, True])
async def test_a_connection_that_breaks_after_we_sent_leaves_it_open(after: bool) -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        stage.peer.resets("sendMessage", after=after)
        error = await _fails(stage, place_in(room))

        assert ("no_answer", True) == (error.reason, error.ambiguous)
        assert room.texts == ["hello"] * after


async def test_a_yes_that_cannot_be_read_leaves_it_open() -> None:
    async with on_stage() as stage:
        stage.peer.breaks("sendMessage", 200, "<html>welcome to the hotel</html>")

        assert (await _fails(stage, place_in(stage.peer.group("Study")))).ambiguous


async def test_an_answer_that_never_comes_leaves_it_open() -> None:
    async with on_stage() as stage:
        stage.adapter._calls._limits = Limits(connect=0.3, read=0.01)
        stage.peer.holds("sendMessage")
        error = await _fails(stage, place_in(stage.peer.group("Study")))

        assert ("no_answer", True) == (error.reason, error.ambiguous)


async def test_a_telegram_that_is_away_was_never_sent_anything() -> None:
    async with on_stage() as stage:
        away = stage.make()
        with pytest.raises(SendError) as unstarted:
            await away.send(Place(Platform.TELEGRAM, 1, 1), HELLO, "key")
        await stage.peer._runner.cleanup()
        error = await _fails(stage, Place(Platform.TELEGRAM, 1, 1))

        assert ("not_sent", False, False) == (error.reason, error.ambiguous, error.permanent)
        assert "not_sent" == unstarted.value.reason


async def test_no_error_holds_the_token() -> None:
    async with on_stage() as stage:
        token = stage.peer.token
        stage.peer.resets("sendMessage", after=True)
        error = await _fails(stage, place_in(stage.peer.group("Study")))
        seen: list[BaseException] = []
        cause: BaseException | None = error
        while cause and cause not in seen:
            seen.append(cause)
            cause = cause.__cause__ or cause.__context__

        assert all(token not in f"{one!r} {one.args}" for one in seen)


async def test_a_picture_that_meets_a_flood_is_not_sent_as_words() -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        stage.peer.floods("sendPhoto", seconds=3)
        error = await _fails(stage, place_in(room), CARD)

        assert 3.0 == error.retry_after
        assert [] == room.texts


async def test_only_so_many_pictures_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.adapters.telegram.sending.PICTURES", 16)
    async with on_stage(lane=open_lane()) as stage:
        room = stage.peer.group("Study")
        for number in (*range(17), 0):
            await stage.adapter.send(place_in(room), Reply(plain("x"), image=Image(b"png%d" % number, "")), "key")

        assert 18 == len(stage.peer.files)
