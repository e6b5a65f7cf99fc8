"""Commands that a learner takes along to where the bot is no member, with the whole program behind them."""

from __future__ import annotations

from sqlalchemy import select

from bot.tables import memberships, places
from tests.adapters.discord_peer_exchange import Exchange
from tests.adapters.discord_peer_state import Channel, Person
from tests.adapters.test_both import ANN, Town, town

BEN = Person("Ben")


async def use(both: Town, person: Person, name: str, channel: Channel, **options: str) -> Exchange:
    exchange = await both.discord.begin(person, name, options, channel=channel, guest=True)
    await both.discord.until(lambda: exchange.settled)
    return exchange


async def test_guests_in_one_chat_have_each_their_own_record(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        chat = both.discord.dm(group=True)
        answers = [await use(both, one, "done", chat, task="week2-numpy") for one in (ANN, BEN)]
        shown = await use(both, BEN, "progress", chat)
        spaces = await both.app.store.read(lambda db: set(db.scalars(select(places.c.space_id))))
        members = await both.app.store.read(lambda db: len(db.scalars(select(memberships.c.learner_id)).all()))

    assert all("NumPy" in one.shown.text for one in answers)
    assert all(one.shown.ephemeral for one in (*answers, shown))
    assert [] == chat.messages
    assert ({ANN.id, BEN.id}, 2) == (spaces, members)


async def test_a_guests_tick_counts_for_the_group_they_are_in(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        await both.discord.slash(ANN, "join")
        await use(both, ANN, "done", both.discord.dm(group=True), task="week2-numpy")
        shown = await both.discord.slash(ANN, "undo", {"task": "week2-numpy"})

    assert "is open again" in shown.text
