"""What happens to a group as a whole, and how it is set up; on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, text

from bot.closed_sets import REMOVED
from bot.database.store import Store
from bot.errors import NoGroupOfYourOwn
from bot.features.members.actions.groups import (
    Greeting,
    NotInGroup,
    greet_place,
    leave_group,
    move_place,
    note_added,
    note_removed,
)
from bot.features.members.actions.presence import enter
from bot.features.members.actions.surroundings import note_presence, read_surroundings
from bot.features.members.queries.places import ONE_ADDING
from bot.features.settings.actions.group_setup import post_here, set_up
from bot.identity import Place
from bot.posting import outbox
from bot.tables import dues, groups, memberships, places
from bot.tables import outbox as table
from tests.bot.climb import ANN, BEN, OTHER_ROOM, ROOM, START, caller

PRIVATE = Place("sandbox", 1001, 1001, private=True)
SUPER = -1_000_000_000_123


def place(db: Connection) -> tuple[int, int, int | None, str | None]:
    row = db.execute(select(places.c.space_id, places.c.chat_id, places.c.thread_id, places.c.off_reason)).one()
    return row.space_id, row.chat_id, row.thread_id, row.off_reason


def is_removed(db: Connection) -> bool:
    return db.scalar(select(groups.c.removed_at)) is not None


def dues_of(db: Connection, learner_id: int) -> set[str]:
    return set(db.scalars(select(dues.c.kind).where(dues.c.learner_id == learner_id)))


async def test_a_group_that_adds_us_is_kept_once_in_the_default_zone(store: Store) -> None:
    first = await store.write(note_added, ROOM, START, "Europe/Berlin")
    again = await store.write(note_added, ROOM, START, "Asia/Tokyo")

    assert first == again
    assert "Europe/Berlin" == (await store.read(read_surroundings, ANN, ROOM)).zone


@pytest.mark.parametrize("reason", [REMOVED, "kicked"])
async def test_the_instant_of_a_removal_is_kept_as_any_other(sqlite_store: Store, reason: str) -> None:
    await sqlite_store.write(note_added, ROOM, START)
    await sqlite_store.write(note_removed, ROOM, START, reason)

    kept = text("SELECT removed_at, created_at FROM groups")
    removed_at, created_at = await sqlite_store.read(lambda db: db.execute(kept).one())
    assert created_at == removed_at


async def test_a_group_that_removed_us_gets_no_posts_until_it_adds_us_again(store: Store) -> None:
    await store.write(note_added, ROOM, START)
    await store.write(note_removed, ROOM, START)
    assert "removed" == (await store.read(place))[3]
    assert await store.read(is_removed)

    await store.write(note_added, replace(ROOM, chat_id=55), START)

    assert (1, 55, None, None) == await store.read(place)
    assert not await store.read(is_removed)


async def test_being_added_twice_moves_no_posts(store: Store) -> None:
    await store.write(note_added, ROOM, START)
    await store.write(note_added, replace(ROOM, chat_id=55), START)

    assert 1 == (await store.read(place))[1]


async def test_being_removed_from_a_place_we_never_knew_is_nothing(store: Store) -> None:
    await store.write(note_removed, ROOM, START)

    assert 0 == await store.read(lambda db: db.scalar(select(func.count()).select_from(groups)))


async def test_a_group_with_another_place_is_not_removed(store: Store) -> None:
    group_id = (await store.write(note_added, ROOM, START)).group_id

    def link(db: Connection) -> None:
        db.execute(places.insert().values(group_id=group_id, platform="telegram", space_id=-5, chat_id=-5))

    await store.write(link)
    await store.write(note_removed, ROOM, START)

    assert not await store.read(is_removed)


async def test_a_chat_with_a_new_id_is_the_same_group(store: Store) -> None:
    old = await store.write(enter, caller(place=OTHER_ROOM), "climb")
    await store.write(move_place, "telegram", -100, SUPER, START)
    await store.write(move_place, "telegram", -100, SUPER, START)  # told twice: by the message and by the error

    new = await store.write(enter, caller(place=replace(OTHER_ROOM, space_id=SUPER, chat_id=SUPER)), "climb")

    assert (new.group_id, new.joined, new.number) == (old.group_id, False, 1)
    assert (SUPER, SUPER, None, None) == await store.read(place)


async def test_what_was_posted_before_a_move_is_changed_no_more(store: Store) -> None:
    """A new chat counts its messages anew: an old id may be that of another post by now."""
    await store.write(enter, caller(place=OTHER_ROOM), "climb")
    usual: Any = {"place_id": 1, "learner_id": 1, "now": START, "due_at": START}
    await store.write(outbox.put_post, kind="celebration", key="a", facts={"message_id": ""}, **usual)
    [post] = await store.write(outbox.claim_posts, START, timedelta(minutes=1), 1, ("telegram",))
    await store.write(outbox.mark_sent, post.id, START, "7")
    await store.write(outbox.put_post, kind="amend", key="b", facts={"message_id": "7"}, **usual)
    await store.write(outbox.put_post, kind="nudge", key="c", facts={}, **usual)

    await store.write(move_place, "telegram", -100, SUPER, START)

    rows = await store.read(lambda db: db.execute(select(table).order_by(table.c.id)).all())
    assert [("sent", None), ("dead", None), ("new", None)] == [(row.state, row.message_id) for row in rows]


async def test_a_member_who_spoke_in_the_new_chat_before_the_move_is_kept(store: Store) -> None:
    ann = await store.write(enter, caller(place=OTHER_ROOM), "climb")
    moved = replace(OTHER_ROOM, space_id=SUPER, chat_id=SUPER)
    await store.write(enter, caller(place=moved), "climb")
    await store.write(enter, caller(BEN, place=moved), "climb")

    await store.write(move_place, "telegram", -100, SUPER, START)

    ben = await store.write(enter, caller(BEN, place=moved), "climb")
    assert (ben.group_id, ben.joined, ben.number) == (ann.group_id, False, 2)
    assert 1 == await store.read(lambda db: db.scalar(select(func.count()).select_from(groups)))
    assert 2 == await store.read(lambda db: db.scalar(select(func.count()).select_from(memberships)))


async def test_a_move_of_a_chat_we_never_knew_or_to_itself_is_nothing(store: Store) -> None:
    await store.write(move_place, "telegram", -7, SUPER, START)
    await store.write(enter, caller(place=OTHER_ROOM), "climb")
    await store.write(move_place, "telegram", -100, -100, START)

    assert -100 == (await store.read(place))[0]


async def test_only_members_can_leave_and_only_once(store: Store) -> None:
    with pytest.raises(NotInGroup):
        await store.write(leave_group, caller())
    await store.write(enter, caller(), "climb")

    assert "Study room" == (await store.write(leave_group, caller())).title
    with pytest.raises(NotInGroup):
        await store.write(leave_group, caller())


async def test_setting_up_gives_a_group_its_place_once(store: Store) -> None:
    await store.write(enter, caller(), "climb")
    await store.write(set_up, caller(place=replace(ROOM, chat_id=77, thread_id=5)), "climb", {}, choose=True)
    await store.write(set_up, caller(place=replace(ROOM, chat_id=88)), "climb", {}, choose=True)

    assert (1, 77, 5, None) == await store.read(place)


@pytest.mark.parametrize("reason", [None, "kicked", "unknown channel"])
@pytest.mark.parametrize("act", ["member", "steward", "back"])
async def test_nothing_but_a_stewards_wish_moves_our_posts(store: Store, act: str, reason: str | None) -> None:
    await store.write(post_here, caller(), "climb")
    await store.write(lambda db: db.execute(places.update().values(off_reason=reason)).rowcount)
    elsewhere = replace(ROOM, chat_id=77, thread_id=3)

    if act == "member":
        await store.write(enter, caller(BEN, place=elsewhere), "climb")
        await store.write(note_presence, BEN, elsewhere, START)
    elif act == "steward":
        await store.write(set_up, caller(place=elsewhere), "climb", {"week_start": 6}, choose=True)
    else:
        await store.write(note_added, elsewhere, START)

    assert (1, 1, None, None if reason == "kicked" else reason) == await store.read(place)


async def test_a_steward_moves_our_posts_and_hears_from_where(store: Store) -> None:
    await store.write(enter, caller(), "climb")
    await store.write(lambda db: db.execute(places.update().values(off_reason="no_rights")).rowcount)

    changed = await store.write(post_here, caller(place=replace(ROOM, chat_id=77, thread_id=5)), "climb")

    assert (1, 77, 5, None) == await store.read(place)
    assert (1, "no_rights") == (changed.before.chat_id, changed.before.off_reason)
    assert [77] == [one.chat_id for one in changed.settings.places]


async def test_a_private_write_leaves_the_members_of_an_unreachable_group_unscheduled(store: Store) -> None:
    await store.write(enter, caller(), "climb")
    ben = await store.write(enter, caller(BEN), "climb")
    usual = await store.read(dues_of, ben.learner_id)
    await store.write(lambda db: db.execute(places.update().values(off_reason="kicked")).rowcount)
    await store.write(lambda db: db.execute(dues.delete()).rowcount)

    await store.write(enter, caller(place=PRIVATE), "climb")
    assert set() == await store.read(dues_of, ben.learner_id)
    assert "kicked" == (await store.read(place))[3]

    await store.write(enter, caller(), "climb")
    assert usual == await store.read(dues_of, ben.learner_id) != set()
    assert (await store.read(place))[3] is None


async def test_all_that_is_set_up_is_kept(store: Store) -> None:
    values = {"week_start": 6, "nudge_at": 600, "checkin_day": 5, "checkin_at": 0, "language": "en", "roadmap": "other"}

    kept = await store.write(set_up, caller(), "climb", values)

    assert {name: getattr(kept, name) for name in values} == values
    assert "other" == (await store.read(read_surroundings, ANN, ROOM)).roadmap_slug


async def test_who_sets_up_is_noted_as_steward_but_gains_no_rights(store: Store) -> None:
    await store.write(enter, caller(), "climb")
    await store.write(set_up, caller(), "climb", {})

    assert await store.read(lambda db: db.scalar(select(memberships.c.steward)))
    assert not (await store.read(read_surroundings, ANN, ROOM)).steward


async def test_ones_own_group_is_set_up_in_private_and_a_shared_one_is_not(store: Store) -> None:
    kept = await store.write(set_up, caller(place=PRIVATE), "climb", {"zone": "Europe/Berlin"})
    assert kept.solo

    await store.write(enter, caller(at=timedelta(hours=1)), "climb")

    with pytest.raises(NoGroupOfYourOwn):
        await store.write(set_up, caller(place=PRIVATE, at=timedelta(hours=2)), "climb", {"zone": "Asia/Tokyo"})


async def test_only_known_columns_can_be_set(store: Store) -> None:
    with pytest.raises(AssertionError):
        await store.write(set_up, caller(), "climb", {"id": 5})


async def test_a_place_is_greeted_once_for_each_adding(store: Store) -> None:
    async def greets(after: timedelta, place: Place = ROOM) -> bool:
        return await store.write(greet_place, place, START + after) is not None

    assert [True, False] == [await greets(timedelta()), await greets(ONE_ADDING / 2)]
    await store.write(note_removed, ROOM, START + ONE_ADDING / 2)
    assert [True, False, True] == [await greets(ONE_ADDING * at) for at in (0.6, 1.5, 2.0)]


async def test_a_group_to_which_the_bot_comes_back_is_told_so(store: Store) -> None:
    async def greeting(after: timedelta) -> Greeting | None:
        return await store.write(greet_place, ROOM, START + after)

    assert Greeting("en", back=False) == await greeting(timedelta())
    await store.write(note_removed, ROOM, START + ONE_ADDING)

    assert Greeting("en", back=True) == await greeting(2 * ONE_ADDING)


async def test_a_place_that_moved_just_now_is_not_greeted(store: Store) -> None:
    moved = replace(ROOM, space_id=-99, chat_id=-99)
    await store.write(note_added, ROOM, START)
    await store.write(move_place, ROOM.platform, ROOM.space_id, moved.space_id, START + ONE_ADDING)

    assert await store.write(greet_place, moved, START + ONE_ADDING) is None
