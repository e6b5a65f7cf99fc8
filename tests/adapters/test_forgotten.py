"""A learner is forgotten through the real libraries: their celebration is edited in place, and they may return."""

from __future__ import annotations

from sqlalchemy import select

from bot.tables import accounts, learners
from tests.adapters.test_both import ANN, CHIEF, town

DONE, NAMELESS = "deleted everything", "A member reached a milestone"


async def test_a_celebration_loses_its_learner_on_both_platforms(database_url: str) -> None:
    async with town(database_url) as both:
        discord, telegram = both.discord, both.telegram
        room, ben = telegram.group("Study Group"), telegram.user("Ben", "ben", started=True)
        await discord.slash(CHIEF, "join")
        await discord.slash(ANN, "done", {"task": "week1"})
        telegram.says(ben, room, "/done week1")
        await telegram.quiet()
        await both.wait(seconds=61)
        post, post_there = discord.general.messages[-1], room.last
        assert post.pinged or str(ANN.id) in post.content + post.text
        assert "Ben" in post_there.text

        asked = await discord.slash(ANN, "settings", {"what": "forget", "value": "now"})
        answer = await discord.tap(asked, "Yes, forget me now", ANN)
        assert DONE in answer.text
        assert answer.ephemeral
        telegram.says(ben, telegram.private(ben), "/settings forget now")
        await telegram.quiet()
        telegram.taps(ben, telegram.private(ben).last, "Yes, forget me now")
        await telegram.until(lambda: DONE in telegram.private(ben).last.text)
        await both.wait(seconds=1)

        assert NAMELESS in post.text
        assert str(ANN.id) not in post.content + post.text
        assert NAMELESS in post_there.text
        assert "Ben" not in post_there.text
        people = select(accounts.c.name).join(learners, learners.c.id == accounts.c.learner_id)
        assert ["Chief"] == list(await both.app.store.read(lambda db: db.scalars(people).all()))
        assert "You’re in!" in (await discord.slash(ANN, "join")).text
