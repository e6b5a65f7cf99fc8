"""Leaderboards, on both engines."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, Table, update

from bot.closed_sets import Visibility
from bot.database.store import Store
from bot.features.boards.actions import BoardKind, ShownBoard, show_board
from bot.features.members.actions.groups import leave_group, note_removed
from bot.features.members.actions.presence import enter
from bot.features.points.actions import award, place_in_community
from bot.features.points.queries import read_counts
from bot.features.sessions.actions import log_study
from bot.features.settings.actions.group_setup import set_up
from bot.features.settings.actions.learner_settings import choose_visibility
from bot.features.streaks.actions.counting import reckon_streak_change
from bot.identity import Account, GroupId, LearnerId, Place
from bot.tables import groups, learners, memberships
from roadmap.leaderboard import Standing
from tests.bot.climb import ANN, BEN, CLIMB, OTHER_ROOM, ROOM, START, caller

DAY = timedelta(days=1)
TODAY = START.date()
CAT = Account("sandbox", 3, "Cat")
DAN = Account("sandbox", 4, "Dan")
SECOND = Place("sandbox", 2, 2)


async def earn(store: Store, account: Account, points: int, day: date = TODAY, *, place: Place = ROOM) -> LearnerId:
    """Points out of the blue on a day; returns the learner."""

    def give(db: Connection) -> LearnerId:
        who = caller(account, at=day - START.date(), place=place)
        present = enter(db, who, "climb")
        award(db, present.learner_id, day, points, who.now)
        return present.learner_id

    return await store.write(give)


async def read(store: Store, kind: BoardKind, me: LearnerId | None = None, at: timedelta | None = None) -> ShownBoard:
    return await store.read(show_board, kind, GroupId(1), me, START + (at or timedelta()))


def ranks(standings: Sequence[Standing]) -> list[tuple[int | None, str, int]]:
    return [(one.rank, one.entry.name, one.entry.score) for one in standings]


async def test_equal_points_share_a_rank_and_who_had_them_first_stands_first(store: Store) -> None:
    await earn(store, BEN, 5)
    await earn(store, ANN, 5, START.date() + DAY)
    await earn(store, CAT, 3)
    await earn(store, DAN, 9)

    shown = await read(store, BoardKind.ALL)

    assert [(1, "Dan", 9), (2, "Ben", 5), (2, "Ann", 5), (4, "Cat", 3)] == ranks(shown.board.top)


async def test_there_are_no_ranks_below_three(store: Store) -> None:
    await earn(store, ANN, 5)
    await earn(store, BEN, 3)

    assert [(None, "Ann", 5), (None, "Ben", 3)] == ranks((await read(store, BoardKind.ALL)).board.top)


async def test_nobody_is_listed_with_nothing(store: Store) -> None:
    await earn(store, ANN, 5)
    await earn(store, BEN, 3)
    cat = await earn(store, CAT, 0)

    shown = await read(store, BoardKind.ALL, cat)

    assert [(1, "Ann", 5), (2, "Ben", 3)] == ranks(shown.board.top)
    assert shown.board.me is None


@pytest.mark.parametrize("kind", [BoardKind.WEEK, BoardKind.ALL, BoardKind.STREAKS])
async def test_who_hides_or_leaves_is_gone_and_ranks_close_up(store: Store, kind: BoardKind) -> None:
    for account in (ANN, BEN, CAT, DAN):
        await store.write(log_study, caller(account), CLIMB, 30)
    await earn(store, ANN, 9)
    await store.write(choose_visibility, caller(ANN), "climb", Visibility.HIDDEN)
    await store.write(leave_group, caller(BEN))

    shown = await read(store, kind)

    assert ["Cat", "Dan"] == [one.entry.name for one in shown.board.top]
    assert 2 == shown.board.size
    await store.write(choose_visibility, caller(ANN), "climb", Visibility.GROUP)
    assert 3 == (await read(store, kind)).board.size


@pytest.mark.parametrize(("kind", "own"), [(BoardKind.WEEK, 5), (BoardKind.ALL, 9), (BoardKind.STREAKS, 0)])
async def test_a_hidden_learner_has_a_score_for_own_eyes(store: Store, kind: BoardKind, own: int) -> None:
    ann = await earn(store, ANN, 4, TODAY - 7 * DAY)
    await earn(store, ANN, 5)
    ben = await earn(store, BEN, 3)
    await store.write(choose_visibility, caller(ANN), "climb", Visibility.HIDDEN)

    assert own == (await read(store, kind, ann)).hidden_score
    assert 0 == (await read(store, kind, ben)).hidden_score


async def test_who_is_shown_by_number_is_told_apart(store: Store) -> None:
    await earn(store, ANN, 5)
    ben = await earn(store, BEN, 3)
    await store.write(choose_visibility, caller(BEN), "climb", Visibility.NUMBER)

    assert (await read(store, BoardKind.ALL)).numbers == {ben: 2}


@pytest.mark.parametrize(
    ("week_start", "since", "points"),
    [(0, date(2026, 11, 2), 16), (6, date(2026, 11, 1), 24), (5, date(2026, 10, 31), 28)],
    ids=["Monday", "Sunday", "Saturday"],
)
async def test_the_week_begins_on_the_groups_day(store: Store, week_start: int, since: date, points: int) -> None:
    """Ann earned 4 on Saturday, 8 on Sunday, 16 on Monday; today is Monday."""
    for back, earned in ((2, 4), (1, 8), (0, 16)):
        await earn(store, ANN, earned, START.date() - back * DAY)
    await store.write(set_up, caller(ANN), "climb", {"week_start": week_start})

    shown = await read(store, BoardKind.WEEK)

    assert shown.since == since
    assert ranks(shown.board.top) == [(None, "Ann", points)]


async def test_the_week_turns_with_the_study_day_of_the_groups_zone(store: Store) -> None:
    await earn(store, ANN, 4, START.date() - DAY)
    await store.write(set_up, caller(ANN), "climb", {"zone": "Pacific/Auckland"})
    before, after = timedelta(hours=2, minutes=59), timedelta(hours=3)  # 03:59 and 04:00 of Tuesday there

    assert (
        date(2026, 10, 26)
        == (await read(store, BoardKind.WEEK, at=-13 * timedelta(hours=1) - timedelta(hours=9))).since
    )
    assert date(2026, 11, 2) == (await read(store, BoardKind.WEEK, at=before)).since
    assert date(2026, 11, 9) == (await read(store, BoardKind.WEEK, at=after + 6 * DAY)).since


async def test_a_streak_board_is_right_without_anybody_doing_anything(store: Store) -> None:
    await store.write(log_study, caller(ANN), CLIMB, 30)
    await store.write(log_study, caller(BEN), CLIMB, 30)
    await store.write(log_study, caller(BEN, at=DAY), CLIMB, 30)

    assert [(None, "Ben", 2), (None, "Ann", 1)] == ranks((await read(store, BoardKind.STREAKS, at=DAY)).board.top)
    assert [(None, "Ben", 2)] == ranks((await read(store, BoardKind.STREAKS, at=4 * DAY)).board.top)
    assert [] == ranks((await read(store, BoardKind.STREAKS, at=9 * DAY)).board.top)


async def test_I_am_shown_with_my_neighbours_where_I_am_not_in_the_top_ten(store: Store) -> None:
    learner = [await earn(store, Account("sandbox", n, f"P{n}"), 100 - n) for n in range(1, 15)]

    shown = await read(store, BoardKind.ALL, learner[12])

    assert 10 == len(shown.board.top)
    assert [(12, "P12", 88), (13, "P13", 87), (14, "P14", 86)] == ranks(shown.board.around)


async def test_nobody_anywhere_is_an_empty_board(store: Store) -> None:
    for kind in BoardKind:
        shown = await store.read(show_board, kind, None, None, START)
        assert ((), 0) == (shown.board.top, shown.board.size)


async def crowd(store: Store, points: Sequence[int], *, opted_in: bool = True) -> list[LearnerId]:
    """A community of learners with so many points."""

    def fill(db: Connection) -> list[LearnerId]:
        made = []
        for index, many in enumerate(points):
            who = caller(Account("sandbox", 100 + index, f"P{index}"), at=timedelta(minutes=index % 7))
            made.append(enter(db, who, "climb").learner_id)
            award(db, made[-1], START.date(), many, who.now)
        return made

    made = await store.write(fill)
    if opted_in:
        await store.write(set_up, caller(ANN), "climb", {"community": True})
    return made


async def test_the_community_board_agrees_with_ranking_everybody(store: Store) -> None:
    """The fast way against the plain one: `stand` over all members of the one group that there is."""
    dice = random.Random(5)
    made = await crowd(store, [dice.choice((0, 1, 2, 2, 3, 5, 8, 13, 21)) for _ in range(60)])

    await assert_boards_agree(store, made)


@pytest.mark.parametrize("points", [(9, *(4,) * 20), (4,) * 30, (*range(20, 11, -1), *(5,) * 6), (3, 3, 2, 2)])
async def test_the_community_board_parts_no_rank_either(sqlite_store: Store, points: tuple[int, ...]) -> None:
    await assert_boards_agree(sqlite_store, await crowd(sqlite_store, points))


async def assert_boards_agree(store: Store, made: Sequence[LearnerId]) -> None:
    for me in made:
        fast = (await read(store, BoardKind.COMMUNITY, me)).board
        plain = (await read(store, BoardKind.ALL, me)).board
        assert fast.top == plain.top
        assert fast.around == plain.around
        assert fast.me == plain.me
        assert fast.shared == plain.shared


async def test_only_groups_that_opted_in_are_on_the_community_board(store: Store) -> None:
    await crowd(store, [5, 4, 3], opted_in=False)
    assert 0 == (await read(store, BoardKind.COMMUNITY)).board.size
    assert not (await read(store, BoardKind.COMMUNITY)).opted_in

    await store.write(set_up, caller(ANN), "climb", {"community": True})
    await earn(store, BEN, 50, place=OTHER_ROOM)

    shown = await read(store, BoardKind.COMMUNITY)
    assert [(1, "P0", 5), (2, "P1", 4), (3, "P2", 3)] == ranks(shown.board.top)
    assert shown.opted_in


@pytest.mark.parametrize(
    ("table", "values", "counted"),
    [
        (learners, {}, True),
        (learners, {"visibility": Visibility.NUMBER}, True),
        (learners, {"visibility": Visibility.HIDDEN}, False),
        (learners, {"community_on": False}, False),
        (memberships, {"left_at": START}, False),
        (groups, {"community": False}, False),
        (groups, {"removed_at": START}, False),
    ],
)
async def test_a_learner_counts_on_the_community_board_while_all_conditions_hold(
    sqlite_store: Store, table: Table, values: dict[str, object], counted: bool
) -> None:
    made = await crowd(sqlite_store, [5])

    def change(db: Connection) -> None:
        if values:
            db.execute(update(table).values(values))
        place_in_community(db, made)

    await sqlite_store.write(change)

    kept, anew = await sqlite_store.read(read_counts)
    assert kept == anew == ({5: 1} if counted else {})
    shown = await read(sqlite_store, BoardKind.COMMUNITY)
    assert shown.board.size == counted
    assert len(shown.board.top) == counted


async def test_a_member_of_two_groups_counts_once_and_stays_until_they_left_both(store: Store) -> None:
    made = await crowd(store, [9, 8, 7])
    leaver = Account("sandbox", 101, "P1")
    await store.write(enter, caller(leaver, place=SECOND), "climb")
    await store.write(set_up, caller(ANN, place=SECOND), "climb", {"community": True})
    await store.write(choose_visibility, caller(leaver), "climb", Visibility.NUMBER)

    async def look() -> tuple[int, list[int], dict[LearnerId, int]]:
        shown = await read(store, BoardKind.COMMUNITY)
        return shown.board.size, [one.entry.score for one in shown.board.top], shown.numbers

    assert (3, [9, 8, 7], {made[1]: 1}) == await look()
    await store.write(leave_group, caller(leaver, place=SECOND))
    assert (3, [9, 8, 7], {made[1]: 2}) == await look()
    await store.write(leave_group, caller(leaver))
    assert (2, [9, 7], {}) == await look()
    kept, anew = await store.read(read_counts)
    assert kept == anew == {9: 1, 7: 1}


async def test_a_number_of_a_group_outside_the_community_is_not_shown_there(store: Store) -> None:
    """The learner is member 1 of a group that is not on the board, and member 2 of the one that is."""
    other = Account("sandbox", 101, "P1")
    await store.write(enter, caller(other, place=SECOND), "climb")
    made = await crowd(store, [9, 8, 7])
    await store.write(choose_visibility, caller(other), "climb", Visibility.NUMBER)

    assert {made[1]: 2} == (await read(store, BoardKind.COMMUNITY)).numbers


async def test_the_hidden_are_absent_from_the_community_board_and_ranks_close_up(store: Store) -> None:
    made = await crowd(store, [9, 8, 7, 6])
    await store.write(choose_visibility, caller(Account("sandbox", 100, "P0")), "climb", Visibility.HIDDEN)
    await store.write(choose_visibility, caller(Account("sandbox", 101, "P1")), "climb", Visibility.NUMBER)

    shown = await read(store, BoardKind.COMMUNITY, made[0])

    assert [(1, "P1", 8), (2, "P2", 7), (3, "P3", 6)] == ranks(shown.board.top)
    assert shown.numbers == {made[1]: 2}
    assert shown.board.me is None


async def test_a_group_that_removed_us_is_off_the_community_board_until_it_returns(store: Store) -> None:
    await crowd(store, [9, 8, 7])
    await store.write(note_removed, ROOM, START)
    assert 0 == (await read(store, BoardKind.COMMUNITY)).board.size

    await store.write(enter, caller(Account("sandbox", 100, "P0")), "climb")

    assert 3 == (await read(store, BoardKind.COMMUNITY)).board.size


async def test_a_name_is_data_whatever_is_in_it(sqlite_store: Store) -> None:
    nasty = Account("sandbox", 9, "'; DROP TABLE learners; --")
    await earn(sqlite_store, nasty, 5)

    shown = await read(sqlite_store, BoardKind.ALL)

    assert shown.board.top[0].entry.name == nasty.name


async def test_a_board_reads_the_streak_that_settling_kept(store: Store) -> None:
    me = (await store.write(enter, caller(ANN), "climb")).learner_id

    def spoil(db: Connection) -> None:
        db.execute(update(learners).values(streak=40, streak_through=START.date()))

    await store.write(spoil)
    assert [(None, "Ann", 40)] == ranks((await read(store, BoardKind.STREAKS, me)).board.top)
    await store.write(reckon_streak_change, me, START)
    assert [] == ranks((await read(store, BoardKind.STREAKS, me)).board.top)
