"""What two accounts have again after an unlink: their own settings and memberships, but for what was changed since."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import Connection, select, update

from bot.chat.reply import Reply
from bot.identity import Place
from bot.tables import accounts, forgettings, learners, memberships
from tests.bot.features.homes.two_homes import CHIEF, ROOT, TwoHomes
from tests.bot.features.linking.town import Town
from tests.bot.room import labels, words

DISCORD, TELEGRAM = "Ann@discord", "Ann@telegram"
ROOMS = {
    "discord": [Place("discord", number, number, title=f"Guild {number}") for number in (41, 42)],
    "telegram": [Place("telegram", -number, -number, title=f"Chat {number}") for number in (51, 52)],
}


async def join(town: Town) -> None:
    for name in (DISCORD, TELEGRAM):
        await town.say(name, "/log 5m")


async def unlink(town: Town, name: str = TELEGRAM) -> None:
    assert words(await town.say(name, "/settings unlink yes")).startswith("Done.")


@pytest.mark.parametrize(
    ("line", "column", "before", "changed"),
    [
        ("/settings visibility hidden", "visibility", "group", "hidden"),
        ("/settings checkins all", "publishing", None, "all"),
        ("/settings pings off", "pings", True, False),
    ],
)
async def test_a_choice_is_as_before_the_link_unless_it_was_made_since(
    town: Town, line: str, column: str, before: object, changed: object
) -> None:
    """The stricter choice held for both while they were linked, and a newer one holds for both."""
    await join(town)
    await town.say(TELEGRAM, line)
    await town.link(DISCORD, TELEGRAM)
    await unlink(town)
    assert {DISCORD: before, TELEGRAM: changed} == await town.store.read(read_settings, column)

    for neutral in ("/settings visibility group", "/settings pings on"):
        await town.say(TELEGRAM, neutral)
    await town.link(DISCORD, TELEGRAM)
    await town.say(DISCORD, line)
    await unlink(town)
    assert {DISCORD: changed, TELEGRAM: changed} == await town.store.read(read_settings, column)


def read_settings(db: Connection, column: str) -> dict[str, object]:
    found = (
        select(accounts.c.name, accounts.c.platform, learners.c[column].label("kept"))
        .join(learners)
        .order_by(accounts.c.id)
    )
    return {f"{row.name}@{row.platform}": row.kept for row in db.execute(found)}


async def test_each_account_has_its_own_name_again_whoever_spoke_last(town: Town) -> None:
    for name in (DISCORD, "Annie@telegram"):
        await town.say(name, "/log 5m")
    await town.link(DISCORD, "Annie@telegram")

    await unlink(town, "Annie@telegram")

    assert {DISCORD: "Ann", "Annie@telegram": "Annie"} == await town.store.read(read_settings, "name")


async def test_each_account_has_the_rest_days_that_it_chose_last(town: Town) -> None:
    await join(town)
    await town.say(DISCORD, "/settings rest mon")
    town.later(days=1)
    await town.say(TELEGRAM, "/settings rest tue")
    await town.link(DISCORD, TELEGRAM)
    town.later(days=1)
    await town.say(TELEGRAM, "/settings rest wed")

    await unlink(town)

    assert {DISCORD: 1, TELEGRAM: 4} == await town.store.read(read_settings, "rest_days")


async def test_a_co_admin_of_one_account_is_none_with_the_other(homes: TwoHomes) -> None:
    """Both are members of one group, which lives on both platforms."""
    await homes.settle("Ben@discord", DISCORD, "Ben@telegram", TELEGRAM)
    await homes.join()
    telegram = homes.account(TELEGRAM)
    of = select(accounts.c.learner_id).where(accounts.c.user_id == telegram.user_id).scalar_subquery()
    named = update(memberships).where(memberships.c.learner_id == of, memberships.c.left_at.is_(None))
    await homes.store.write(lambda db: db.execute(named.values(deputy=True)).rowcount)

    shown = (await homes.say(DISCORD, "/settings link")).text.plain
    asked = await homes.say(TELEGRAM, f"/settings link {shown.split('Your code: ')[1].split()[0]}")
    assert words(await homes.tap(TELEGRAM, asked, labels(asked)[0])).startswith("Linked!")
    assert {(DISCORD, True), (TELEGRAM, True)} == await homes.store.read(read_deputies)
    assert words(await homes.say(TELEGRAM, "/settings unlink yes")).startswith("Done.")

    assert {(DISCORD, False), (TELEGRAM, True)} == await homes.store.read(read_deputies)
    assert {ROOT, CHIEF} == homes.admins


def read_deputies(db: Connection) -> set[tuple[str, bool]]:
    found = (
        select(accounts.c.name, accounts.c.platform, memberships.c.deputy)
        .join(memberships, memberships.c.learner_id == accounts.c.learner_id)
        .where(memberships.c.left_at.is_(None), accounts.c.name == "Ann")
    )
    return {(f"{row.name}@{row.platform}", row.deputy) for row in db.execute(found)}


async def wishes(town: Town) -> dict[str, datetime]:
    """The accounts whose learner is to be forgotten, and when."""
    found = select(accounts.c.name, accounts.c.platform, forgettings.c.due_at)
    joined = found.join(forgettings, forgettings.c.learner_id == accounts.c.learner_id)
    return await town.store.read(lambda db: {f"{row.name}@{row.platform}": row.due_at for row in db.execute(joined)})


async def test_a_wish_to_be_forgotten_is_of_its_own_account_or_since_the_link_of_both(town: Town) -> None:
    await join(town)
    await town.say(TELEGRAM, "/settings forget tomorrow")
    before = await wishes(town)
    await town.link(DISCORD, TELEGRAM)
    assert {DISCORD, TELEGRAM} == set(await wishes(town))
    await unlink(town)
    assert {TELEGRAM} == set(before) and before == await wishes(town)

    await town.link(DISCORD, TELEGRAM)
    await town.say(DISCORD, "/settings forget undo")
    await unlink(town)
    assert {} == await wishes(town)

    await town.link(DISCORD, TELEGRAM)
    town.later(minutes=1)
    await town.say(DISCORD, "/settings forget tomorrow")
    await unlink(town)
    assert {DISCORD, TELEGRAM} == set(await wishes(town))


async def test_an_unlink_says_which_accounts_are_to_be_forgotten_and_when(town: Town) -> None:
    await join(town)
    assert "delete" not in words(await said_at_unlink(town))
    await town.say(TELEGRAM, "/settings forget tomorrow")
    town.later(hours=3)
    await town.link(DISCORD, TELEGRAM)
    for asked in (await said_at_unlink(town), await town.say(DISCORD, "/settings unlink yes")):
        assert "I’ll delete your Telegram data on Tue 3 Mar, 18:00, as you asked." in words(asked)
        assert "your Discord data" not in words(asked)

    await town.say(DISCORD, "/settings forget tomorrow")
    await town.link(DISCORD, TELEGRAM)
    shown = await said_at_unlink(town)
    assert "your Telegram data on Tue 3 Mar, 18:00" in words(shown)
    assert "your Discord data on Tue 3 Mar, 21:00" in words(shown)
    await town.tap(DISCORD, shown, "Keep")
    assert {} == await wishes(town)
    assert "delete" not in words(await said_at_unlink(town))

    town.later(hours=1)
    await town.say(TELEGRAM, "/settings forget tomorrow")
    assert "I’ll delete the data of both on Tue 3 Mar, 22:00, as you asked." in words(await said_at_unlink(town))


async def said_at_unlink(town: Town) -> Reply:
    """What is shown before an unlink, or that there is nothing to separate."""
    return await town.say(DISCORD, "/settings unlink")


async def test_of_two_wishes_the_earlier_takes_the_moment_of_the_later_once_its_own_has_passed(town: Town) -> None:
    """Both were told the later moment while they were one, so no unlink forgets either before it."""
    await join(town)
    await town.say(TELEGRAM, "/settings forget tomorrow")
    town.later(hours=20)
    await town.say(DISCORD, "/settings forget tomorrow")
    own = await wishes(town)
    await town.link(DISCORD, TELEGRAM)
    await unlink(town)
    assert own == await wishes(town)
    await town.link(DISCORD, TELEGRAM)
    town.later(hours=5)

    await unlink(town)

    assert {DISCORD: own[DISCORD], TELEGRAM: own[DISCORD]} == await wishes(town)


async def test_the_later_choice_of_a_group_for_the_private_chat_holds_for_both(town: Town) -> None:
    for name in (DISCORD, TELEGRAM):
        for place in ROOMS[town.account(name).platform]:
            await town.say(name, "/join", place)
            town.later(hours=1)
    for name, title in ((TELEGRAM, "Chat 51"), (DISCORD, "Guild 41")):
        assert title in words(await choose(town, name, title))
        town.later(hours=1)
    await town.say(TELEGRAM, "/log 20m", ROOMS["telegram"][1])

    await town.link(DISCORD, TELEGRAM)

    for name in (DISCORD, TELEGRAM):
        assert "In Guild 41:" in words(await town.secretly(name, "/progress"))


async def choose(town: Town, name: str, title: str) -> Reply:
    account = town.account(name)
    alone = Place(account.platform, account.user_id, account.user_id, private=True)
    return await town.tap(name, await town.secretly(name, "/mygroup"), title, alone)


async def test_after_a_disconnect_each_account_is_a_member_where_it_has_a_home(homes: TwoHomes) -> None:
    """Both were members of the group with two homes, then one learner, and the groups parted before the unlink."""
    await homes.settle(DISCORD, TELEGRAM)
    await homes.join()
    shown = (await homes.say(DISCORD, "/settings link")).text.plain
    asked = await homes.say(TELEGRAM, f"/settings link {shown.split('Your code: ')[1].split()[0]}")
    await homes.tap(TELEGRAM, asked, labels(asked)[0])
    assert "two groups again" in words(await homes.say(ROOT, "/setup disconnect yes"))

    assert words(await homes.say(TELEGRAM, "/settings unlink yes")).startswith("Done.")

    assert [("discord", 1), ("telegram", 2)] == await homes.store.read(read_present)


def read_present(db: Connection) -> list[tuple[str, int]]:
    """The platform and group of each present member."""
    found = select(accounts.c.platform, memberships.c.group_id).join(
        memberships, memberships.c.learner_id == accounts.c.learner_id
    )
    return [tuple(row) for row in db.execute(found.where(memberships.c.left_at.is_(None)).order_by(accounts.c.id))]
