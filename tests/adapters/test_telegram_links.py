"""Links to the bot on Telegram: into a group, and from a group into the private chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import cast

import pytest

from bot.database.store import Store
from tests.adapters.telegram_peer_world import BOT, Chat, User
from tests.adapters.telegram_stage import Stage, on_stage
from tests.adapters.telegram_toy import ToyCore
from tests.adapters.weekly_core import WeeklyCore

ADDING = f"https://t.me/{BOT['username']}?startgroup=setup"


@asynccontextmanager
async def with_commands(store: Store) -> AsyncIterator[tuple[Stage, User, Chat]]:
    """The real commands, Ann and a group."""
    core = WeeklyCore(store)
    async with on_stage(begin=False) as stage:
        stage.core, stage.clock = cast(ToyCore, core), core.clock
        stage.adapter = stage.make()
        await stage.begin()
        ann = stage.peer.user("Ann", started=True)
        yield stage, ann, stage.peer.group("Study", admins=(ann,))


async def says(stage: Stage, who: User, where: Chat | User, text: str) -> None:
    stage.peer.says(who, where, text)
    await stage.peer.quiet()


def links(chat: Chat) -> list[str]:
    return [button["url"] for row in chat.last.keyboard for button in row if "url" in button]


@pytest.mark.parametrize("line", ["/start", "/about", "/setup"])
async def test_a_private_chat_has_a_link_that_adds_the_bot_to_a_group(sqlite_store: Store, line: str) -> None:
    async with with_commands(sqlite_store) as (stage, ann, room):
        await says(stage, ann, ann, line)
        await says(stage, ann, room, line)

        assert [ADDING] == links(stage.peer.private(ann))
        assert [] == links(room)


async def code_of(stage: Stage, who: User, room: Chat, line: str = "/invite") -> str:
    await says(stage, who, room, line)
    [link] = links(room)
    assert link in room.last.text
    start = f"https://t.me/{BOT['username']}?start="
    assert link.startswith(start)
    return link.removeprefix(start)


async def test_a_link_asks_by_the_groups_name_and_joins_in_private_after_a_yes(sqlite_store: Store) -> None:
    async with with_commands(sqlite_store) as (stage, ann, room):
        await says(stage, ann, room, "/join")
        code = await code_of(stage, ann, room)
        ben = stage.peer.user("Ben", started=True)
        chat = stage.peer.private(ben)
        await says(stage, ben, ben, f"/start {code}")
        assert "Join Study?" in chat.last.text
        await says(stage, ann, room, "/leaderboard")
        assert "Ben" not in room.last.text

        stage.peer.taps(ben, chat.last, "Join")
        await stage.peer.quiet()

        assert "You’re in Study!" in chat.last.text
        await says(stage, ben, ben, f"/start {code}")
        assert "You’re already in Study" in chat.last.text
        await says(stage, ben, ben, "/done week1-algebra")
        await says(stage, ann, room, "/progress Ben")
        assert "Linear algebra" in room.last.text or "1 of" in room.last.text
        assert 1 == len([one for one in room.messages if one.ours and "Join in private" in one.buttons])


@pytest.mark.parametrize("standing", ["left", "kicked"])
async def test_a_link_lets_in_only_those_who_are_in_the_chat(sqlite_store: Store, standing: str) -> None:
    async with with_commands(sqlite_store) as (stage, ann, room):
        await says(stage, ann, room, "/join")
        code = await code_of(stage, ann, room)
        ben = stage.peer.user("Ben", started=True)
        room.attendance[ben.id] = (standing, {})

        for line in (f"/start {code}", f"/start {code} yes"):
            await says(stage, ben, ben, line)
            assert "Join the chat of Study first" in stage.peer.private(ben).last.text

        await says(stage, ann, room, "/leaderboard all")
        assert "Ben" not in room.last.text
        del room.attendance[ben.id]
        stage.peer.says(ben, room, "", new_chat_members=[ben.shown()])
        await says(stage, ben, ben, f"/start {code}")
        assert "Join Study?" in stage.peer.private(ben).last.text


@pytest.mark.parametrize("code", ["join-", "join-aaaaaaaaaaaaaaaaaaaaaaaa", "join-' OR 1=1", "join-aaaa yes"])
async def test_a_code_that_opens_nothing_is_refused_and_joins_nobody(sqlite_store: Store, code: str) -> None:
    async with with_commands(sqlite_store) as (stage, ann, room):
        await says(stage, ann, room, "/join")
        await code_of(stage, ann, room)
        ben = stage.peer.user("Ben", started=True)
        await says(stage, ben, ben, f"/start {code}")

        assert "no longer works" in stage.peer.private(ben).last.text


async def test_only_an_admin_replaces_the_link_and_the_old_one_opens_nothing(sqlite_store: Store) -> None:
    async with with_commands(sqlite_store) as (stage, ann, room):
        ben, cat = stage.peer.user("Ben", started=True), stage.peer.user("Cat", started=True)
        await says(stage, ann, room, "/join")
        await says(stage, ben, room, "/join")
        old = await code_of(stage, ann, room)
        await says(stage, ben, room, "/invite new")
        assert "Only an admin" in room.last.text
        await says(stage, ben, ben, "/invite new")
        assert "Only the group’s admins" in stage.peer.private(ben).last.text
        assert old == await code_of(stage, ben, room)

        new = await code_of(stage, ann, room, "/invite new")

        assert old != new
        await says(stage, cat, cat, f"/start {old}")
        assert "no longer works" in stage.peer.private(cat).last.text
        await says(stage, cat, cat, f"/start {new}")
        assert "Join Study?" in stage.peer.private(cat).last.text


async def test_an_admin_who_is_no_member_replaces_the_link(sqlite_store: Store) -> None:
    async with with_commands(sqlite_store) as (stage, ann, room):
        ben = stage.peer.user("Ben", started=True)
        await says(stage, ben, room, "/join")
        old = await code_of(stage, ben, room)

        new = await code_of(stage, ann, room, "/invite new")

        assert old != new
        assert new == await code_of(stage, ben, room)


async def test_a_link_works_for_thirty_days_after_it_was_last_asked_for(sqlite_store: Store) -> None:
    async with with_commands(sqlite_store) as (stage, ann, room):
        await says(stage, ann, room, "/join")
        code = await code_of(stage, ann, room)
        stage.clock.advance(timedelta(days=29))
        assert code == await code_of(stage, ann, room)
        stage.clock.advance(timedelta(days=29))
        ben = stage.peer.user("Ben", started=True)
        await says(stage, ben, ben, f"/start {code}")
        assert "Join Study?" in stage.peer.private(ben).last.text
        stage.clock.advance(timedelta(days=1))

        stage.peer.taps(ben, stage.peer.private(ben).last, "Join")
        await stage.peer.quiet()

        assert "no longer works" in stage.peer.toasts[-1].text
        assert code != await code_of(stage, ann, room)


async def test_who_is_no_member_or_learns_alone_gets_no_link(sqlite_store: Store) -> None:
    async with with_commands(sqlite_store) as (stage, ann, room):
        await says(stage, ann, room, "/invite")
        assert [] == links(room)
        await says(stage, ann, ann, "/join")
        await says(stage, ann, ann, "/invite")

        assert [ADDING] == links(stage.peer.private(ann))


async def test_a_non_member_who_wants_to_invite_can_join_by_a_tap(sqlite_store: Store) -> None:
    async with with_commands(sqlite_store) as (stage, ann, room):
        await says(stage, ann, room, "/invite")
        assert "not in this group yet" in room.last.text

        stage.peer.taps(ann, room.last, "Join")
        await stage.peer.quiet()

        assert "You’re in!" in room.last.text


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("/settings", "Your settings"),
        ("/settings forget", "Forget me"),
        ("/settings privacy", "Your privacy"),
        ("/settings link", "Your code"),
        ("/settings unlink", "I only know one account"),
        ("/Settings@Cairn_Bot Export", "everything I saved about you"),
        ("/settings visibility number", "Your settings"),
    ],
)
async def test_the_link_to_the_private_chat_shows_there_what_was_asked_for(
    sqlite_store: Store, line: str, shown: str
) -> None:
    async with with_commands(sqlite_store) as (stage, ann, room):
        await says(stage, ann, room, "/join")
        ben = stage.peer.user("Ben")
        await says(stage, ben, room, "/join")

        await says(stage, ben, room, line)
        [link] = links(room)
        assert "I’ll show it there" in room.last.text
        await says(stage, ben, ben, f"/start {link.partition('?start=')[2]}")

        assert shown in stage.peer.private(ben).last.text


@pytest.mark.parametrize("payload", ["settings-none", "settings-forget-now", "settings-", "done-export", "leave-yes"])
async def test_a_link_of_a_strangers_runs_no_other_line(sqlite_store: Store, payload: str) -> None:
    async with with_commands(sqlite_store) as (stage, ann, room):
        await says(stage, ann, room, "/join")

        await says(stage, ann, ann, f"/start {payload}")

        assert stage.peer.private(ann).last.text.startswith("Hello, I’m Cairn")
