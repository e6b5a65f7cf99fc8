"""Numbers of forgotten members: nobody gets them in either home, whether groups are connected or part."""

from __future__ import annotations

from bot.features.privacy.actions.forgetting import Forgotten, forget_now
from tests.bot.features.homes.two_homes import CHIEF, ROOT, TwoHomes
from tests.bot.room import words


async def _forget(homes: TwoHomes, name: str) -> None:
    assert await homes.store.write(forget_now, homes.caller(name), "") is Forgotten.DONE


async def test_no_member_gets_the_number_of_one_who_was_forgotten_in_the_other_home(homes: TwoHomes) -> None:
    """In the chat on Telegram, older messages speak of member 3."""
    await homes.settle(ROOT, "Ann@discord", CHIEF, "Dee@telegram", "Eve@telegram")
    await _forget(homes, "Eve@telegram")

    await homes.join()

    assert [1, 2, 4, 5] == await homes.present(1)


async def test_no_newcomer_gets_the_number_of_one_who_was_forgotten_in_the_other_home(homes: TwoHomes) -> None:
    await homes.settle(ROOT, CHIEF, "Eve@telegram", "Fay@telegram")
    for name in ("Eve@telegram", "Fay@telegram"):
        await _forget(homes, name)
    await homes.join()
    assert [1, 4] == await homes.present(1)

    await homes.settle("Gus@discord")

    assert [1, 4, 5] == await homes.present(1)


async def test_after_a_disconnect_no_newcomer_gets_the_number_of_one_who_was_forgotten(homes: TwoHomes) -> None:
    await homes.settle(ROOT, CHIEF)
    await homes.join()
    await homes.settle("Eve@telegram")
    assert [1, 2, 3] == await homes.present(1)
    await _forget(homes, "Eve@telegram")
    assert "two groups again" in words(await homes.say(ROOT, "/setup disconnect yes"))

    await homes.settle("Fay@telegram")

    assert [1, 4] == await homes.present(2)
