"""The bot comes, goes and moves with its groups."""

from __future__ import annotations

from typing import Any

import pytest

from tests.adapters.telegram_stage import on_stage, place_in


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
