"""The first taps on each platform: from a new group to "All set", and from *Join* to the first tick."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.features.commands import SECTIONS
from bot.tables import groups, places
from tests.adapters.discord_peer_state import Guild
from tests.adapters.discord_peer_state import Message as Posted
from tests.adapters.telegram_peer_world import Chat, Message, User
from tests.adapters.test_both import ANN, CHIEF, START, Town, town
from tests.bot.features.settings.test_tour import MOST

CHOSEN = ("Berlin", "Europe", "20:00", "In private", "Join the community board")
"""Buttons of the tour that change something."""


async def chosen_places(both: Town) -> list[int]:
    return await both.app.store.read(lambda db: list(db.scalars(select(places.c.chat_id))))


async def is_changed(both: Town) -> bool:
    """Whether each answer of the tour was changed. Fails if only some were."""
    columns = (groups.c.zone, groups.c.nudge_at, groups.c.community)
    row = await both.app.store.read(lambda db: db.execute(select(*columns)).one())
    assert tuple(row) in {("Europe/Berlin", 20 * 60, True), ("UTC", 18 * 60, False)}
    return bool(row.zone != "UTC")


async def new_server(both: Town) -> Posted:
    """The bot is added to a server, whose greeting is returned."""
    guild = Guild("New", joined_at=START)
    both.discord.general = guild.greets_in = guild.channel("lounge")
    await both.discord.join(guild)
    await both.discord.until(lambda: guild.channels[0].messages)
    return guild.channels[0].messages[-1]


async def new_group(both: Town, chief: User) -> Chat:
    """The bot is added to a group, in which its greeting stands last."""
    room = both.telegram.group("Study", kind="group", admins=(chief,))
    both.telegram.moves_bot(chief, room, "left", "member")
    await both.telegram.until(lambda: bool(room.texts))
    return room


async def tap(both: Town, who: User, message: Message, label: str) -> Message:
    """What stands last in the chat after a tap."""
    both.telegram.taps(who, message, label)
    await both.telegram.quiet()
    return message.chat.last


def choose(labels: list[str], *, changing: bool) -> str:
    """The label to tap: a `changing` one if there is one, else the first, which keeps all as it is."""
    wanted = (label for part in CHOSEN for label in labels if part in label)
    return next(wanted, labels[0]) if changing else labels[0]


@pytest.mark.parametrize(("changing", "taps"), [(False, 4), (True, 5)])
async def test_taps_alone_set_a_new_server_up_on_discord(sqlite_url: str, *, changing: bool, taps: int) -> None:
    async with town(sqlite_url) as both:
        discord, greeting = both.discord, await new_server(both)
        asked = await discord.tap(greeting, "Set up", CHIEF)
        count = 1
        while "All set" not in asked.title:
            label = choose([*asked.buttons, *asked.choices], changing=changing)
            changed = await discord.tap(asked, label, CHIEF)
            count += 1
            assert changed is asked
            assert asked.ephemeral
        assert taps == count <= MOST
        assert [greeting] == discord.general.messages
        assert [discord.general.id] == await chosen_places(both)
        assert changing == await is_changed(both)

        guide = await discord.tap(asked, "Post a how-to", CHIEF)
        assert guide is discord.general.messages[-1]
        assert not guide.ephemeral

        joined = await discord.tap(guide, "Join", ANN)
        following = await discord.tap(joined, "What’s next", ANN)
        done = await discord.tap(following, next(iter(following.buttons)), ANN)
        assert "Day 1 of a new streak" in done.text
        assert ["Join", "See the roadmap", "Study partner", "All commands"] == list(guide.buttons)


@pytest.mark.parametrize(("changing", "taps"), [(False, 5), (True, 6)])
async def test_taps_alone_set_a_new_group_up_on_telegram(sqlite_url: str, *, changing: bool, taps: int) -> None:
    async with town(sqlite_url) as both:
        chief, ann = both.telegram.user("Chief"), both.telegram.user("Ann")
        room = await new_group(both, chief)
        asked = await tap(both, chief, room.last, "Set up")
        count = 1
        while "All set" not in asked.text:
            changed = await tap(both, chief, asked, choose(asked.buttons, changing=changing))
            count += 1
            assert changed is asked
        assert taps == count <= MOST
        assert [room.id] == await chosen_places(both)
        assert changing == await is_changed(both)
        assert 2 == len(room.messages)

        guide = await tap(both, chief, asked, "Post a how-to")
        joined = await tap(both, ann, guide, "Join")
        following = await tap(both, ann, joined, "What’s next")
        done = await tap(both, ann, following, following.buttons[0])
        assert "Day 1 of a new streak" in done.text
        assert ["Join", "See the roadmap", "Study partner", "All commands"] == guide.buttons


async def test_an_anonymous_admin_on_telegram_sets_up_by_taps(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        chief, ann = both.telegram.user("Chief"), both.telegram.user("Ann")
        room = await new_group(both, chief)
        both.telegram.says(None, room, "/setup")
        await both.telegram.quiet()
        question = room.last
        refused = await tap(both, ann, question, "It’s me")
        assert "All set" not in refused.text
        asked = await tap(both, chief, question, "It’s me")
        while "All set" not in asked.text:
            asked = await tap(both, chief, asked, asked.buttons[0])

        assert asked is question
        assert [room.id] == await chosen_places(both)


async def test_help_has_five_groups_whose_buttons_change_it_and_lead_back(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        discord, ann = both.discord, both.telegram.user("Ann", started=True)
        shown = await discord.slash(ANN, "help")
        both.telegram.says(ann, ann, "/help")
        await both.telegram.quiet()
        there = both.telegram.private(ann).last
        overview, overview_there = shown.text, there.text
        assert 5 == len(overview.splitlines())
        assert all(f"</{name}:" in overview for names in SECTIONS.values() for name in names)
        assert all(f"/{name}" in overview_there.split() for names in SECTIONS.values() for name in names)

        for label in list(shown.buttons)[1:]:
            assert shown is await discord.tap(shown, label, ANN)
            assert there is await tap(both, ann, there, label)
            assert overview != shown.text
            assert overview_there != there.text
            await discord.tap(shown, "Back", ANN)
            await tap(both, ann, there, "Back")
            assert (overview, overview_there) == (shown.text, there.text)
