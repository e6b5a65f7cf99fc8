"""Private chats that are closed, on both platforms: who is not reached hears it where they type, and what to do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.adapters.discord_peer_state import Message, Person
from tests.adapters.test_both import CHIEF, Town, town

ANN = Person("Ann")
CLOSED = (403, 50007)
HOW = "Allow direct messages from this server"

PRIVATE = {
    "link": ("Your code:", {"what": "link"}),
    "export": ("everything I saved", {"what": "export"}),
    "forget": ("Forget", {"what": "forget"}),
    "privacy": ("Who sees you", {"what": "privacy"}),
}


@pytest.mark.parametrize("name", PRIVATE)
async def test_a_private_answer_on_discord_needs_no_private_chat(sqlite_url: str, name: str) -> None:
    says, options = PRIVATE[name]
    async with town(sqlite_url) as both:
        both.discord.dm_with(ANN.id).refuses = CLOSED
        await both.discord.slash(ANN, "done", {"task": "week2-numpy"})

        answer = await both.discord.slash(ANN, "settings", options)

        assert answer.ephemeral
        assert says in f"{answer.title} {answer.text}"
        assert name != "export" or answer.files


async def test_the_code_that_connects_needs_no_private_chat_on_discord(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        both.discord.dm_with(CHIEF.id).refuses = CLOSED
        await both.discord.slash(CHIEF, "setup", {})

        answer = await both.discord.slash(CHIEF, "setup", {"what": "connect"})

        assert answer.ephemeral and "Your code:" in answer.text


async def nudge(both: Town) -> None:
    """Ann asks for reminders, and one does not reach her."""
    await both.discord.slash(ANN, "nudges", {"wish": "on"})
    await both.discord.slash(ANN, "nudges", {"wish": "at", "value": "20:00"})
    await both.wait(hours=2, minutes=1)


@pytest.mark.parametrize(
    ("name", "options", "private"),
    [("done", {"task": "week2-numpy"}, False), ("settings", {}, True), ("progress", {}, None), ("nudges", {}, True)],
)
async def test_a_reminder_that_a_closed_chat_refused_is_told_of_in_the_next_answer(
    sqlite_url: str, name: str, options: dict[str, str], private: bool | None
) -> None:
    async with town(sqlite_url) as both:
        both.discord.dm_with(ANN.id).refuses = CLOSED
        await nudge(both)

        told = await both.discord.slash(ANN, name, options)
        again = await both.discord.slash(ANN, name, options)

        assert HOW in told.text and "couldn’t reach you" in told.text
        assert "couldn’t reach you" not in again.text
        assert private is None or told.ephemeral == private


async def test_a_page_of_reminders_says_how_they_can_come(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        page: Message = await both.discord.slash(ANN, "nudges", {"wish": "on"})

        assert HOW in page.text
        assert "/start" not in page.text


async def test_a_closed_chat_on_telegram_is_told_of_in_the_group(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        telegram = both.telegram
        room, ben = telegram.group("Study Group"), telegram.user("Ben", "ben")
        telegram.says(ben, room, "/nudges on")
        telegram.says(ben, room, "/nudges at 20:00")
        await telegram.quiet()
        both.clock.advance(timedelta(hours=2, minutes=1))
        polls = len(telegram.polls)
        telegram.says(ben, room, "Good evening!")  # a poll has to end, or Telegram counts as down
        await telegram.until(lambda: len(telegram.polls) > polls)
        await both.wait()

        telegram.says(ben, room, "/done week2-numpy")
        await telegram.quiet()

        assert "Open our private chat, and send me /start." in room.last.text
