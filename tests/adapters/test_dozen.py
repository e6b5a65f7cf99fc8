"""The dozen commands that both platforms list, and every older name that still does what it did."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.chat.readers import Readers
from bot.features.commands import COMMANDS, FOLDED, PARTS
from tests.adapters.discord_peer_exchange import MODAL
from tests.adapters.discord_peer_state import Message
from tests.adapters.test_both import ANN, CHIEF, Town, town

DOZEN = "done undo next progress streak leaderboard roadmap log focus checkin stuck pause settings help".split()  # noqa: SIM905

STALE: list[tuple[str, dict[str, Any], str]] = [
    ("placement", {"start": "month4"}, "Starting at Month 4"),
    ("nudges", {"wish": "at", "value": "8"}, "<t:1772524800:f>"),
    ("promise", {"tasks": "week2-numpy"}, "NumPy & Pandas"),
    ("habits", {}, "Every week"),
    ("snooze", {"until": "3d"}, "Thu 5 Mar"),
    ("celebrations", {}, "elebrat"),
    ("about", {}, "Cairn"),
]
"""Commands as a client with an older list calls them, and words of their answers."""


@pytest.fixture
async def both(sqlite_url: str) -> AsyncIterator[Town]:
    async with town(sqlite_url) as running:
        await running.discord.slash(ANN, "join")
        await running.discord.slash(CHIEF, "join")
        yield running


def whole(message: Message) -> str:
    """Title and text without marks."""
    return f"{message.title}\n{message.text}".replace("*", "").replace("`", "")


async def test_both_platforms_list_the_dozen_and_setup(both: Town) -> None:
    await both.telegram.until(lambda: len(both.telegram.menus) == 3)
    menus = {scope: [one["command"] for one in menu] for (scope, _), menu in both.telegram.menus.items()}
    listed = [one["name"] for one in both.discord.commands if one["type"] == 1]

    assert [*DOZEN, "setup"] == listed == menus["all_private_chats"] == menus["all_chat_administrators"]
    assert DOZEN == menus["all_group_chats"]
    assert {command.name for command in COMMANDS} == {*DOZEN, "setup"}


async def test_each_part_on_discord_is_a_choice_that_answers_as_its_old_command_does(both: Town) -> None:
    listed = {one["name"]: one.get("options", []) for one in both.discord.commands if one["type"] == 1}
    folded = {command.name: command for command in FOLDED}
    for name, parts in PARTS.items():
        options = {option["name"]: option for option in listed[name]}
        assert list(parts) == [choice["value"] for choice in options["more"]["choices"]]
        assert not any(option.get("required") for option in options.values())
        for word, part in parts.items():
            chosen = await both.discord.slash(CHIEF, name, {"more": word})
            stale = await both.discord.slash(CHIEF, part)

            assert whole(chosen) == whole(stale), (name, word)
            assert list(chosen.buttons) == list(stale.buttons)
            assert chosen.ephemeral == stale.ephemeral
            assert chosen.ephemeral or folded[part].readers is Readers.GROUP


async def test_a_part_takes_what_is_typed_beside_it(both: Town) -> None:
    answer = await both.discord.slash(ANN, "log", {"what": "30m algebra", "more": "repair"})

    assert "joined yet" in whole(answer)
    promised = await both.discord.slash(ANN, "checkin", {"finished": "week2-numpy", "more": "promise"})
    assert "⬜ NumPy & Pandas" in whole(promised)


async def test_a_part_for_admins_refuses_others_as_its_old_command_does(both: Town) -> None:
    for part in ("quiet", "schedule"):
        refused = await both.discord.slash(ANN, "setup", {"more": part})

        assert refused.ephemeral
        assert "Only an admin" in whole(refused)


async def test_a_part_of_a_command_with_a_form_opens_no_form(both: Town) -> None:
    exchange = await both.discord.begin(ANN, "checkin", {"more": "promise"})
    await both.discord.until(lambda: exchange.settled)

    assert MODAL != exchange.acknowledged
    assert "Your promise" in whole(exchange.shown)


async def test_a_clients_old_commands_still_work(both: Town) -> None:
    for name, options, said in STALE:
        assert said in whole(await both.discord.slash(ANN, name, options))


async def test_old_buttons_still_work(both: Town) -> None:
    for line, said in (
        ("placement month4", "Starting at Month 4"),
        ("nudges on", "Your reminders"),
        ("habits", "week"),
    ):
        shown = await both.discord.slash(ANN, "next")
        shown.components[0]["components"][0]["custom_id"] = f"line:{line}"
        assert said in whole(await both.discord.tap(shown, next(iter(shown.buttons)), ANN))


async def test_old_names_can_be_typed_on_telegram(both: Town) -> None:
    telegram = both.telegram
    ann = telegram.user("Ann", started=True)
    chat = telegram.private(ann)
    for line, said in {
        "/join": "What’s next",
        "/nudges at 8": "08:00",
        "/settings reminders at 9": "09:00",
        "/celebrations": "elebrat",
        "/placement month4": "Starting at Month 4",
        "/promise week2-numpy": "NumPy & Pandas",
        "/snooze 3d": "Thu 5 Mar",
    }.items():
        telegram.says(ann, chat, line)
        await telegram.quiet()

        assert said in chat.last.text, line
