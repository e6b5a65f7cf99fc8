"""The daily job: drafts, groups that removed the bot, and what is left in the files of the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, update

from bot.closed_sets import REMOVED
from bot.database.store import Store
from bot.features.members.actions.groups import note_removed
from bot.features.members.queries.places import note_steward
from bot.features.privacy.actions import retention
from bot.features.privacy.actions.forgetting import forget_now
from bot.features.privacy.actions.retention import is_to_compact
from bot.features.privacy.actions.upkeep import COMPACTED, DAILY, FORGOTTEN, last_done, note_done
from bot.features.privacy.actions.warning import is_removed
from bot.features.privacy.daily import DailyJob
from bot.features.privacy.facts import GroupEnds
from bot.identity import Account, PlaceId
from bot.posting.posts import Post
from bot.posting.target_posts import switch_target_off
from bot.posting.targets import Target
from bot.tables import accounts, dialogs, groups, learners, memberships, places
from tests.bot.features.helping.hall_of_help import HallOfHelp
from tests.bot.hall import DAY, HALL, HOUR, MONDAY

ENDS = "group_ends"
NAME, NOTE = "Zoraya-Tracer", "my-secret-note"


def make_job(hall: HallOfHelp, said: list[Post] | None = None) -> DailyJob:
    async def say(post: Post) -> bool:
        (said if said is not None else []).append(post)
        return True

    return DailyJob(hall.store, hall.clock, {hall.roadmap.slug: hall.roadmap}, say)


async def live(hall: HallOfHelp, days: int) -> int:
    """Let days go by, with a daily job each. Returns how many warnings there are by then."""
    job = make_job(hall)
    for _ in range(days):
        hall.clock.advance(DAY)
        assert await job.run()
    return len(await hall.said(ENDS))


async def count(store: Store) -> tuple[int, ...]:
    def counted(db: Connection) -> tuple[int, ...]:
        return tuple(len(db.execute(select(one)).all()) for one in (groups, places, memberships, learners))

    return await store.read(counted)


async def removed_group(store: Store) -> HallOfHelp:
    """A group that removes the bot on the second day. Ann is its steward."""
    hall = HallOfHelp(store)
    await hall.fill()
    await store.write(lambda db: db.execute(update(memberships).values(steward=memberships.c.number == 1)).rowcount)
    await live(hall, 1)
    await store.write(note_removed, HALL, hall.clock.now())
    return hall


async def test_a_group_is_deleted_whole_after_a_month_and_its_steward_is_told_before(store: Store) -> None:
    hall = await removed_group(store)

    assert 0 == await live(hall, 22)
    assert 1 == await live(hall, 1)
    [word] = await hall.said(ENDS)
    assert hall.people["Ann"].learner_id == word.learner_id
    assert MONDAY + 31 * DAY == word.read(GroupEnds).ends_at
    assert ["Hall" in reply.text.plain for reply in await hall.heard(ENDS)] == [True]
    assert 1 == await live(hall, 6)
    assert (1, 1, 3, 3) == await count(store)
    assert 1 == await live(hall, 1)
    assert (0, 0, 0, 3) == await count(store)


async def test_a_steward_who_is_no_member_is_told_once(sqlite_store: Store) -> None:
    hall = await removed_group(sqlite_store)
    for number in (1, 77):  # Ann is told as a learner
        await sqlite_store.write(note_steward, PlaceId(1), Account("telegram", number, "Root"))
    await live(hall, 22)

    said: list[Post] = []
    for _ in range(3):
        hall.clock.advance(DAY)
        await make_job(hall, said).run()
    assert [77] == [post.place.chat_id for post in said]
    assert await sqlite_store.read(is_removed, said[0])


@pytest.mark.parametrize("arrives", [True, False])
async def test_a_warning_that_does_not_arrive_is_said_again_until_it_does(sqlite_store: Store, arrives: bool) -> None:
    hall = await removed_group(sqlite_store)
    await sqlite_store.write(note_steward, PlaceId(1), Account("telegram", 77, "Root"))
    await live(hall, 22)
    tried: list[Post] = []

    async def say(post: Post) -> bool:
        tried.append(post)
        return arrives or len(tried) > 3

    for _ in range(6):
        hall.clock.advance(12 * HOUR)
        await DailyJob(hall.store, hall.clock, {}, say).run()
    assert (1 if arrives else 4) == len(tried)


async def test_a_warning_that_fails_holds_nothing_else_up(sqlite_store: Store) -> None:
    hall = await removed_group(sqlite_store)
    await sqlite_store.write(note_steward, PlaceId(1), Account("telegram", 77, "Root"))

    async def say(post: Post) -> bool:
        raise LookupError

    for _ in range(31):
        hall.clock.advance(DAY)
        await DailyJob(hall.store, hall.clock, {}, say).run()
    assert (0, 0, 0, 3) == await count(sqlite_store)


async def test_a_group_that_fails_to_end_holds_nothing_else_up(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bool:
        raise LookupError

    hall = await removed_group(sqlite_store)
    await live(hall, 29)
    with monkeypatch.context() as patched:
        patched.setattr(retention, "end_group", fail)
        await live(hall, 1)
    assert (1, 1, 3, 3) == await count(sqlite_store)
    assert hall.clock.now() == await sqlite_store.read(last_done, DAILY)

    await live(hall, 1)
    assert (0, 0, 0, 3) == await count(sqlite_store)


async def test_a_group_that_comes_back_finds_everything(sqlite_store: Store) -> None:
    hall = await removed_group(sqlite_store)
    await live(hall, 29)
    await hall.enter("Ann")

    await live(hall, 10)
    assert (1, 1, 3, 3) == await count(sqlite_store)
    assert [] == await hall.heard(ENDS)


@pytest.mark.parametrize("reason", ["kicked", "forbidden", "unknown guild"])
async def test_only_a_removal_that_was_reported_starts_the_clock(sqlite_store: Store, reason: str) -> None:
    hall = HallOfHelp(sqlite_store)
    await hall.fill()
    await sqlite_store.write(note_removed, HALL, hall.clock.now(), reason)

    assert 0 == await live(hall, 40)
    assert (1, 1, 3, 3) == await count(sqlite_store)


@pytest.mark.parametrize("reason", [REMOVED, "kicked", "forbidden"])
async def test_a_removal_that_is_reported_again_or_seen_by_a_failed_post_keeps_the_clock(
    store: Store, reason: str
) -> None:
    hall = await removed_group(store)
    await live(hall, 10)
    await store.write(note_removed, HALL, hall.clock.now(), reason)
    await store.write(switch_target_off, Target.of(PlaceId(1), None), reason, hall.clock.now())

    await live(hall, 19)
    assert (1, 1, 3, 3) == await count(store)
    await live(hall, 1)
    assert (0, 0, 0, 3) == await count(store)


async def test_a_removal_that_is_reported_after_a_failed_post_starts_the_clock(sqlite_store: Store) -> None:
    hall = HallOfHelp(sqlite_store)
    await hall.fill()
    await sqlite_store.write(note_removed, HALL, hall.clock.now(), "kicked")
    await live(hall, 10)
    await sqlite_store.write(note_removed, HALL, hall.clock.now())

    await live(hall, 29)
    assert (1, 1, 3, 3) == await count(sqlite_store)
    await live(hall, 1)
    assert (0, 0, 0, 3) == await count(sqlite_store)


async def test_groups_that_were_gone_before_count_from_the_first_job(sqlite_store: Store) -> None:
    hall = HallOfHelp(sqlite_store)
    await hall.fill()
    await sqlite_store.write(note_removed, HALL, hall.clock.now())
    hall.clock.advance(300 * DAY)

    await live(hall, 30)
    assert (1, 1, 3, 3) == await count(sqlite_store)
    await live(hall, 1)
    assert (0, 0, 0, 3) == await count(sqlite_store)


async def test_a_group_whose_last_week_fell_into_a_sleep_is_told_first(sqlite_store: Store) -> None:
    hall = await removed_group(sqlite_store)
    hall.clock.advance(60 * DAY)

    assert await make_job(hall).run()
    assert (1, 1, 3, 3) == await count(sqlite_store)
    assert 1 == await live(hall, 1)
    assert (0, 0, 0, 3) == await count(sqlite_store)


async def test_the_job_is_done_once_a_day(sqlite_store: Store) -> None:
    hall = HallOfHelp(sqlite_store)
    job = make_job(hall)

    assert [True, False] == [await job.run(), await job.run()]
    hall.clock.advance(22 * HOUR)
    assert not await job.run()
    hall.clock.advance(HOUR)
    assert await job.run()
    assert hall.clock.now() == await sqlite_store.read(last_done, DAILY)


async def test_the_job_is_done_after_a_clock_was_set_back(sqlite_store: Store) -> None:
    hall = HallOfHelp(sqlite_store)
    await sqlite_store.write(note_done, DAILY, hall.clock.now() + DAY)

    assert await make_job(hall).run()


async def test_a_group_that_is_deleted_is_taken_out_of_the_files_too(sqlite_store: Store) -> None:
    hall = await removed_group(sqlite_store)
    await live(hall, 29)
    before = await sqlite_store.read(last_done, COMPACTED)

    await live(hall, 1)

    assert before is None
    assert hall.clock.now() == await sqlite_store.read(last_done, FORGOTTEN)
    assert hall.clock.now() == await sqlite_store.read(last_done, COMPACTED)


async def test_drafts_are_kept_for_a_month(sqlite_store: Store) -> None:
    hall = HallOfHelp(sqlite_store)
    await hall.fill()

    def draft(db: Connection, learner: int, at: datetime) -> None:
        row = {"learner_id": learner, "kind": "checkin", "step": "finished", "answers": {}, "at": at}
        db.execute(insert(dialogs).values(**row))

    await sqlite_store.write(draft, 1, MONDAY - timedelta(days=30, seconds=1))
    await sqlite_store.write(draft, 2, MONDAY - timedelta(days=30))
    await make_job(hall).run()

    assert [2] == list(await sqlite_store.read(lambda db: db.scalars(select(dialogs.c.learner_id)).all()))


async def test_what_is_deleted_at_the_moment_of_a_compaction_waits_for_the_next(sqlite_store: Store) -> None:
    assert not await sqlite_store.read(is_to_compact)
    for name, at, waits in ((FORGOTTEN, 0, True), (COMPACTED, 0, True), (COMPACTED, 1, False)):
        await sqlite_store.write(note_done, name, MONDAY + at * HOUR)
        assert waits is await sqlite_store.read(is_to_compact)


async def test_the_files_hold_nothing_of_a_forgotten_learner(sqlite_store: Store, sqlite_url: str) -> None:
    hall = HallOfHelp(sqlite_store)
    await hall.fill("Ann", "Ben")
    await hall.enter(NAME)
    await hall.tick(NAME, "week1-stats")
    hall.people[NAME] = await hall.enter(NAME)
    await hall.be_stuck(NAME, words=NOTE * 200)
    user_id = 987654321987
    await sqlite_store.write(set_user, user_id)
    caller = hall.caller(NAME, HALL)
    traces = [NAME.encode(), NOTE.encode(), user_id.to_bytes(6)]
    assert all(any(trace in content for content in read_files(sqlite_url)) for trace in traces)

    known = replace(caller, account=replace(caller.account, user_id=user_id))
    await sqlite_store.write_once("telegram:9", forget_now, known, "telegram:9")
    assert await make_job(hall).run()

    assert [] == [trace for trace in traces if any(trace in content for content in read_files(sqlite_url))]


def set_user(db: Connection, user_id: int) -> None:
    db.execute(update(accounts).where(accounts.c.name == NAME).values(user_id=user_id))


def read_files(url: str) -> list[bytes]:
    file = Path(url.removeprefix("sqlite:///"))
    return [one.read_bytes() for one in file.parent.iterdir() if one.name.startswith(file.name) and one.is_file()]
