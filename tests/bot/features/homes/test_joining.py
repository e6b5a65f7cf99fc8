"""The joining: what moves, what stays, and who is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.closed_sets import Fallback, Visibility
from bot.database.store import Store
from bot.features.homes.actions.announcing import announce_numbers
from bot.features.homes.actions.joining import Joining, join_groups
from bot.features.members.actions.groups import move_place
from bot.features.nudges.facts import PERSONAL
from bot.features.privacy.actions.retention import begin_day, find_groups_to_end
from bot.features.privacy.actions.upkeep import DAILY, note_done
from bot.identity import ConnectionId, GroupId, LearnerId
from bot.posting.budget import fallback_place
from bot.tables import (
    accounts,
    checkins,
    connections,
    dues,
    groups,
    learners,
    memberships,
    obstacles,
    outbox,
    places,
    week_goals,
)
from tests.bot.features.homes.two_homes import CHIEF, DISCORD, ROOT, TELEGRAM, TwoHomes, do
from tests.bot.room import words


async def test_all_that_is_open_moves_on_both_engines(store: Store) -> None:
    homes = TwoHomes(store)
    await homes.settle("Ann@discord", "Bob@discord", "Cem@telegram", "Dee@telegram")
    for name in ("Ann@discord", "Cem@telegram"):
        await homes.say(name, "/settings partner on")
    await homes.say("Dee@telegram", "/settings visibility number")
    await homes.say("Cem@telegram", "/focus 50")
    await homes.say("Cem@telegram", "/stuck week1-practice how?")
    await homes.say(ROOT, "/setup goal 5")
    homes.later(minutes=5)
    await homes.say(CHIEF, "/setup goal 10")
    await homes.say(CHIEF, "/setup nudge 07:00")

    await homes.join()

    mine, other = await homes.rows(groups)
    assert (other.joined_to, other.removed_at) == (mine.id, homes.clock.now())
    assert mine.nudge_at == 18 * 60
    assert [one.number for one in await homes.rows(memberships, group_id=mine.id)] == [1, 2, 3, 4]
    assert all(one.left_at for one in await homes.rows(memberships, group_id=other.id))
    assert await homes.rows(dues, group_id=other.id) == []
    assert [one.group_id for one in await homes.rows(obstacles)] == [mine.id]
    assert [one.tasks for one in await homes.rows(week_goals)] == [10]
    [told] = await homes.rows(outbox, kind="renumbered")
    assert told.facts["number"] == 4
    assert "you’re Member 4" in words(await homes.word_of(told.id))


@pytest.mark.parametrize(("state", "which"), [("early", 1), ("cancelled", 1), ("joined", 1), ("gone", 2)])
async def test_a_connection_that_is_not_to_be_joined_now_is_left_alone(homes: TwoHomes, state: str, which: int) -> None:
    """It was found due a moment before, and was changed since."""
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    await homes.work()
    if state == "cancelled":
        await homes.say(ROOT, "/setup connect cancel")
    homes.later(days=1, seconds=-1 if state == "early" else 0)
    if state == "joined":
        await homes.work()
    before = [await homes.rows(table) for table in (connections, groups, memberships, outbox)]

    found = await homes.store.write(join_groups, ConnectionId(which), homes.library, homes.clock.now())

    assert found is Joining.NOTHING
    assert before == [await homes.rows(table) for table in (connections, groups, memberships, outbox)]


async def test_open_check_ins_are_closed_in_their_own_homes_first(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    homes.later(days=6)  # the Sunday of the check-in
    await homes.live(minutes=30)
    assert sorted(await homes.posted("checkin")) == [("discord", "sent"), ("telegram", "sent")]
    for name in ("Ann@discord", "Cem@telegram"):
        await homes.say(name, "/settings checkins all")
        await homes.say(name, f"/checkin {name} did it")
    await homes.connect()
    await homes.work()
    homes.later(days=1)
    await homes.joiner.run_due()

    assert all(one.closed_at == homes.clock.now() for one in await homes.rows(checkins))
    for platform, own, other in (("discord", "Ann", "Cem"), ("telegram", "Cem", "Ann")):
        digest = words(await homes.word("digest", platform))
        assert f"{own}@{platform} did it" in digest
        assert f"{other}@" not in digest


async def test_one_check_in_and_one_digest_hold_both_sides(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.join()
    await homes.live(days=5, hours=1)
    for name in ("Ann@discord", "Cem@telegram"):
        await homes.say(name, "/settings checkins all")
        await homes.say(name, f"/checkin {name} did it")
    await homes.live(days=1)

    assert [one.closed_at is not None for one in await homes.rows(checkins)] == [True]
    assert await homes.posted("digest") == [("discord", "sent"), ("telegram", "sent")]
    for platform in ("discord", "telegram"):
        digest = words(await homes.word("digest", platform))
        assert "Ann@discord did it" in digest
        assert "Cem@telegram did it" in digest


async def test_a_celebration_is_heard_once_in_each_home(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.join()

    for task in ("week1-algebra", "week1-practice"):
        await homes.say("Cem@telegram", f"/done {task}")
    await homes.live(minutes=20)

    assert await homes.posted("celebration") == [("discord", "sent"), ("telegram", "sent")]
    assert "Cem" in words(await homes.word("celebration", "discord"))


async def test_a_private_post_that_cannot_be_sent_goes_to_a_home_of_its_learner(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.join()
    chosen = update(learners).values(fallback=Fallback.GROUP)
    await homes.store.write(lambda db: db.execute(chosen).rowcount)

    for person in await homes.rows(accounts):
        place_id = await homes.store.read(fallback_place, person.learner_id, PERSONAL)
        assert [person.platform] == [one.platform for one in await homes.rows(places, id=place_id)]

    await homes.lose("telegram")
    there = {
        person.platform: await homes.store.read(fallback_place, person.learner_id, PERSONAL)
        for person in await homes.rows(accounts)
    }
    assert (True, None) == (there["discord"] is not None, there["telegram"])


async def test_a_member_of_both_counts_once(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    code = (await homes.say("Ann@discord", "/settings link")).text.plain.split("Your code: ")[1].split()[0]
    await homes.tap("Cem@telegram", await homes.say("Cem@telegram", f"/settings link {code}"), "Link")
    assert len(await homes.rows(learners)) == 1
    mine, other = await homes.rows(groups)
    chosen = update(memberships).where(memberships.c.group_id == other.id).values(chosen_at=homes.clock.now())
    await homes.store.write(lambda db: db.execute(chosen).rowcount)
    await homes.join()

    [united] = await homes.rows(memberships, group_id=mine.id)
    assert (united.number, united.chosen_at is None) == (1, False)

    await homes.say(ROOT, "/setup disconnect yes")
    for group in (mine, other):
        [parted] = await homes.rows(memberships, group_id=group.id)
        assert (parted.left_at, parted.chosen_at is None) == (None, group.id == mine.id)  # as they had chosen


async def test_both_learners_of_an_unlink_are_members_of_both_homes(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    code = (await homes.say("Ann@discord", "/settings link")).text.plain.split("Your code: ")[1].split()[0]
    await homes.tap("Cem@telegram", await homes.say("Cem@telegram", f"/settings link {code}"), "Link")
    await homes.join()

    await homes.say("Cem@telegram", "/settings unlink yes")

    assert len(await homes.rows(learners)) == 2
    assert await homes.present(1) == [1, 2]
    await homes.say(ROOT, "/setup disconnect yes")
    assert (await homes.present(1), await homes.present(2)) == ([1], [1])


async def test_the_title_of_the_second_home_does_not_rename_the_group(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.join()

    homes.later(hours=2)
    await homes.say("Cem@telegram", "/done week1-algebra")

    assert (await homes.rows(groups))[0].title == DISCORD.title


async def test_the_community_board_needs_the_wish_of_both(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.say(ROOT, "/setup community on")
    await homes.join()

    assert [one.in_community for one in await homes.rows(learners)] == [False, False]


async def test_members_without_a_zone_of_their_own_take_that_of_the_group(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram", "Dee@telegram")
    await homes.say(ROOT, "/setup zone Tokyo")
    await homes.say("Dee@telegram", "/settings zone Berlin")
    await homes.join()

    zones = [one.next_zone or one.zone for one in await homes.rows(learners)]
    assert zones == ["Asia/Tokyo", "Asia/Tokyo", "Europe/Berlin"]


async def test_an_invite_of_either_home_opens_the_group(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    links = [await homes.invite(name) for name in ("Ann@discord", "Cem@telegram")]
    await homes.join()

    for number, code in enumerate(links):
        await homes.accept(f"New{number}@telegram", code)

    here = [one for one in await homes.rows(memberships, group_id=1) if one.left_at is None]
    assert len(here) == 4


@pytest.mark.parametrize("place", [DISCORD, TELEGRAM], ids=["discord", "telegram"])
async def test_a_lost_home_leaves_the_group_to_the_other_and_comes_back(homes: TwoHomes, place: object) -> None:
    platform = DISCORD.platform if place is DISCORD else TELEGRAM.platform
    other = "telegram" if platform == "discord" else "discord"
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.say(ROOT, "/setup")
    await homes.say(CHIEF, "/setup")
    await homes.join()

    await homes.lose(platform)
    homes.later(days=3)
    await homes.say(f"{'Cem' if other == 'telegram' else 'Ann'}@{other}", "/done week1-algebra")
    [steward] = await homes.rows(outbox, kind="steward")
    assert steward.facts["platform"] == platform
    assert (await homes.rows(groups))[0].removed_at is None
    homes.later(days=20)
    await homes.return_to(platform)

    board = words(await homes.say("Ann@discord", "/leaderboard all"))
    assert "Ann" in board
    assert "Cem" in board
    assert len(await homes.rows(accounts)) == 2


async def test_the_group_that_rests_is_not_deleted_like_one_that_removed_the_bot(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.join()
    await homes.store.write(begin_day, homes.clock.now())
    homes.later(days=25)
    await homes.store.write(note_done, DAILY, homes.clock.now())
    homes.later(days=15)

    assert await homes.store.read(find_groups_to_end, homes.clock.now()) == []
    assert len(await homes.rows(groups)) == 2


async def test_a_chat_that_moves_and_a_bot_that_returns_keep_the_connection(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.join()
    moved = replace(TELEGRAM, space_id=-1021, chat_id=-1021)

    await homes.store.write(move_place, "telegram", TELEGRAM.space_id, moved.space_id, homes.clock.now())
    board = words(await homes.say("Cem@telegram", "/leaderboard all", moved))

    assert "Ann" in board
    assert [one.came_from for one in await homes.rows(places)] == [None, 2]
    await homes.say(CHIEF, "/setup disconnect yes", moved)
    assert [one.group_id for one in await homes.rows(places)] == [1, 2]


@pytest.mark.parametrize(("issuer", "typist"), [(ROOT, CHIEF), (CHIEF, ROOT)])
@pytest.mark.parametrize("wished", [(True, True), (True, False), (False, True)])
async def test_a_group_of_two_is_as_open_silent_and_lately_used_as_both_allow(
    homes: TwoHomes, issuer: str, typist: str, wished: tuple[bool, bool]
) -> None:
    """Answers stay where the Telegram group has them: Discord does not ask."""
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect(issuer, typist)
    await homes.work()
    homes.later(days=1)
    used = [homes.clock.now() - timedelta(days=9 if wish else 2) for wish in wished]
    for group_id, answers, wish, last in zip((1, 2), ("private", "brief"), wished, used, strict=True):
        values = {"answers": answers, "asleep": wish, "community": wish, "active_at": last}
        await homes.store.write(do, update(groups).where(groups.c.id == group_id).values(**values))

    await homes.joiner.run_due()

    [one] = await homes.rows(groups, id=1 if issuer == ROOT else 2)
    assert ("brief", all(wished), all(wished)) == (one.answers, one.asleep, one.community)
    assert max(used) == one.active_at


@pytest.mark.parametrize("seen", Visibility)
async def test_a_new_number_is_told_to_those_who_are_shown_by_it(homes: TwoHomes, seen: Visibility) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.say("Cem@telegram", f"/settings visibility {seen}")

    await homes.join()

    [_, moved] = await homes.rows(memberships, group_id=1)
    told = [(one.learner_id, one.facts["number"]) for one in await homes.rows(outbox, kind="renumbered")]
    assert ([(moved.learner_id, 2)] if seen is Visibility.NUMBER else []) == told


async def test_a_new_number_is_told_once_for_each_group_number_and_change(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.say("Ann@discord", "/settings visibility number")
    [ann, _] = [LearnerId(one.id) for one in await homes.rows(learners)]
    now = homes.clock.now()
    changes = [(1, 3, now), (2, 3, now), (1, 4, now), (1, 3, now + timedelta(minutes=1))]

    for group_id, number, at in changes * 2:
        await homes.store.write(announce_numbers, {ann: number}, GroupId(group_id), at)

    told = [(one.facts["group_id"], one.facts["number"]) for one in await homes.rows(outbox, kind="renumbered")]
    assert [(group_id, number) for group_id, number, _ in changes] == told


async def test_a_member_who_left_is_told_of_no_new_number(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.say("Cem@telegram", "/settings visibility number")
    await homes.store.write(
        lambda db: (
            db.execute(
                update(memberships).where(memberships.c.group_id == 2).values(left_at=homes.clock.now())
            ).rowcount
        )
    )
    await homes.join()

    assert [1, 2] == [one.number for one in await homes.rows(memberships, group_id=1)]
    assert [] == await homes.rows(outbox, kind="renumbered")


async def test_news_of_a_connection_and_new_numbers_are_worth_saying_for_two_days(homes: TwoHomes) -> None:
    """That a connection lies ahead is worth saying until it is there."""
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.say("Cem@telegram", "/settings visibility number")

    await homes.join()

    posts = [one for kind in ("homes", "renumbered") for one in await homes.rows(outbox, kind=kind)]
    lasts = {(one.kind, one.facts.get("news")): one.stale_at and one.stale_at - one.due_at for one in posts}
    days = timedelta(days=2)
    assert {("homes", "ahead"): None, ("homes", "joined"): days, ("renumbered", None): days} == lasts


async def test_news_of_a_connection_and_new_numbers_say_when_they_are_late(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram", ROOT)
    await homes.say("Cem@telegram", "/settings visibility number")
    await homes.say(ROOT, "/setup nudge 18:00")
    await homes.connect()
    await homes.work()
    await homes.lose("telegram")
    losing = [*await homes.rows(outbox, kind="home_lost"), (await homes.rows(outbox, kind="homes"))[-1]]
    assert [False, False] == await _are_late(homes, losing)
    homes.later(hours=12)
    assert [True, True] == await _are_late(homes, losing)

    await homes.return_to("telegram")
    homes.later(hours=12)
    await homes.work()
    joined = [(await homes.rows(outbox, kind=kind))[-1] for kind in ("homes", "renumbered")]
    assert [False, False] == await _are_late(homes, joined)
    homes.later(hours=12)
    assert [True, True] == await _are_late(homes, joined)


async def _are_late(homes: TwoHomes, posts: Sequence[Any]) -> list[bool]:
    """Whether each post begs pardon for being late."""
    return ["Sorry, this is late." in words(await homes.word_of(one.id)) for one in posts]
