"""On Telegram a group never reads the code that connects it: it stands in the admin's private chat."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from bot.tables import codes
from tests.adapters.telegram_peer_world import Chat, User
from tests.adapters.test_both import CHIEF, Town, town

CODE = re.compile(r"Your code: `?(\w{8})")


async def says(both: Town, who: User | None, where: Chat | User, line: str) -> None:
    both.telegram.says(who, where, line)
    await both.telegram.quiet()


async def room_of(both: Town, admin: User) -> Chat:
    """A group that an admin has set up."""
    room = both.telegram.group("Evening Study", admins=(admin,))
    await says(both, admin, room, "/setup zone UTC")
    return room


async def press(both: Town, who: User, room: Chat, label: str) -> None:
    both.telegram.taps(who, room.last, label)
    await both.telegram.quiet()


def link_in(chat: Chat) -> str:
    """What the link under the last message says in the private chat."""
    [url] = [button["url"] for row in chat.last.keyboard for button in row if "url" in button]
    return str(url).partition("?start=")[2]


@pytest.mark.parametrize("home", ["here", "brief", "private"])
@pytest.mark.parametrize("way", ["typed", "tapped"])
async def test_an_admin_with_a_private_chat_reads_it_there(sqlite_url: str, home: str, way: str) -> None:
    async with town(sqlite_url) as both:
        boss = both.telegram.user("Boss", started=True)
        room = await room_of(both, boss)
        await says(both, boss, room, f"/setup answers {home}")
        if way == "typed":
            await says(both, boss, room, "/setup connect")
        else:
            await says(both, boss, room, "/setup all")
            await press(both, boss, room, "Connect a second chat")

        alone = both.telegram.private(boss)
        assert "Connect Evening Study" in alone.last.text
        assert CODE.search(alone.last.text)
        assert [] == alone.last.buttons
        assert not any(CODE.search(text) for text in [*room.texts, *(one.text for one in both.telegram.toasts)])


@pytest.mark.parametrize("way", ["typed", "tapped", "anonymous"])
async def test_an_admin_without_one_follows_a_link_to_it(sqlite_url: str, way: str) -> None:
    async with town(sqlite_url) as both:
        boss = both.telegram.user("Boss")
        room = await room_of(both, boss)
        if way == "tapped":
            await says(both, boss, room, "/setup all")
            await press(both, boss, room, "Connect a second chat")
        else:
            await says(both, boss if way == "typed" else None, room, "/setup connect")
        if way == "anonymous":
            await press(both, boss, room, "It’s me")
        assert "only for you" in room.last.text
        start = link_in(room)
        assert not any(CODE.search(text) for text in room.texts)

        await says(both, boss, boss, f"/start {start}")
        found = CODE.search(both.telegram.private(boss).last.text)
        assert found
        await both.discord.slash(CHIEF, "setup", {"what": "zone", "value": "UTC"})
        asked = await both.discord.slash(CHIEF, "setup", {"what": "connect", "value": found[1]})
        assert "**Evening Study** and **Study Group** become one group" in asked.text


async def test_the_link_gives_nobody_else_a_code(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        boss, mia = both.telegram.user("Boss"), both.telegram.user("Mia", started=True)
        room = await room_of(both, boss)
        await says(both, mia, room, "/join")
        await says(both, boss, room, "/setup connect")
        kept = await both.app.store.read(lambda db: db.scalar(select(func.count()).select_from(codes)))

        for line in (
            f"/start {link_in(room)}",
            "/homecode",
            "/start homecode-999",
            "/start homecode-x",
            "/homecode ~1",
        ):
            await says(both, mia, mia, line)
            assert not CODE.search(both.telegram.private(mia).last.text), line
        assert kept == await both.app.store.read(lambda db: db.scalar(select(func.count()).select_from(codes)))


async def test_the_link_shows_a_connection_that_came_meanwhile(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        boss = both.telegram.user("Boss")
        room = await room_of(both, boss)
        await says(both, boss, room, "/setup connect")
        start = link_in(room)
        await both.discord.slash(CHIEF, "setup", {"what": "zone", "value": "UTC"})
        shown = await both.discord.slash(CHIEF, "setup", {"what": "connect"})
        found = CODE.search(shown.text)
        assert found
        await says(both, boss, room, f"/setup connect {found[1]}")
        await press(both, boss, room, "Connect")

        await says(both, boss, boss, f"/start {start}")
        alone = both.telegram.private(boss)
        assert "Study Group and Evening Study become one group on" in alone.last.text
        assert [] == alone.last.buttons
