"""Files beside a task, on both platforms: kept as a reference, never fetched, and opened by those who may see them."""

from __future__ import annotations

from typing import cast

import pytest
from sqlalchemy import select

from bot.database.store import Store
from bot.tables import ticks
from tests.adapters.discord_core import ToyCore as DiscordToyCore
from tests.adapters.discord_peer_state import ATTACHMENT, Picked
from tests.adapters.discord_stage import ANN, staged
from tests.adapters.telegram_stage import Stage, on_stage
from tests.adapters.telegram_toy import ToyCore
from tests.adapters.weekly_core import WeeklyCore


async def _kept(store: Store) -> list[tuple[str, str | None]]:
    """The words and the file of each tick."""
    return list(await store.read(lambda db: [(*row,) for row in db.execute(select(ticks.c.evidence, ticks.c.file))]))


async def _begin(stage: Stage, store: Store) -> None:
    core = WeeklyCore(store)
    stage.core, stage.clock = cast(ToyCore, core), core.clock
    stage.adapter = stage.make()
    await stage.begin()


async def test_a_picture_in_a_telegram_group_is_kept_as_the_link_of_its_message(sqlite_store: Store) -> None:
    async with on_stage(begin=False) as stage:
        await _begin(stage, sqlite_store)
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study")

        said = stage.peer.shows(ann, room, "photo", "/done week2-numpy: my plot")
        await stage.peer.quiet()

        assert [("my plot", f"https://t.me/c/5000000001/{said.id}")] == await _kept(sqlite_store)
        assert "I save where it is" in room.last.text
        assert not [call for call in stage.peer.calls if call.method == "getFile"]


async def test_a_document_without_a_link_is_sent_again_in_private_to_a_member_who_may_see_it(
    sqlite_store: Store,
) -> None:
    async with on_stage(begin=False) as stage:
        await _begin(stage, sqlite_store)
        ann, ben = stage.peer.user("Ann"), stage.peer.user("Ben")
        room = stage.peer.group("Study", kind="group")
        stage.peer.says(ben, room, "/join")
        stage.peer.shows(ann, room, "document", "/done week2-numpy")
        await stage.peer.quiet()
        stage.peer.says(ben, ben, "/roadmap week2-numpy")
        await stage.peer.quiet()
        before = stage.peer.private(ben).last

        stage.peer.taps(ann, room.last, "Show my work")
        await stage.peer.quiet()
        stage.peer.says(ben, ben, "/roadmap week2-numpy")
        await stage.peer.quiet()
        shown = stage.peer.private(ben).last
        stage.peer.taps(ben, shown, "Open NumPy & Pandas")
        await stage.peer.quiet()

        assert [("", "telegram:document:document1")] == await _kept(sqlite_store)
        assert "Ann" not in before.text
        assert "a file" in shown.text
        assert "document1" == stage.peer.private(ben).last.photo
        assert "The file of NumPy & Pandas" in stage.peer.private(ben).last.text


async def test_a_file_that_telegram_lost_leaves_the_words(sqlite_store: Store) -> None:
    async with on_stage(begin=False) as stage:
        await _begin(stage, sqlite_store)
        ann = stage.peer.user("Ann")
        stage.peer.shows(ann, ann, "video", "/done week2-numpy")
        await stage.peer.quiet()
        stage.peer.says(ann, ann, "/work")
        await stage.peer.quiet()

        stage.peer.taps(ann, stage.peer.private(ann).last, "Open NumPy & Pandas")
        await stage.peer.quiet()

        assert "The file of NumPy & Pandas" in stage.peer.private(ann).last.text


@pytest.mark.parametrize("line", ["/log 20m", "/undo"])
async def test_a_file_beside_another_command_stays_in_the_chat(sqlite_store: Store, line: str) -> None:
    async with on_stage(begin=False) as stage:
        await _begin(stage, sqlite_store)
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
        stage.peer.says(ann, room, "/done week2-numpy")

        stage.peer.shows(ann, room, "photo", line)
        await stage.peer.quiet()

        assert ("stays in the chat" in room.last.text) == (line == "/log 20m")
        assert [("", None)] == await _kept(sqlite_store)


async def test_a_file_picked_on_discord_is_kept_by_its_name_and_its_message_by_its_link(sqlite_store: Store) -> None:
    link = "https://discord.com/channels/1/2/3"
    async with staged(cast(DiscordToyCore, WeeklyCore(sqlite_store))) as stage:
        await stage.peer.slash(ANN, "done", {"task": "week2-numpy", "file": Picked("shot.png", ATTACHMENT)})
        first = stage.peer.general.messages[-1].text
        picked = await _kept(sqlite_store)
        await stage.peer.slash(ANN, "done", {"task": "week2-numpy", "evidence": link})
        second = stage.peer.general.messages[-1].text

    assert [("shot.png", None)] == picked
    assert "post it here and add that message’s link" in first
    assert [(link, None)] == await _kept(sqlite_store)
    assert "Saved with **NumPy & Pandas**" in second
