"""What both accounts were answered while they were one learner is not kept once they are two."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, func, select, update

from bot.database.inbound import inbound
from bot.database.store import Store
from bot.tables import links, sessions
from tests.bot.features.linking.town import Town
from tests.bot.room import words

ANN, ANOUK = "Ann@discord", "Anouk@telegram"


def count_minutes(db: Connection) -> int:
    return db.scalar(select(func.sum(sessions.c.minutes))) or 0


def date_before_the_link(db: Connection, call: str) -> int:
    """Let a call be of a minute before the link. The store of a test dates calls by the day of the test."""
    linked_at = db.scalar(select(links.c.at))
    assert linked_at
    before = linked_at - timedelta(minutes=1)
    return db.execute(update(inbound).where(inbound.c.id == call).values(at=before)).rowcount


async def kept(town: Town, call: str) -> object:
    """The kept result of a call, whole."""
    return await town.store.read(lambda db: db.scalar(select(inbound.c.result).where(inbound.c.id == call)))


async def linked(store: Store) -> tuple[Town, str]:
    """Ann is linked. The answer to one account holds a note of the other. Returns the call that got it."""
    town = Town(store)
    await town.say(ANOUK, "/join")
    await town.say(ANN, "/join")
    await town.link(ANN, ANOUK)
    await town.say(ANN, "/log 20m plum")
    await town.say(ANOUK, "/undo")
    return town, last(town)


def last(town: Town) -> str:
    assert town.said
    return town.said.inbound


async def test_an_unlink_keeps_no_answer_that_may_tell_of_the_other_account(store: Store) -> None:
    town, undone = await linked(store)
    assert "plum" in str(await kept(town, undone))

    await town.say(ANN, "/settings unlink yes")

    assert await kept(town, undone) is None
    assert await kept(town, last(town))


async def test_answers_of_before_the_link_and_those_of_others_are_kept(store: Store) -> None:
    town, before = await linked(store)
    assert 1 == await store.write(date_before_the_link, before)
    await town.say("Ben@telegram", "/log 30m medlar")
    others = last(town)

    await town.say(ANOUK, "/settings unlink yes")

    assert await kept(town, before)
    assert await kept(town, others)


async def test_a_call_that_comes_again_after_the_unlink_is_not_done_again(store: Store) -> None:
    town, _ = await linked(store)
    await town.say(ANOUK, "/log 25m")
    logged = town.said
    parted = await town.say(ANN, "/settings unlink yes")
    assert words(parted) == words(await town.again())

    town.said = logged

    assert "That’s done already." in words(await town.again())
    assert 45 == await store.read(count_minutes)
