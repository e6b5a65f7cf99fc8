"""Links to the bot on Telegram: into a group, and from a group into the private chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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
