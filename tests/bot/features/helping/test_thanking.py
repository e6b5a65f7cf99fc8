"""Thanks: each help is thanked once, taken back by another answer, and passed on kindly."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, delete, insert, update

from bot.closed_sets import HelpState, ObstacleState, Visibility
from bot.database.store import Store
from bot.features.helping.actions.thanking import (
    HelpVerdict,
    NoSuchObstacle,
    SolutionTooLong,
    ask_solution,
    put_solution,
)
from bot.features.helping.queries.obstacles import end_obstacle, find_obstacle
from bot.features.helping.queries.offers import read_offers
from bot.features.helping.queries.questions import find_awaited
from bot.features.helping.queries.thanks import count_thanks, read_thanks
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


async def test_thanks_count_for_four_weeks_of_members_who_are_shown(hall: HallOfHelp) -> None:
    await hall.judge("Ann", await helped(hall), HelpVerdict.YES)
    group, ben = hall.people["Ann"].group_id, hall.people["Ben"].learner_id

    assert [(ben, 1)] == [
        (one.learner_id, one.count) for one in await hall.store.read(read_thanks, group, MONDAY - DAY)
    ]
    hall.clock.advance(4 * WEEK)
    assert {} == await counted(hall)
    await hall.store.write(want, ben, {"visibility": Visibility.HIDDEN})
    assert [] == await hall.store.read(read_thanks, group, MONDAY - DAY)


async def test_a_helper_who_left_is_in_no_list_of_thanks(hall: HallOfHelp) -> None:
    await hall.judge("Ann", await helped(hall), HelpVerdict.YES)
    ben = memberships.c.learner_id == hall.people["Ben"].learner_id
    await hall.store.write(lambda db: db.execute(update(memberships).where(ben).values(left_at=MONDAY)).rowcount)

    assert [] == await hall.store.read(read_thanks, hall.people["Ann"].group_id, MONDAY - DAY)


async def test_help_is_forgotten_with_its_helper_and_with_its_asker(hall: HallOfHelp) -> None:
    obstacle = await helped(hall)
    await hall.judge("Ann", obstacle, HelpVerdict.YES)

    ben = learners.c.id == hall.people["Ben"].learner_id
    await hall.store.write(lambda db: db.execute(delete(learners).where(ben)).rowcount)

    assert [] == await hall.store.read(read_offers, obstacle)
    assert [] == await hall.heard("thanks")


async def test_a_solution_is_kept_with_the_obstacle(store: Store) -> None:
    hall = HallOfHelp(store)
    obstacle = await helped(hall)

    await store.write(ask_solution, hall.caller("Ann"), "climb", obstacle)
    assert obstacle == await store.read(find_awaited, hall.caller("Ann").account, hall.clock.now())
    kept = await store.write(put_solution, hall.caller("Ann"), "climb", obstacle, " Merge on both keys. ")

    assert kept
    found = await store.read(find_obstacle, obstacle)
    assert found is not None
    assert ("Merge on both keys.", False) == (found.solution, found.open)
    assert await store.read(find_awaited, hall.caller("Ann").account, hall.clock.now()) is None


async def test_a_solution_is_asked_for_a_day_and_may_be_empty(hall: HallOfHelp) -> None:
    obstacle = await helped(hall)
    await hall.store.write(ask_solution, hall.caller("Ann"), "climb", obstacle)

    hall.clock.advance(DAY)
    assert await hall.store.read(find_awaited, hall.caller("Ann").account, hall.clock.now()) is None
    assert not await hall.store.write(put_solution, hall.caller("Ann"), "climb", obstacle, "  ")

    found = await hall.store.read(find_obstacle, obstacle)
    assert found is not None
    assert found.open


async def test_a_long_solution_and_one_of_another_member_are_refused(hall: HallOfHelp) -> None:
    obstacle = await helped(hall)

    with pytest.raises(SolutionTooLong):
        await hall.store.write(put_solution, hall.caller("Ann"), "climb", obstacle, "x" * 501)
    with pytest.raises(NoSuchObstacle):
        await hall.store.write(put_solution, hall.caller("Ben"), "climb", obstacle, "mine")


@pytest.mark.parametrize("verdict", HelpVerdict)
async def test_an_obstacle_that_ended_stays_so_whatever_its_help_did(hall: HallOfHelp, verdict: HelpVerdict) -> None:
    obstacle = await helped(hall)
    await hall.store.write(end_obstacle, obstacle, ObstacleState.CLOSED, hall.clock.now())

    judged = await hall.judge("Ann", obstacle, verdict)

    assert not judged.open
    found = await hall.store.read(find_obstacle, obstacle)
    assert found is not None
    assert ObstacleState.CLOSED is found.state
    assert (0 if verdict is HelpVerdict.NO else 1) == await hall.thanked()


async def test_a_solved_obstacle_with_a_solution_is_not_opened_again(hall: HallOfHelp) -> None:
    obstacle = await helped(hall)
    await hall.judge("Ann", obstacle, HelpVerdict.YES)
    await hall.store.write(put_solution, hall.caller("Ann"), "climb", obstacle, "Both keys")

    assert not (await hall.judge("Ann", obstacle, HelpVerdict.NO)).open

    found = await hall.store.read(find_obstacle, obstacle)
    assert found is not None
    assert ("Both keys", ObstacleState.SOLVED) == (found.solution, found.state)
