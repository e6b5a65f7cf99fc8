"""The line behind a key is for the person who was asked, where they were asked or in private."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.chat import limits
from bot.chat.call import Said
from bot.chat.keeping import KeptLine, LineNoLongerKept, restore_line
from bot.chat.ownership import OthersButton
from bot.identity import Account, Place

ROOM = Place("telegram", -1, -1)
KEY = "a" * limits.KEY
LINE = "done week2-numpy - hard"


class Keeper:
    """Has one line, for the Telegram user 7."""

    async def keep(self, said: Said, lines: Sequence[str]) -> list[str]:
        raise AssertionError(lines)

    async def find(self, key: str) -> KeptLine | None:
        return KeptLine(LINE, "telegram", 7, -1) if key == KEY else None

    def make_key(self) -> str:
        raise AssertionError


def tapped(platform: str, user_id: int, place: Place = ROOM) -> Said:
    line = f"{limits.KEY_SIGN}{KEY} done week2-numpy"
    return Said(Account(platform, user_id, "Ann"), place, "1", line=line, tapped=True)


@pytest.mark.parametrize("place", [ROOM, Place("telegram", 7, 7, private=True)])
async def test_the_person_who_was_asked_gets_the_line_there_and_in_private(place: Place) -> None:
    assert LINE == (await restore_line(Keeper(), tapped("telegram", 7, place))).line


@pytest.mark.parametrize(("platform", "user_id"), [("telegram", 8), ("discord", 7)])
async def test_another_person_does_not_though_their_number_is_the_same(platform: str, user_id: int) -> None:
    with pytest.raises(OthersButton):
        await restore_line(Keeper(), tapped(platform, user_id))


async def test_another_group_does_not() -> None:
    with pytest.raises(LineNoLongerKept):
        await restore_line(Keeper(), tapped("telegram", 7, Place("telegram", -2, -2)))
