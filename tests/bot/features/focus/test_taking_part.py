"""Taking part in a shared session, on both engines."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise

import asyncpg
import pytest
from sqlalchemy import select, update

from bot.closed_sets import PostState
from bot.database.platforms import on_platform
from bot.database.store import Store
from bot.features.focus.actions.showing import (
    FocusIsEnding,
    InAnotherFocus,
    NoSuchFocus,
    NotYourFocus,
)
from bot.features.focus.facts import FOCUS, FOCUS_EDIT, FOCUS_END, FocusFacts
from bot.features.focus.queries.stays import begin_stay, end_stay
from bot.features.settings.actions.learner_settings import set_clock
from bot.features.streaks.actions.counting import verify_counters
from bot.features.undos.actions.picking import LAST
from bot.features.undos.actions.taking_back import undo_act
from bot.identity import FocusId, LearnerId, Place
from bot.tables import acts, learners, outbox, sessions
from tests.bot.features.focus.studio import ALONE, LoggedMinutes, Studio
from tests.bot.hall import MONDAY
from tests.databases import open_patiently

MINUTE = timedelta(minutes=1)
FIRST = MONDAY.date()
CELLAR = Place("telegram", -200, -200, title="Cellar")


@pytest.fixture
def studio(store: Store) -> Studio:
    return Studio(store)


async def test_all_who_stay_have_their_minutes_logged_and_the_message_changes_every_five(studio: Studio) -> None:
    started = await studio.start("Ann")
    await studio.plan()
    studio.clock.advance(10 * MINUTE)
    joined = await studio.join("Ben", started.focus)

    await studio.live(60 * MINUTE)

    assert (True, 1) == (joined.new, joined.others)
    assert [LoggedMinutes("Ann", 25, FIRST), LoggedMinutes("Ben", 15, FIRST)] == await studio.logged()
    said = await studio.said(FOCUS, FOCUS_EDIT, FOCUS_END)
    assert [0, 10, 15, 20, 25] == [(one.at - MONDAY) // MINUTE for one in said]
    assert [FOCUS, FOCUS_EDIT, FOCUS_EDIT, FOCUS_EDIT, FOCUS_END] == [one.kind for one in said]
    assert {"m"} == {one.read(FocusFacts).message_id for one in said[1:]}
    assert [] == await studio.staying(started.focus)
    assert [] == await studio.store.read(verify_counters)


async def test_fifteen_minutes_make_the_day_count(studio: Studio) -> None:
    started = await studio.start("Ann", 15)
    ben = await studio.enter("Ben")
    studio.clock.advance(2 * MINUTE)
    await studio.join("Ben", started.focus)
    await studio.live(20 * MINUTE)

    assert 1 == (await studio.learner(await studio.enter("Ann"))).streak
    assert 0 == (await studio.learner(ben)).streak


async def test_breaks_are_not_logged_and_turns_are_shown(studio: Studio) -> None:
    await studio.start("Ann", 25, 5, 25)
    await studio.live(60 * MINUTE)

    assert {"Ann": 50} == await studio.minutes()
    turns = [(one.at - MONDAY) // MINUTE for one in await studio.said(FOCUS_EDIT)]
    assert {25, 30} < set(turns)
    assert [55] == [(one.at - MONDAY) // MINUTE for one in await studio.said(FOCUS_END)]


async def test_changes_of_the_message_are_never_less_than_five_minutes_apart(studio: Studio) -> None:
    await studio.start("Ann", 13, 3, 21)
    await studio.live(60 * MINUTE)

    at = [(one.at - MONDAY) // MINUTE for one in await studio.said(FOCUS, FOCUS_EDIT, FOCUS_END)]
    assert 37 == at[-1]
    assert all(later - sooner >= 5 for sooner, later in pairwise(at))


async def test_a_second_start_shows_the_session_that_runs(studio: Studio) -> None:
    started = await studio.start("Ann")
    second = await studio.start("Ben", 50)

    assert (started.focus, False, False, 1) == (second.focus, second.new, second.staying, second.others)
    assert 1 == len(await studio.said(FOCUS))


async def test_a_second_tap_changes_nothing(studio: Studio) -> None:
    focus = (await studio.start("Ann")).focus
    assert not (await studio.join("Ann", focus)).new
    studio.clock.advance(8 * MINUTE)
    assert (await studio.leave("Ann", focus)).new
    again = await studio.leave("Ann", focus)
    assert (False, 8) == (again.new, again.minutes)
    await studio.live(30 * MINUTE)
    assert {"Ann": 8} == await studio.minutes()


async def test_an_early_leave_logs_five_minutes_or_more_and_a_return_only_adds(studio: Studio) -> None:
    focus = (await studio.start("Ann")).focus
    await studio.join("Ben", focus)
    studio.clock.advance(4 * MINUTE)
    short = await studio.leave("Ben", focus)
    assert (True, None) == (short.new, short.logged)
    await studio.join("Ben", focus)
    studio.clock.advance(6 * MINUTE)
    left = await studio.leave("Ben", focus)
    assert left.logged is not None
    assert (6, 6) == (left.logged.minutes, left.minutes)
    studio.clock.advance(5 * MINUTE)
    await studio.join("Ben", focus)
    await studio.live(30 * MINUTE)

    assert [6, 25, 10] == [one.minutes for one in await studio.logged()]


async def test_the_last_to_leave_ends_it(studio: Studio) -> None:
    focus = (await studio.start("Ann")).focus
    await studio.plan()
    studio.clock.advance(7 * MINUTE)
    left = await studio.leave("Ann", focus)
    await studio.plan()

    assert left.over
    assert (await studio.kept(focus)).ended_at == studio.clock.now()
    assert {"Ann": 7} == await studio.minutes()
    assert 1 == len(await studio.said(FOCUS_END))
    assert (await studio.start("Ben")).new


async def test_the_starter_or_a_steward_stops_it_and_nobody_else(studio: Studio) -> None:
    focus = (await studio.start("Ann")).focus
    await studio.join("Ben", focus)
    studio.clock.advance(9 * MINUTE)
    with pytest.raises(NotYourFocus):
        await studio.stop("Ben", focus)
    assert (await studio.stop("Cleo", focus, steward=True)).new
    assert not (await studio.stop("Ann", focus)).new
    await studio.live(30 * MINUTE)

    assert {"Ann": 9, "Ben": 9} == await studio.minutes()


async def test_a_steward_of_another_group_stops_no_session_of_this_one(studio: Studio) -> None:
    focus = (await studio.start("Ann")).focus
    await studio.enter("Eve", CELLAR)
    await studio.enter("Dan", ALONE)
    for steward, place in (("Eve", CELLAR), ("Root", CELLAR), ("Dan", ALONE)):
        with pytest.raises(NoSuchFocus):
            await studio.stop(steward, focus, steward=True, place=place)
    assert [(await studio.enter("Ann")).learner_id] == await studio.staying(focus)
    assert (await studio.stop("Ann", focus, place=ALONE)).new


async def test_between_its_end_and_its_log_it_takes_nobody_and_none_begins(studio: Studio) -> None:
    focus = (await studio.start("Ann")).focus
    studio.clock.advance(25 * MINUTE)
    assert (await studio.join("Ben", focus)).over
    with pytest.raises(FocusIsEnding):
        await studio.start("Ben")
    await studio.plan()
    assert {"Ann": 25} == await studio.minutes()
    over = await studio.leave("Ann", focus)
    assert (True, False, 25) == (over.over, over.new, over.minutes)


async def test_a_session_that_was_logged_takes_nobody_even_if_the_clock_is_set_back(studio: Studio) -> None:
    focus = (await studio.start("Ann")).focus
    await studio.live(30 * MINUTE)
    studio.clock.move_to(MONDAY + 10 * MINUTE)

    assert (True, False) == ((seen := await studio.join("Ben", focus)).over, seen.new)
    assert not (await studio.stop("Ann", focus)).new
    assert (await studio.start("Ben")).new


async def test_a_learner_is_in_one_session_at_a_time(studio: Studio) -> None:
    focus = (await studio.start("Ann")).focus
    with pytest.raises(InAnotherFocus) as caught:
        await studio.start("Ann", place=CELLAR)
    assert focus == caught.value.focus
    other = (await studio.start("Ben", place=CELLAR)).focus
    with pytest.raises(InAnotherFocus):
        await studio.join("Ann", other, place=CELLAR)
    studio.clock.advance(5 * MINUTE)
    await studio.leave("Ann", focus, place=CELLAR)
    assert (await studio.join("Ann", other, place=CELLAR)).new


async def test_a_session_of_another_group_or_of_another_learner_is_unknown(studio: Studio) -> None:
    focus = (await studio.start("Ann")).focus
    own = (await studio.start("Dan", place=ALONE)).focus
    with pytest.raises(NoSuchFocus):
        await studio.join("Ben", focus, place=CELLAR)
    with pytest.raises(NoSuchFocus):
        await studio.join("Ben", own)
    with pytest.raises(NoSuchFocus):
        await studio.leave("Ben", FocusId(99))
    with pytest.raises(NoSuchFocus):
        await studio.stop("Zoe", focus, place=CELLAR)


async def test_alone_in_private_it_works_too_while_the_group_has_its_own(studio: Studio) -> None:
    await studio.start("Ann")
    await studio.enter("Ben")
    await studio.start("Ben", 10, place=ALONE)
    await studio.live(30 * MINUTE)

    assert {"Ann": 25, "Ben": 10} == await studio.minutes()
    private = [one for one in await studio.said(FOCUS, FOCUS_END) if one.account_id]
    assert [FOCUS, FOCUS_END] == [one.kind for one in private]


async def test_after_a_night_offline_it_is_logged_once_on_the_day_of_its_end(studio: Studio) -> None:
    focus = (await studio.start("Ann")).focus
    await studio.plan()
    await studio.sleep(timedelta(hours=30))
    await studio.sleep(timedelta(hours=1))

    assert [LoggedMinutes("Ann", 25, FIRST)] == await studio.logged()
    assert (await studio.kept(focus)).ended_at is not None
    assert 1 == len(await studio.said(FOCUS_END))
    assert [] == await studio.store.read(verify_counters)


async def test_each_has_it_on_their_own_study_day(studio: Studio) -> None:
    for name, zone in (("Ann", "Asia/Tokyo"), ("Ben", "America/Los_Angeles")):
        await studio.store.write(set_clock, studio.caller(name), studio.roadmap.slug, zone=zone)
    await studio.live(timedelta(days=2))
    studio.clock.move_to(datetime(2026, 3, 4, 18, 50, tzinfo=UTC))  # 03:50 on the 5th in Tokyo
    focus = (await studio.start("Ann")).focus
    await studio.join("Ben", focus)
    await studio.live(30 * MINUTE)

    days = {one.name: one.day for one in await studio.logged()}
    assert {"Ann": date(2026, 3, 5), "Ben": date(2026, 3, 4)} == days


async def test_an_undo_takes_the_minutes_back(studio: Studio) -> None:
    await studio.start("Ann")
    await studio.live(30 * MINUTE)
    library = {studio.roadmap.slug: studio.roadmap}
    undone = await studio.store.write(undo_act, studio.caller("Ann"), studio.roadmap, library, LAST)

    assert 25 == undone.minutes
    assert [True] == [one.undone for one in await studio.logged()]
    assert 0 == (await studio.learner(await studio.enter("Ann"))).streak


async def test_a_day_has_sixteen_hours_at_most(studio: Studio) -> None:
    for _ in range(5):
        await studio.start("Ann", 180)
        await studio.live(181 * MINUTE)
    await studio.start("Ann", 120)
    await studio.live(121 * MINUTE)

    first = [one.minutes for one in await studio.logged() if one.day == FIRST]
    assert sum(first) <= 16 * 60


async def test_a_forgotten_starter_takes_no_minutes_from_others(studio: Studio) -> None:
    focus = (await studio.start("Ann")).focus
    await studio.join("Ben", focus)
    ann = await studio.enter("Ann")
    await studio.store.write(lambda db: db.execute(learners.delete().where(learners.c.id == ann.learner_id)).rowcount)
    await studio.live(30 * MINUTE)

    assert {"Ben": 25} == await studio.minutes()


@pytest.mark.parametrize(
    ("state", "message_id", "ends", "changes"),
    [
        (PostState.NEW, None, 0, ""),
        (PostState.SENDING, None, 0, ""),
        (PostState.SENT, "7", 1, "7"),
        (PostState.SENT, None, 1, ""),
        (PostState.AMBIGUOUS, None, 1, ""),
        (PostState.DEAD, None, 1, ""),
    ],
)
async def test_the_end_changes_the_message_or_is_a_new_one(
    studio: Studio, state: PostState, message_id: str | None, ends: int, changes: str
) -> None:
    await studio.start("Ann", 5)
    values = {"state": state, "message_id": message_id}
    await studio.store.write(lambda db: db.execute(update(outbox).values(values)).rowcount)
    studio.clock.advance(5 * MINUTE)
    await studio.plan(deliver=False)

    said = await studio.said(FOCUS_END)
    assert (ends, {"Ann": 5}) == (len(said), await studio.minutes())
    assert all(one.read(FocusFacts).message_id == changes for one in said)


async def test_places_of_one_group_have_their_own_sessions(studio: Studio) -> None:
    await studio.start("Ann")
    studio.clock.advance(3 * MINUTE)
    await studio.start("Ben", 40, place=ALONE)
    await studio.live(timedelta(hours=1))

    assert {"Ann": 25, "Ben": 40} == await studio.minutes()


async def test_many_taps_at_once_around_the_end_log_each_minute_once(studio: Studio) -> None:
    names = [f"M{number}" for number in range(12)]
    focus = (await studio.start(names[0], 10)).focus
    other = (await studio.start("Zoe", 10, place=CELLAR)).focus
    await studio.plan()
    await asyncio.gather(*(studio.join(name, focus) for name in names for _ in range(2)))
    studio.clock.advance(6 * MINUTE)
    await asyncio.gather(*(studio.leave(name, focus) for name in names[1:4] for _ in range(2)))
    studio.clock.advance(2 * MINUTE)
    taps = [studio.leave(name, focus) for name in names[4:7]]
    starts = [studio.start(name, place=CELLAR) for name in names[1:3]]
    stops = [studio.stop(names[0], focus), studio.stop("Root", other, steward=True, place=CELLAR)]
    await asyncio.gather(studio.plan(), *taps, *starts, *stops, studio.plan(), return_exceptions=True)
    await studio.live(timedelta(minutes=30))

    minutes = await studio.minutes()
    assert {6} == {minutes[name] for name in names[1:4]}
    assert {8} == {minutes[name] for name in (names[0], *names[4:], "Zoe")}
    assert len(names) + 1 == len(await studio.logged())


@pytest.mark.parametrize("table", ["learners", "places", "focuses", "groups"])
async def test_a_plan_waits_for_no_row_that_is_locked(postgres_url: str, table: str) -> None:
    store = open_patiently(postgres_url)
    studio = Studio(store)
    await studio.start("Ann", 5)
    studio.clock.advance(5 * MINUTE)
    other = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
    async with other.transaction():
        await other.execute(f"SELECT id FROM {table} FOR UPDATE")  # noqa: S608  names of ours
        await studio.plan(deliver=False)
        assert {} == await studio.minutes()
    await other.close()
    await studio.live(MINUTE)

    assert {"Ann": 5} == await studio.minutes()
    await store.close()


async def test_minutes_are_of_the_account_that_came_in_last(studio: Studio) -> None:
    started = await studio.start("Ann")
    ann = LearnerId(1)
    later = studio.clock.now() + MINUTE
    end = partial(end_stay, focus_id=started.focus, learner_id=ann, now=later, minutes=0, act_id=None)
    await studio.store.write(end)
    for platform in ("telegram", "discord"):
        back = on_platform(platform, begin_stay)
        await studio.store.write(back, started.focus, ann, later)

    await studio.live(30 * MINUTE)

    made = select(sessions.c.made_on, acts.c.made_on).join(acts, acts.c.id == sessions.c.act_id)
    assert [("discord", "discord")] == await studio.store.read(lambda db: [tuple(row) for row in db.execute(made)])
