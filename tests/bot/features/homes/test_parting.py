"""Two connected groups part: each is whole again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select, update

from bot.database.store import Store
from bot.features.homes.actions.announcing import announce_news
from bot.features.homes.actions.lost_homes import part_lost_home
from bot.features.homes.actions.parting import part_groups
from bot.features.homes.actions.returning import ENDS
from bot.features.homes.facts import HomesNews
from bot.features.homes.queries.connections import end_connection, find_connection, read_connection
from bot.features.homes.queries.lost import read_lost_homes
from bot.identity import GroupId
from bot.tables import (
    checkins,
    connections,
    dues,
    focuses,
    groups,
    learners,
    memberships,
    obstacles,
    outbox,
    paired,
    pairings,
    places,
)
from tests.bot.features.homes.two_homes import CHIEF, ROOT, WAYS, TwoHomes, do
from tests.bot.room import START, labels, words


async def test_each_side_is_whole_after_a_disconnect_on_both_engines(store: Store) -> None:
    homes = TwoHomes(store)
    await homes.settle("Ann@discord", "Bob@discord", "Cem@telegram", "Dee@telegram")
    await homes.join()
    await homes.settle("Eve@telegram")
    for name in ("Ann@discord", "Cem@telegram"):
        await homes.say(name, "/focus 50")
        await homes.say(name, "/stuck week1-practice how?")
    await homes.say(ROOT, "/setup nudge 07:00")

    asked = await homes.say(CHIEF, "/setup disconnect")
    assert "Make Chat and Server two groups again?" in words(asked)
    done = await homes.tap(CHIEF, asked, "Disconnect")
    assert "two groups again" in words(done)
    assert words(await homes.again()) == words(done)
    assert "one chat only" in words(await homes.tap(CHIEF, asked, "Disconnect"))

    mine, other = await homes.rows(groups)
    assert (other.joined_to, other.removed_at, other.nudge_at, other.title) == (None, None, 7 * 60, "Chat")
    assert [one.group_id for one in await homes.rows(places)] == [mine.id, other.id]
    assert await homes.present(mine.id) == [1, 2]
    assert await homes.present(other.id) == [1, 2, 3]
    assert [one.group_id for one in await homes.rows(obstacles)] == [mine.id, other.id]
    assert [one.group_id for one in await homes.rows(focuses)] == [mine.id, other.id]
    assert {one.kind for one in await homes.rows(dues, group_id=mine.id)} >= {"nudge", "checkin"}
    assert {one.kind for one in await homes.rows(dues, group_id=other.id)} >= {"nudge", "checkin"}
    board = words(await homes.say("Cem@telegram", "/leaderboard"))
    assert "Eve" in board
    assert "Ann" not in board
    assert [one.points for one in await homes.rows(learners)] == [3] * 5


async def test_a_member_shown_by_number_is_told_of_each_new_one(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Bob@discord", "Cem@telegram")
    await homes.say("Cem@telegram", "/settings visibility number")
    for _ in range(2):
        await homes.join()
        await homes.say(CHIEF, "/setup disconnect yes")

    told = list(await homes.rows(outbox, kind="renumbered"))
    other = (await homes.rows(groups))[1]
    changes = [(other.id, 3), (other.id, 1)]
    assert [(one.facts["group_id"], one.facts["number"]) for one in told][:2] == changes
    assert len(told) == 4
    for one in told:
        assert "Chat you’re Member" in words(await homes.word_of(one.id))


KEPT: dict[str, object] = {
    "roadmap": "other",
    "zone": "Asia/Tokyo",
    "week_start": 3,
    "language": "de",
    "answers": "private",
    "nudge_on": False,
    "nudge_at": 61,
    "nudge_days": 9,
    "checkin_on": False,
    "checkin_day": 2,
    "checkin_at": 62,
    "review_on": False,
    "community": True,
    "asleep": True,
    "nudges_ignored": 4,
    "nudged_at": START - timedelta(hours=1),
    "quiet_until": START + timedelta(days=9),
}
"""Column -> a value of the united group that holds for both groups after they part."""
OWN = {
    *("id", "title", "solo", "created_at", "last_number"),
    *("joined_to", "removed_at", "active_at"),
}
"""The columns that each group has for itself, and those in which the one that rested wakes."""


def part_now(db: Connection, homes: TwoHomes) -> None:
    """Part the two groups without a call, which would wake them."""
    [connection_id] = db.scalars(select(connections.c.id))
    found = read_connection(db, connection_id)
    assert found
    part_groups(db, found, homes.library, homes.clock.now(), HomesNews.LEFT)


async def test_both_groups_keep_every_setting_as_it_is_when_they_part(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.join()
    mine, other = await homes.rows(groups)
    await homes.store.write(do, update(groups).where(groups.c.id == mine.id).values(**KEPT))
    homes.later(minutes=1)

    await homes.store.write(part_now, homes)

    parted = await homes.rows(groups)
    assert {*OWN, *KEPT} == {one.name for one in groups.columns}
    assert [KEPT, KEPT] == [{name: getattr(one, name) for name in KEPT} for one in parted]
    woken = parted[1]
    assert (None, None, homes.clock.now()) == (woken.joined_to, woken.removed_at, woken.active_at)
    assert all(getattr(woken, name) == getattr(other, name) for name in OWN - {"joined_to", "removed_at", "active_at"})


async def test_a_digest_of_both_can_be_read_after_they_parted(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.join()
    await homes.live(days=5, hours=1)
    for name in ("Ann@discord", "Cem@telegram"):
        await homes.say(name, "/settings checkins all")
        await homes.say(name, f"/checkin {name} did it")
    await homes.say(ROOT, "/setup disconnect yes")

    [checkin] = await homes.rows(checkins)
    assert checkin.closed_at == homes.clock.now()
    assert await homes.posted("digest") == [("discord", "new"), ("telegram", "new")]
    for platform, own in (("discord", "Ann"), ("telegram", "Cem")):
        assert f"{own}@{platform} did it" in words(await homes.word("digest", platform))
        name = f"{own}@{platform}"
        assert f"{name} did it" in words(await homes.say(name, f"/digest {checkin.id} 1", tapped=True))


async def test_partners_of_both_homes_part_and_others_stay_together(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Bob@discord", "Cem@telegram", "Dee@telegram", "Eve@telegram", "Fay@telegram")
    await homes.join()
    together = [(1, 2), (3, 4), (5, 6)]
    mixed = [(1, 3), (2, 4)]
    left = [(1, 2, 5), (3, 4, 1)]  # the third is their partner no more
    await homes.pair(1, [*together, *mixed, *left])
    for number, former in ((6, 5), (7, 1)):
        one = (paired.c.pairing_id == number, paired.c.learner_id == former)
        await homes.store.write(do, update(paired).where(*one).values(left_at=homes.clock.now()))
    await homes.say(ROOT, "/setup disconnect yes")

    kept = {one.id: (one.group_id, one.ended_at is None) for one in await homes.rows(pairings)}
    assert list(kept.values()) == [(1, True), (2, True), (2, True), (1, False), (1, False), (1, True), (2, True)]
    assert len(await homes.rows(paired)) == 16


async def test_groups_that_parted_can_be_connected_again(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    for number in (1, 2):
        await homes.join()
        assert len(await homes.present(1)) == 2
        await homes.say(CHIEF, "/setup disconnect yes")
        homes.later(hours=1)
        await homes.work()
        assert (len(await homes.present(1)), len(await homes.present(2))) == (1, 1)
        assert len(await homes.rows(connections)) == number


async def test_a_group_without_a_connection_has_nothing_to_part(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")

    assert "one chat only" in words(await homes.say(ROOT, "/setup disconnect"))
    await homes.connect()
    assert "one chat only" in words(await homes.say(ROOT, "/setup disconnect yes"))
    assert "Disconnect" not in labels(await homes.say(ROOT, "/setup connect"))


async def test_a_home_that_is_lost_at_the_disconnect_is_a_group_that_was_removed(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.join()
    await homes.lose("discord")
    await homes.say(CHIEF, "/setup disconnect yes")

    mine, other = await homes.rows(groups)
    assert isinstance(mine.removed_at, datetime)
    assert other.removed_at is None
    assert [one.learner_id for one in await homes.rows(memberships, group_id=2) if one.left_at is None] == [2]


async def test_what_holds_for_the_group_and_its_members_holds_for_both_sides(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.join()
    then = homes.clock.now() + timedelta(days=3)
    state = {"quiet_until": then, "nudges_ignored": 2, "nudged_at": then, "nudge_days": 3, "review_on": False}
    member = {"partner_since": then, "called_at": then, "written_at": then, "deputy": True}
    for key, values in ((groups.c.id, state), (memberships.c.group_id, member)):  # of the group that took the other in
        change = update(key.table).where(key == 1).values(**values)
        await homes.store.write(do, change)

    await homes.say(CHIEF, "/setup disconnect yes")

    for group in await homes.rows(groups):
        assert state == {name: getattr(group, name) for name in state}
        [present] = [one for one in await homes.rows(memberships, group_id=group.id) if one.left_at is None]
        assert {**member, "written_at": present.written_at} == {name: getattr(present, name) for name in member}


@pytest.mark.parametrize("lost", ["discord", "telegram"])
async def test_a_home_that_was_out_at_the_parting_is_told_when_the_bot_returns(homes: TwoHomes, lost: str) -> None:
    left, admin = ("telegram", CHIEF) if lost == "discord" else ("discord", ROOT)
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.join()
    await homes.lose(lost)
    await homes.say(admin, "/setup disconnect yes")
    await homes.work()
    before = await homes.posted("homes")
    assert (left, "sent") == before[-1]

    homes.later(days=9)
    for platform in (lost, left, lost):
        await homes.return_to(platform)
    assert [*before, (lost, "new")] == await homes.posted("homes")
    assert "are two groups again" in words(await homes.word("homes", lost))


async def test_news_of_a_parting_that_died_on_its_way_is_said_when_the_bot_returns(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.join()
    await homes.say(ROOT, "/setup disconnect yes")
    died = (await homes.rows(outbox, kind="homes"))[-1].id
    await homes.kick_out(died)
    await homes.lose("telegram")
    homes.later(days=9)
    await homes.return_to("telegram")
    await homes.work()

    [said] = await homes.rows(outbox, id=died)
    assert ("sent", homes.clock.now()) == (said.state, said.ended_at)
    before = await homes.posted("homes")
    await homes.return_to("telegram")
    assert before == await homes.posted("homes")


@pytest.mark.parametrize("news", ENDS)
async def test_each_news_of_an_end_that_died_is_revived_and_no_other_is_added(homes: TwoHomes, news: HomesNews) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    await homes.work()

    def end(db: Connection) -> None:
        found = find_connection(db, GroupId(1))
        assert found
        end_connection(db, found.id, homes.clock.now())
        announce_news(db, found, news, homes.clock.now(), only={found.other_id})

    await homes.store.write(end)
    *before, died = await homes.rows(outbox, kind="homes")
    await homes.kick_out(died.id)
    await homes.lose("telegram")
    homes.later(days=9)
    await homes.return_to("telegram")

    *others, said = await homes.rows(outbox, kind="homes")
    assert before == others
    assert (died.id, "new", homes.clock.now() + timedelta(days=2)) == (said.id, said.state, said.stale_at)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("lost", ["discord", "telegram"])
@pytest.mark.parametrize(
    ("cancelled", "wanted"), [(False, "I was removed from this chat"), (True, "an admin cancelled it")]
)
async def test_a_home_that_was_out_when_a_connection_to_come_ended_is_told_on_return(
    homes: TwoHomes, lost: str, cancelled: bool, wanted: str, way: str
) -> None:
    left, admin = ("telegram", CHIEF) if lost == "discord" else ("discord", ROOT)
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    await homes.work()
    await homes.lose(lost)
    if cancelled:
        await homes.say(admin, "/setup connect cancel")
    homes.later(days=1)
    await homes.work()
    before = await homes.posted("homes")
    assert (left, "sent") == before[-1]

    homes.later(days=9)
    for platform in (left, lost, left, lost):
        await homes.come_back(platform, way)
    assert [*before, (lost, "new")] == await homes.posted("homes")
    assert f"stay two groups: {wanted}." in words(await homes.word("homes", lost))


async def test_a_home_that_returns_to_a_group_in_force_or_long_parted_is_told_nothing(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.join()
    before = await homes.posted("homes")
    await homes.lose("telegram")
    await homes.return_to("telegram")
    assert before == await homes.posted("homes")

    await homes.lose("telegram")
    await homes.say(ROOT, "/setup disconnect yes")
    before = await homes.posted("homes")
    homes.later(days=32)
    await homes.return_to("telegram")
    assert before == await homes.posted("homes")


async def test_a_home_that_heard_of_the_end_of_a_lost_home_does_not_hear_it_again(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.join()
    await homes.lose("telegram")
    [lost] = await homes.store.read(read_lost_homes)
    homes.later(days=30)
    assert await homes.store.write(part_lost_home, lost.place_id, homes.clock.now(), homes.library, homes.clock.now())
    before = await homes.posted("homes")

    for platform in ("discord", "telegram"):
        await homes.lose(platform)
        await homes.return_to(platform)
    assert [*before, ("telegram", "new")] == await homes.posted("homes")
