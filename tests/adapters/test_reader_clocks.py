"""A moment in a private answer on Discord: it is shown by its reader's own clock, whatever zone we know of them."""

from __future__ import annotations

import pytest

from tests.adapters.discord_peer_state import Person
from tests.adapters.test_both import CHIEF, START, town

MOMENT = int(START.timestamp())


@pytest.mark.parametrize(
    ("who", "command", "given", "moment"),
    [
        (Person("Ann"), "settings", {"what": "link"}, MOMENT + 600),
        (Person("Ann"), "settings", {"what": "export"}, MOMENT + 600),
        (Person("Ann"), "settings", {"what": "forget", "value": "tomorrow"}, MOMENT + 86400),
        (CHIEF, "setup", {"what": "connect"}, MOMENT + 600),
    ],
)
async def test_discord_shows_a_moment_by_the_clock_of_its_reader(
    sqlite_url: str, who: Person, command: str, given: dict[str, str], moment: int
) -> None:
    async with town(sqlite_url) as both:
        await both.discord.slash(CHIEF, "setup", {"what": "zone", "value": "Tokyo"})
        await both.discord.slash(who, "log", {"what": "20m"})

        answered = await both.discord.slash(who, command, given)
        if given["what"] == "export":
            answered = await both.discord.slash(who, command, given)

        assert f"<t:{moment}:" in answered.text
        assert "03:" not in answered.text
