"""The bot comes, goes and moves with its groups."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from typing import Any, cast

import pytest

from bot.database.store import Store
from tests.adapters.telegram_peer import TelegramPeer
from tests.adapters.telegram_peer_world import BOT, Chat, User
from tests.adapters.telegram_stage import on_stage, place_in
from tests.adapters.telegram_toy import ToyCore
from tests.adapters.weekly_core import WeeklyCore


async def test_coming_into_a_group_it_greets_with_buttons() -> None:
    async with on_stage() as stage:
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
        stage.peer.moves_bot(ann, room, "left", "member")
        await stage.peer.quiet()

        assert stage.core.told == [("added", place_in(room))]
        assert (["Hello, study group"], ["Set up"]) == (room.texts, room.last.buttons)


@pytest.mark.parametrize(
    ("old", "new", "member", "told"),
    [
        ("kicked", "administrator", {}, ["added"]),
        ("left", "restricted", {}, ["added"]),
        ("left", "restricted", {"is_member": False}, []),
        ("member", "administrator", {}, []),
        ("administrator", "member", {}, []),
        ("member", "restricted", {}, []),
        ("member", "left", {}, ["removed"]),
        ("administrator", "kicked", {}, ["removed"]),
        ("left", "kicked", {}, []),
    ],
)
async def test_only_coming_and_going_counts(old: str, new: str, member: dict[str, Any], told: list[str]) -> None:
    async with on_stage() as stage:
        stage.peer.moves_bot(stage.peer.user("Ann"), stage.peer.group("Study"), old, new, **member)
        await stage.peer.quiet()

        assert [what for what, *_ in stage.core.told] == told


async def test_channels_and_private_chats_are_no_groups() -> None:
    async with on_stage() as stage:
        ann = stage.peer.user("Ann", started=True)
        stage.peer.moves_bot(ann, stage.peer.private(ann), "member", "kicked")
        stage.peer.moves_bot(ann, stage.peer.group("News", kind="channel"), "left", "administrator")
        await stage.peer.quiet()

        assert [] == stage.core.told


REPORTS: dict[str, Callable[[TelegramPeer, User, Chat], object]] = {
    "standing": lambda peer, ann, room: peer.moves_bot(ann, room, "left", "member"),
    "member": lambda peer, ann, room: peer.says(ann, room, "", new_chat_members=[BOT]),
    "link": lambda peer, ann, room: peer.says(ann, room, f"/start@{BOT['username']} setup"),
    "promoted": lambda peer, ann, room: peer.moves_bot(ann, room, "member", "administrator"),
}


@pytest.mark.parametrize("kind", ["group", "supergroup"])
@pytest.mark.parametrize("order", [*permutations(("standing", "member", "link")), ("standing", "promoted", "member")])
async def test_a_group_hears_one_greeting_however_the_bot_was_added(kind: str, order: tuple[str, ...]) -> None:
    async with on_stage() as stage:
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study", kind=kind)
        for report in order:
            REPORTS[report](stage.peer, ann, room)
        await stage.peer.quiet()

        assert ["Hello, study group"] == [message.text for message in room.messages if message.ours]
        stage.clock.advance(timedelta(hours=1))
        stage.peer.moves_bot(ann, room, "member", "left")
        for report in order:
            REPORTS[report](stage.peer, ann, room)
        await stage.peer.quiet()
        assert 2 == len([message for message in room.messages if message.ours])


@pytest.mark.parametrize("second", ["member", "link"])
async def test_a_restart_between_two_reports_of_an_adding_greets_once(sqlite_store: Store, second: str) -> None:
    async with on_stage(begin=False) as stage:
        core = WeeklyCore(sqlite_store)
        stage.core, stage.clock = cast(ToyCore, core), core.clock
        stage.adapter = stage.make()
        await stage.begin()
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
        REPORTS["standing"](stage.peer, ann, room)
        first = stage.peer.waiting[-1]
        await stage.peer.quiet()
        await stage.end()
        room.messages.clear()  # as if the greeting had never left
        stage.adapter = stage.make()
        await stage.begin()
        REPORTS[second](stage.peer, ann, room)
        await stage.peer.quiet()
        assert [] == [message.text for message in room.messages if message.ours]

        stage.peer.repeats(first)
        await stage.peer.quiet()
        assert 1 == len([message for message in room.messages if message.ours])


async def test_a_group_whose_move_is_reported_after_the_adding_is_not_greeted_anew() -> None:
    told = asyncio.Event()

    async def wait(_: float) -> None:
        await told.wait()

    async with on_stage(sleep=wait) as stage:
        ann, old = stage.peer.user("Ann"), stage.peer.group("Study", kind="group")
        new = stage.peer.group("Study")
        stage.peer.moves_bot(ann, new, "left", "member")
        await stage.peer.until(lambda: ("added", place_in(new)) in stage.core.told)
        stage.peer.upgrades(old, to=new)
        await stage.peer.until(lambda: ("moved", old.id, new.id) in stage.core.told)
        told.set()
        await stage.peer.quiet()

        assert [] == [message.text for message in new.messages if message.ours]


async def test_a_channel_hears_once_that_the_bot_works_in_groups() -> None:
    async with on_stage() as stage:
        news, other = (stage.peer.group(title, kind="channel") for title in ("News", "More"))
        foreign = ("Good morning", "/unknown_to_us", "/page@other_bot 1")
        for text in (*foreign, "/page 1", "/page 2", f"/page@{BOT['username']}"):
            stage.peer.announces(news, text)
        await stage.peer.quiet()

        assert 1 == len([message for message in news.messages if message.ours])
        assert "I work in groups" in news.last.text
        stage.peer.announces(other, "/page 1")
        await stage.peer.quiet()
        assert 1 == len([message for message in other.messages if message.ours])
        assert [] == stage.core.told


async def test_a_group_that_takes_no_messages_is_greeted_in_vain() -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        room.muted = True
        stage.peer.moves_bot(stage.peer.user("Ann"), room, "left", "member")
        await stage.peer.quiet()

        assert ["added"] == [what for what, *_ in stage.core.told]


async def test_a_group_that_becomes_a_supergroup_moves() -> None:
    async with on_stage() as stage:
        old = stage.peer.group("Study", kind="group")
        new = stage.peer.upgrades(old)
        await stage.peer.quiet()

        assert new.id < -(2**32)
        assert set(stage.core.told) == {("moved", old.id, new.id)}


async def test_a_group_that_becomes_a_supergroup_is_not_greeted_anew() -> None:
    async with on_stage() as stage:
        ann, old = stage.peer.user("Ann"), stage.peer.group("Study", kind="group")
        new = stage.peer.upgrades(old)
        await stage.peer.quiet()
        stage.peer.moves_bot(ann, new, "left", "member")
        await stage.peer.quiet()
        assert [] == new.texts
        assert stage.core.told[-1] == ("added", place_in(new))

        stage.peer.moves_bot(ann, new, "member", "left")
        stage.peer.moves_bot(ann, new, "left", "member")
        await stage.peer.quiet()
        assert ["Hello, study group"] == new.texts
