"""Turns that the story of two homes may take: order, departures, losses, slow platforms and codes in wrong hands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.adapters.village import TOPIC, Village, village
from tests.adapters.village_rows import gathered
from tests.adapters.village_steps import code_in

SUNDAY = datetime(2026, 3, 8, 17, 16, tzinfo=UTC)


@pytest.fixture
async def made(sqlite_url: str) -> AsyncIterator[Village]:
    """Two groups with three members each. Mia is Nika on Telegram."""
    async with village(sqlite_url) as found:
        await found.slash(found.chief, "setup", "zone", "Berlin")
        await found.says(found.boss, "/setup zone Berlin")
        for person in (found.chief, found.mia, found.dee):
            await found.slash(person, "join")
        for user in (found.boss, found.nika, found.fay):
            await found.says(user, "/join")
        yield found


async def connect(village: Village) -> None:
    """Connect both groups, and wait until they are one."""
    shown = await village.slash(village.chief, "setup", "connect")
    asked = await village.says(village.boss, f"/setup connect {code_in(shown.text)}")
    await village.presses(village.boss, asked, "Connect")
    await village.wait(seconds=1)
    await village.wait(days=1)
    village.heard()


async def link(village: Village) -> None:
    """Link Mia's accounts."""
    issued = await village.slash(village.mia, "settings", "link")
    asked = await village.writes(village.nika, f"/settings link {code_in(issued.text)}")
    await village.presses(village.nika, asked, "Link them")


async def celebrated(village: Village) -> list[int]:
    """How often each home has heard that a block is done."""
    await village.wait(minutes=12)
    return [sum("Math Essentials done" in one for one in home) for home in village.heard()]


@pytest.mark.parametrize("linked", ["before", "after"])
async def test_a_member_of_both_counts_once_whenever_they_link(made: Village, linked: str) -> None:
    if linked == "before":
        await link(made)
        await made.says(made.nika, "/done week1")
        assert [1, 1] == await celebrated(made)
    await connect(made)
    if linked == "after":
        await made.says(made.nika, "/done week1")
        assert [1, 1] == await celebrated(made)
        await link(made)
    assert [0, 0] == await celebrated(made)
    assert ["1. Mia 5"] == await made.ranks_on_discord(made.dee)
    assert ["1. Nika 5"] == await made.ranks_on_telegram(made.fay)


async def test_a_linked_member_who_leaves_one_chat_stays_in_the_other(made: Village) -> None:
    await connect(made)
    await link(made)
    await made.slash(made.mia, "done", task="week1")
    await made.wait(minutes=12)
    made.room.attendance[made.nika.id] = ("left", {})
    made.telegram.moves(made.nika, made.room, "member", "left")
    await made.telegram.quiet()

    assert "Mia" in (await gathered(made))["Study Group"]
    assert ["1. Mia 5"] == await made.ranks_on_discord(made.dee)
    await made.slash(made.mia, "log", "20m")
    made.telegram.moves(made.fay, made.room, "member", "left")
    await made.telegram.quiet()
    assert "Fay" not in (await gathered(made))["Study Group"]


async def test_a_home_that_is_lost_in_a_check_in_leaves_it_to_the_other(made: Village) -> None:
    await connect(made)
    await made.wait_until(SUNDAY)
    made.heard()
    made.telegram.moves_bot(made.boss, made.room, "member", "kicked")
    await made.telegram.quiet()
    await made.wait(days=1, minutes=1)
    assert [["No check-ins this week. See you at the next one."], []] == made.heard()
    assert "I was removed" in made.discord.dm_with(made.chief.id).messages[-1].text
    assert "I was removed" in made.telegram.private(made.boss).last.text

    made.room.kicked = False
    made.telegram.moves_bot(made.boss, made.room, "left", "member")
    await made.telegram.quiet()
    assert made.room.last.text.startswith("I’m back")
    await made.slash(made.dee, "done", task="week1")
    assert [1, 1] == await celebrated(made)


