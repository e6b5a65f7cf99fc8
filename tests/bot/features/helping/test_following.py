"""The question whether help did help: once, two days later, and never at a bad moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, update

from bot.closed_sets import ObstacleState, Visibility
from bot.database.store import Store
from bot.features.helping.actions.offering import Offered
from bot.features.helping.actions.thanking import HelpVerdict
from bot.features.helping.queries.obstacles import end_obstacle
from bot.features.helping.queries.offers import put_offer, read_offers
from bot.identity import LearnerId
from bot.tables import learners, outbox, pauses
from tests.bot.features.helping.hall_of_help import WORDS, HallOfHelp
from tests.bot.hall import DAY, HOUR, MONDAY


@pytest.fixture
async def hall(sqlite_store: Store) -> HallOfHelp:
    return HallOfHelp(sqlite_store)


async def helped(hall: HallOfHelp) -> None:
    """Let Ben offer help, and the two be in touch."""
    await hall.offer("Ben", await hall.fill())
    await hall.plan()


def want(db: Connection, learner_id: LearnerId, values: dict[str, object]) -> None:
    db.execute(update(learners).where(learners.c.id == learner_id).values(**values))


async def asked_at(hall: HallOfHelp) -> list[datetime]:
    return [one.at for one in await hall.said("followup")]


async def test_the_asker_is_asked_once_two_days_later(store: Store) -> None:
    hall = HallOfHelp(store)
    await helped(hall)

    await hall.live(10 * DAY)

    assert [MONDAY + 2 * DAY] == await asked_at(hall)
    [reply] = await hall.heard("followup")
    assert reply.private
    assert WORDS in reply.text.plain
    assert "Ben" in reply.text.plain
    assert ["helped 1 yes", "helped 1 some", "helped 1 no"] == [one.line for one in reply.taps()]


async def test_at_night_the_question_waits_for_the_morning(hall: HallOfHelp) -> None:
    hall.clock.advance(14 * HOUR)
    await helped(hall)

    await hall.live(4 * DAY)

    assert [datetime(2026, 3, 5, 8, tzinfo=UTC)] == await asked_at(hall)


async def test_during_a_pause_the_question_waits_for_its_end(hall: HallOfHelp) -> None:
    await helped(hall)
    days = {"first_day": date(2026, 3, 3), "last_day": date(2026, 3, 8)}
    row = {"learner_id": hall.people["Ann"].learner_id, "at": MONDAY, **days}
    await hall.store.write(lambda db: db.execute(insert(pauses).values(**row)).rowcount)

    await hall.live(20 * DAY)

    assert [datetime(2026, 3, 9, 8, tzinfo=UTC)] == await asked_at(hall)


async def test_during_a_mute_the_question_waits_for_its_end(hall: HallOfHelp) -> None:
    await helped(hall)
    until = MONDAY + 4 * DAY
    await hall.store.write(want, hall.people["Ann"].learner_id, {"snoozed_until": until})

    await hall.live(20 * DAY)

    assert [until] == await asked_at(hall)


@pytest.mark.parametrize("wish", [{"nudge_pace": 4}, {"visibility": Visibility.HIDDEN}])
async def test_an_asker_who_stopped_posts_or_hid_is_not_asked(hall: HallOfHelp, wish: dict[str, object]) -> None:
    await helped(hall)
    await hall.store.write(want, hall.people["Ann"].learner_id, wish)

    await hall.live(20 * DAY)

    assert [] == await asked_at(hall)


async def test_after_a_long_absence_the_question_is_not_asked_any_more(hall: HallOfHelp) -> None:
    await helped(hall)
    await hall.store.write(want, hall.people["Ann"].learner_id, {"snoozed_until": MONDAY + 15 * DAY})

    await hall.live(30 * DAY)

    assert [] == await asked_at(hall)


async def test_an_obstacle_that_was_closed_by_its_task_is_still_asked_about(hall: HallOfHelp) -> None:
    obstacle = await hall.fill()
    await hall.offer("Ben", obstacle)
    await hall.plan()
    await hall.store.write(end_obstacle, obstacle, ObstacleState.CLOSED, hall.clock.now())

    await hall.live(5 * DAY)

    assert [MONDAY + 2 * DAY] == await asked_at(hall)


async def test_an_asker_who_solved_it_alone_is_still_asked_about_the_help(hall: HallOfHelp) -> None:
    obstacle = await hall.fill()
    await hall.offer("Ben", obstacle)
    await hall.plan()
    await hall.store.write(end_obstacle, obstacle, ObstacleState.SOLVED, hall.clock.now())

    await hall.live(5 * DAY)

    assert [MONDAY + 2 * DAY] == await asked_at(hall)


async def test_a_contact_that_was_never_said_is_not_asked_about(hall: HallOfHelp) -> None:
    obstacle = await hall.fill()
    await hall.offer("Ben", obstacle)
    await hall.store.write(want, hall.people["Ben"].learner_id, {"visibility": Visibility.HIDDEN})

    await hall.live(5 * DAY)

    assert [] == await asked_at(hall)
    assert [] == await hall.store.read(read_offers, obstacle)


async def test_an_offer_whose_contact_went_stale_is_released_and_its_helper_told(store: Store) -> None:
    hall = HallOfHelp(store)
    obstacle = await hall.fill()
    await hall.offer("Ben", obstacle)
    hangs = update(outbox).where(outbox.c.kind == "contact").values(due_at=MONDAY + 9 * DAY)
    await hall.store.write(lambda db: db.execute(hangs).rowcount)

    await hall.live(DAY - HOUR)
    assert 1 == len(await hall.store.read(read_offers, obstacle))
    await hall.live(2 * HOUR)

    assert [] == await hall.store.read(read_offers, obstacle)
    [told] = await hall.heard("unreached")
    assert "Ann" in told.text.plain
    assert Offered.MET is (await hall.offer("Cat", obstacle)).outcome
    await hall.live(4 * DAY)
    assert [MONDAY + 3 * DAY + HOUR] == await asked_at(hall)


async def test_each_of_several_offers_has_its_own_question(hall: HallOfHelp) -> None:
    first = await hall.fill()
    second = await hall.be_stuck("Ann", "week1-stats", "Bayes")
    await hall.offer("Ben", first)
    await hall.live(DAY)
    await hall.offer("Cat", second)

    await hall.live(9 * DAY)

    assert [MONDAY + 2 * DAY, MONDAY + 3 * DAY] == await asked_at(hall)


async def test_each_of_several_offers_of_one_night_has_its_own_question(hall: HallOfHelp) -> None:
    hall.clock.advance(14 * HOUR)
    first = await hall.fill()
    second = await hall.be_stuck("Ann", "week1-stats", "Bayes")
    await hall.offer("Ben", first)
    await hall.offer("Cat", second)
    await hall.plan()

    await hall.live(4 * DAY)

    questions = await hall.heard("followup")
    assert [True, True] == [any(words in one.text.plain for one in questions) for words in (WORDS, "Bayes")]


async def test_the_program_that_was_down_asks_when_it_is_back(hall: HallOfHelp) -> None:
    await helped(hall)

    await hall.sleep(5 * DAY)

    assert [MONDAY + 5 * DAY] == await asked_at(hall)
    await hall.sleep(timedelta(minutes=1))
    assert 1 == len(await asked_at(hall))


async def test_a_helper_who_hid_since_is_not_named(hall: HallOfHelp) -> None:
    await helped(hall)
    await hall.live(DAY)
    await hall.store.write(want, hall.people["Ben"].learner_id, {"visibility": Visibility.HIDDEN})

    await hall.live(2 * DAY)

    [reply] = await hall.heard("followup")
    assert "Ben" not in reply.text.plain
    assert "a fellow member" in reply.text.plain


async def test_a_question_that_was_answered_meanwhile_is_not_said(hall: HallOfHelp) -> None:
    obstacle = await hall.fill()
    await hall.offer("Ben", obstacle)
    await hall.plan()
    hall.clock.advance(2 * DAY)
    await hall.plan(deliver=False)
    await hall.judge("Ann", obstacle, HelpVerdict.YES)

    assert [] == await hall.heard("followup")


async def test_offers_of_others_are_no_matter_of_the_asker(hall: HallOfHelp) -> None:
    await helped(hall)
    cats = await hall.be_stuck("Cat")

    await hall.store.write(put_offer, cats, hall.people["Ben"].learner_id, hall.clock.now())
    await hall.live(5 * DAY)

    assert [hall.people["Ann"].learner_id] == [one.learner_id for one in await hall.said("followup")]
