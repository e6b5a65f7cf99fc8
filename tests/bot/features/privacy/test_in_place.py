"""The pages of one's own data: tapped, they take the place of the page before; typed, they stand below the line."""

from __future__ import annotations

import pytest

from tests.bot.room import Room

OF_ALL = ("privacy", "forget", "forget now", "forget undo", "link", "link nonsense", "forget tomorrow")
PAGES = [(name, page) for name in ("Ann", "Dan", "Eve") for page in OF_ALL]
"""Ann is a member. Of Dan a wrong code is kept, and of Eve nothing."""


@pytest.mark.parametrize(("name", "page"), [*PAGES, ("Ann", "privacy pings off"), ("Eve", "export")])
async def test_a_page_takes_the_place_of_the_last_one_if_it_was_tapped(room: Room, name: str, page: str) -> None:
    await room.say("Ann", "/join")
    await room.say("Dan", "/settings link ACDEFHJK")

    typed, tapped = [await room.say(name, f"/settings {page}", tapped=one) for one in (False, True)]

    assert (False, True) == (typed.update, tapped.update)
