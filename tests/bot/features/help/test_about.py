"""/about as typed and tapped."""

from __future__ import annotations

import tomllib
from pathlib import Path

from bot.features.help.about import VERSION
from bot.features.privacy.actions.warning import KEEP_GROUPS
from tests.bot.room import Room, words


async def test_about_tells_the_version_what_is_kept_and_the_licence(room: Room) -> None:
    text = words(await room.say("Ann", "/about"))

    project = tomllib.loads((Path(__file__).parents[4] / "pyproject.toml").read_text())["project"]
    assert VERSION == project["version"]
    assert VERSION in text
    assert "MIT" in text
    assert f"after {KEEP_GROUPS.days} days" in text
    assert "/settings forget" in text
    assert len([line for line in text.splitlines() if line]) == 1 + 5  # the title, and five lines
