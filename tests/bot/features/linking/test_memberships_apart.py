"""The memberships of two accounts in a group with two homes, while they are linked and after an unlink."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select, update

from bot.tables import accounts, groups, memberships
from tests.bot.features.homes.two_homes import CHIEF, ROOT, TwoHomes
from tests.bot.room import words

DISCORD, TELEGRAM = "Ann@discord", "Ann@telegram"
KEPT, LOST = "a link that keeps the number", "a link of an older version"


async def unlink(homes: TwoHomes) -> None:
    assert words(await homes.say(TELEGRAM, "/settings unlink yes")).startswith("Done.")


def read_numbers(db: Connection) -> dict[str, int]:
    """Each account of the joint group's present members, with their number."""
    found = (
        select(accounts.c.name, accounts.c.platform, memberships.c.number)
        .join(memberships, memberships.c.learner_id == accounts.c.learner_id)
        .where(memberships.c.group_id == 1, memberships.c.left_at.is_(None))
        .order_by(memberships.c.number, accounts.c.id)
    )
    return {f"{row.name}@{row.platform}": row.number for row in db.execute(found)}


def keep_no_number(db: Connection) -> None:
    db.execute(update(groups).values(last_number=0))


@pytest.mark.parametrize(("by", "zoe", "ann"), [(KEPT, 5, 4), (LOST, 4, 5)])
async def test_a_number_that_a_link_set_aside_is_dealt_to_nobody_else(
    homes: TwoHomes, by: str, zoe: int, ann: int
) -> None:
    """Both accounts of Ann's are members after the unlink, whatever the link kept."""
    await homes.settle(ROOT, CHIEF)
    await homes.join()
    await homes.settle(DISCORD, TELEGRAM)
    assert words(await homes.link(DISCORD, TELEGRAM)).startswith("Linked!")
    if by is LOST:
        await homes.store.write(keep_no_number)
    await homes.settle("Zoe@discord")

    await unlink(homes)

    expected = {ROOT: 1, CHIEF: 2, DISCORD: 3, TELEGRAM: ann, "Zoe@discord": zoe}
    assert expected == await homes.store.read(read_numbers)
    await homes.settle("Max@telegram")
    assert 6 == (await homes.store.read(read_numbers))["Max@telegram"]
