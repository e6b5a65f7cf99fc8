"""Thanks: each help is thanked once, taken back by another answer, and passed on kindly."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, update

from bot.closed_sets import HelpState, ObstacleState, Visibility
from bot.database.store import Store
from bot.features.boards.actions import BoardKind, show_board
from bot.features.helping.actions.thanking import (
    HelpVerdict,
    NoSuchObstacle,
)
from bot.features.helping.queries.obstacles import find_obstacle
from bot.features.helping.queries.offers import read_offers
from bot.features.helping.queries.thanks import count_thanks
from bot.identity import LearnerId, ObstacleId
from bot.tables import learners, memberships, pauses
from tests.bot.features.helping.hall_of_help import WORDS, HallOfHelp
from tests.bot.hall import DAY, HOUR, MONDAY

WEEK = timedelta(days=7)


@pytest.fixture
async def hall(sqlite_store: Store) -> HallOfHelp:
    return HallOfHelp(sqlite_store)


async def helped(hall: HallOfHelp, name: str = "Ben") -> ObstacleId:
    obstacle = await hall.fill()
    await hall.offer(name, obstacle)
    await hall.plan()
    return obstacle


def want(db: Connection, learner_id: LearnerId, values: dict[str, object]) -> None:
    db.execute(update(learners).where(learners.c.id == learner_id).values(**values))


async def counted(hall: HallOfHelp) -> dict[LearnerId, int]:
    return await hall.store.read(count_thanks, hall.people["Ann"].group_id, hall.clock.now() - 4 * WEEK)


async def test_solved_thanks_the_helper_once_however_often_it_is_tapped(store: Store) -> None:
    hall = HallOfHelp(store)
    obstacle = await helped(hall)

    first = await hall.judge("Ann", obstacle, HelpVerdict.YES)
    hall.clock.advance(HOUR)
    await hall.judge("Ann", obstacle, HelpVerdict.YES)

    assert (("Ben",), 0) == (first.names, first.others)
    assert {hall.people["Ben"].learner_id: 1} == await counted(hall)
    [given] = await hall.store.read(read_offers, obstacle)
    assert (HelpState.HELPED, MONDAY) == (given.state, given.thanked_at)
    found = await hall.store.read(find_obstacle, obstacle)
    assert found is not None
    assert ObstacleState.SOLVED is found.state


async def test_a_little_thanks_too_and_leaves_the_obstacle_open(hall: HallOfHelp) -> None:
    obstacle = await helped(hall)

    await hall.judge("Ann", obstacle, HelpVerdict.SOME)

    assert {hall.people["Ben"].learner_id: 1} == await counted(hall)
    found = await hall.store.read(find_obstacle, obstacle)
    assert found is not None
    assert found.open


async def test_not_yet_takes_thanks_back_and_opens_the_obstacle_again(hall: HallOfHelp) -> None:
    obstacle = await helped(hall)
    await hall.judge("Ann", obstacle, HelpVerdict.YES)

    await hall.judge("Ann", obstacle, HelpVerdict.NO)

    assert {} == await counted(hall)
    found = await hall.store.read(find_obstacle, obstacle)
    assert found is not None
    assert found.open
    hall.clock.advance(2 * HOUR)
    assert [] == await hall.heard("thanks")


async def test_only_the_asker_may_say_whether_it_helped(hall: HallOfHelp) -> None:
    obstacle = await helped(hall)

    for name in ("Ben", "Cat"):
        with pytest.raises(NoSuchObstacle):
            await hall.judge(name, obstacle, HelpVerdict.YES)
    with pytest.raises(NoSuchObstacle):
        await hall.judge("Ann", ObstacleId(99), HelpVerdict.YES)


async def test_a_helper_with_reminders_hears_of_thanks_at_once(hall: HallOfHelp) -> None:
    obstacle = await helped(hall)
    await hall.store.write(want, hall.people["Ben"].learner_id, {"nudge_on": True})

    await hall.judge("Ann", obstacle, HelpVerdict.YES)
    await hall.live(timedelta(minutes=2))

    [reply] = await hall.heard("thanks")
    assert reply.private
    assert "Ann" in reply.text.plain
    assert WORDS in reply.text.plain


async def test_others_hear_of_thanks_in_the_morning(hall: HallOfHelp) -> None:
    obstacle = await helped(hall)

    await hall.judge("Ann", obstacle, HelpVerdict.YES)
    await hall.live(2 * DAY)

    assert 1 == len(await hall.heard("thanks"))
    [post] = [post for post, _ in hall.spoken if post.kind == "thanks"]
    assert datetime(2026, 3, 3, 8, tzinfo=UTC) == post.due_at


async def test_a_helper_hears_all_thanks_of_a_day_in_the_morning(hall: HallOfHelp) -> None:
    first = await helped(hall)
    second = await hall.be_stuck("Cat", "week1-stats", "Bayes")
    await hall.offer("Ben", second)
    await hall.plan()

    await hall.judge("Ann", first, HelpVerdict.YES)
    await hall.judge("Cat", second, HelpVerdict.SOME)
    await hall.live(2 * DAY)

    thanks = await hall.heard("thanks")
    assert [True, True] == [any(name in one.text.plain for one in thanks) for name in ("Ann", "Cat")]


async def silence(hall: HallOfHelp, how: str) -> None:
    ben = hall.people["Ben"].learner_id
    wishes: dict[str, dict[str, object]] = {
        "hidden": {"visibility": Visibility.HIDDEN},
        "muted": {"snoozed_until": MONDAY + 9 * DAY},
        "stopped": {"nudge_pace": 4},
    }
    if how == "paused":
        row = {"learner_id": ben, "at": MONDAY, "first_day": date(2026, 3, 2), "last_day": date(2026, 3, 9)}
        await hall.store.write(lambda db: db.execute(insert(pauses).values(**row)).rowcount)
    else:
        await hall.store.write(want, ben, wishes[how])


@pytest.mark.parametrize("how", ["hidden", "muted", "stopped", "paused"])
async def test_a_helper_who_wants_silence_hears_nothing_and_is_thanked_all_the_same(hall: HallOfHelp, how: str) -> None:
    obstacle = await helped(hall)
    await silence(hall, how)

    await hall.judge("Ann", obstacle, HelpVerdict.YES)
    await hall.live(12 * DAY)

    assert [] == await hall.heard("thanks")
    assert {hall.people["Ben"].learner_id: 1} == await counted(hall)


async def test_thanks_count_for_four_weeks(hall: HallOfHelp) -> None:
    await hall.judge("Ann", await helped(hall), HelpVerdict.YES)

    assert [hall.people["Ben"].learner_id] == await thanked(hall)
    hall.clock.advance(4 * WEEK)
    assert [] == await thanked(hall)


@pytest.mark.parametrize("how", ["hidden", "left"])
async def test_a_helper_who_hid_or_left_is_not_on_the_board_of_thanks(hall: HallOfHelp, how: str) -> None:
    await hall.judge("Ann", await helped(hall), HelpVerdict.YES)
    ben = hall.people["Ben"].learner_id
    if how == "hidden":
        await hall.store.write(want, ben, {"visibility": Visibility.HIDDEN})
    else:
        own = update(memberships).where(memberships.c.learner_id == ben).values(left_at=MONDAY)
        await hall.store.write(lambda db: db.execute(own).rowcount)

    assert [] == await thanked(hall)


async def thanked(hall: HallOfHelp) -> list[LearnerId]:
    """The members with thanks on the board that Ann sees."""
    present = hall.people["Ann"]
    seen = await hall.store.read(show_board, BoardKind.THANKS, present.group_id, present.learner_id, hall.clock.now())
    return [LearnerId(one.entry.learner) for one in seen.board.top if one.entry.score]


async def test_a_helper_who_hid_since_is_thanked_without_their_name(hall: HallOfHelp) -> None:
    obstacle = await helped(hall)
    await hall.store.write(want, hall.people["Ben"].learner_id, {"visibility": Visibility.HIDDEN})

    judged = await hall.judge("Ann", obstacle, HelpVerdict.YES)

    assert ((), 1) == (judged.names, judged.others)
