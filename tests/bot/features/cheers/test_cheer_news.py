"""Cheers of yesterday, told in the morning to learners with reminders."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.closed_sets import NudgePace
from bot.database.store import Store
from bot.features.cheers.actions import toggle_cheer
from bot.features.nudges.facts import Morning
from bot.features.nudges.mornings import read_cheers_wanted
from bot.features.nudges.wording import word_morning
from bot.features.undos.actions.taking_back import undo_act
from bot.identity import PostId
from bot.posting.posts import POSTS, read_post
from bot.posting.wording import NothingToSay, Worded
from bot.tables import outbox
from tests.bot.hall import DAY, HOUR, Hall, clock_times
from tests.bot.room import Room, labels, words

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def hall(sqlite_store: Store) -> Hall:
    """Ann, Ben and Cat, and Ann has finished a block, which is celebrated."""
    made = Hall(sqlite_store)
    for name in ("Cat", "Ben", "Ann"):
        await made.enter(name)
    await made.tick("Ann", "week1")
    await made.live(5 * MINUTE)
    await made.plan()
    return made


async def cheer(hall: Hall, *names: str) -> None:
    [post, *_] = await hall.said("celebration")
    for name in names:
        await hall.store.write(toggle_cheer, hall.caller(name), hall.roadmap.slug, PostId(post.id))


async def test_the_cheers_of_yesterday_are_told_once_in_the_morning_without_names(hall: Hall) -> None:
    await hall.wants(await hall.enter("Ann"))
    await cheer(hall, "Ben", "Cat")
    await hall.live(DAY)
    [post] = await hall.said("morning")
    await hall.live(2 * DAY)

    assert 2 == sum(one.read(Morning).cheers for one in await hall.said("morning"))
    assert ["Tue 08:00"] == clock_times([post])
    row = await hall.store.read(lambda db: read_post(db.execute(POSTS.where(outbox.c.id == post.id)).one()))
    said = word_morning(Worded(row, {}, post.at))
    assert "👏 2 people cheered for you yesterday." == words(said)
    assert ["What’s next", "Cheer news off"] == labels(said)


async def test_a_morning_with_a_freeze_tells_of_both(hall: Hall) -> None:
    await hall.wants(await hall.enter("Ann"))
    await hall.live(DAY)
    await cheer(hall, "Ben")
    await hall.live(DAY)

    [morning] = [post.read(Morning) for post in await hall.said("morning")]
    assert (1, True) == (morning.cheers, bool(morning.used))
    row = await hall.store.read(lambda db: read_post(db.execute(POSTS.where(outbox.c.kind == "morning")).one()))
    said = words(word_morning(Worded(row, {}, row.due_at)))
    assert said.startswith("❄️")
    assert said.endswith("\n1 person cheered for you yesterday.")


@pytest.mark.parametrize(
    "wishes",
    [{"nudge_on": False}, {"cheers_on": False}, {"nudge_pace": NudgePace.STOPPED}],
    ids=["no reminders", "off", "stopped"],
)
async def test_cheers_are_not_told_against_the_learners_wish(hall: Hall, wishes: dict[str, object]) -> None:
    await hall.wants(await hall.enter("Ann"), **wishes)
    await cheer(hall, "Ben")
    await hall.live(30 * HOUR)

    assert [] == await hall.said("morning")


@pytest.mark.parametrize(("wanted", "told"), [(True, True), (False, False)])
@pytest.mark.parametrize("before", [True, False])
async def test_a_morning_that_waits_follows_the_wish_about_cheers(
    hall: Hall, before: bool, wanted: bool, told: bool
) -> None:
    await hall.wants(await hall.enter("Ann"), cheers_on=before)
    await hall.live(DAY)
    await cheer(hall, "Ben")
    await hall.live(DAY)
    [freeze] = await hall.said("morning")

    await hall.wants(await hall.enter("Ann"), cheers_on=wanted)

    row = await hall.store.read(lambda db: read_post(db.execute(POSTS.where(outbox.c.id == freeze.id)).one()))
    wish = await hall.store.read(read_cheers_wanted, row)
    said = word_morning(Worded(row, {}, row.due_at, details=wish))
    assert told is ("1 person cheered" in words(said))
    assert told is ("Cheer news off" in labels(said))
    assert words(said).startswith("❄️")


async def test_a_morning_of_cheers_alone_is_not_sent_to_who_switched_them_off(hall: Hall) -> None:
    await hall.wants(await hall.enter("Ann"))
    await cheer(hall, "Ben")
    await hall.live(DAY)
    [post] = await hall.said("morning")
    await hall.wants(await hall.enter("Ann"), cheers_on=False)

    row = await hall.store.read(lambda db: read_post(db.execute(POSTS.where(outbox.c.id == post.id)).one()))
    with pytest.raises(NothingToSay):
        word_morning(Worded(row, {}, row.due_at, details=await hall.store.read(read_cheers_wanted, row)))


async def test_cheers_are_not_told_during_a_snooze(hall: Hall) -> None:
    await hall.wants(await hall.enter("Ann"), snoozed_until=hall.clock.now() + 2 * DAY)
    await cheer(hall, "Ben")
    await hall.live(DAY)

    assert [] == await hall.said("morning")


async def test_cheers_for_what_was_taken_back_are_not_told(hall: Hall) -> None:
    await hall.wants(await hall.enter("Ann"))
    await cheer(hall, "Ben")
    await hall.store.write(undo_act, hall.caller("Ann"), hall.roadmap, {hall.roadmap.slug: hall.roadmap})
    await hall.live(DAY)

    assert [] == await hall.said("morning")


async def test_a_cheer_that_was_taken_back_is_not_told(hall: Hall) -> None:
    await hall.wants(await hall.enter("Ann"))
    await cheer(hall, "Ben")
    hall.clock.advance(MINUTE)
    await cheer(hall, "Ben")
    await hall.live(DAY)

    assert [] == await hall.said("morning")


async def test_members_of_a_crowds_post_hear_of_cheers_by_others(hall: Hall) -> None:
    for name in ("Ben", "Cat"):
        await hall.wants(await hall.enter(name))
        await hall.tick(name, "week1")
    await hall.live(HOUR)
    await hall.plan()
    [post] = await hall.said("gathering")
    for name in ("Ann", "Ben"):
        await hall.store.write(toggle_cheer, hall.caller(name), hall.roadmap.slug, PostId(post.id))
    await hall.live(DAY)

    heard = {one.learner_id: one.read(Morning).cheers for one in await hall.said("morning")}
    assert [1, 2] == sorted(heard.values())


async def test_the_news_of_cheers_is_switched_off_and_on(room: Room) -> None:
    await room.say("Ann", "/nudges on")
    shown = await room.say("Ann", "/nudges all")
    off = await room.tap("Ann", shown, "Cheer news off")
    on = await room.tap("Ann", off, "Cheer news on")

    assert "how many people cheered for you" in words(shown)
    assert "I don’t tell you about cheers." in words(off)
    assert "how many people cheered for you" in words(on)
    assert "Should I tell you" in words(await room.say("Ann", "/nudges cheers"))
