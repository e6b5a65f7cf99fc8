"""Values that are suggested while a setting is typed."""

from __future__ import annotations

import pytest

from bot.chat.call import Said
from bot.chat.reply import Tone
from tests.bot.room import HERE, Room

TOPICS = [
    *(("setup", "what", topic) for topic in ("zone", "nudge", "week", "community", "roadmap")),
    *(("schedule", "what", topic) for topic in ("nudge", "checkin", "review")),
    *(("settings", "what", topic) for topic in ("zone", "day", "visibility", "pings", "rest")),
    *(("nudges", "wish", topic) for topic in ("at", "saver", "fallback")),
]


async def suggested(room: Room, command: str, option: str, topic: str, typed: str) -> list[str]:
    said = Said(room.account("Root"), HERE, "suggest", name=command, options={option: topic, "value": typed})
    return [one.value for one in await room.dispatcher.beforehand.suggest(said, command, "value", typed)]


@pytest.mark.parametrize(("command", "option", "topic"), TOPICS)
async def test_every_suggested_value_is_one_that_is_taken(room: Room, command: str, option: str, topic: str) -> None:
    await room.say("Root", "/join")

    values = await suggested(room, command, option, topic, "")

    assert values
    for value in values[:3]:
        assert (await room.say("Root", f"/{command} {topic} {value}")).tone is not Tone.PROBLEM, value


async def test_hours_are_suggested_as_typed_and_none_for_another_setting(room: Room) -> None:
    assert "19:30" in await suggested(room, "setup", "what", "nudge", "19")
    assert "sun 19:30" in await suggested(room, "schedule", "what", "checkin", "sun 19")
    assert all(value <= "06:00" for value in await suggested(room, "settings", "what", "day", "0"))
    assert [] == await suggested(room, "setup", "what", "here", "1")
    assert [] == await suggested(room, "setup", "what", "", "1")
