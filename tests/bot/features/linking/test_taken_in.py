"""A membership that an unlink makes anew in the group that took the learner's own in: no better than the one there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.tables import accounts, memberships
from tests.bot.features.homes.two_homes import CHIEF, ROOT, TwoHomes
from tests.bot.room import labels, words

DISCORD, TELEGRAM = "Ann@discord", "Ann@telegram"


@pytest.fixture
async def linked(homes: TwoHomes) -> TwoHomes:
    """Ann is a member on both platforms and a deputy on Telegram. She links her accounts, then the groups connect."""
    await homes.settle(ROOT, DISCORD, CHIEF, TELEGRAM)
    await homes.say(CHIEF, "/setup deputy Ann")
    shown = (await homes.say(DISCORD, "/settings link")).text.plain
    asked = await homes.say(TELEGRAM, f"/settings link {shown.split('Your code: ')[1].split()[0]}")
    await homes.tap(TELEGRAM, asked, labels(asked)[0])
    await homes.join()
    assert [True] == [one.deputy for one in await _memberships(homes)]
    return homes


async def _memberships(homes: TwoHomes) -> list[Any]:
    """The memberships of Ann's in the group that is connected, by account."""
    found = (
        select(memberships)
        .join(accounts, accounts.c.learner_id == memberships.c.learner_id)
        .where(accounts.c.name == "Ann", memberships.c.group_id == 1)
        .distinct()
    )
    return await homes.store.read(lambda db: list(db.execute(found.order_by(memberships.c.learner_id)).all()))


async def _unlink(homes: TwoHomes) -> None:
    assert words(await homes.say(TELEGRAM, "/settings unlink yes")).startswith("Done.")


async def test_a_deputy_who_was_revoked_is_none_after_an_unlink(linked: TwoHomes) -> None:
    await linked.say(ROOT, "/setup deputy off Ann")

    await _unlink(linked)

    assert [False, False] == [one.deputy for one in await _memberships(linked)]


async def test_a_member_whose_publishing_was_stopped_publishes_nothing_after_an_unlink(linked: TwoHomes) -> None:
    await linked.say(ROOT, "/setup publishing off Ann")

    await _unlink(linked)

    stopped: list[datetime | None] = [one.barred_at for one in await _memberships(linked)]
    assert len(stopped) == 2 and None not in stopped


async def test_a_member_who_left_stays_away_after_an_unlink(linked: TwoHomes) -> None:
    await linked.say(DISCORD, "/leave yes")
    [united] = await _memberships(linked)
    assert united.left_at is not None

    await _unlink(linked)

    assert None not in [one.left_at for one in await _memberships(linked)]
