"""Digests: what they show of the week and of its members."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.closed_sets import PromiseState, Visibility
from bot.database.store import Store
from bot.features.checkins.facts import Digest
from bot.features.posts import POSTS
from bot.features.promises.actions import make_promise, mark_kept_promises
from bot.features.settings.actions import learner_settings
from bot.features.undos.actions.taking_back import undo_tasks
from bot.identity import GroupId, PlaceId, PostId
from bot.posting.deliverer import word_post
from bot.posting.posts import Post
from bot.posting.subjects import read_subjects
from bot.tables import promises
from tests.bot.climb import ROOM
from tests.bot.features.checkins.reporting import EVENING, report
from tests.bot.hall import DAY, Hall
from tests.bot.room import words
from tests.statements import counting_statements


@pytest.fixture
async def hall(sqlite_store: Store) -> Hall:
    return Hall(sqlite_store)


async def hide(hall: Hall, name: str, visibility: Visibility) -> None:
    await hall.store.write(learner_settings.choose_visibility, hall.caller(name), hall.roadmap.slug, visibility)


async def digests(hall: Hall) -> list[Digest]:
    return [one.read(Digest) for one in await hall.said("digest")]


async def test_a_digest_shows_who_reported_as_they_wish_and_nobody_who_did_not(hall: Hall) -> None:
    for name in ("Ann", "Ben", "Cat", "Dan"):
        await hall.enter(name)
    await hide(hall, "Ben", Visibility.NUMBER)
    await hide(hall, "Cat", Visibility.HIDDEN)
    await hall.tick("Ann", "week1")
    await hall.live(EVENING)
    await report(hall, "Ann", "Ben", "Cat", obstacle="A secret")
    await hall.live(DAY)

    [digest] = await digests(hall)
    assert [1, 2] == [one.learner for one in digest.reports]
    assert (3, 0) == (digest.tasks, digest.tasks_before)
    assert [(1, True), (2, False), (4, False)] == [(one.learner, one.points > 0) for one in digest.board]
    assert [(1, "block", "week1")] == [(one.learner, one.kind, one.slug) for one in digest.milestones]
    [post] = await hall.said("digest")
    assert "secret" not in str(post.facts)
    assert "Dan" not in str(post.facts)
    assert "Cat" not in str(post.facts)


async def test_the_next_digest_compares_with_the_last_week_and_counts_promises_kept(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.tick("Ann", "week1-algebra")
    await hall.live(EVENING)
    await report(hall, "Ann")
    await hall.store.write(make_promise, hall.caller("Ann"), hall.roadmap, ("week2-numpy", "week1-stats"))
    await hall.live(3 * DAY)
    await hall.tick("Ann", "week2-numpy", "week2-cleaning")
    await hall.live(4 * DAY)
    await report(hall, "Ann")
    await hall.live(DAY)

    second = (await digests(hall))[1]
    assert (2, 1, 1) == (second.tasks, second.tasks_before, second.kept)
    assert ["week2"] == [one.slug for one in second.milestones]


async def test_the_promises_of_all_members_are_judged_together(hall: Hall) -> None:
    people = [(await hall.enter(name)).learner_id for name in ("Ann", "Ben", "Cat")]
    for name in ("Ann", "Ben", "Cat"):
        await hall.store.write(make_promise, hall.caller(name), hall.roadmap, ("week2-numpy", "week1-stats"))
        await hall.tick(name, "week2-numpy")
    [week] = await hall.store.read(lambda db: db.scalars(select(promises.c.week).distinct()).all())

    with counting_statements() as sent:
        await hall.store.write(mark_kept_promises, people, hall.roadmap, week)

    assert 3 == len(sent)
    judged = select(promises.c.learner_id, promises.c.task).where(promises.c.state == PromiseState.KEPT)
    found = await hall.store.read(lambda db: db.execute(judged).all())
    assert {(one, "week2-numpy") for one in people} == {tuple(row) for row in found}


async def test_a_digest_leaves_out_a_milestone_that_was_taken_back_after_its_post(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.tick("Ann", "week1")
    await hall.tick("Ann", "week2")
    await hall.live(EVENING)
    await report(hall, "Ann")
    await hall.store.write(undo_tasks, hall.caller("Ann"), hall.roadmap, ("week2-numpy",))
    await hall.live(DAY)

    [digest] = await digests(hall)
    assert (4, ["week1"]) == (digest.tasks, [one.slug for one in digest.milestones])


async def test_a_digest_that_waits_leaves_out_what_was_taken_back_since_it_was_planned(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.tick("Ann", "week1")
    await hall.tick("Ann", "week2")
    await hall.live(EVENING)
    await report(hall, "Ann")
    await hall.live(DAY)
    [planned] = await digests(hall)
    assert {"week1", "week2", "month1"} == {one.slug for one in planned.milestones}

    before = await _word(hall, planned)
    await hall.store.write(undo_tasks, hall.caller("Ann"), hall.roadmap, ("week2-numpy",))
    undone = await _word(hall, planned)
    await hall.tick("Ann", "week2-numpy")

    assert ("Maths" in before, "Python" in before) == (False, False)  # the whole month is named
    assert ("Maths" in undone, "Python" in undone) == (True, False)
    assert before == await _word(hall, planned)


async def _word(hall: Hall, digest: Digest) -> str:
    """Word a digest as it would be sent now."""
    row = Post(
        PostId(1), "digest", "k", None, digest.to_json(), 1, digest.at, digest.at, ROOM, "en", PlaceId(1), GroupId(1)
    )
    subjects = await hall.store.read(read_subjects, row)
    kinds = {kind.name: kind for kind in POSTS}
    return words(word_post(row, kinds, {hall.roadmap.slug: hall.roadmap}, digest.at, subjects))


async def test_a_week_without_a_report_has_a_digest_that_says_nothing_of_anybody(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.live(EVENING + DAY)

    [digest] = await digests(hall)
    assert () == digest.reports


@pytest.mark.parametrize("reports", [False, True])
async def test_a_group_that_fell_asleep_has_a_digest_only_with_reports_in_it(hall: Hall, reports: bool) -> None:
    present = await hall.enter("Ann")
    await hall.live(EVENING)
    if reports:
        await report(hall, "Ann")
    await hall.set_group(present, asleep=True)

    await hall.live(DAY)

    assert reports == bool(await digests(hall))
