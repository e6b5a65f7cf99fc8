"""Who is speaking, on both engines."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select, update

from bot.closed_sets import Visibility
from bot.database.store import Store
from bot.features.members.actions.fellows import FoundMember, SeveralMembers, UnknownMember, find_member
from bot.features.members.actions.groups import leave_group, note_removed
from bot.features.members.actions.presence import Present, enter, find_present
from bot.features.members.actions.surroundings import read_surroundings
from bot.features.settings.actions.learner_settings import choose_visibility
from bot.identity import Account, Place
from bot.tables import accounts, groups, learners, memberships, places
from tests.bot.climb import ANN, BEN, OTHER_ROOM, ROOM, START, caller

PRIVATE = Place("sandbox", 1001, 1001, private=True)
TELEGRAM_ANN = Account("telegram", 7, "Anna", "anna_t")


async def come(store: Store, account: Account = ANN, place: Place = ROOM, at: timedelta | None = None) -> Present:
    return await store.write(enter, caller(account, at=at, place=place), "climb")


def count(db: Connection) -> tuple[int, ...]:
    tables = (learners, accounts, groups, places, memberships)
    return tuple(int(db.scalar(select(func.count()).select_from(table)) or 0) for table in tables)


async def test_the_first_word_makes_learner_account_group_place_and_membership(store: Store) -> None:
    present = await come(store)

    assert (1, 1, 1, 1, 1) == await store.read(count)
    assert present.joined
    assert 1 == present.number
    assert not present.back


async def test_the_second_word_makes_nothing(store: Store) -> None:
    first = await come(store)

    second = await come(store, at=timedelta(minutes=5))

    assert (1, 1, 1, 1, 1) == await store.read(count)
    assert second == replace(first, joined=False)


async def test_numbers_count_up_and_stay_with_who_leaves_and_returns(store: Store) -> None:
    await come(store)
    ben = await come(store, BEN)
    await store.write(leave_group, caller(BEN))
    third = await come(store, Account("sandbox", 3, "Cat"))

    back = await come(store, BEN)

    assert (2, 3, 2) == (ben.number, third.number, back.number)
    assert back.back
    assert not back.joined


async def test_two_first_words_at_once_make_one_learner(store: Store) -> None:
    came = await asyncio.gather(*(come(store) for _ in range(5)))

    assert (1, 1, 1, 1, 1) == await store.read(count)
    assert 1 == sum(one.joined for one in came)


async def test_people_who_come_at_once_get_different_numbers(store: Store) -> None:
    came = await asyncio.gather(*(come(store, Account("sandbox", user, f"P{user}")) for user in range(1, 9)))

    assert sorted(one.number for one in came) == list(range(1, 9))
    assert 1 == len({one.group_id for one in came})


async def test_names_follow_the_platform_without_characters_that_break_a_database(store: Store) -> None:
    await come(store)
    await come(store, replace(ANN, name="An\x00na\u202e\n \ud800Berg " + "x" * 300, username="ANNA"))

    def names(db: Connection) -> tuple[str, str, str]:
        row = db.execute(
            select(learners.c.name, accounts.c.name.label("full"), accounts.c.username).join(accounts)
        ).one()
        return row.name, row.full, row.username

    name, full, username = await store.read(names)
    assert name.startswith("Anna")
    assert "\x00" not in full
    assert (64, 128, "anna") == (len(name), len(full), username)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("\u202eAnn\u202c \u2066B\u2069", "Ann B"),
        ("A\u200b\u2060\u00adnn" + "\u200b" * 300, "Ann"),
        ("A" + "\u200d" * 300 + "nn", "A\u200dnn"),
        ("A" + "\u0301" * 60, "A" + "\u0301" * 4),
        ("👩\u200d🔬 Zoë", "👩\u200d🔬 Zoë"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("อั๋น", "อั๋น"),
    ],
)
async def test_names_hide_nothing_and_flood_nobody(sqlite_store: Store, given: str, kept: str) -> None:
    await come(sqlite_store, replace(ANN, name=given))

    assert await sqlite_store.read(lambda db: db.scalar(select(learners.c.name))) == kept


@pytest.mark.parametrize("name", ["\x00\x01", "\u200b\u200d", " \u2060 ", "\u202e", "\u3164", "\u0301\u0301"])
async def test_somebody_without_any_readable_name_is_called_by_their_account(store: Store, name: str) -> None:
    await come(store, replace(ANN, name=name))

    assert "sandbox:1" == await store.read(lambda db: db.scalar(select(learners.c.name)))


async def test_a_word_brings_a_silenced_place_and_a_removed_group_back(store: Store) -> None:
    await come(store)
    await store.write(note_removed, ROOM, START)

    await come(store)

    def off(db: Connection) -> tuple[object, object]:
        return db.scalar(select(places.c.off_reason)), db.scalar(select(groups.c.removed_at))

    assert (None, None) == await store.read(off)


async def test_a_private_chat_is_a_group_of_ones_own(store: Store) -> None:
    present = await come(store, place=PRIVATE)

    around = await store.read(read_surroundings, ANN, PRIVATE)
    assert around.member
    assert around.steward
    assert around.group_id == present.group_id


async def test_in_a_private_chat_nobody_has_used_yet_one_is_ones_own_steward(store: Store) -> None:
    assert (await store.read(read_surroundings, ANN, PRIVATE)).steward
    assert not (await store.read(read_surroundings, ANN, ROOM)).steward


async def test_a_private_chat_stands_for_the_group_used_last(store: Store) -> None:
    first = await come(store)
    other = await come(store, place=OTHER_ROOM, at=timedelta(hours=1))
    assert (await come(store, place=PRIVATE, at=timedelta(hours=2))).group_id == other.group_id

    await come(store, at=timedelta(hours=3))

    found = await store.read(find_present, caller(place=PRIVATE, at=timedelta(hours=4)))
    assert found
    assert found.group_id == first.group_id
    around = await store.read(read_surroundings, ANN, PRIVATE)
    assert ("Study room", False) == (around.group_title, around.steward)


async def test_after_leaving_the_only_group_a_private_chat_is_ones_own_again(store: Store) -> None:
    room = await come(store)
    await store.write(leave_group, caller())

    alone = await come(store, place=PRIVATE)

    assert alone.group_id != room.group_id


async def test_nobody_is_found_who_never_came_or_has_left(store: Store) -> None:
    assert await store.read(find_present, caller()) is None
    await come(store, BEN)
    assert await store.read(find_present, caller()) is None
    await come(store)
    await store.write(leave_group, caller())

    assert await store.read(find_present, caller()) is None
    assert not (await store.read(read_surroundings, ANN, ROOM)).member


async def test_finding_changes_nothing_but_knows_the_study_day(store: Store) -> None:
    await come(store)

    found = await store.read(find_present, caller(at=timedelta(hours=13)))  # 01:00 the next day

    assert found
    assert found.day == START.date()


async def test_a_member_is_found_by_account_username_and_name_in_any_case(store: Store) -> None:
    ben = await come(store, BEN)
    await come(store)

    for typed in ("sandbox:2", "@BEN", "ben", " Ben "):
        assert (await store.read(find_member, ben.group_id, typed)).learner_id == ben.learner_id, typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ben", "Ben"), ("be", "Ben"), ("@be", "Ben"), ("member 1", "Ben"), ("Member1", "Ben"), ("#1", "Ben"),
        ("1", "Ben"), (" MEMBER  2 ", "Ann Lee"), ("ann", "Ann Lee"), ("Ann L", "Ann Lee"), ("sandbox:3", "Ann Lee"),
        ("annabel", "Annabel"), ("anna", "Annabel"), ("<@7>", "Dee"), ("<@!7>", "Dee"), ("5", "5"), ("#5", "5"),
        ("member 5", "5"),
    ],
)  # fmt: skip
async def test_a_member_is_found_in_every_way_of_naming_them(sqlite_store: Store, typed: str, meant: str) -> None:
    people = {"Ben": BEN, "Ann Lee": Account("sandbox", 3, "Ann Lee", "ann")}
    people |= {
        "Annabel": Account("sandbox", 4, "Annabel"),
        "Dee": Account("discord", 7, "Dee"),
        "5": Account("sandbox", 5, "5"),
    }
    came = {name: await come(sqlite_store, account) for name, account in people.items()}

    found = await sqlite_store.read(find_member, came["Ben"].group_id, typed)

    assert FoundMember(came[meant].learner_id, came[meant].number, meant) == found


@pytest.mark.parametrize("typed", ["an", "@an"])
async def test_the_beginning_of_two_names_is_asked_about(sqlite_store: Store, typed: str) -> None:
    present = await come(sqlite_store, Account("sandbox", 3, "Ann Lee"))
    await come(sqlite_store, Account("sandbox", 4, "Annabel"))

    with pytest.raises(SeveralMembers) as refused:
        await sqlite_store.read(find_member, present.group_id, typed, line="streak")
    assert (("Ann Lee", "streak sandbox:3"), ("Annabel", "streak sandbox:4")) == refused.value.offers


async def test_a_member_shown_by_number_is_found_by_it_without_a_name(sqlite_store: Store) -> None:
    ben = await come(sqlite_store, BEN)
    ann = await come(sqlite_store)
    await sqlite_store.write(choose_visibility, caller(BEN), "climb", Visibility.NUMBER)

    assert FoundMember(ben.learner_id, 1, "") == await sqlite_store.read(
        find_member, ben.group_id, "Member 1", me=ann.learner_id
    )
    await sqlite_store.write(choose_visibility, caller(BEN), "climb", Visibility.HIDDEN)
    with pytest.raises(UnknownMember):
        await sqlite_store.read(find_member, ben.group_id, "Member 1", me=ann.learner_id)


async def test_an_unknown_name_offers_the_nearest_with_the_line_to_type(store: Store) -> None:
    present = await come(store, BEN)

    with pytest.raises(UnknownMember) as refused:
        await store.read(find_member, present.group_id, "Benn", line="streak")

    assert (("Ben", "streak sandbox:2"),) == refused.value.offers


@pytest.mark.parametrize("typed", ["", "@", "x" * 10_000, "😀", "@everyone", "<b>", "\u202e", "sandbox:99"])
async def test_what_names_nobody_is_refused_kindly(sqlite_store: Store, typed: str) -> None:
    present = await come(sqlite_store, BEN)

    with pytest.raises(UnknownMember) as refused:
        await sqlite_store.read(find_member, present.group_id, typed)

    assert len(refused.value.name) <= 64


async def test_two_of_one_name_are_both_offered(store: Store) -> None:
    present = await come(store)
    await come(store, Account("sandbox", 3, "Ann"))

    with pytest.raises(SeveralMembers) as refused:
        await store.read(find_member, present.group_id, "ann")

    assert (("Ann · #1", "progress sandbox:1"), ("Ann · #2", "progress sandbox:3")) == refused.value.offers


async def test_namesakes_on_two_platforms_are_told_apart_by_these(store: Store) -> None:
    present = await come(store, Account("discord", 4, "Ann", "ann_d"))
    await come(store, Account("telegram", 5, "Ann"))

    with pytest.raises(SeveralMembers) as refused:
        await store.read(find_member, present.group_id, "ann")

    assert ["Ann · Discord", "Ann · Telegram"] == [label for label, _ in refused.value.offers]


async def test_namesakes_of_whom_each_has_a_username_are_told_apart_by_it(store: Store) -> None:
    present = await come(store, Account("sandbox", 4, "Ann", "ann_a"))
    await come(store, Account("sandbox", 5, "Ann", "ann_b"))

    with pytest.raises(SeveralMembers) as refused:
        await store.read(find_member, present.group_id, "ann")

    assert ["Ann · @ann_a", "Ann · @ann_b"] == [label for label, _ in refused.value.offers]


@pytest.mark.parametrize("visibility", ["hidden", "number"])
@pytest.mark.parametrize("typed", ["Ben", "@ben", "sandbox:2"])
async def test_who_is_not_shown_by_name_is_found_and_offered_to_nobody_but_themselves(
    sqlite_store: Store, visibility: Visibility, typed: str
) -> None:
    ben = await come(sqlite_store, BEN)
    await sqlite_store.write(choose_visibility, caller(BEN), "climb", visibility)

    with pytest.raises(UnknownMember) as refused:
        await sqlite_store.read(find_member, ben.group_id, typed)
    assert () == refused.value.offers
    found = await sqlite_store.read(find_member, ben.group_id, typed, me=ben.learner_id)
    assert FoundMember(ben.learner_id, 1, "Ben") == found


async def test_who_has_left_or_is_in_another_group_is_not_found(store: Store) -> None:
    present = await come(store)
    await come(store, BEN, OTHER_ROOM)
    with pytest.raises(UnknownMember):
        await store.read(find_member, present.group_id, "Ben")


async def test_two_accounts_of_one_learner_are_one_member(store: Store) -> None:
    ann = await come(store)

    def link(db: Connection) -> None:
        db.execute(accounts.insert().values(learner_id=ann.learner_id, platform="telegram", user_id=7, name="Anna"))

    await store.write(link)

    assert FoundMember(ann.learner_id, 1, "Ann") == await store.read(find_member, ann.group_id, "telegram:7")
    assert (await come(store, TELEGRAM_ANN, OTHER_ROOM)).learner_id == ann.learner_id


async def test_a_group_is_noted_once_an_hour_but_its_new_title_at_once(store: Store) -> None:
    await come(store)
    await come(store, at=timedelta(minutes=59))

    def group(db: Connection) -> tuple[object, str]:
        row = db.execute(select(groups.c.active_at, groups.c.title)).one()
        return row.active_at, row.title

    assert START == (await store.read(group))[0]
    await come(store, place=replace(ROOM, title="Renamed"), at=timedelta(minutes=59))
    assert "Renamed" == (await store.read(group))[1]
    await come(store, place=replace(ROOM, title=""), at=timedelta(hours=3))
    assert (START + timedelta(hours=3), "Renamed") == await store.read(group)


async def test_a_pending_clock_is_folded_in_once_its_time_has_come(store: Store) -> None:
    await come(store)

    def pend(db: Connection) -> None:
        due = START + timedelta(hours=16)
        db.execute(update(learners).values(next_zone="Asia/Tokyo", next_day_end=120, next_from=due))

    await store.write(pend)
    before = await come(store, at=timedelta(hours=1))
    after = await come(store, at=timedelta(hours=17))

    assert "UTC" == before.clock.zone
    assert ("Asia/Tokyo", 120, None) == (after.clock.zone, after.clock.day_end, after.clock.next_from)
    assert "Asia/Tokyo" == await store.read(lambda db: db.scalar(select(learners.c.zone)))


async def test_a_members_private_chat_does_not_rename_the_group(store: Store) -> None:
    await store.write(enter, caller(), "climb")
    private = Place(ROOM.platform, ANN.user_id, ANN.user_id, title="Ann", private=True)

    await store.write(enter, caller(place=private, at=timedelta(hours=2)), "climb")

    assert [ROOM.title] == await store.read(lambda db: list(db.scalars(select(groups.c.title))))


async def test_a_learner_alone_who_comes_back_has_their_posts_again(store: Store) -> None:
    private = Place(ROOM.platform, ANN.user_id, ANN.user_id, private=True)
    await store.write(enter, caller(place=private), "climb")
    await store.write(lambda db: db.execute(update(places).values(off_reason="blocked")).rowcount)

    await store.write(enter, caller(place=private, at=timedelta(hours=2)), "climb")

    assert [None] == await store.read(lambda db: list(db.scalars(select(places.c.off_reason))))
