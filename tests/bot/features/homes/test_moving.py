"""Rows of groups while two are connected, and when they part: each goes where the rule of its table says."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Table, insert, select

from bot.database.store import Store
from bot.features.homes.queries import moving
from bot.identity import GroupId
from bot.tables import (
    Instant,
    checkins,
    focuses,
    groups,
    learners,
    memberships,
    obstacles,
    paired,
    pairings,
    places,
    takedowns,
    week_goals,
)
from tests.migrations.filling import NOW, value_of

MINE, OTHER = GroupId(1), GroupId(2)
BEFORE, LATER = NOW - timedelta(days=3), NOW + timedelta(hours=1)
MONDAY = date(2026, 3, 2)
WEEKS = {name: MONDAY + timedelta(weeks=number) for name, number in (("last", -1), ("this", 0), ("next", 1))}


def put(db: Connection, table: Table, **values: Any) -> None:
    """Put a row into a table. Columns that are not given have a value of their type, or none."""
    needed = [one for one in table.c if not one.nullable and one.server_default is None and one.name != "id"]
    plain = {one.name: NOW if isinstance(one.type, Instant) else value_of(table, one.name) for one in needed}
    db.execute(insert(table), {**plain, **values})


def found(db: Connection, table: Table, column: str = "group_id") -> dict[int, Any]:
    """A column of each row, by its id."""
    return {row.id: getattr(row, column) for row in db.execute(select(table))}


def settle(db: Connection, **members: GroupId | tuple[GroupId, ...]) -> None:
    """Put two groups with a place each, and learners in them. `m5=MINE`: learner 5 is a member of that group."""
    for number, platform in ((MINE, "discord"), (OTHER, "telegram")):
        put(db, groups, id=number)
        put(db, places, id=number, group_id=number, platform=platform, space_id=number)
        put(db, checkins, id=number, group_id=number)
    for name, of in members.items():
        learner = int(name.removeprefix("m"))
        put(db, learners, id=learner, rest_days=0)
        for group_id in of if isinstance(of, tuple) else (of,):
            put(db, memberships, learner_id=learner, group_id=group_id, number=learner)


def pair(db: Connection, number: int, group_id: GroupId, *partners: int, **values: Any) -> None:
    """Put a pairing, with its partners."""
    put(db, pairings, id=number, group_id=group_id, **values)
    for learner in partners:
        put(db, paired, pairing_id=number, learner_id=learner)


def put_texts(db: Connection, of: GroupId) -> None:
    """Put an obstacle that is open, one that has ended, and takedowns of both and of a report."""
    closed = {"state": "closed", "ended_at": NOW}
    for number, ending in ((1, {}), (2, closed)):
        put(db, obstacles, id=number, learner_id=5, group_id=of, source="stuck", **ending)
        put(db, takedowns, id=number, group_id=of, learner_id=5, obstacle_id=number)
    put(db, takedowns, id=3, group_id=of, learner_id=5, checkin_id=of)


async def test_open_rows_go_to_the_group_that_takes_the_other_in(sqlite_store: Store) -> None:
    def connect(db: Connection) -> tuple[dict[int, Any], ...]:
        settle(db, m5=OTHER, m6=OTHER, m7=OTHER)
        put_texts(db, OTHER)
        put(db, focuses, id=1, group_id=OTHER, place_id=OTHER, running=True)
        put(db, focuses, id=2, group_id=OTHER, place_id=OTHER, ended_at=NOW)
        pair(db, 1, OTHER, 5, 6)
        pair(db, 2, OTHER, 5, 7, ended_at=NOW)
        moving.move_open_rows(db, OTHER, MINE, LATER)
        return tuple(found(db, table) for table in (obstacles, takedowns, focuses, pairings))

    moved = {1: MINE, 2: OTHER}
    assert (moved, {**moved, 3: OTHER}, moved, moved) == await sqlite_store.write(connect)


@pytest.mark.parametrize(
    ("own", "theirs", "ended"),
    [
        ({}, {}, True),
        ({"ended_at": BEFORE}, {}, False),
        ({}, {"left_at": BEFORE}, False),
        ({"left_at": BEFORE}, {}, False),
    ],
)
async def test_a_member_of_both_has_partners_in_one_pairing(
    sqlite_store: Store, own: dict[str, Any], theirs: dict[str, Any], ended: bool
) -> None:
    """`own`: what is over of their pairing in the group that takes in. `theirs`: of the one that comes."""

    def connect(db: Connection) -> dict[int, Any]:
        settle(db, m5=(MINE, OTHER), m6=MINE, m7=OTHER)
        put(db, pairings, id=1, group_id=MINE, ended_at=own.get("ended_at"))
        put(db, paired, pairing_id=1, learner_id=5, left_at=own.get("left_at"))
        put(db, paired, pairing_id=1, learner_id=6)
        put(db, pairings, id=2, group_id=OTHER)
        put(db, paired, pairing_id=2, learner_id=5, **theirs)
        put(db, paired, pairing_id=2, learner_id=7)
        moving.move_open_rows(db, OTHER, MINE, LATER)
        return found(db, pairings, "ended_at")

    kept = await sqlite_store.write(connect)

    assert kept == {1: own.get("ended_at"), 2: LATER if ended else None}


async def test_places_come_with_their_group_and_go_back_to_it(sqlite_store: Store) -> None:
    def connect_and_part(db: Connection) -> list[tuple[dict[int, Any], dict[int, Any]]]:
        settle(db)
        moving.move_places(db, OTHER, MINE)
        seen = [(found(db, places), found(db, places, "came_from"))]
        moving.give_places_back(db, MINE, OTHER)
        return [*seen, (found(db, places), found(db, places, "came_from"))]

    together, apart = await sqlite_store.write(connect_and_part)

    assert together == ({1: MINE, 2: MINE}, {1: None, 2: OTHER})
    assert apart == ({1: MINE, 2: OTHER}, {1: None, 2: None})


@pytest.mark.parametrize(
    ("mine", "theirs", "kept"),
    [
        ({"this": NOW}, {"this": LATER}, {"this": (MINE, LATER)}),
        ({"this": LATER}, {"this": NOW}, {"this": (MINE, LATER)}),
        ({"next": NOW}, {"next": LATER}, {"next": (MINE, LATER)}),
        ({}, {"this": NOW, "next": NOW}, {"this": (MINE, NOW), "next": (MINE, NOW)}),
        ({"last": NOW}, {"last": LATER}, {"last": (MINE, NOW)}),
        ({}, {"last": NOW}, {"last": (OTHER, NOW)}),
        ({"this": NOW}, {"next": LATER}, {"this": (MINE, NOW), "next": (MINE, LATER)}),
    ],
)
async def test_of_two_goals_for_a_week_to_come_the_later_one_stays(
    sqlite_store: Store, mine: dict[str, Any], theirs: dict[str, Any], kept: dict[str, Any]
) -> None:
    def connect(db: Connection) -> dict[date, Any]:
        settle(db)
        for group_id, set_at in ((MINE, mine), (OTHER, theirs)):
            for week, at in set_at.items():
                put(db, week_goals, group_id=group_id, week=WEEKS[week], set_at=at)
        moving.move_goals(db, OTHER, MINE, MONDAY)
        rows = db.execute(select(week_goals).order_by(week_goals.c.group_id.desc())).all()
        return {row.week: (row.group_id, row.set_at) for row in rows}

    assert {WEEKS[week]: value for week, value in kept.items()} == await sqlite_store.write(connect)


@pytest.mark.parametrize(
    ("homes", "goes"), [((MINE, OTHER), False), (MINE, False), (OTHER, True)], ids=["both", "this", "other"]
)
async def test_an_open_text_goes_with_a_member_of_the_other_group_alone(
    sqlite_store: Store, homes: GroupId | tuple[GroupId, ...], goes: bool
) -> None:
    def part(db: Connection) -> tuple[dict[int, Any], dict[int, Any]]:
        settle(db, m5=homes)
        put_texts(db, MINE)
        moving.move_rows_of_members(db, MINE, OTHER, LATER)
        return found(db, obstacles), found(db, takedowns)

    to = OTHER if goes else MINE
    assert ({1: to, 2: MINE}, {1: to, 2: MINE, 3: MINE}) == await sqlite_store.write(part)


async def test_a_text_of_a_learner_without_either_group_stays(sqlite_store: Store) -> None:
    def part(db: Connection) -> dict[int, Any]:
        settle(db, m5=())
        put_texts(db, MINE)
        moving.move_rows_of_members(db, MINE, OTHER, LATER)
        return found(db, obstacles)

    assert {1: MINE, 2: MINE} == await sqlite_store.write(part)


async def test_a_focus_that_runs_goes_with_its_place(sqlite_store: Store) -> None:
    def part(db: Connection) -> dict[int, Any]:
        settle(db)
        put(db, focuses, id=1, group_id=MINE, place_id=OTHER, running=True)
        put(db, focuses, id=2, group_id=MINE, place_id=OTHER, ended_at=NOW)
        put(db, focuses, id=3, group_id=MINE, place_id=MINE, running=True)
        moving.move_rows_of_members(db, MINE, OTHER, LATER)
        return found(db, focuses)

    assert {1: OTHER, 2: MINE, 3: MINE} == await sqlite_store.write(part)


@pytest.mark.parametrize(
    ("partners", "group", "ended"),
    [
        ({"m5": OTHER, "m6": OTHER}, OTHER, None),
        ({"m5": OTHER, "m6": (MINE, OTHER)}, OTHER, None),
        ({"m5": MINE, "m6": (MINE, OTHER)}, MINE, None),
        ({"m5": (MINE, OTHER), "m6": (MINE, OTHER)}, MINE, None),
        ({"m5": MINE, "m6": OTHER}, MINE, LATER),
        ({"m5": OTHER, "m6": ()}, MINE, LATER),
    ],
)
async def test_partners_go_together_or_their_pairing_ends(
    sqlite_store: Store, partners: dict[str, Any], group: GroupId, ended: Any
) -> None:
    """`partners`: the groups of each after the disconnect."""

    def part(db: Connection) -> list[Any]:
        settle(db, **partners)
        pair(db, 1, MINE, 5, 6)
        pair(db, 2, MINE, 5, 6, ended_at=NOW)
        moving.move_rows_of_members(db, MINE, OTHER, LATER)
        return [tuple(row) for row in db.execute(select(pairings.c.id, pairings.c.group_id, pairings.c.ended_at))]

    assert [(1, group, ended), (2, MINE, NOW)] == await sqlite_store.write(part)


async def test_a_partner_who_left_parts_nobody(sqlite_store: Store) -> None:
    def part(db: Connection) -> tuple[dict[int, Any], dict[int, Any]]:
        settle(db, m5=MINE, m6=MINE, m7=OTHER)
        pair(db, 1, MINE, 5, 6)
        put(db, paired, pairing_id=1, learner_id=7, left_at=BEFORE)
        moving.move_rows_of_members(db, MINE, OTHER, LATER)
        return found(db, pairings), found(db, pairings, "ended_at")

    assert ({1: MINE}, {1: None}) == await sqlite_store.write(part)


async def test_a_member_who_left_a_group_goes_with_the_other(sqlite_store: Store) -> None:
    def part(db: Connection) -> dict[int, Any]:
        settle(db, m5=OTHER)
        put(db, memberships, learner_id=5, group_id=MINE, number=5, left_at=BEFORE)
        put_texts(db, MINE)
        moving.move_rows_of_members(db, MINE, OTHER, LATER)
        return found(db, obstacles)

    assert {1: OTHER, 2: MINE} == await sqlite_store.write(part)
