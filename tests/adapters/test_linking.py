"""One person on both platforms at once: linked by a code, in the middle of a streak, and separated again."""

from __future__ import annotations

import re

from sqlalchemy import func, select

from bot.tables import learners
from tests.adapters.test_both import ANN, town

CODE = re.compile(r"link ([A-Z0-9]{8})")


async def test_a_person_links_their_accounts_over_both_platforms_and_separates_them_again(database_url: str) -> None:
    async with town(database_url) as both:
        discord, telegram = both.discord, both.telegram
        ann = telegram.user("Ann", "ann", started=True)
        room, alone = telegram.group("Study Group"), telegram.private(ann)
        await discord.slash(ANN, "done", {"task": "week2-numpy"})
        telegram.says(ann, room, "/done week2-numpy")
        await telegram.until(lambda: bool(room.texts))
        await both.wait(days=1)
        telegram.says(ann, room, "/log 20m")
        await telegram.until(lambda: "20" in room.last.text)

        issued = await discord.slash(ANN, "settings", {"what": "link"})
        assert issued.ephemeral
        [code] = CODE.findall(issued.text)
        telegram.says(ann, alone, f"/settings link {code}")
        await telegram.until(lambda: "Together" in alone.last.text)
        assert "Discord: 1 task, streak 1\nTelegram: 1 task, streak 2\nTogether: 1 task, streak 2" in alone.last.text
        telegram.taps(ann, alone.last, "Link them")
        await telegram.until(lambda: "Linked!" in alone.last.text)
        assert 1 == await both.app.store.read(lambda db: db.scalar(select(func.count()).select_from(learners)))

        streak = await discord.slash(ANN, "streak")
        assert "2 days" in streak.text

        telegram.says(ann, alone, f"/settings link {code} yes")
        await telegram.until(lambda: "linked already" in alone.last.text)
        asked = await discord.slash(ANN, "settings", {"what": "unlink"})
        parted = await discord.tap(asked, "Separate them", ANN)
        assert "Discord: 1 task, streak 1\nTelegram: 1 task, streak 2" in parted.text
