"""The memberships of two accounts in a group with two homes, while they are linked and after an unlink."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select, update

from bot.features.members.actions.chats import note_gone, note_returned
from bot.tables import accounts, groups, memberships
from tests.bot.features.homes.two_homes import CHIEF, PLACES, ROOT, TwoHomes
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


async def move(homes: TwoHomes, name: str, *, back: bool = False) -> None:
    """Let an account leave the chat on its platform, or come back to it."""
    account = homes.account(name)
    note = note_returned if back else note_gone
    await homes.store.write(note, account, PLACES[account.platform], homes.clock.now())


def read_homes(db: Connection) -> set[tuple[str, int]]:
    """The platform and group of each account of Ann's, where she is a present member."""
    found = (
        select(accounts.c.platform, memberships.c.group_id)
        .join(memberships, memberships.c.learner_id == accounts.c.learner_id)
        .where(accounts.c.name == "Ann", memberships.c.left_at.is_(None))
    )
    return {(row.platform, row.group_id) for row in db.execute(found)}


@pytest.mark.parametrize("left", [DISCORD, TELEGRAM])
@pytest.mark.parametrize("order", ["join settle link", "settle join link", "settle link join"])
async def test_an_account_that_left_its_chat_is_no_member_after_an_unlink_until_it_is_back(
    homes: TwoHomes, order: str, left: str
) -> None:
    await homes.settle(ROOT, CHIEF)
    for step in order.split():
        if step == "join":
            await homes.join()
        elif step == "link":
            await homes.link(DISCORD, TELEGRAM)
        else:
            await homes.settle(DISCORD, TELEGRAM)
    await move(homes, left)

    await unlink(homes)

    stays = TELEGRAM if left is DISCORD else DISCORD
    assert {(stays.partition("@")[2], 1)} == await homes.store.read(read_homes)
    await move(homes, left, back=True)
    assert {("discord", 1), ("telegram", 1)} == await homes.store.read(read_homes)


@pytest.mark.parametrize(("left", "group"), [(DISCORD, 2), (TELEGRAM, 1)])
@pytest.mark.parametrize("early", [True, False])
async def test_a_linked_member_who_left_one_chat_is_gone_from_its_group_after_a_disconnect(
    homes: TwoHomes, left: str, group: int, early: bool
) -> None:
    await homes.settle(ROOT, CHIEF, *([DISCORD, TELEGRAM] if early else []))
    await homes.join()
    if not early:
        await homes.settle(DISCORD, TELEGRAM)
    await homes.link(DISCORD, TELEGRAM)
    await move(homes, left)

    assert "two groups again" in words(await homes.say(ROOT, "/setup disconnect yes"))

    assert {group} == {one for _, one in await homes.store.read(read_homes)}
    assert {None} == {one.away_on for one in await homes.rows(memberships)}
    await move(homes, left, back=True)
    assert {1, 2} == {one for _, one in await homes.store.read(read_homes)}


@pytest.mark.parametrize("left", [DISCORD, TELEGRAM])
@pytest.mark.parametrize("by", ["unlink", "disconnect"])
async def test_a_digest_follows_a_membership_that_ends_when_two_are_one_no_more(
    homes: TwoHomes, left: str, by: str
) -> None:
    """Ann left one chat, and was a member by the other one. So she was still in the digest."""
    await homes.settle(ROOT, CHIEF, DISCORD, TELEGRAM)
    await homes.join()
    await homes.link(DISCORD, TELEGRAM)
    await homes.live(days=5, hours=1)
    await homes.say(left, "/settings checkins all")
    await homes.say(left, "/checkin plum")
    await homes.live(days=1)
    shown = [("discord", "sent"), ("telegram", "sent")]
    assert shown == await homes.posted("digest")
    await move(homes, left)
    assert [] == await homes.posted("amend_digest")

    await (unlink(homes) if by == "unlink" else homes.say(ROOT, "/setup disconnect yes"))
    await homes.work()

    home = left.partition("@")[2]
    amended = await homes.posted("amend_digest")
    assert (home, "sent") in amended
    assert "plum" not in words(await homes.word("amend_digest", home))
