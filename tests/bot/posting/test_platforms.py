"""Two platforms in one process: neither waits for the other."""

from __future__ import annotations

import asyncio
import random

import pytest
from sqlalchemy import Connection, update

from bot.app import AFTERMATH
from bot.chat.reply import Reply
from bot.errors import StoreBusy
from bot.features.posts import POSTS
from bot.identity import Place, PlaceId
from bot.posting.deliverer import Deliverer
from bot.tables import places
from tests.bot.posting.office import ROADMAP, Office, Platform


class QuickDeliverer(Deliverer):
    """The same, which looks again without a long wait."""

    again = 0.01


def to_discord(db: Connection) -> None:
    db.execute(update(places).where(places.c.id == 2).values(platform="discord"))


class Hanging(Platform):
    """A platform that answers when its gate opens."""

    def __init__(self) -> None:
        super().__init__("discord")
        self.asked, self.gate = asyncio.Event(), asyncio.Event()

    async def send(self, place: Place, reply: Reply, key: str) -> str:
        self.asked.set()
        await self.gate.wait()
        return await super().send(place, reply, key)


@pytest.fixture
async def discord(office: Office) -> Hanging:
    await office.store.write(to_discord)
    hanging = Hanging()
    both = {"telegram": office.platform, "discord": hanging}
    office.deliverer = QuickDeliverer(
        office.store, office.clock, both, {ROADMAP.slug: ROADMAP}, random.Random(1), posts=POSTS, aftermath=AFTERMATH
    )
    return hanging


async def test_what_falls_due_on_one_platform_while_the_other_hangs_is_sent_at_once(
    office: Office, discord: Hanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = asyncio.Event()

    def look() -> bool:
        looked.set()
        return True

    monkeypatch.setattr(office.platform, "healthy", look)
    await office.put(place=PlaceId(2), key="hangs")
    tick = asyncio.create_task(office.deliverer.run_due())
    await discord.asked.wait()
    looked.clear()
    await looked.wait()
    await office.put(key="later")

    while not office.platform.sent:
        await asyncio.sleep(0.01)
    assert not tick.done()
    discord.gate.set()
    await tick

    assert [["later"], ["hangs"]] == [[key for _, _, key in one.sent] for one in (office.platform, discord)]


async def test_a_tick_is_over_as_soon_as_nobody_sends(office: Office, discord: Hanging) -> None:
    office.deliverer.again = 3600.0
    discord.gate.set()
    await office.put(key="here")
    await office.put(place=PlaceId(2), key="there")

    await office.deliverer.run_due()

    assert [1, 1] == [len(office.platform.sent), len(discord.sent)]


async def test_a_round_that_fails_does_not_keep_the_other_from_ending(
    office: Office, discord: Hanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.put(place=PlaceId(2), key="there")
    discord.gate.set()
    monkeypatch.setattr(office.platform, "healthy", _fail)

    with pytest.raises(StoreBusy):
        await office.deliverer.run_due()

    assert ["there"] == [key for _, _, key in discord.sent]


def _fail() -> bool:
    raise StoreBusy
