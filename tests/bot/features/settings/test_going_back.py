"""*Back* leads from every question about a setting to the overview of all."""

from __future__ import annotations

import pytest

from bot.chat.reply import Button, Reply
from bot.features.settings import schedule, settings, setup
from tests.bot.room import Room, labels, words

ASKED = [
    *(f"/setup {topic}" for topic in setup.TOPICS if topic not in {"tour", "connect"}),
    *(f"/settings {topic}" for topic in settings.TOPICS if topic != "export"),
    *(f"/schedule {topic}" for topic in schedule.TOPICS),
]
"""The questions. An export is a file, and a code is read in private: both ask nothing."""


WHOLE = {"setup": " all"}
"""What an overview is typed with, beside its name."""


def lines(reply: Reply) -> list[str]:
    return [button.line for row in reply.buttons for button in row if isinstance(button, Button)]


@pytest.mark.parametrize("line", ASKED)
async def test_every_topic_leads_back_to_its_overview(room: Room, line: str) -> None:
    name = line.removeprefix("/").split()[0]
    await room.say("Root", "/join")
    overview = await room.say("Root", f"/{name}{WHOLE.get(name, '')}")

    question = await room.say("Root", line)

    back = await room.tap("Root", question, next(one for one in labels(question) if one in {"Back", "Change it"}))
    assert words(overview) == words(back)
    assert back.update


@pytest.mark.parametrize(
    "line",
    [
        *(
            "/setup zone nowhere-at-all",
            "/setup week someday",
            "/setup nonsense",
            "/schedule nudge 99",
            "/schedule foo",
        ),
        *("/settings zone nowhere-at-all", "/settings day noon", "/settings visibility x", "/settings pings maybe"),
        *("/settings rest someday", "/settings foo"),
    ],
)
async def test_a_refused_value_leads_back_too(room: Room, line: str) -> None:
    await room.say("Root", "/join")

    name = line.removeprefix("/").split()[0]
    assert f"{name}{WHOLE.get(name, '')}" in lines(await room.say("Root", line))
