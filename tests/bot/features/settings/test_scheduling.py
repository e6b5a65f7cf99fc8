"""When a group hears from us: set by a steward, foreseen for two weeks, silent when asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import NoResultFound

from bot.database.store import Store
from bot.errors import NoGroupOfYourOwn
from bot.features.celebrations.actions.posted import CelebrationFacts
from bot.features.members.queries import group_settings
from bot.features.pauses.actions import begin_pause
from bot.features.sessions.actions import log_study
from bot.features.settings.actions.group_setup import set_up
from bot.features.settings.actions.scheduling import (
    ForeseenPost,
    QuietInThePast,
    QuietTooLong,
    be_quiet,
    local_today,
    preview_posts,
)
from bot.features.ticks.actions.ticking import tick_off
from bot.identity import GroupId, Place, PlaceId
from bot.posting import dues
from bot.posting import outbox as waiting
from bot.tables import milestones, outbox, places
from tests.bot.climb import BEN, ROOM, START, caller
from tests.bot.hall import DAY, HALL, HOUR, TO_GROUPS, Hall
from tests.bot.room import PRACTISED

ALONE = Place("telegram", 0, 0, private=True)

CASES: dict[str, tuple[datetime, dict[str, object]]] = {
    "a plain fortnight": (datetime(2026, 3, 4, 9, tzinfo=UTC), {}),
    "clocks go forward at night": (
        datetime(2026, 3, 23, 9, tzinfo=UTC),
        {"zone": "Europe/Berlin", "nudge_at": 150, "checkin_at": 150},
    ),
    "clocks go back at night": (
        datetime(2026, 10, 19, 9, tzinfo=UTC),
        {"zone": "America/New_York", "nudge_at": 90, "checkin_at": 1080},
    ),
    "the first is a day of check-in": (datetime(2026, 2, 23, 9, tzinfo=UTC), {"zone": "Asia/Tokyo"}),
    "set up minutes before its first post": (datetime(2026, 3, 1, 17, 58, tzinfo=UTC), {}),
    "no check-ins": (datetime(2026, 4, 23, 9, tzinfo=UTC), {"checkin_on": False}),
    "reviews only": (datetime(2026, 4, 23, 9, tzinfo=UTC), {"checkin_on": False, "nudge_on": False}),
    "no reviews": (datetime(2026, 4, 23, 9, tzinfo=UTC), {"review_on": False, "zone": "Pacific/Chatham"}),
    "quiet for a week": (
        datetime(2026, 4, 23, 9, tzinfo=UTC),
        {"quiet_until": datetime(2026, 5, 1, tzinfo=UTC)},
    ),
}


@pytest.mark.parametrize("case", CASES)
async def test_what_is_foreseen_is_what_is_said_when_nobody_studies(sqlite_store: Store, case: str) -> None:
    start, values = CASES[case]
    hall = Hall(sqlite_store, start=start)
    present = await hall.enter("Ann")
    await hall.enter("Ben")
    await sqlite_store.write(set_up, hall.caller("Ann", steward=True), "climb", values)

    foreseen = await sqlite_store.read(preview_posts, present.group_id, hall.clock.now(), 13)
    await hall.live(13 * DAY)

    said = [ForeseenPost(one.kind, one.at) for one in await hall.said(*TO_GROUPS)]
    assert list(foreseen.posts) == said
    assert len(said) >= 1


async def test_a_preview_in_the_middle_of_a_check_in_has_its_digest(sqlite_store: Store) -> None:
    hall = Hall(sqlite_store)
    present = await hall.enter("Ann")
    await hall.live(6 * DAY + 11 * HOUR)  # Sunday evening: it has opened

    foreseen = await sqlite_store.read(preview_posts, present.group_id, hall.clock.now(), 7)
    already = len(await hall.said(*TO_GROUPS))
    await hall.live(7 * DAY)

    assert list(foreseen.posts) == [ForeseenPost(one.kind, one.at) for one in (await hall.said(*TO_GROUPS))[already:]]
    assert "digest" == foreseen.posts[0].kind


@pytest.mark.parametrize(
    "moved",
    [
        {"checkin_day": 0, "checkin_at": 1140},
        {"checkin_day": 4},
        {"checkin_day": 2},
        {"checkin_day": 2, "week_start": 3},
    ],
)
async def test_a_check_in_that_was_moved_is_foreseen_where_it_will_be(
    sqlite_store: Store, moved: dict[str, object]
) -> None:
    hall = Hall(sqlite_store)
    present = await hall.enter("Ann")
    await hall.live(6 * DAY + 11 * HOUR)  # Sunday evening: it has opened
    await sqlite_store.write(set_up, hall.caller("Ann", steward=True), "climb", moved)

    foreseen = await sqlite_store.read(preview_posts, present.group_id, hall.clock.now(), 13)
    already = len(await hall.said(*TO_GROUPS))
    await hall.live(7 * DAY)
    before = {"active_at": hall.clock.now() - 5 * DAY}  # or the group would fall asleep
    await hall.set_group(present, **before)
    await hall.wants(present, nudge_on=False, **before)
    await hall.live(6 * DAY)

    assert list(foreseen.posts) == [ForeseenPost(one.kind, one.at) for one in (await hall.said(*TO_GROUPS))[already:]]


@pytest.mark.parametrize("moved", [{"nudge_at": 840}, {"checkin_day": 0, "checkin_at": 840}])
async def test_a_post_moved_later_on_a_day_with_its_post_is_not_foreseen(
    sqlite_store: Store, moved: dict[str, object]
) -> None:
    hall = Hall(sqlite_store)
    present = await hall.enter("Ann")
    await sqlite_store.write(set_up, hall.caller("Ann", steward=True), "climb", {"nudge_at": 750})
    await hall.live(4 * HOUR)
    await sqlite_store.write(set_up, hall.caller("Ann", steward=True), "climb", moved)

    foreseen = await sqlite_store.read(preview_posts, present.group_id, hall.clock.now(), 13)
    already = len(await hall.said(*TO_GROUPS))
    await hall.live(13 * DAY)

    assert 1 == already
    assert list(foreseen.posts) == [ForeseenPost(one.kind, one.at) for one in (await hall.said(*TO_GROUPS))[already:]]


OVERDUE: dict[str, tuple[timedelta, timedelta]] = {
    "a nudge, until the next morning": (DAY, 20 * HOUR),
    "a nudge, until after the next one's hour": (DAY, DAY + 10 * HOUR),
    "a check-in, into the night": (6 * DAY, 14 * HOUR),
    "a check-in, for longer than its grace": (6 * DAY, 23 * HOUR),
    "a digest, for longer than anybody waits for it": (6 * DAY + 11 * HOUR, 5 * DAY),
}


@pytest.mark.parametrize("case", OVERDUE)
async def test_an_overdue_post_is_foreseen_as_the_planner_takes_it(sqlite_store: Store, case: str) -> None:
    before, down = OVERDUE[case]
    hall = Hall(sqlite_store)
    present = await hall.enter("Ann")
    await hall.live(before)
    already = len(await hall.said(*TO_GROUPS))
    hall.clock.advance(down)

    foreseen = await sqlite_store.read(preview_posts, present.group_id, hall.clock.now(), 3)
    await hall.live(3 * DAY)

    assert list(foreseen.posts) == [ForeseenPost(one.kind, one.at) for one in (await hall.said(*TO_GROUPS))[already:]]


async def test_no_check_in_is_foreseen_while_everybody_will_be_away(sqlite_store: Store) -> None:
    hall = Hall(sqlite_store)
    present = await hall.enter("Ann")
    monday = hall.clock.now().date() + 7 * DAY
    await sqlite_store.write(begin_pause, hall.caller("Ann"), "climb", monday, monday + 9 * DAY)

    foreseen = await sqlite_store.read(preview_posts, present.group_id, hall.clock.now(), 14)
    await hall.live(14 * DAY)

    posts = [one for one in foreseen.posts if one.kind in {"checkin", "digest"}]
    assert posts == [ForeseenPost(one.kind, one.at) for one in await hall.said("checkin", "digest")]
    assert ["checkin", "digest"] == [one.kind for one in posts]


@pytest.mark.parametrize("wishes", [{"nudge_on": True}, {"nudge_on": False}, {"nudge_pace": 4}])
@pytest.mark.parametrize("start", [START.replace(month=3), START.replace(month=3, day=26)])
async def test_a_learner_alone_is_foreseen_the_posts_that_they_will_hear(
    sqlite_store: Store, start: datetime, wishes: dict[str, object]
) -> None:
    hall = Hall(sqlite_store, start=start)
    present = await hall.enter("Ann", ALONE)
    await hall.wants(present, **wishes)

    foreseen = await sqlite_store.read(preview_posts, present.group_id, hall.clock.now(), 9)
    await hall.live(9 * DAY)

    assert list(foreseen.posts) == [ForeseenPost(one.kind, one.at) for one in await hall.said(*TO_GROUPS)]


async def test_a_group_that_sleeps_has_nothing_to_come(sqlite_store: Store) -> None:
    hall = Hall(sqlite_store)
    present = await hall.enter("Ann")
    await hall.live(20 * DAY)

    foreseen = await sqlite_store.read(preview_posts, present.group_id, hall.clock.now(), 14)

    assert (True, ()) == (foreseen.asleep, foreseen.posts)


async def test_a_group_that_there_is_not_has_no_preview(store: Store) -> None:
    with pytest.raises(NoResultFound):
        await store.read(preview_posts, GroupId(7), START, 14)


async def test_hours_and_switches_are_kept_and_what_is_off_is_not_planned(store: Store) -> None:
    kept = await store.write(set_up, caller(), "climb", {"nudge_at": 1200, "checkin_on": False})

    assert (1200, False, True, True) == (kept.nudge_at, kept.checkin_on, kept.nudge_on, kept.review_on)
    assert {"matching", "nudge", "review"} == set(await store.read(dues.read_group_dues, GroupId(1)))
    await store.write(set_up, caller(), "climb", {"checkin_on": True})
    assert {"checkin", "matching", "nudge", "review"} == set(await store.read(dues.read_group_dues, GroupId(1)))


async def test_the_schedule_does_not_move_the_place_of_the_posts(store: Store) -> None:
    await store.write(set_up, caller(), "climb", {})
    elsewhere = Place(ROOM.platform, ROOM.space_id, 99, title="Elsewhere")

    await store.write(set_up, caller(place=elsewhere), "climb", {"nudge_at": 600})
    assert ROOM.chat_id == await store.read(lambda db: db.scalar(select(places.c.chat_id)))


def states(db: Connection) -> dict[str, str]:
    return {row.kind: row.state for row in db.execute(select(outbox.c.kind, outbox.c.state))}


def post(db: Connection, *kinds: str) -> None:
    for kind in kinds:
        waiting.put_post(
            db, kind=kind, key=kind, place_id=PlaceId(1), learner_id=None, facts={}, now=START, due_at=START
        )


@pytest.mark.parametrize("choose", [True, False])
async def test_what_waits_of_a_kind_that_is_switched_off_is_not_said(store: Store, choose: bool) -> None:
    await store.write(set_up, caller(), "climb", {})
    await store.write(post, "nudge", "checkin")

    await store.write(set_up, caller(), "climb", {"nudge_on": False}, choose=choose)

    assert {"nudge": "cancelled", "checkin": "new"} == await store.read(states)


async def test_quiet_lasts_until_a_day_begins_in_the_groups_zone(store: Store) -> None:
    await store.write(set_up, caller(), "climb", {"zone": "Asia/Tokyo"})

    kept = await store.write(be_quiet, caller(at=4 * HOUR), "climb", 2)  # one in the morning of Tuesday there

    assert datetime(2026, 11, 4, 15, tzinfo=UTC) == kept.quiet_until
    assert 3 == (await store.read(local_today, caller(at=4 * HOUR))).day
    assert (await store.write(be_quiet, caller(), "climb", 0)).quiet_until is None


async def test_quiet_drops_what_waits_and_amends_still_go(store: Store) -> None:
    await store.write(set_up, caller(), "climb", {})
    await store.write(post, *TO_GROUPS, "celebration", "amend")

    await store.write(be_quiet, caller(), "climb", 7)

    assert {"amend"} == {kind for kind, state in (await store.read(states)).items() if state == "new"}


async def test_what_is_reached_in_a_quiet_time_is_kept_and_never_told(store: Store) -> None:
    await store.write(be_quiet, caller(), "climb", 7)
    done = await store.write(tick_off, caller(), PRACTISED, ["week1"])

    assert ["week1"] == [one.slug for one in done.reached]
    assert {} == await store.read(states)
    assert ["week1"] == await store.read(lambda db: list(db.scalars(select(milestones.c.slug))))
    await store.write(tick_off, caller(at=8 * DAY), PRACTISED, ["week2"])
    [said] = await store.read(lambda db: list(db.scalars(select(outbox.c.facts))))
    told = CelebrationFacts.from_json(said).milestones
    assert "week2" in {one.slug for one in told} and "week1" not in {one.slug for one in told}


async def test_another_group_of_the_same_learner_celebrates_meanwhile(store: Store) -> None:
    await store.write(be_quiet, caller(), "climb", 7)
    await store.write(log_study, caller(place=HALL), PRACTISED, 20)

    await store.write(tick_off, caller(), PRACTISED, ["week1"])

    there = await store.read(
        lambda db: list(db.scalars(select(places.c.chat_id).join(outbox, outbox.c.place_id == places.c.id)))
    )
    assert [HALL.chat_id] == there


async def test_a_celebration_that_waits_when_silence_begins_is_dropped(store: Store) -> None:
    await store.write(tick_off, caller(), PRACTISED, ["week1"])
    await store.write(be_quiet, caller(at=timedelta(seconds=10)), "climb", 1)

    assert {"celebration": "cancelled"} == await store.read(states)


@pytest.mark.parametrize(("days", "refusal"), [(-1, QuietInThePast), (367, QuietTooLong)])
async def test_a_silence_that_cannot_be_is_refused(sqlite_store: Store, days: int, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        await sqlite_store.write(be_quiet, caller(), "climb", days)


async def test_nobodys_group_is_changed_from_a_private_chat(sqlite_store: Store) -> None:
    await sqlite_store.write(log_study, caller(BEN), PRACTISED, 20)
    private = Place(BEN.platform, BEN.user_id, BEN.user_id, private=True)

    with pytest.raises(NoGroupOfYourOwn):
        await sqlite_store.write(be_quiet, caller(BEN, place=private), "climb", 7)
    assert (await sqlite_store.read(group_settings.read_group_settings, GroupId(1))).quiet_until is None


@pytest.mark.parametrize(("late", "foreseen"), [(timedelta(), 1), (timedelta(microseconds=1), 0)])
async def test_a_preview_ends_with_its_last_instant(sqlite_store: Store, late: timedelta, foreseen: int) -> None:
    hall = Hall(sqlite_store)
    present = await hall.enter("Ann")
    nudge = (await sqlite_store.read(dues.read_group_dues, present.group_id))["nudge"]

    preview = await sqlite_store.read(preview_posts, present.group_id, nudge - DAY - late, 1)

    assert foreseen == len(preview.posts)
