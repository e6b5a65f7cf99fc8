"""The end of the village's story: accounts and homes part, the bot is removed, and comes back."""

from __future__ import annotations

from tests.adapters.village import ON_DISCORD, ON_TELEGRAM, Village
from tests.adapters.village_rows import gathered, logged, ticked


async def unlink(village: Village) -> None:
    """Separate both links. Each account has its own rows, its name and its streak, and nothing is celebrated again."""
    asked = await village.slash(village.mia, "settings", "unlink")
    figures = "Discord: 4 tasks, streak 1\nTelegram: 0 tasks, streak 0"
    assert asked.text == f"Separate your accounts? Each keeps what you did with it:\n\n{figures}"
    parted = await village.tap(village.mia, asked, "Separate them")
    assert parted.text == f"Done. Your accounts are separate again:\n\n{figures}"
    await village.presses(village.robbie, await village.writes(village.robbie, "/settings unlink"), "Separate them")
    done, days = await ticked(village), await logged(village)
    assert {"Mia": 4, "Robbie": 1, "Gus": 3} == {name: len(tasks) for name, tasks in done.items()}
    assert {"2026-03-03", "2026-03-05", "2026-03-07"} == days["Nika"]
    assert ({"2026-03-06", "2026-03-08"}, {"2026-03-02"}) == (days["Mia"], days["Ulf"])
    await village.wait(minutes=12)
    assert [[], []] == village.heard()
    ranks = ["1. Mia 10", "2. Member 9 5", "3. Nika 3", "4. Robbie 2", "5. Ulf 1"]
    assert ranks == await village.ranks_on_discord(village.dee)
    assert ranks == await village.ranks_on_telegram(village.hal)


async def disconnect(village: Village) -> None:
    """Part the groups. Each has its own members, its own numbers and its own board, and no name of the other."""
    asked = await village.slash(village.chief, "setup", "disconnect")
    await village.tap(village.chief, asked, "Disconnect")
    await village.wait(seconds=1)
    words = "This group and {} are two groups again. Your tasks, points and streaks stay as they are."
    assert village.heard() == [
        ["Two groups again\n" + words.format("**Evening Study** on Telegram")],
        ["Two groups again\n\n" + words.format("Study Group on Discord")],
    ]
    assert {"Study Group": {*ON_DISCORD}, "Evening Study": {*ON_TELEGRAM}} == await gathered(village)
    before = len(village.answers)
    await see_boards(village)
    assert not any(name in text for name in ON_TELEGRAM for text in village.answers[before:])


async def see_boards(village: Village) -> None:
    """See that each home has its own board."""
    assert ["1. Mia 10", "2. Ulf 1"] == await village.ranks_on_discord(village.dee)
    assert ["1. Member 3 5", "2. Nika 3", "3. Robbie 2"] == await village.ranks_on_telegram(village.hal)


async def go_and_return(village: Village) -> None:
    """Remove the bot from the chat, and add it again within 30 days. It finds everything; the channel goes on."""
    village.telegram.moves_bot(village.boss, village.room, "member", "kicked")
    await village.telegram.quiet()
    await village.wait(days=3)
    channel, chat = village.heard()
    assert ([], 3) == (chat, len(channel))
    assert village.telegram.private(village.boss).last.text == (
        "Evening Study: my posts on Telegram\n\n"
        "I was removed, so I can’t post any more. Add me again, and I’ll continue where we stopped."
    )
    village.room.kicked = False
    village.telegram.moves_bot(village.boss, village.room, "left", "member")
    await village.telegram.quiet()
    assert village.room.last.text.startswith("I’m back\n\nEverything is still here")
    await see_boards(village)
    await village.wait(days=1)
    assert [1, 1] == [len(home) for home in village.heard()]
