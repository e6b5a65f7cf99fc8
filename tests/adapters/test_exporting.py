"""An export through both real client libraries: the file comes in private, and the group learns nothing."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from tests.adapters.discord_peer_state import Person
from tests.adapters.test_both import town

ANN = Person("Ann")


def sections(content: bytes) -> dict[str, Any]:
    """The sections of an export's JSON."""
    with ZipFile(BytesIO(content)) as archive:
        found: dict[str, Any] = json.loads(archive.read("cairn.json"))["sections"]
    return found


async def test_discord_gives_the_file_to_its_asker_alone(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        discord = both.discord
        await discord.slash(ANN, "done", {"task": "week2-numpy"})
        posted = len(discord.general.messages)
        page = await discord.slash(ANN, "settings", {"what": "privacy"})

        given = await discord.tap(page, "Get my data", ANN)
        again = await discord.slash(ANN, "settings", {"what": "export"})

        [(name, content)] = given.files.items()
        assert name == "cairn-2026-03-02.zip"
        assert ["week2-numpy"] == [row["task"] for row in sections(content)["ticks"]]
        assert given.ephemeral and again.ephemeral and page.ephemeral
        assert "again at" in again.text and not again.files
        assert posted == len([one for one in discord.general.messages if not one.ephemeral])


async def test_telegram_gives_the_file_in_the_private_chat(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        telegram = both.telegram
        room, ben = telegram.group("Study Group"), telegram.user("Ben", "ben", started=True)
        telegram.says(ben, room, "/done week2-numpy")
        await telegram.until(lambda: bool(room.texts))

        telegram.says(ben, room, "/settings export")
        await telegram.quiet()

        [given] = telegram.private(ben).messages[-1:]
        assert "everything I saved" in given.text
        assert ["week2-numpy"] == [row["task"] for row in sections(telegram.files[given.photo])["ticks"]]
        assert not any("saved" in text or "data" in text.casefold() for text in room.texts)
        assert [] == [one for one in room.messages if one.photo]


async def test_a_member_whose_private_chat_is_closed_opens_it_and_gets_the_file(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        telegram = both.telegram
        room, ben = telegram.group("Study Group"), telegram.user("Ben", "ben")
        telegram.says(ben, room, "/done week2-numpy")
        await telegram.until(lambda: bool(room.texts))

        telegram.says(ben, room, "/settings export")
        await telegram.quiet()
        invitation = room.last
        ben.started = True
        telegram.says(ben, telegram.private(ben), "/settings export")
        await telegram.quiet()

        assert "https://t.me/" in invitation.keyboard[0][0]["url"]
        assert "saved" not in invitation.text and not invitation.photo
        given = telegram.private(ben).last
        assert ["week2-numpy"] == [row["task"] for row in sections(telegram.files[given.photo])["ticks"]]


async def test_a_file_that_did_not_arrive_is_not_said_to_have_arrived(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        telegram = both.telegram
        room, ben = telegram.group("Study Group"), telegram.user("Ben", "ben", started=True)
        telegram.says(ben, room, "/done week2-numpy")
        await telegram.until(lambda: bool(room.texts))
        telegram.refuses("sendDocument", 400, "Bad Request: file is too big")

        for _ in range(2):
            telegram.says(ben, telegram.private(ben), "/settings export")
            await telegram.quiet()

        assert telegram.private(ben).texts == [
            "I couldn’t send the file with your data, so you got nothing. Try again at 18:10: /settings export.",
            "I put your data in a file a few minutes ago. You can get it again at 18:10.",
        ]
