"""The first half of the village's story: two groups, a connection, two people who link their accounts."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from tests.adapters.village import ON_DISCORD, ON_TELEGRAM, TOPIC, Village
from tests.adapters.village_rows import gathered

CODE = re.compile(r"Your code: `?(\w{8})")
TUESDAY, WEDNESDAY = (datetime(2026, 3, day, 9, tzinfo=UTC) for day in (3, 4))

AHEAD = (
    "Two groups become one\n{gap}{when}, this group and {other} become one.\n"
    "You’ll share one leaderboard and one check-in, and I’ll post in both chats."
    " Your own messages stay in your chat.\n\n"
    "Until then, only this group sees your name. After that, members of both do, unless you choose:"
)
JOINED = (
    "One group in two chats\n{gap}This group and {other} are one now.\n"
    "You share one leaderboard and one check-in, and I post in both chats. Your own messages stay in your chat."
)
HOMES = ({"gap": "", "other": "**Evening Study** on Telegram"}, {"gap": "\n", "other": "Study Group on Discord"})
WHEN = ("On <t:1772614801:f> (<t:1772614801:R>)", "On Wed 4 Mar, 10:00 Berlin time")


def code_in(text: str) -> str:
    """The code that somebody is shown."""
    found = CODE.search(text)
    assert found, text
    return found[1]


async def settle(village: Village) -> None:
    """Let all join on their platform, and some study. Mia is the first of two days in a row."""
    await village.slash(village.chief, "setup", "zone", "Berlin")
    for person in (village.chief, village.mia, village.ulf, village.dee, village.ivo):
        await village.slash(person, "join")
    await village.says(village.boss, "/setup zone Berlin")
    for user in (village.boss, village.fay, village.gus, village.hal, village.nika, village.robbie):
        await village.says(user, "/join")
    await village.slash(village.mia, "done", task="week2-numpy")
    await village.slash(village.ulf, "log", "20m")
    await village.says(village.robbie, "/done week2-python")
    await village.wait_until(TUESDAY)
    await village.says(village.nika, "/log 20m")
    [channel], [chat] = village.heard()
    assert ("2 of 5" in channel, "1 of 6" in chat) == (True, True), (channel, chat)


async def offer(village: Village) -> None:
    """Let the stewards agree by a code. Both homes hear of it a day ahead, and some members hide their names."""
    shown = await village.slash(village.chief, "setup", "connect")
    assert shown.ephemeral
    asked = await village.says(village.boss, f"/setup connect {code_in(shown.text)}")
    assert asked.text == (
        "Study Group and Evening Study become one group, with one leaderboard, one check-in and my posts in both chats."
        "\n\n"
        "Both get the settings of Study Group:\nRoadmap: From Backend Developer to ML Engineer\n"
        "Time zone: Berlin. The week starts on Monday\nDaily nudge at 18:00\nWeekly check-in on Sunday at 18:00\n"
        "Community board: no, as not both are on it\n\n"
        "Tap Connect, and I’ll tell both chats. It starts a day later, and you can cancel it until then."
    )
    told = await village.presses(village.boss, asked, "Connect")
    assert told.text == (
        "Study Group and Evening Study become one group on Wed 4 Mar, 10:00 Berlin time."
        " I tell both chats a day before."
        "\n\n"
        "Both get the settings of Study Group:\nRoadmap: From Backend Developer to ML Engineer\n"
        "Time zone: Berlin. The week starts on Monday\nDaily nudge at 18:00\nWeekly check-in on Sunday at 18:00\n"
        "Community board: no, as not both are on it"
    )
    await village.wait(seconds=1)
    assert [[AHEAD.format(**home, when=when)] for home, when in zip(HOMES, WHEN, strict=True)] == village.heard()
    hidden = await village.tap(village.ivo, village.channel[-1], "Hide me")
    assert hidden.text == "Saved.\nYou’re **hidden**: not on leaderboards, not in celebrations"
    await village.presses(village.gus, village.room.last, "Show only a number")
    assert village.telegram.toasts[-1].text == "Saved.\nOthers see only your number in the group"


async def move(village: Village) -> None:
    """Let the chat become a supergroup with topics while the day of notice runs, and its posts go to a topic."""
    forum = village.telegram.group("Evening Study", forum=True, admins=(village.boss,))
    forum.topics[TOPIC] = "open"
    village.room = village.telegram.upgrades(village.room, to=forum)
    await village.telegram.quiet()
    village.thread = TOPIC
    moved = await village.says(village.boss, "/setup here")
    assert moved.text == "I’ll post here from now on, and no longer in the main chat."


async def become_one(village: Village) -> None:
    """Let the day pass. Until it is over, no name is in the other home. Then both boards are one."""
    await village.wait_until(WEDNESDAY)
    assert not village.names_in_both()
    village.heard()
    await village.wait(seconds=2)
    assert [[JOINED.format(**home)] for home in HOMES] == village.heard()
    assert {"Study Group": {*ON_DISCORD, *ON_TELEGRAM}} == await gathered(village)
    assert ["1. Mia 3", "2. Robbie 2", "3. Ulf 1", "3. Nika 1"] == await village.ranks_on_discord(village.dee)
    assert ["1. Mia 3", "2. Robbie 2", "3. Ulf 1", "3. Nika 1"] == await village.ranks_on_telegram(village.hal)


async def link(village: Village) -> None:
    """Let Mia and Ulf link their accounts in the middle of their streaks, each from another side."""
    issued = await village.slash(village.mia, "settings", "link")
    assert issued.ephemeral
    asked = await village.writes(village.nika, f"/settings link {code_in(issued.text)}")
    figures = "Discord: 1 task, streak 1\nTelegram: 0 tasks, streak 1\nTogether: 1 task, streak 2"
    assert asked.text == f"Link these two accounts? They’ll share tasks, points and streak:\n\n{figures}"
    linked = await village.presses(village.nika, asked, "Link them")
    assert linked.text == (
        f"Linked! I now know you on both platforms.\n\n{figures}\n\nTo separate them again, type /settings unlink."
    )
    code = code_in((await village.writes(village.robbie, "/settings link")).text)
    preview = await village.slash(village.ulf, "settings", "link", code)
    assert "Telegram: 1 task, streak 1\nDiscord: 0 tasks, streak 1\nTogether: 1 task, streak 1" in preview.text
    done = await village.tap(village.ulf, preview, "Link them")
    assert "Linked! I now know you on both platforms." in done.text
    await village.wait(seconds=1)
    assert [[], []] == village.heard()
    assert ["1. Mia 4", "2. Ulf 2"] == await village.ranks_on_discord(village.dee)
    assert ["1. Nika 4", "2. Robbie 2"] == await village.ranks_on_telegram(village.hal)
