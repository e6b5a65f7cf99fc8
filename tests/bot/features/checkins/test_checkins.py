"""Reports and promises, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.closed_sets import PromiseState, Publishing
from bot.database.store import Store
from bot.features.checkins import dialogs
from bot.features.checkins.actions import (
    CheckinAnswers,
    CheckinView,
    ReportTooLong,
    put_answers,
    see_checkin,
)
from bot.features.checkins.consent import choose_readers
from bot.features.checkins.dialogs import NoQuestion
from bot.features.checkins.facts import Digest
from bot.features.checkins.weeks import CheckinOver, CheckinsOff, week_behind
from bot.features.dialogs.queries import read_asked
from bot.features.promises.actions import (
    KeptAlready,
    NothingToPromise,
    NotPromised,
    PromisedDone,
    TooManyPromises,
    add_promise,
    drop_promise,
    judge_promise,
    make_promise,
    see_promise,
)
from bot.features.promises.queries import read_promises
from bot.features.promises.viewing import Pledge, Promise
from bot.features.undos.actions.taking_back import undo_tasks
from bot.features.work.queries.awaited import AwaitedLink, await_link, find_awaited_link
from bot.identity import Place
from bot.tables import reports
from tests.bot.hall import DAY, HOUR, Hall

EVENING = 6 * DAY + 10 * HOUR  # Sunday 19:00, an hour after the check-in was opened
PRIVATE = Place("telegram", 0, 0, private=True)
WEEK = timedelta(days=7)
FIRST, SECOND = date(2026, 3, 2), date(2026, 3, 9)


@pytest.fixture
def hall(store: Store) -> Hall:
    return Hall(store)


async def report(hall: Hall, name: str = "Ann", **answers: object) -> CheckinView:
    return await hall.store.write(put_answers, hall.caller(name), hall.roadmap, CheckinAnswers(**answers))  # type: ignore[arg-type]  # as named


async def see(hall: Hall, name: str = "Ann") -> CheckinView:
    return await hall.store.read(see_checkin, hall.caller(name), hall.roadmap)


async def promise(hall: Hall, *slugs: str, name: str = "Ann") -> Promise:
    return await hall.store.write(make_promise, hall.caller(name), hall.roadmap, slugs)


async def judge(hall: Hall, slug: str, state: PromiseState) -> Promise:
    return await hall.store.write(judge_promise, hall.caller("Ann"), hall.roadmap, slug, state)


def kept(db: Connection) -> list[tuple[str, str, bool]]:
    rows = db.execute(select(reports.c.finished, reports.c.obstacle, reports.c.late))
    return [(row.finished, row.obstacle, row.late) for row in rows]


async def test_before_the_first_check_in_a_report_is_about_the_running_week(hall: Hall) -> None:
    with pytest.raises(CheckinsOff):
        await see(hall)  # no group yet

    early = await report(hall, finished="early")

    assert (FIRST, False, False) == (early.week, early.opens_at is None, early.late)
    assert early.opens_at is not None
    assert (6, 18) == (early.opens_at.weekday(), early.opens_at.hour)


async def test_an_early_report_stays_when_the_check_in_opens_and_is_in_the_digest(hall: Hall) -> None:
    await report(hall, finished="early", promise=["week1-stats"])
    await hall.live(EVENING)

    opened = await see(hall)
    assert (FIRST, True, "early", ("week1-stats",)) == (
        opened.week,
        opened.opens_at is None,
        opened.finished,
        opened.promise.open,
    )
    assert 1 == len(await hall.said("checkin"))
    await hall.live(DAY)
    [digest] = await hall.said("digest")
    assert 1 == len(digest.read(Digest).reports)


@pytest.mark.parametrize("days", [1, 2, 3, 4, 5])
async def test_a_report_never_replaces_another_weeks_nor_its_promise(hall: Hall, days: int) -> None:
    await hall.enter("Ann")
    await hall.live(EVENING)
    await report(hall, finished="first", obstacle="time", promise=["week1-stats"])
    await hall.live(days * DAY)

    early = await report(hall, finished="second", promise=["week2-numpy"])

    assert (SECOND, "second", "") == (early.week, early.finished, early.obstacle)
    assert ("week2-numpy",) == early.promise.open
    assert SECOND + WEEK == early.promise.week
    assert ("week1-stats",) == tuple(one.task for one in early.promise.last)
    first = await hall.store.read(see_checkin, hall.caller("Ann"), hall.roadmap, week=FIRST)
    assert ("first", "time") == (first.finished, first.obstacle)
    assert {"week1-stats"} == {
        one.task for one in (await hall.store.read(see_promise, hall.caller("Ann"), hall.roadmap)).tasks
    }


async def test_a_day_after_the_digest_a_first_report_is_about_the_running_week(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.live(EVENING + DAY + 20 * HOUR)
    assert (FIRST, True) == ((await see(hall)).week, (await see(hall)).late)

    await hall.live(5 * HOUR)
    assert (SECOND, False) == ((await see(hall)).week, (await see(hall)).late)
    late = await hall.store.write(
        put_answers, hall.caller("Ann"), hall.roadmap, CheckinAnswers(finished="late"), week=FIRST
    )
    assert (FIRST, True) == (late.week, late.late)
    with pytest.raises(CheckinOver):
        await hall.store.write(
            put_answers, hall.caller("Ann"), hall.roadmap, CheckinAnswers(finished="x"), week=FIRST - WEEK
        )


async def test_closing_leaves_the_check_in_of_early_reports_alone(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.live(EVENING)
    await report(hall, finished="first")
    await hall.live(DAY + 2 * HOUR)
    await report(hall, finished="second")
    await hall.live(6 * DAY)

    view = await see(hall)
    assert (SECOND, True, "second") == (view.week, view.opens_at is None, view.finished)


async def test_where_check_ins_are_off_there_are_none(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.set_group(present, checkin_on=False)
    with pytest.raises(CheckinsOff):
        await report(hall)


async def test_a_second_report_changes_only_what_it_names(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.tick("Ann", "week1-algebra")
    await hall.live(EVENING)

    assert not (await see(hall)).reported
    await report(hall, finished=" A book ", obstacle="Time")
    after = await report(hall, obstacle="")

    assert (True, "A book", "", ("week1-algebra",)) == (after.reported, after.finished, after.obstacle, after.ticked)
    assert [("A book", "", False)] == await hall.store.read(kept)
    assert after == await see(hall)


async def test_only_the_ticks_of_the_week_are_filled_in_and_no_undone_one(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.tick("Ann", "week1-algebra")
    await hall.live(EVENING + 2 * DAY)
    await hall.tick("Ann", "week1-stats")
    await hall.live(5 * DAY)

    assert ("week1-stats",) == (await see(hall)).ticked


async def test_after_the_digest_a_report_is_late_and_an_early_one_stays_in_time(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.live(EVENING)
    await report(hall, "Ann", finished="in time")
    await hall.live(DAY)

    assert (await report(hall, "Ann", finished="more")).late is False
    assert (await report(hall, "Ben", finished="late")).late is True
    assert (await see(hall, "Cat")).late is True


async def test_a_report_between_due_and_sent_digest_is_in_the_digest(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.live(EVENING)
    hall.clock.move_to((await see(hall)).closes_at)

    assert (await report(hall, "Ann", finished="just so")).late is False

    await hall.live(HOUR)
    [digest] = await hall.said("digest")
    assert 1 == len(digest.read(Digest).reports)


async def test_a_stranger_sees_the_groups_week_or_else_the_calendar_week(
    hall: Hall,
) -> None:
    assert FIRST == (await hall.store.read(see_promise, hall.caller("Zoe"), hall.roadmap)).week

    await hall.enter("Ann")
    await hall.live(EVENING + DAY)

    assert SECOND == (await see(hall, "Zoe")).promise.week


async def test_eight_days_later_nothing_is_taken_any_more(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.live(EVENING)
    await hall.set_group(present, checkin_on=False)
    await hall.live(8 * DAY)
    with pytest.raises(CheckinsOff):
        await report(hall)


@pytest.mark.parametrize("field", ["finished", "obstacle"])
async def test_five_hundred_characters_fit_and_one_more_does_not(hall: Hall, field: str) -> None:
    await hall.enter("Ann")
    await hall.live(EVENING)
    await report(hall, **{field: "é" * 500})
    with pytest.raises(ReportTooLong):
        await report(hall, **{field: "é" * 501})


@pytest.mark.parametrize(
    ("day", "week"),
    [(date(2026, 3, 8), FIRST), (date(2026, 3, 9), FIRST), (date(2026, 3, 11), FIRST), (date(2026, 3, 12), SECOND)],
)
def test_a_check_in_is_about_the_week_most_of_which_is_over(day: date, week: date) -> None:
    assert week_behind(day, 0) == week
    assert week_behind(day - timedelta(days=1), 6) == week - timedelta(days=1)


async def test_a_promise_is_for_this_week_and_after_the_report_for_the_next(hall: Hall) -> None:
    assert FIRST == (await promise(hall, "week2-numpy")).week
    await hall.live(EVENING)

    made = await promise(hall, "week2-cleaning")

    assert (SECOND, (Pledge("week2-cleaning", PromiseState.OPEN),)) == (made.week, made.tasks)
    assert (Pledge("week2-numpy", PromiseState.OPEN),) == made.last
    await hall.live(3 * DAY)
    assert SECOND == (await promise(hall, "week1-stats")).week


async def test_a_tick_keeps_a_promise_and_a_kept_promise_outlasts_a_new_one(hall: Hall) -> None:
    await promise(hall, "week2-numpy", "week1-stats")
    await hall.tick("Ann", "week2-numpy")

    made = await promise(hall, "week1-practice")

    assert {Pledge("week2-numpy", PromiseState.KEPT), Pledge("week1-practice", PromiseState.OPEN)} == set(made.tasks)
    assert ("week1-practice",) == made.open


async def test_one_to_three_open_tasks_make_a_promise(hall: Hall) -> None:
    assert 3 == len((await promise(hall, "week1")).tasks)
    with pytest.raises(TooManyPromises):
        await promise(hall, "week1", "week2-numpy")
    await hall.tick("Ann", "week2-numpy", "week2-cleaning")
    with pytest.raises(PromisedDone):
        await promise(hall, "week2-numpy")
    with pytest.raises(NothingToPromise):
        await promise(hall, "week2")
    add = add_promise
    with pytest.raises(TooManyPromises):
        await hall.store.write(add, hall.caller("Ann"), hall.roadmap, "week3-build")

    dropped = await hall.store.write(drop_promise, hall.caller("Ann"), hall.roadmap)
    assert () == dropped.tasks
    again = await hall.store.write(add, hall.caller("Ann"), hall.roadmap, "week3-build")
    assert ("week3-build",) == again.open


async def test_what_was_left_is_partly_done_or_moves_to_the_coming_week(hall: Hall) -> None:
    await promise(hall, "week1-algebra", "week1-stats", "week1-practice")
    await hall.tick("Ann", "week1-algebra")
    await hall.live(EVENING)

    await judge(hall, "week1-stats", PromiseState.PART)
    after = await judge(hall, "week1-practice", PromiseState.MOVED)

    assert (
        Pledge("week1-algebra", PromiseState.KEPT),
        Pledge("week1-practice", PromiseState.MOVED),
        Pledge("week1-stats", PromiseState.PART),
    ) == after.last
    assert ("week1-practice",) == after.open
    with pytest.raises(NotPromised):
        await judge(hall, "week2-numpy", PromiseState.PART)


async def test_a_task_does_not_move_into_a_full_week(hall: Hall) -> None:
    await promise(hall, "week1-algebra")
    await hall.live(EVENING)
    await promise(hall, "week1-stats", "week1-practice", "week2-numpy")
    before = await hall.store.read(see_promise, hall.caller("Ann"), hall.roadmap)

    with pytest.raises(TooManyPromises):
        await judge(hall, "week1-algebra", PromiseState.MOVED)

    assert before == await hall.store.read(see_promise, hall.caller("Ann"), hall.roadmap)


async def test_a_task_promised_for_the_coming_week_too_moves_though_that_is_full(hall: Hall) -> None:
    await promise(hall, "week1-algebra")
    await hall.live(EVENING)
    await promise(hall, "week1-algebra", "week1-stats", "week1-practice")

    after = await judge(hall, "week1-algebra", PromiseState.MOVED)

    assert (Pledge("week1-algebra", PromiseState.MOVED),) == after.last
    assert {"week1-algebra", "week1-stats", "week1-practice"} == set(after.open)


async def test_a_task_promised_in_several_weeks_is_judged_for_the_last(hall: Hall) -> None:
    present = await hall.enter("Ann")
    for _ in range(3):
        await promise(hall, "week1-algebra")
        await hall.live(WEEK)

    await judge(hall, "week1-algebra", PromiseState.PART)

    weeks = (FIRST, SECOND, SECOND + WEEK)
    made = [await hall.store.read(read_promises, [present.learner_id], hall.roadmap.slug, week) for week in weeks]
    assert [["open"], ["open"], ["part"]] == [[one.state for one in found] for found in made]


async def test_a_promise_long_after_the_last_check_in_is_for_this_week(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.live(EVENING)
    await hall.set_group(present, checkin_on=False)
    await hall.live(3 * WEEK)

    assert FIRST + 3 * WEEK == (await promise(hall, "week1-stats")).week


@pytest.mark.parametrize("state", [PromiseState.PART, PromiseState.MOVED])
async def test_a_kept_promise_is_judged_no_more(hall: Hall, state: PromiseState) -> None:
    present = await hall.enter("Ann")
    await promise(hall, "week1-algebra", "week1-stats")
    await hall.tick("Ann", "week1-algebra")
    await hall.live(EVENING + DAY)  # the check-in is closed: the one promise is noted as kept
    await hall.tick("Ann", "week1-stats")

    for slug in ("week1-algebra", "week1-stats"):
        with pytest.raises(KeptAlready):
            await judge(hall, slug, state)

    made = await hall.store.read(read_promises, [present.learner_id], hall.roadmap.slug, FIRST)
    assert [PromiseState.KEPT, PromiseState.OPEN] == [one.state for one in made]
    assert [] == await hall.store.read(read_promises, [present.learner_id], hall.roadmap.slug, SECOND)


async def test_a_kept_promise_whose_tick_was_taken_back_moves_on(hall: Hall) -> None:
    await promise(hall, "week1-algebra")
    await hall.tick("Ann", "week1-algebra")
    await hall.live(EVENING + DAY)  # noted as kept
    await hall.store.write(undo_tasks, hall.caller("Ann"), hall.roadmap, ("week1-algebra",))

    assert ("week1-algebra",) == (await judge(hall, "week1-algebra", PromiseState.MOVED)).open


async def test_a_task_that_left_the_roadmap_does_not_move(hall: Hall) -> None:
    await promise(hall, "week1-algebra")
    await hall.live(EVENING)
    later = replace(hall.roadmap, levels=hall.roadmap.levels[1:])

    with pytest.raises(NothingToPromise):
        await hall.store.write(judge_promise, hall.caller("Ann"), later, "week1-algebra", PromiseState.MOVED)


async def test_who_keeps_little_is_told_what_would_fit(hall: Hall) -> None:
    await promise(hall, "week1")
    await hall.tick("Ann", "week1-algebra")
    await hall.live(EVENING)
    made = await promise(hall, "week2-numpy")

    assert (1, 3, 1) == (made.kept, made.judged, made.advised)
    await judge(hall, "week1-stats", PromiseState.PART)
    await hall.tick("Ann", "week1-practice")
    better = await hall.store.read(see_promise, hall.caller("Ann"), hall.roadmap)
    assert (2, 3, 0) == (better.kept, better.judged, better.advised)


async def test_closing_notes_which_promises_were_kept(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await promise(hall, "week1-algebra", "week1-stats")
    await hall.tick("Ann", "week1-algebra")
    await hall.live(EVENING + DAY)

    rows = await hall.store.read(read_promises, [present.learner_id], hall.roadmap.slug, FIRST)
    assert [
        ("week1-algebra", PromiseState.KEPT),
        ("week1-stats", PromiseState.OPEN),
    ] == [(one.task, one.state) for one in rows]


async def test_a_stranger_sees_the_first_tasks_and_has_promised_nothing(hall: Hall) -> None:
    seen = await hall.store.read(see_promise, hall.caller("Zoe"), hall.roadmap)
    assert ((), "week1-algebra") == (seen.tasks, seen.offers[0])


async def go_on(hall: Hall, words: str | None = None, promise: tuple[str, ...] | None = None) -> CheckinView:
    return await hall.store.write(
        dialogs.continue_dialog, hall.caller("Ann"), hall.roadmap, words=words, promise=promise
    )


async def test_a_conversation_keeps_each_answer_at_once_and_asks_the_next(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.live(EVENING)
    assert "finished" == (await hall.store.write(dialogs.begin_dialog, hall.caller("Ann"), hall.roadmap)).step
    assert "obstacle" == (await go_on(hall, "A book")).step
    assert [("A book", "", False)] == await hall.store.read(kept)
    assert "obstacle" == await hall.store.read(dialogs.waiting_step, hall.caller("Ann"))
    assert "promise" == (await go_on(hall)).step
    end = await go_on(hall, "numpy", ("week2-numpy",))

    assert ("readers", ("week2-numpy",)) == (end.step, end.promise.open)
    assert "readers" == (await go_on(hall, "too much")).step
    await hall.store.write(choose_readers, hall.caller("Ann"), hall.roadmap, Publishing.ALL)
    with pytest.raises(NoQuestion):
        await go_on(hall, "too much")


async def test_a_question_waits_for_a_day(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.live(EVENING)
    await hall.store.write(dialogs.begin_dialog, hall.caller("Ann"), hall.roadmap)
    asked = [hall.clock.now() + wait for wait in (23 * HOUR, 24 * HOUR)]

    def ask(db: Connection, at: datetime) -> str:
        return read_asked(db, hall.caller("Ann").account, at)

    assert ["checkin", ""] == [await hall.store.read(ask, at) for at in asked]
    hall.clock.advance(24 * HOUR)
    assert "" == await hall.store.read(dialogs.waiting_step, hall.caller("Ann"))
    with pytest.raises(NoQuestion):
        await go_on(hall, "late")


@pytest.mark.parametrize("deed", ["not now", "report"])
async def test_a_check_in_leaves_the_question_of_another_command_waiting(hall: Hall, deed: str) -> None:
    ann = (await hall.enter("Ann")).learner_id
    await hall.live(EVENING)
    wanted, now = AwaitedLink(hall.roadmap.slug, "week2-numpy"), hall.clock.now()
    await hall.store.write(await_link, ann, wanted, now)

    if deed == "report":
        await hall.store.write(put_answers, hall.caller("Ann"), hall.roadmap, CheckinAnswers(finished="A book"))
    else:
        await hall.store.write(dialogs.postpone_dialog, hall.caller("Ann"))

    assert wanted == await hall.store.read(find_awaited_link, hall.caller("Ann").account, now)


async def test_each_question_waits_for_a_day_of_its_own(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.live(EVENING)
    await hall.store.write(dialogs.begin_dialog, hall.caller("Ann"), hall.roadmap)
    hall.clock.advance(20 * HOUR)
    await go_on(hall, "A book")
    hall.clock.advance(20 * HOUR)

    assert "obstacle" == await hall.store.read(dialogs.waiting_step, hall.caller("Ann"))


async def test_a_report_without_answers_or_with_amended_ones_leaves_the_question_waiting(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.live(EVENING)
    await hall.store.write(dialogs.begin_dialog, hall.caller("Ann"), hall.roadmap)

    async def waiting(answers: CheckinAnswers, *, amends: bool = False) -> str:
        await hall.store.write(put_answers, hall.caller("Ann"), hall.roadmap, answers, amends=amends)
        return await hall.store.read(dialogs.waiting_step, hall.caller("Ann"))

    assert "finished" == await waiting(CheckinAnswers())
    assert "finished" == await waiting(CheckinAnswers(finished="A book"), amends=True)
    assert "" == await waiting(CheckinAnswers(finished="A book"))
