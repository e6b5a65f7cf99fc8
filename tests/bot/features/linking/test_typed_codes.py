"""Codes that link accounts: how long and for whom they work, how many are issued, and what is kept of them."""

from __future__ import annotations

from sqlalchemy import select

from bot.tables import codes
from tests.bot.features.linking.town import DISCORD, TELEGRAM, Town, ask, count_links, study
from tests.bot.room import words

GONE, TOO_MANY = "That code doesn’t work", "too many codes"


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
    assert GONE in words(await town.say(TELEGRAM, f"/settings link {code}"))


async def test_a_code_works_once_for_ten_minutes_and_until_the_next_one(town: Town) -> None:
    await study(town)
    first = await town.code_of(DISCORD)
    second = await town.code_of(DISCORD)
    assert GONE in words(await town.say(TELEGRAM, f"/settings link {first}"))

    spelled = f"{second[:4]}-{second[4:]}".lower()
    assert "Together" in words(await town.say(TELEGRAM, f"/settings link {spelled}"))
    town.later(minutes=10)
    assert GONE in words(await town.say(TELEGRAM, f"/settings link {second}"))
    assert GONE in words(await town.say(TELEGRAM, f"/settings link {second} yes"))

    used = await town.code_of(DISCORD)
    await town.say(TELEGRAM, f"/settings link {used} yes")
    await town.say("Eve@telegram", "/join")
    assert GONE in words(await town.say("Eve@telegram", f"/settings link {used}"))
    assert GONE in words(await town.say("Eve@telegram", "/settings link AAAAAAAA"))


async def test_a_code_works_for_the_account_that_typed_it_first(town: Town) -> None:
    await study(town)
    _, [line, _] = await ask(town)
    await town.say("Eve@telegram", "/join")

    assert GONE in words(await town.say("Eve@telegram", line.removesuffix(" yes")))
    assert GONE in words(await town.say("Eve@telegram", line))
    assert words(await town.say(TELEGRAM, line)).startswith("Linked!")


async def test_too_many_wrong_codes_of_an_account_or_at_a_place_are_not_looked_at(town: Town) -> None:
    await town.say(DISCORD, "/done week1-stats")  # so the issuer is the learner who is kept
    code = await town.code_of(DISCORD)
    for _ in range(5):
        assert GONE in words(await town.say("Eve@telegram", "/settings link AAAAAAAA"))
    assert TOO_MANY in words(await town.say("Eve@telegram", f"/settings link {code}"))
    assert "Together" in words(await town.say(TELEGRAM, f"/settings link {code}"))
    for name in ("Fay", "Gus", "Hal"):
        for _ in range(5):
            await town.say(f"{name}@telegram", "/settings link AAAAAAAA")

    assert TOO_MANY in words(await town.say(TELEGRAM, f"/settings link {code}"))
    town.later(minutes=10)
    assert GONE in words(await town.say("Eve@telegram", f"/settings link {code}"))


async def test_an_account_is_issued_five_codes_an_hour(town: Town) -> None:
    for _ in range(5):
        await town.code_of(DISCORD)

    assert "5 codes" in words(await town.say(DISCORD, "/settings link"))
    town.later(hours=1)
    await town.code_of(DISCORD)


async def test_a_code_does_nothing_once_its_issuer_is_linked(town: Town) -> None:
    """The typist is told the same as of any code that does not work, and nothing of the issuer."""
    await town.say("Eve@sandbox", "/join")
    mine, code = await town.code_of(TELEGRAM), await town.code_of(DISCORD)
    await town.say(TELEGRAM, f"/settings link {code} yes")

    for line in (f"/settings link {mine}", f"/settings link {mine} yes", f"/settings link {code}"):
        assert GONE in words(await town.say("Eve@sandbox", line))
    assert 1 == await town.store.read(count_links)


async def test_a_code_of_a_learner_who_was_linked_since_opens_nothing(town: Town) -> None:
    await town.say(DISCORD, "/done week1-stats")  # so the issuer is the learner who is kept
    code = await town.code_of(DISCORD)
    await town.link(TELEGRAM, DISCORD)

    assert GONE in words(await town.say("Eve@telegram", f"/settings link {code}"))
    assert 1 == await town.store.read(count_links)
