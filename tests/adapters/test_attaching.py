"""A project's link is added by its button: in a window on Discord, as the next message on Telegram."""

from __future__ import annotations

from sqlalchemy import select

from bot.tables import ticks
from tests.adapters.test_both import ANN, town

LINK, PROJECT = "https://example.org/project", "week3-crash-course"


async def test_a_button_takes_the_link_of_a_project_on_both_platforms(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        discord, telegram = both.discord, both.telegram
        ben = telegram.user("Ben", "ben")
        chat = telegram.private(ben)

        done = await discord.slash(ANN, "done", {"task": PROJECT})
        window = await discord.begin_tap(done, "Add a link", ANN)
        await discord.until(lambda: window.modal)
        assert window.modal
        await discord.submit(window.modal, {"words": LINK}, ANN)

        telegram.says(ben, chat, f"/done {PROJECT}")
        await telegram.until(lambda: bool(chat.texts) and "Add a link" in chat.last.text)
        telegram.taps(ben, chat.last, "Add a link")
        await telegram.until(lambda: "Send me the link" in chat.last.text)
        telegram.says(ben, chat, LINK)
        await telegram.until(lambda: "Saved with" in chat.last.text)

        assert [LINK, LINK] == await both.app.store.read(lambda db: list(db.scalars(select(ticks.c.evidence))))
