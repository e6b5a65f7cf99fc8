"""Tables with a rule of their own when two learners become one: what is set aside, and what comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Table, delete, insert, select, update

from bot.database.store import Store
from bot.features.linking.actions.merging import merge_learners
from bot.features.linking.actions.parting import part_learners
from bot.features.points.actions import place_in_community
from bot.features.points.queries import read_counts
from bot.features.streaks.actions import counting
from bot.identity import LearnerId
from bot.posting.calendar import schedule_learner
from bot.tables import (
    accounts,
    acts,
    avoidances,
    changes,
    dues,
    focus_members,
    former_evidence,
    groups,
    helps,
    learners,
    memberships,
    metadata,
    obstacles,
    places,
    point_counts,
    sessions,
    ticks,
    undos,
)
from tests.bot.features.linking.test_every_table import fill
from tests.bot.features.linking.test_twins import make_twins
from tests.bot.features.privacy.two_learners import SHARED, Filled
from tests.migrations.filling import NOW

LATER = NOW + timedelta(hours=1)
THIRD = 5
"""A learner who is not linked."""
NEWER = 9
"""The id of a row that is made during a link."""


def link(db: Connection, kept: Filled, other: Filled) -> Any:
    return merge_learners(db, (kept.learner_id, "discord"), (other.learner_id, "telegram"), LATER)


@pytest.mark.parametrize(
    ("before", "linked"),
    [
        ({"kept third"}, {"kept third"}),
        ({"other third"}, {"kept third"}),
        ({"kept third", "other third"}, {"kept third"}),
        ({"third kept"}, {"third kept"}),
        ({"third other"}, {"third kept"}),
        ({"third kept", "third other"}, {"third kept"}),
        ({"kept other"}, set()),
        ({"other kept"}, set()),
        ({"other kept", "kept other", "third other", "other third"}, {"third kept", "kept third"}),
    ],
)
async def test_members_avoid_a_linked_learner_and_are_avoided_as_either_was(
    sqlite_store: Store, before: set[str], linked: set[str]
) -> None:
    """`kept third`: the kept learner avoids the third. An unlink brings each avoidance back."""

    def link_and_part(db: Connection) -> list[set[str]]:
        kept, other = fill(db)
        names = {"kept": kept.first, "other": other.first, "third": THIRD}
        db.execute(insert(learners), {**kept.rows["learners"], "id": THIRD})
        db.execute(delete(avoidances))
        for pair in before:
            one, another = (names[name] for name in pair.split())
            db.execute(insert(avoidances), {"learner_id": one, "other_id": another})
        made = link(db, kept, other)
        seen = [read_avoidances(db, names)]
        part_learners(db, made, LATER)
        return [*seen, read_avoidances(db, names)]

    together, apart = await sqlite_store.write(link_and_part)

    assert linked == together
    assert before <= apart <= before | {"third kept"}


def read_avoidances(db: Connection, names: dict[str, int]) -> set[str]:
    called = {number: name for name, number in names.items()}
    return {f"{called[row.learner_id]} {called[row.other_id]}" for row in db.execute(select(avoidances))}


@pytest.mark.parametrize("helper", ["kept", "other"])
async def test_a_linked_learner_helps_with_no_obstacle_of_their_own(sqlite_store: Store, helper: str) -> None:
    def link_and_part(db: Connection) -> list[list[int]]:
        kept, other = fill(db)
        mine = kept if helper == "kept" else other
        db.execute(update(obstacles).values(checkin_id=None))  # so both obstacles stay
        db.execute(delete(helps).where(helps.c.learner_id != mine.learner_id))
        made = link(db, kept, other)
        seen = list(db.scalars(select(helps.c.learner_id)))
        part_learners(db, made, LATER)
        return [seen, [one == mine.learner_id for one in db.scalars(select(helps.c.learner_id))]]

    assert [[], [True]] == await sqlite_store.write(link_and_part)


@pytest.mark.parametrize("first", ["discord", "telegram"])
async def test_of_two_focuses_a_linked_learner_leaves_the_one_joined_first(sqlite_store: Store, first: str) -> None:
    def stay(db: Connection) -> list[tuple[str, bool, Any]]:
        kept, other = fill(db)
        early, late = (kept, other) if first == "discord" else (other, kept)
        for one, at in ((early, NOW), (late, LATER)):
            theirs = update(focus_members).where(focus_members.c.learner_id == one.learner_id)
            db.execute(theirs.values(joined_at=at, staying=True, left_at=None))
        link(db, kept, other)
        found = select(focus_members).order_by(focus_members.c.joined_at)
        return [(row.made_on, bool(row.staying), row.left_at) for row in db.execute(found)]

    second = "telegram" if first == "discord" else "discord"
    assert [(first, False, LATER), (second, True, None)] == await sqlite_store.write(stay)


BESIDE: tuple[Table | None, ...] = (None, sessions, changes, focus_members, former_evidence)


@pytest.mark.parametrize("beside", BESIDE, ids=lambda table: table.name if table is not None else "nothing")
@pytest.mark.parametrize("loser", ["kept", "other"])
async def test_an_act_goes_with_the_tick_that_was_set_aside_unless_more_is_left_of_it(
    sqlite_store: Store, beside: Table | None, loser: str
) -> None:
    """Both ticked the same task. `beside`: the table that has another row of the later act."""

    def link_and_part(db: Connection) -> list[bool]:
        kept, other = fill(db)
        early, late = (other, kept) if loser == "kept" else (kept, other)
        db.execute(delete(undos))
        same = {"roadmap": "r", "task": "t", "turn": 1}
        for one, at in ((early, NOW), (late, LATER)):
            db.execute(update(ticks).where(ticks.c.learner_id == one.learner_id).values(**same, at=at))
        act, other_act = late.id_in("acts"), early.id_in("acts")
        for table in {sessions, changes, focus_members} - {beside}:
            db.execute(update(table).where(table.c.act_id == act).values(act_id=other_act))
        replaced = former_evidence.c.act_id == act
        if beside is former_evidence:
            db.execute(update(former_evidence).where(replaced).values(tick_id=early.id_in("ticks")))
        else:
            db.execute(delete(former_evidence).where(replaced))
        made = link(db, kept, other)
        seen = [
            has_row(db, ticks, late.id_in("ticks")),
            has_row(db, ticks, early.id_in("ticks")),
            has_row(db, acts, act),
        ]
        part_learners(db, made, LATER)
        return [*seen, has_row(db, ticks, late.id_in("ticks")), has_row(db, acts, act)]

    assert [False, True, beside is not None, True, True] == await sqlite_store.write(link_and_part)


def has_row(db: Connection, table: Table, number: int) -> bool:
    return db.execute(select(table.c.id).where(table.c.id == number)).first() is not None


@pytest.mark.parametrize("owner", ["outbox", "obstacles", "pairings", "checkins", "groups", "focuses"])
async def test_what_is_gone_by_the_end_of_a_link_leaves_the_rows_that_belonged_to_it_out(
    sqlite_store: Store, owner: str
) -> None:
    """A post is deleted after 90 days, and a group a month after it removed the bot."""

    def link_and_part(db: Connection) -> list[str]:
        kept, other = make_twins(db)
        made = link(db, kept, other)
        db.execute(delete(metadata.tables[owner]))
        part_learners(db, made, LATER)
        return list(db.scalars(select(accounts.c.platform).where(accounts.c.learner_id == other.learner_id)))

    assert ["telegram"] == await sqlite_store.write(link_and_part)


@pytest.mark.parametrize(("is_taken", "left"), [(False, [THIRD]), (True, [])])
async def test_what_belonged_to_a_row_whose_key_was_taken_is_left_out_with_it(
    sqlite_store: Store, is_taken: bool, left: list[int]
) -> None:
    """The obstacle that stayed ended, and the account of the other one told of a newer one in the same check-in."""

    def link_and_part(db: Connection) -> list[int]:
        kept, other = make_twins(db)
        db.execute(insert(learners), {**kept.rows["learners"], "id": THIRD})
        db.execute(delete(helps))
        help_given = {"obstacle_id": other.id_in("obstacles"), "learner_id": THIRD}
        db.execute(insert(helps), {**kept.rows["helps"], **help_given})
        made = link(db, kept, other)
        if is_taken:
            mine, newer = kept.rows["obstacles"], {"id": NEWER, "checkin_id": SHARED, "made_on": "telegram"}
            db.execute(update(obstacles).where(obstacles.c.id == mine["id"]).values(checkin_id=None))
            db.execute(insert(obstacles), {**mine, **newer})
        part_learners(db, made, LATER)
        return list(db.scalars(select(helps.c.learner_id)))

    assert left == await sqlite_store.write(link_and_part)


@pytest.mark.parametrize("loser", ["kept", "other"])
async def test_a_tick_comes_back_without_its_group_if_that_is_gone(sqlite_store: Store, loser: str) -> None:
    def link_and_part(db: Connection) -> bool:
        kept, other = fill(db)
        early, late = (other, kept) if loser == "kept" else (kept, other)
        db.execute(delete(undos))
        for one, at in ((early, NOW), (late, LATER)):
            same = {"roadmap": "r", "task": "t", "turn": 1, "at": at}
            db.execute(update(ticks).where(ticks.c.learner_id == one.learner_id).values(**same))
        made = link(db, kept, other)
        db.execute(delete(groups))
        part_learners(db, made, LATER)
        found = select(ticks.c.learner_id, ticks.c.group_id, ticks.c.act_id).order_by(ticks.c.at)
        return [tuple(row) for row in db.execute(found)] == [
            (one.learner_id, None, one.id_in("acts")) for one in (early, late)
        ]

    assert await sqlite_store.write(link_and_part)


Marks = list[tuple[str, int]]
"""Ticks of a task in their turns: live or undone, and the hour at which each was made."""


def put_ticks(db: Connection, of: Filled, marks: Marks, first: int, **values: Any) -> None:
    """Put ticks of a learner under ids that go down from `first`, so that ids say nothing of the order."""
    for turn, (state, hour) in enumerate(marks, 1):
        number, at = first - turn, NOW + timedelta(hours=hour)
        row = {**of.rows["ticks"], "id": number, "roadmap": "r", "task": "t", "turn": turn, "at": at, **values}
        db.execute(insert(ticks), {**row, "task": row["task"].format(turn=turn)})
        if state == "undone":
            db.execute(insert(undos), {"tick_id": number, "at": at})


def read_ticks(db: Connection) -> list[tuple[int, int, str, int]]:
    """The learner, hour, state and points of each tick."""
    found = select(ticks, undos.c.at.label("undone")).outerjoin(undos).order_by(ticks.c.learner_id, ticks.c.at)
    return [
        (row.learner_id, (row.at - NOW).seconds // 3600, "undone" if row.undone else "live", row.points)
        for row in db.execute(found)
    ]


@pytest.mark.parametrize(
    ("mine", "others", "live"),
    [
        ([("undone", 0)], [("live", 1)], 1),
        ([("live", 1)], [("undone", 0)], 1),
        ([("undone", 0), ("live", 2)], [("live", 1)], 1),
        ([("live", 1)], [("undone", 0), ("live", 2)], 1),
        ([("undone", 0), ("undone", 1)], [("undone", 2), ("live", 3)], 3),
        ([("undone", 0), ("undone", 1), ("live", 4)], [("undone", 2), ("live", 3)], 3),
        ([("undone", 0)], [("undone", 1)], None),
    ],
)
async def test_of_a_task_the_earliest_live_tick_stays_and_all_come_back(
    sqlite_store: Store, mine: Marks, others: Marks, live: int | None
) -> None:
    def link_and_part(db: Connection) -> tuple[Any, ...]:
        kept, other = fill(db)
        for table in (former_evidence, undos, ticks):
            db.execute(delete(table))
        put_ticks(db, kept, mine, 100)
        put_ticks(db, other, others, 200)
        before = read_ticks(db)
        made = link(db, kept, other)
        linked = read_ticks(db)
        part_learners(db, made, LATER)
        return before, linked, read_ticks(db)

    before, linked, after = await sqlite_store.write(link_and_part)

    assert ([] if live is None else [live]) == [hour for _, hour, state, _ in linked if state == "live"]
    assert [hour for _, hour, state, _ in linked if state == "undone"] == sorted(
        hour for _, hour, state, _ in before if state == "undone"
    )
    assert before == after


async def test_the_first_five_tasks_of_a_day_keep_their_points_by_the_time_of_their_ticks(sqlite_store: Store) -> None:
    def link_and_part(db: Connection) -> tuple[Any, ...]:
        kept, other = fill(db)
        for table in (former_evidence, undos, ticks):
            db.execute(delete(table))
        put_ticks(db, kept, [("live", hour) for hour in (1, 3, 5, 7)], 100, task="mine-{turn}", turn=1)
        put_ticks(db, other, [("undone", 0), *(("live", hour) for hour in (2, 4, 6))], 200, task="other-{turn}", turn=1)
        before = read_ticks(db)
        made = link(db, kept, other)
        linked = {hour: points for _, hour, _, points in read_ticks(db)}
        part_learners(db, made, LATER)
        return before, linked, read_ticks(db)

    before, linked, after = await sqlite_store.write(link_and_part)

    paid = before[0][3]
    assert paid > 0
    assert {0: paid, 1: paid, 2: paid, 3: paid, 4: paid, 5: paid, 6: 0, 7: 0} == linked
    assert before == after


async def test_an_act_stays_with_another_tick_of_it(sqlite_store: Store) -> None:
    def link_all(db: Connection) -> list[Any]:
        kept, other = fill(db)
        for table in (former_evidence, undos, ticks, sessions, changes):
            db.execute(delete(table))
        db.execute(update(focus_members).values(act_id=None))
        act = other.id_in("acts")
        put_ticks(db, kept, [("live", 0)], 100)
        put_ticks(db, other, [("live", 1)], 200, act_id=act)
        put_ticks(db, other, [("live", 1)], 300, task="more", act_id=act)
        link(db, kept, other)
        return [has_row(db, acts, act), db.scalar(select(ticks.c.act_id).where(ticks.c.task == "more")) == act]

    assert [True, True] == await sqlite_store.write(link_all)


@pytest.mark.parametrize("chooses", ["kept", "other", "both"])
async def test_all_counters_are_reckoned_anew_and_the_community_counts_a_linked_learner_once(
    sqlite_store: Store, chooses: str
) -> None:
    """`chooses`: whose account was on the board. One that left it keeps the linked learner off it, too."""

    def begin(db: Connection) -> tuple[Filled, Filled]:
        kept, other = fill(db)
        db.execute(delete(point_counts))
        db.execute(delete(undos))  # so each has points of their own again
        open_homes(db)
        for one, name, points in ((kept, "kept", 3), (other, "other", 8)):
            chosen = {"visibility": "group", "community_on": chooses in {name, "both"}, "points": points}
            db.execute(update(learners).where(learners.c.id == one.learner_id).values(**chosen))
        place_in_community(db, [kept.learner_id, other.learner_id])
        return kept, other

    kept, other = await sqlite_store.write(begin)
    counts = [await sqlite_store.read(count_listed)]
    made = await sqlite_store.write(link, kept, other)
    counts.append(await sqlite_store.read(count_listed))
    wrong = await sqlite_store.read(counting.verify_counters)
    await sqlite_store.write(part_learners, made, LATER)
    counts.append(await sqlite_store.read(count_listed))
    wrong += await sqlite_store.read(counting.verify_counters)

    assert [] == wrong
    assert ([2, 1, 2] if chooses == "both" else [1, 0, 1]) == counts


def open_homes(db: Connection) -> None:
    """Let both be members of a group with a home on each platform, which is on the community board."""
    db.execute(update(groups).values(community=True, removed_at=None))
    db.execute(update(memberships).values(left_at=None))
    db.execute(update(places).values(platform="discord"))
    home = db.execute(select(places)).mappings().one()
    db.execute(insert(places), {**home, "id": NEWER, "platform": "telegram"})


def count_listed(db: Connection) -> int:
    """How many learners the board counts, by the points that they have."""
    kept, counted = read_counts(db)
    assert counted == kept
    return sum(kept.values())


@pytest.mark.parametrize("last", ["kept", "other"])
async def test_points_rose_last_with_the_last_tick_of_either_account(sqlite_store: Store, last: str) -> None:
    """That moment orders learners with as many points."""
    early, late = NOW - timedelta(hours=2), NOW - timedelta(hours=1)

    def link_and_part(db: Connection) -> list[Any]:
        kept, other = fill(db)
        db.execute(delete(undos))
        db.execute(delete(sessions))  # their minutes may end a study day
        for one, name in ((kept, "kept"), (other, "other")):
            at = late if name == last else early
            db.execute(update(ticks).where(ticks.c.learner_id == one.learner_id).values(at=at, task=name))
        rose = select(learners.c.points_at).order_by(learners.c.id)
        made = link(db, kept, other)
        linked = list(db.scalars(rose))
        part_learners(db, made, LATER)
        return [*linked, *db.scalars(rose)]

    mine, others = (late, early) if last == "kept" else (early, late)
    assert [late, mine, others] == await sqlite_store.write(link_and_part)


async def test_the_dues_of_all_learners_of_a_link_are_set_anew(sqlite_store: Store) -> None:
    def read_dues(db: Connection, whose: LearnerId) -> dict[str, Any]:
        return {row.kind: row.at for row in db.execute(select(dues).where(dues.c.learner_id == whose))}

    def link_and_part(db: Connection) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        kept, other = fill(db)
        open_homes(db)
        db.execute(delete(dues))
        seen, made = list[tuple[dict[str, Any], dict[str, Any]]](), link(db, kept, other)
        for learners_then in ((kept,), (kept, other)):
            if other in learners_then:
                db.execute(delete(dues))
                part_learners(db, made, LATER)
            for one in learners_then:
                found = read_dues(db, one.learner_id)
                schedule_learner(db, one.learner_id, LATER)
                seen.append((found, read_dues(db, one.learner_id)))
        return seen

    for found, anew in await sqlite_store.write(link_and_part):
        assert found and anew == found