async def test_a_chat_that_moves_while_connected_hears_all_once(made: Village) -> None:
    await connect(made)
    made.room = made.telegram.upgrades(made.room, to=made.telegram.group("Evening Study", admins=(made.boss,)))
    await made.telegram.quiet()
    await made.slash(made.dee, "done", task="week1")
    assert [1, 1] == await celebrated(made)
    assert {"Study Group"} == set(await gathered(made))


async def test_a_topic_that_is_deleted_stops_no_post_of_the_other_home(made: Village) -> None:
    forum = made.telegram.group("Evening Study", forum=True, admins=(made.boss,))
    forum.topics[TOPIC] = "open"
    made.room = made.telegram.upgrades(made.room, to=forum)
    await made.telegram.quiet()
    made.thread = TOPIC
    await made.says(made.boss, "/setup here")
    await connect(made)
    del forum.topics[TOPIC]
    await made.slash(made.dee, "done", task="week1")
    assert [1, 0] == await celebrated(made)
    assert "it was deleted" in made.telegram.private(made.boss).last.text

    made.thread = None
    await made.says(made.boss, "/setup here")
    await made.wait(minutes=2)
    assert [0, 1] == [sum("Math Essentials done" in one for one in home) for home in made.heard()]


@pytest.mark.parametrize("slow", ["discord", "telegram"])
async def test_a_slow_home_delays_the_other_by_nothing(made: Village, slow: str) -> None:
    await connect(made)
    await made.slash(made.dee, "done", task="week1")
    if slow == "telegram":
        made.telegram.floods("sendMessage", 40)
    else:
        made.discord.rate_limit(f"POST /channels/{made.discord.general.id}/messages", 40)
    await made.wait(seconds=61)
    quick = [1, 0] if slow == "telegram" else [0, 1]
    assert quick == [len(home) for home in made.heard()]
    await made.restart()  # a lane is held in real time
    await made.wait(minutes=5)
    assert quick[::-1] == [len(home) for home in made.heard()]


async def test_codes_in_wrong_hands_places_and_times_connect_nothing(made: Village) -> None:
    shown = await made.slash(made.chief, "setup", "connect")
    line = f"/setup connect {code_in(shown.text)}"
    assert "Only an admin" in (await made.says(made.fay, line)).text
    assert "in its chat" in (await made.writes(made.boss, line)).text
    assert "on the other one" in (await made.slash(made.chief, "setup", "connect", code_in(shown.text))).text
    asked = await made.says(None, line)
    await made.presses(made.fay, asked, "It’s me")
    assert "Only an admin" in made.telegram.toasts[-1].text
    preview = await made.presses(made.boss, asked, "It’s me")
    assert "Study Group and Evening Study become one group" in preview.text
    made.clock.advance(timedelta(minutes=10))
    await made.presses(made.boss, preview, "Connect")
    assert "That code doesn’t work" in "".join([made.room.last.text, made.telegram.toasts[-1].text])
    await made.wait(days=2)
    assert {"Study Group", "Evening Study"} == set(await gathered(made))


async def test_a_home_without_stewards_is_parted_by_the_other(made: Village) -> None:
    await connect(made)
    made.room.admins.clear()
    made.telegram.moves(made.boss, made.room, "administrator", "left")
    made.room.attendance[made.boss.id] = ("left", {})
    await made.telegram.quiet()
    await made.slash(made.dee, "done", task="week1")
    assert [1, 1] == await celebrated(made)
    assert "Only an admin" in (await made.says(made.fay, "/setup disconnect yes")).text
    asked = await made.slash(made.chief, "setup", "disconnect")
    await made.tap(made.chief, asked, "Disconnect")
    await made.wait(seconds=1)
    assert [1, 1] == [len(home) for home in made.heard()]
    assert {"Chief", "Mia", "Dee"} == (await gathered(made))["Study Group"]
    assert {"Fay", "Nika"} == (await gathered(made))["Evening Study"]
