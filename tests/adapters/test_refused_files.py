"""Files and pictures that a platform refuses, through both real client libraries: the words stand alone."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.adapters.discord.patience import READY
from bot.chat.markup import plain
from bot.chat.port import SendError
from bot.chat.reply import Button, Document, Image, Reply
from tests.adapters.discord_core import ToyCore
from tests.adapters.discord_peer_state import Person
from tests.adapters.discord_stage import ANN, staged
from tests.adapters.telegram_stage import on_stage, place_in
from tests.adapters.telegram_toy import PNG
from tests.adapters.test_both import town

AGAIN = "I couldn’t send the file with your data, so you got nothing. Try again at "
CARD = Reply(plain("your card"), image=Image(PNG, "a card"))
FILE = Reply(plain("yours"), document=Document("a.zip", b"PK", plain("no file")), buttons=((Button("Next", "next"),),))
BARE = Reply(plain("yours"), document=Document("a.zip", b"PK"))

TELEGRAM_REFUSES = [
    (400, "Bad Request: file is too big"),
    (400, "Bad Request: wrong file identifier/HTTP URL specified"),
    (400, "Bad Request: PHOTO_INVALID_DIMENSIONS"),
    (400, "Bad Request: IMAGE_PROCESS_FAILED"),
    (400, "Bad Request: not enough rights to send documents to the chat"),
    (413, "Request Entity Too Large"),
]
DISCORD_REFUSES = [(413, 40005), (413, 0), (400, 50035), (400, 50046)]


@pytest.mark.parametrize(("code", "description"), TELEGRAM_REFUSES)
async def test_an_export_that_telegram_refuses_says_when_to_ask_again(
    sqlite_url: str, code: int, description: str
) -> None:
    async with town(sqlite_url) as both:
        telegram = both.telegram
        ben = telegram.user("Ben", "ben", started=True)
        telegram.says(ben, telegram.private(ben), "/done week2-numpy")
        await telegram.quiet()
        telegram.refuses("sendDocument", code, description)

        telegram.says(ben, telegram.private(ben), "/settings export")
        await telegram.quiet()
        refused = telegram.private(ben).last
        both.clock.advance(timedelta(minutes=10))
        telegram.says(ben, telegram.private(ben), "/settings export")
        await telegram.quiet()

        assert refused.text.startswith(AGAIN) and not refused.photo
        assert telegram.private(ben).last.photo


@pytest.mark.parametrize(("status", "code"), DISCORD_REFUSES)
@pytest.mark.parametrize("tapped", [False, True])
async def test_an_export_that_discord_refuses_says_when_to_ask_again(
    sqlite_url: str, status: int, code: int, tapped: bool
) -> None:
    async with town(sqlite_url) as both:
        discord, ann = both.discord, Person("Ann")
        await discord.slash(ann, "done", {"task": "week2-numpy"})
        page = await discord.slash(ann, "settings", {"what": "privacy"})
        discord.fail("POST /interactions/.*", status, code)

        if tapped:
            refused = await discord.tap(page, "Get my data", ann)
        else:
            refused = await discord.slash(ann, "settings", {"what": "export"})
        both.clock.advance(timedelta(minutes=10))
        given = await discord.slash(ann, "settings", {"what": "export"})

        assert refused.text.startswith(AGAIN)
        assert refused.ephemeral and not refused.files
        assert given.files


@pytest.mark.parametrize(("status", "code"), DISCORD_REFUSES)
@pytest.mark.parametrize("late", [False, True])
async def test_an_answer_on_discord_goes_without_a_refused_picture(status: int, code: int, late: bool) -> None:
    gate = asyncio.Event()
    async with staged(ToyCore(gate=gate if late else None)) as stage:
        stage.peer.fail("PATCH /webhooks/.*" if late else "POST /interactions/.*", status, code)
        exchange = await stage.peer.begin(ANN, "everything")
        if late:
            await stage.pass_(READY)
            await stage.peer.until(lambda: exchange.acknowledged)
            gate.set()
        await stage.peer.until(lambda: exchange.settled and exchange.shown.text)

        assert "All" in exchange.shown.title
        assert not exchange.shown.files and exchange.shown.ephemeral == late


@pytest.mark.parametrize(("reply", "words"), [(CARD, "your card"), (FILE, "no file"), (BARE, "yours")])
@pytest.mark.parametrize(("status", "code"), DISCORD_REFUSES)
async def test_a_post_on_discord_goes_without_a_refused_file(reply: Reply, words: str, status: int, code: int) -> None:
    async with staged() as stage:
        stage.peer.fail("POST /channels/.*/messages", status, code)

        await stage.adapter.send(stage.place, reply, "k")

        [post] = stage.peer.general.messages
        assert (words, {}) == (post.text, post.files)


@pytest.mark.parametrize(("reply", "words"), [(CARD, "your card"), (FILE, "no file"), (BARE, "yours")])
@pytest.mark.parametrize(("code", "description"), TELEGRAM_REFUSES)
async def test_a_post_on_telegram_goes_without_a_refused_file(
    reply: Reply, words: str, code: int, description: str
) -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        for method in ("sendPhoto", "sendDocument"):
            stage.peer.refuses(method, code, description)

        await stage.adapter.send(place_in(room), reply, "k")

        assert ([words], "", None) == (room.texts, room.last.photo, room.last.keyboard or None)


@pytest.mark.parametrize(("code", "description"), TELEGRAM_REFUSES)
async def test_a_card_that_changes_keeps_its_words_if_the_new_picture_is_refused(code: int, description: str) -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        place = place_in(room)
        message = await stage.adapter.send(place, CARD, "k")
        stage.peer.refuses("editMessageMedia", code, description)

        assert await stage.adapter.edit(place, message, Reply(plain("new"), image=Image(PNG + b"2", "a card")))

        assert ["new"] == room.texts


@pytest.mark.parametrize("description", ["Forbidden: bot was blocked by the user", "Bad Request: chat not found"])
async def test_a_closed_chat_is_not_tried_with_words_alone(description: str) -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        stage.peer.refuses("sendDocument", 403 if "Forbidden" in description else 400, description)

        with pytest.raises(SendError) as caught:
            await stage.adapter.send(place_in(room), FILE, "k")

        assert caught.value.permanent
        assert [] == room.texts
