"""The group that a member of several means in private, through both client libraries."""

from __future__ import annotations

import re

from tests.adapters.discord_peer_state import Guild, Person
from tests.adapters.telegram_peer_world import Chat, User
from tests.adapters.test_both import ANN, Town, town

BOB = Person("Bob")
CODE = re.compile(r"link ([A-Z0-9]{8})")


async def says(both: Town, who: User, where: Chat, *lines: str) -> str:
    """Let a person on Telegram say lines. Returns the last words in the chat."""
    for line in lines:
        both.telegram.says(who, where, line)
        await both.telegram.quiet()
    return where.last.text


async def taps(both: Town, who: User, where: Chat, label: str) -> str:
    """Let a person on Telegram tap a button of the last message. Returns the last words in the chat."""
    both.telegram.taps(who, where.last, label)
    await both.telegram.quiet()
    return where.last.text


async def test_a_member_of_two_telegram_groups_is_asked_once_in_private(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        telegram = both.telegram
        ben, cat = telegram.user("Ben", "ben", started=True), telegram.user("Cat")
        mornings, evenings, alone = telegram.group("Mornings"), telegram.group("Evenings"), telegram.private(ben)
        for room in (mornings, evenings):
            await says(both, ben, room, "/join")
        await says(both, cat, evenings, "/done week2-python")

        assert "Which group do you mean?" in await says(both, ben, alone, "/leaderboard")
        shown = await taps(both, ben, alone, "Evenings")
        assert shown.startswith("In Evenings: This week") and "Cat" in shown
        assert (await says(both, ben, alone, "/next")).startswith("In Evenings: Up next")

        assert "Which group do you mean?" in await taps(both, ben, alone, "Change group")
        assert (await taps(both, ben, alone, "Mornings")).startswith("In Mornings: Up next")
        shown = await says(both, ben, alone, "/leaderboard")
        assert shown.startswith("In Mornings: This week") and "Cat" not in shown

        await says(both, ben, evenings, "/mygroup")
        assert "In a group’s chat" in alone.last.text
        await says(both, ben, evenings, "/leave")
        await taps(both, ben, evenings, "Yes, leave")
        assert (await says(both, ben, alone, "/leaderboard")).startswith("This week")
        assert "one group, Mornings" in await says(both, ben, alone, "/mygroup")


async def test_a_member_of_two_servers_is_asked_once_in_direct_messages(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        discord, owls = both.discord, Guild("Night owls")
        channel, alone = owls.channel("general"), discord.dm_with(ANN.id)
        await discord.join(owls)
        await discord.slash(ANN, "join")
        await discord.slash(ANN, "join", channel=channel)
        await discord.slash(BOB, "done", {"task": "week2-python"}, channel=channel)

        asked = await discord.slash(ANN, "leaderboard", channel=alone)
        assert "Which group do you mean?" in asked.text
        shown = await discord.tap(asked, "Night owls", ANN)
        assert shown.title == "In Night owls: This week" and "Bob" in shown.text
        ticked = await discord.slash(ANN, "done", {"task": "week1-statistics"}, channel=alone)
        assert "In Night owls" in ticked.title

        asked = await discord.tap(ticked, "Change group", ANN)
        await discord.tap(asked, discord.home.name, ANN)
        shown = await discord.slash(ANN, "leaderboard", channel=alone)
        assert discord.home.name in shown.title and "Bob" not in shown.text and "Ann" in shown.text


async def test_the_choice_of_linked_accounts_is_the_same_in_both_private_chats(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        discord, telegram = both.discord, both.telegram
        ann = telegram.user("Ann", "ann", started=True)
        room, alone = telegram.group("Evenings"), telegram.private(ann)
        await discord.slash(ANN, "join")
        await says(both, ann, room, "/join")
        issued = await discord.slash(ANN, "settings", {"what": "link"})
        [code] = CODE.findall(issued.text)
        await says(both, ann, alone, f"/settings link {code}")
        assert "Linked!" in await taps(both, ann, alone, "Link them")

        asked = await discord.slash(ANN, "next", channel=discord.dm_with(ANN.id))
        shown = await discord.tap(asked, "Evenings", ANN)

        assert shown.title == "In Evenings: Up next"
        assert (await says(both, ann, alone, "/next")).startswith("In Evenings: Up next")
