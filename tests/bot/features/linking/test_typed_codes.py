"""Codes and the accounts that typed them."""

from __future__ import annotations

from sqlalchemy import select

from bot.tables import codes
from tests.bot.features.linking.town import Town
from tests.bot.room import words

DISCORD, TELEGRAM = "Ann@discord", "Ann@telegram"


async def test_an_account_that_is_forgotten_is_in_no_code_that_it_typed(town: Town) -> None:
    """A code that was typed works for that account alone, so it works for nobody then."""
    await town.say(TELEGRAM, "/log 20m")
    code = await town.code_of(DISCORD)
    await town.say(TELEGRAM, f"/settings link {code}")
    typist = town.account(TELEGRAM)
    typed = select(codes.c.typed_by)
    assert [typist.user_id] == await town.store.read(lambda db: list(db.scalars(typed)))

    await town.say(TELEGRAM, f"/settings forget now {typist.key}")

    assert typist.user_id not in await town.store.read(lambda db: list(db.scalars(typed)))
    assert "doesn’t work" in words(await town.say(TELEGRAM, f"/settings link {code}"))
