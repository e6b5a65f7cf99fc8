"""Members who leave the chat of their group and come back to it; on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select

from bot.database.store import Store
from bot.features.members.actions.chats import call_roll, note_gone, note_returned, note_roll
from bot.features.members.actions.groups import leave_group
from bot.features.members.actions.presence import enter, find_present
from bot.features.members.queries.places import read_noted_stewards
from bot.features.settings.actions.group_setup import set_up
from bot.identity import Account, GroupId, Place, PlaceId
from bot.tables import accounts, dues, learners, memberships, places
from tests.bot.climb import ANN, BEN, ROOM, START, caller
from tests.statements import counting_statements

DAY = timedelta(days=1)


def state_of_ann(db: Connection) -> tuple[bool, bool, bool]:
    """Whether Ann is present, gone with the chat, and on the community board."""
    row = db.execute(select(memberships.c.left_at, memberships.c.gone).where(memberships.c.learner_id == 1)).one()
    return row.left_at is None, row.gone, bool(db.scalar(select(learners.c.in_community).where(learners.c.id == 1)))


async def test_a_member_who_leaves_the_chat_is_out_until_they_are_back(store: Store) -> None:
    await store.write(set_up, caller(), "climb", {"community": True})
    ann = await store.write(enter, caller(), "climb")

    assert await store.write(note_gone, ANN, ROOM, START)
    assert (False, True, False) == await store.read(state_of_ann)
    assert await store.read(find_present, caller()) is None
    assert not await store.write(note_gone, ANN, ROOM, START)

    assert await store.write(note_returned, ANN, ROOM, START + DAY)
    assert (True, False, True) == await store.read(state_of_ann)
    back = await store.read(find_present, caller())
    assert back is not None
    assert (ann.number, ann.group_id) == (back.number, back.group_id)
    assert await store.read(lambda db: db.scalar(select(dues.c.id).where(dues.c.learner_id == 1)))


async def test_any_act_in_the_chat_brings_a_member_back(store: Store) -> None:
    await store.write(enter, caller(), "climb")
    await store.write(note_gone, ANN, ROOM, START)

    assert (await store.write(enter, caller(), "climb")).back
    assert (True, False) == (await store.read(state_of_ann))[:2]


async def test_a_member_who_left_by_their_own_wish_stays_out(store: Store) -> None:
    await store.write(enter, caller(), "climb")
    await store.write(leave_group, caller())

    assert not await store.write(note_gone, ANN, ROOM, START)
    assert not await store.write(note_returned, ANN, ROOM, START)
    assert (False, False) == (await store.read(state_of_ann))[:2]


async def test_strangers_and_unknown_chats_change_nothing(store: Store) -> None:
    await store.write(enter, caller(), "climb")

    for account, place in ((BEN, ROOM), (ANN, replace(ROOM, space_id=77)), (ANN, replace(ROOM, private=True))):
        assert not await store.write(note_gone, account, place, START)
        assert not await store.write(note_returned, account, place, START)


OTHER_ANN, OTHER_ROOM = Account("telegram", 9, "Ann"), Place("telegram", -5, -5)
CHATS = {"here": (ANN, ROOM), "there": (OTHER_ANN, OTHER_ROOM)}


async def live_in_two_chats(store: Store, *, off: str | None = None) -> None:
    """Let Ann enter her group, and let both have an account and a chat on Telegram, too."""
    ann = await store.write(enter, caller(), "climb")

    def link(db: Connection) -> None:
        db.execute(insert(accounts).values(learner_id=ann.learner_id, platform="telegram", user_id=9, name="Ann"))
        there = {"group_id": ann.group_id, "platform": "telegram", "space_id": -5, "chat_id": -5}
        db.execute(insert(places).values(**there, off_reason=off))

    await store.write(link)


@pytest.mark.parametrize("off", [None, "kicked"])
async def test_a_member_who_is_met_on_another_platform_stays(store: Store, off: str | None) -> None:
    await live_in_two_chats(store, off=off)

    assert (off is not None) == await store.write(note_gone, ANN, ROOM, START)


@pytest.mark.parametrize(
    ("moves", "stays"),
    [
        ("-here -there", False),
        ("-there -here", False),
        ("-here -here", True),
        ("-here +here -there", True),
        ("-here +here -there -here", False),
        ("-here -there +here", True),
        ("-here -there +there -there", False),
        ("-there -here +there -there", False),
        ("-here -there +here -here", False),
        ("-there -here +here -here", False),
        ("-there -here +here -there", True),
        ("-here -there +there +here -there", True),
        ("-here -there +there -there -here", False),
        ("-here +there -there", False),
    ],
)
@pytest.mark.parametrize("by_roll", [False, True])
async def test_a_member_of_two_chats_is_one_until_they_left_both(
    store: Store, moves: str, stays: bool, by_roll: bool
) -> None:
    await live_in_two_chats(store)

    for move in moves.split():
        account, place = CHATS[move[1:]]
        if move[0] == "+":
            await store.write(note_returned, account, place, START)
        elif by_roll:
            await store.write(note_roll, place, [account], [account], START)
        else:
            await store.write(note_gone, account, place, START)

    assert (stays, not stays) == (await store.read(state_of_ann))[:2]


@pytest.mark.parametrize("note", [note_gone, note_returned])
async def test_group_and_learner_are_locked_before_a_chat_is_noted(store: Store, note: Callable[..., bool]) -> None:
    await live_in_two_chats(store)
    await store.write(note_gone, ANN, ROOM, START)

    with counting_statements() as sent:
        await store.write(note, *CHATS["there" if note is note_gone else "here"], START)

    order = ("SELECT groups.id \nFROM groups", "SELECT learners.id \nFROM learners", "UPDATE memberships")
    found = [start for one in sent for start in order if one.startswith(start)]
    assert list(order) == found[:3]


async def test_a_member_of_two_chats_is_looked_for_in_each(store: Store) -> None:
    await live_in_two_chats(store)
    await store.write(note_gone, ANN, ROOM, START)
    called = []
    for account, place in (CHATS["here"], CHATS["there"], CHATS["there"], CHATS["here"]):
        roll = await store.read(call_roll, GroupId(1), place.platform, START - DAY)
        called.append([one.platform for one in roll])
        await store.write(note_roll, place, [account] if roll else [], [], START)

    assert [["sandbox"], ["telegram"], [], ["sandbox"]] == called
    assert not await store.write(note_gone, OTHER_ANN, OTHER_ROOM, START)  # the roll found her here again


async def test_each_member_is_called_once_a_day(store: Store) -> None:
    ann = await store.write(enter, caller(), "climb")
    await store.write(enter, caller(BEN), "climb")

    async def roll(days: int) -> list[str]:
        before = START + (days - 1) * DAY
        return [one.name for one in await store.read(call_roll, ann.group_id, ROOM.platform, before)]

    assert ["Ann", "Ben"] == await roll(0)
    await store.write(note_roll, ROOM, [ANN, BEN], [BEN], START)
    assert [] == await roll(0)
    assert ["Ann"] == await roll(1)
    assert [] == await store.read(call_roll, ann.group_id, "telegram", START + DAY)


async def test_a_steward_who_leaves_the_chat_is_known_there_no_more(store: Store) -> None:
    await store.write(set_up, caller(), "climb", {})
    place_id = PlaceId(1)
    assert [ANN.user_id] == [one.user_id for one in await store.read(read_noted_stewards, place_id)]

    await store.write(note_gone, BEN, ROOM, START)
    assert [ANN.user_id] == [one.user_id for one in await store.read(read_noted_stewards, place_id)]
    await store.write(note_gone, ANN, ROOM, START)
    assert [] == await store.read(read_noted_stewards, place_id)
