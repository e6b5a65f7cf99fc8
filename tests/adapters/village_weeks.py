"""The middle of the village's story: ticks on either side, a streak over both, one check-in and one digest."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.adapters.discord_peer_state import Message, Person
from tests.adapters.village import Village

SUNDAY, DIGEST = datetime(2026, 3, 8, 17, 16, tzinfo=UTC), datetime(2026, 3, 9, 17, 16, tzinfo=UTC)
MATH = "🎉 Math Essentials done\n{gap}"
CHECKIN = (
    "Weekly check-in\n{gap}What did you finish, what are you stuck on, and what’s next?\n"
    "It takes a minute, and a quiet week counts too.\nWeekly habits: One complete tutorial or project, Write about what"
    " you learned, Connect with ML community members.\nOpen until {until}."
)
SUMMARY = (
    "The week of 2 March\n{gap}3 of you checked in.\n\n"
    "{b}Stuck on{b}\n• {b}Dee{b}: Bayes’ rule\n• {b}Fay{b}: No time\n\n"
    "{b}Finished{b}\n"
    "• {b}{mia}{b}: NumPy & Pandas, Linear Algebra Basics, Statistics Fundamentals, Practise data relationships\n"
    "• {b}Dee{b}: Two chapters\n• {b}Fay{b}: A blog post\n\n"
    "{b}Promised{b}\n• {b}Dee{b}: Statistics Fundamentals\n• {b}Fay{b}: Python Syntax\n\n"
    "{b}Top of the week{b}: 1. {b}{mia}{b} (13 points), 2. Member 9 (5 points), 3. {b}{ulf}{b} (2 points)\n"
    "{b}Milestones{b}: {b}{mia}{b}: 7 days in a row, Math Essentials; Member 9: Math Essentials\n"
    "8 tasks done together."
)


async def celebrate(village: Village) -> None:
    """Let both sides finish a block. It is ranked once, and celebrated once in each home under each home's names."""
    ticked = await village.slash(village.mia, "done", task="week1")
    assert "Streak: 3 days in a row!" in ticked.text
    again = await village.says(village.nika, "/done week1")
    assert again.text.startswith("3 were already done")
    await village.says(village.gus, "/done week1")
    await village.wait(minutes=2)
    await village.wait(minutes=12)
    both = "**Math Essentials**: all done by Member 9. Nice work!"
    assert village.heard() == [
        [
            f"{MATH.format(gap='')}<@{village.mia.id}> finished **Math Essentials**. Well done!",
            MATH.format(gap="") + both,
        ],
        [
            f"{MATH.format(gap=chr(10))}Nika finished Math Essentials. Well done!",
            MATH.format(gap="\n") + both.replace("*", ""),
        ],
    ]
    assert ["1. Mia 9", "2. Member 9 5", "3. Ulf 2"] == await village.ranks_on_discord(village.dee, "week")
    assert ["1. Nika 9", "2. Member 9 5", "3. Robbie 2"] == await village.ranks_on_telegram(village.hal, "week")


async def keep_on(village: Village) -> None:
    """Let Mia study each day, now on one platform and now on the other. Her streak is celebrated once in each home."""
    for day in (5, 6, 7, 8):
        await village.wait_until(datetime(2026, 3, day, 9, tzinfo=UTC))
        if day % 2:
            await village.writes(village.nika, "/log 20m")
        else:
            await village.slash(village.mia, "log", "20m")
    await village.wait(minutes=2)
    channel, chat = village.heard()
    nudges = [[one for one in home if "days in a row" not in one] for home in (channel, chat)]
    assert [4, 4] == [len(home) for home in nudges]
    [there], [here] = ([one for one in home if "7 days" in one] for home in (channel, chat))
    assert (f"<@{village.mia.id}>" in there, "Nika" in here) == (True, True)
    assert ["1. Mia 7"] == await village.ranks_on_discord(village.dee, "streaks")


async def open_form(village: Village, who: Person, post: Message, **said: str) -> Message:
    """Let somebody on Discord tap the post and send the window in. Returns the answer."""
    exchange = await village.discord.begin_tap(post, "Check in", who)
    await village.discord.until(lambda: exchange.settled)
    assert exchange.modal
    shown = await village.discord.submit(exchange.modal, said, who)
    assert shown.ephemeral
    return await village.tap(who, shown, "All")


async def check_in(village: Village) -> None:
    """Let both sides report in the one check-in: in a window on Discord, in a private chat on Telegram."""
    await village.wait_until(SUNDAY)
    until = ("<t:1773075600:f> (<t:1773075600:R>)", "Mon 9 Mar, 18:00 Berlin time")
    wanted = [CHECKIN.format(gap=gap, until=one) for gap, one in zip(("", "\n"), until, strict=True)]
    assert [[one] for one in wanted] == village.heard()
    post, there = village.channel[-1], village.room.last
    await open_form(village, village.mia, post, obstacle="")
    promise = {"obstacle": "Bayes’ rule", "promise": "week1-statistics-fundamentals"}
    await open_form(village, village.dee, post, finished="Two chapters", **promise)

    alone = village.telegram.private(village.fay)
    await village.presses(village.fay, there, "Check in")
    assert alone.last.text.startswith("1 of 3 · The week of Mon 2 Mar")
    for words in ("A blog post", "No time", "week2-python"):
        await village.writes(village.fay, words)
    assert "It’s shown in the weekly summary, with your name." in alone.last.text
    await village.presses(village.fay, alone.last, "All")
    assert "Your group, all of it" in alone.last.text

    await village.presses(village.nika, there, "Check in")
    asked = village.telegram.private(village.nika).last
    assert "Write it again, or keep this:\n\nNumPy & Pandas, Linear Algebra Basics" in asked.text
    await village.presses(village.nika, asked, "Not now")


async def sum_up(village: Village) -> None:
    """Let a day pass. Each home hears one digest that holds both sides."""
    await village.wait_until(DIGEST)
    names = ({"gap": "", "b": "**", "mia": "Mia", "ulf": "Ulf"}, {"gap": "\n", "b": "", "mia": "Nika", "ulf": "Robbie"})
    assert [[SUMMARY.format(**one)] for one in names] == village.heard()
    cheered = await village.tap(village.chief, village.channel[-1], "👏 Cheer")
    assert "👏 Cheer (1)" in cheered.buttons
