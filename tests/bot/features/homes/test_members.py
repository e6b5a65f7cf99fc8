"""The members of two groups that are connected or part: their numbers, and what each membership takes along."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from bot.database.store import Store
from bot.features.homes.actions.members import (
    GroupSide,
    bring_home,
    deal_numbers,
    take_learner_in,
    take_members_in,
)
from bot.features.homes.actions.sharing import ALONG, share_members_out
from bot.identity import LearnerId
from bot.tables import accounts, connections, groups, learners, memberships
from tests.bot.features.homes.test_moving import BEFORE, LATER, MINE, OTHER, put, settle
from tests.migrations.filling import NOW

Members = dict[int, tuple[int, bool]]
"""Learner -> their number, and whether they are present."""
SIDES = GroupSide(MINE, frozenset({"discord"})), GroupSide(OTHER, frozenset({"telegram"}))


def member(db: Connection, learner: int, group_id: int, number: int, **values: Any) -> None:
    put(db, memberships, learner_id=learner, group_id=group_id, number=number, **values)


def learner(db: Connection, number: int, *platforms: str) -> None:
    put(db, learners, id=number, rest_days=0)
    for platform in platforms:
        put(db, accounts, learner_id=number, platform=platform, user_id=number)


def read(db: Connection, group_id: int) -> Members:
    found = select(memberships).where(memberships.c.group_id == group_id).order_by(memberships.c.learner_id)
    return {row.learner_id: (row.number, row.left_at is None) for row in db.execute(found)}


def row_of(db: Connection, group_id: int, number: int) -> dict[str, Any]:
    of = (memberships.c.group_id == group_id, memberships.c.learner_id == number)
    return dict(db.execute(select(memberships).where(*of)).mappings().one())


def forget_numbers(db: Connection, **last: int) -> None:
    """Note the highest number of a forgotten member of each group."""
    for group_id, number in ((MINE, last.get("mine", 0)), (OTHER, last.get("other", 0))):
        db.execute(update(groups).where(groups.c.id == group_id).values(last_number=number))


@pytest.mark.parametrize(
    ("taken", "coming", "last", "dealt"),
    [
        ([1, 2], [3, 4], 0, {3: 3, 4: 4}),
        ([1, 2], [1, 4], 0, {1: 5, 4: 4}),
        ([1, 9], [1, 2], 0, {1: 10, 2: 2}),
        ([], [1, 2], 0, {1: 1, 2: 2}),
        ([], [1, 2, 3], 2, {1: 4, 2: 5, 3: 3}),
        ([1], [1], 7, {1: 8}),
        ([5], [], 0, {}),
    ],
)
def test_a_number_that_is_or_may_have_been_taken_is_dealt_anew(
    taken: list[int], coming: list[int], last: int, dealt: dict[int, int]
) -> None:
    assert dealt == deal_numbers(taken, coming, last=last)


async def test_members_who_come_are_dealt_numbers_and_told_of_changes_alone(sqlite_store: Store) -> None:
    """5 has the number of 1. 6 keeps a free one. 7 is gone, and 2 is in both groups. 3 was forgotten."""

    def join(db: Connection) -> tuple[Any, ...]:
        settle(db)
        for one in (1, 2, 5, 6, 7, 8):
            learner(db, one)
        member(db, 1, MINE, 1)
        member(db, 2, MINE, 2)
        forget_numbers(db, mine=3)
        member(db, 2, OTHER, 9)
        member(db, 5, OTHER, 1)
        member(db, 6, OTHER, 6)
        member(db, 7, OTHER, 2, left_at=BEFORE)
        member(db, 8, OTHER, 3)
        told = take_members_in(db, *SIDES, LATER)
        return told, read(db, MINE), {one: row_of(db, OTHER, one)["left_at"] for one in (2, 5, 7)}

    told, mine, rest = await sqlite_store.write(join)

    assert {1: (1, True), 2: (2, True), 5: (7, True), 6: (6, True), 7: (8, False), 8: (9, True)} == mine
    assert {2: 2, 5: 7, 8: 9} == told
    assert {2: LATER, 5: LATER, 7: BEFORE} == rest


OWN: dict[str, Any] = {
    "steward": True,
    "deputy": True,
    "barred_at": NOW,
    "written_at": NOW,
    "partner_since": NOW,
    "partner_changed_at": NOW,
    "active_at": LATER,
    "called_at": NOW,
    "called_on": "telegram",
    "left_at": None,
    "gone": False,
    "chosen_at": None,
    "away_on": None,
}
"""A membership as it is in the group that parts. The member has not chosen it for the private chat."""


async def test_a_membership_takes_all_that_changed_along(sqlite_store: Store) -> None:
    def part(db: Connection) -> tuple[dict[str, Any], dict[str, Any]]:
        settle(db)
        learner(db, 1, "telegram")
        member(db, 1, MINE, 7, **OWN)
        member(db, 1, OTHER, 3, left_at=BEFORE, gone=True, chosen_at=BEFORE, joined_at=BEFORE)
        share_members_out(db, *SIDES, LATER)
        return row_of(db, OTHER, 1), row_of(db, MINE, 1)

    there, here = await sqlite_store.write(part)

    assert set(OWN) == set(ALONG)
    assert OWN == {name: there[name] for name in OWN}
    assert (3, BEFORE) == (there["number"], there["joined_at"])
    assert LATER == here["left_at"]


@pytest.mark.parametrize(
    ("platforms", "here", "there"),
    [
        (("discord",), (1, True), None),
        (("telegram",), (1, False), (5, True)),
        (("discord", "telegram"), (1, True), (5, True)),
    ],
)
async def test_members_are_shared_out_by_the_platforms_of_their_accounts(
    sqlite_store: Store, platforms: tuple[str, ...], here: tuple[int, bool], there: tuple[int, bool] | None
) -> None:
    """A member who came later gets a number there that no member had, not even one who was forgotten."""

    def part(db: Connection) -> tuple[dict[LearnerId, int], Members, Members]:
        settle(db)
        learner(db, 1, *platforms)
        learner(db, 2, *platforms)
        learner(db, 3, "telegram")
        member(db, 1, MINE, 1)
        member(db, 2, MINE, 2, left_at=BEFORE)
        member(db, 3, OTHER, 3, left_at=BEFORE)
        forget_numbers(db, other=4)
        return share_members_out(db, *SIDES, LATER), read(db, MINE), read(db, OTHER)

    told, mine, other = await sqlite_store.write(part)

    assert here == mine[1]
    assert there == other.get(1)
    assert 2 not in other
    assert told == ({1: 5} if there else {})


@pytest.mark.parametrize("last", [0, 1, 9])
async def test_a_returning_member_with_the_old_number_is_told_nothing(sqlite_store: Store, last: int) -> None:
    def part(db: Connection) -> tuple[dict[LearnerId, int], Members]:
        settle(db)
        learner(db, 1, "telegram")
        learner(db, 2, "telegram")
        member(db, 1, MINE, 4)
        member(db, 1, OTHER, 4, left_at=BEFORE)
        member(db, 2, MINE, 5, left_at=BEFORE)
        member(db, 2, OTHER, 6, left_at=BEFORE)
        forget_numbers(db, other=last)
        return share_members_out(db, *SIDES, LATER), read(db, OTHER)

    assert ({}, {1: (4, True), 2: (6, False)}) == await sqlite_store.write(part)


@pytest.mark.parametrize(
    ("away_on", "told"), [(None, {1: 5}), ("discord", {1: 5}), ("telegram", {})], ids=["in both", "there", "here"]
)
async def test_a_member_is_told_of_a_new_number_where_they_are_in_the_chat(
    sqlite_store: Store, away_on: str | None, told: dict[LearnerId, int]
) -> None:
    def part(db: Connection) -> tuple[dict[LearnerId, int], Members, Members]:
        settle(db)
        learner(db, 1, "discord", "telegram")
        member(db, 1, MINE, 1, away_on=away_on)
        forget_numbers(db, other=4)
        return share_members_out(db, *SIDES, LATER), read(db, MINE), read(db, OTHER)

    here, there = away_on != "discord", away_on != "telegram"
    assert (told, {1: (1, here)}, {1: (5, there)}) == await sqlite_store.write(part)


@pytest.mark.parametrize(
    ("platforms", "here", "there"), [(("discord", "telegram"), NOW, None), (("telegram",), None, NOW)]
)
async def test_the_group_that_stays_is_chosen_for_the_private_chat(
    sqlite_store: Store, platforms: tuple[str, ...], here: Any, there: Any
) -> None:
    def part(db: Connection) -> tuple[Any, Any]:
        settle(db)
        learner(db, 1, *platforms)
        member(db, 1, MINE, 1, chosen_at=NOW)
        share_members_out(db, *SIDES, LATER)
        return row_of(db, MINE, 1)["chosen_at"], row_of(db, OTHER, 1)["chosen_at"]

    assert (here, there) == await sqlite_store.write(part)


@pytest.mark.parametrize(
    ("left_at", "ended", "taken"),
    [(NOW, False, True), (LATER, False, True), (BEFORE, False, False), (NOW, True, False), (None, False, False)],
)
async def test_a_resting_membership_alone_makes_a_learner_a_member_again(
    sqlite_store: Store, left_at: Any, ended: bool, taken: bool
) -> None:
    """The groups are one since NOW. A membership that had ended before does not rest."""

    def take(db: Connection) -> Members:
        settle(db)
        end = {"open": None, "ended_at": LATER} if ended else {"open": True, "ended_at": None}
        put(db, connections, group_id=MINE, other_id=OTHER, joined_at=NOW, **end)
        learner(db, 1)
        learner(db, 2)
        member(db, 2, MINE, 1)
        forget_numbers(db, mine=3)
        member(db, 1, OTHER, 1, left_at=left_at, gone=True)
        take_learner_in(db, LearnerId(1), LearnerId(2))
        return read(db, MINE) if not taken else {**read(db, MINE), 0: (0, bool(row_of(db, MINE, 1)["gone"]))}

    expected = {1: (4, True), 2: (1, True), 0: (0, False)} if taken else {2: (1, True)}
    assert expected == await sqlite_store.write(take)


@pytest.mark.parametrize(
    ("twin", "mine", "others"),
    [
        (None, {}, (1, True)),
        ({"left_at": BEFORE, "gone": True}, {1: (1, False)}, (2, True)),
        ({}, {1: (1, False)}, (2, True)),
    ],
)
async def test_a_membership_without_a_home_is_the_others_after_an_unlink(
    sqlite_store: Store, twin: dict[str, Any] | None, mine: Members, others: tuple[int, bool]
) -> None:
    """Learner 1 has a Telegram account, and the group lives on Discord. `twin`: the membership of learner 2 there."""

    def part(db: Connection) -> tuple[Members, Any]:
        settle(db)
        learner(db, 1, "telegram")
        learner(db, 2, "discord")
        member(db, 1, MINE, 1)
        if twin is not None:
            member(db, 2, MINE, 2, **twin)
        bring_home(db, LearnerId(1), LearnerId(2), LATER)
        return read(db, MINE), row_of(db, MINE, 2)["gone"]

    assert ({**mine, 2: others}, False) == await sqlite_store.write(part)


async def test_a_membership_that_ended_is_brought_nowhere(sqlite_store: Store) -> None:
    def part(db: Connection) -> Members:
        settle(db)
        learner(db, 1, "telegram")
        learner(db, 2, "discord")
        member(db, 1, MINE, 1, left_at=BEFORE)
        bring_home(db, LearnerId(1), LearnerId(2), LATER)
        return read(db, MINE)

    assert {1: (1, False)} == await sqlite_store.write(part)
