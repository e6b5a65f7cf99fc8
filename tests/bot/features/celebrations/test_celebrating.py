"""Celebrations: once for ever, a minute later, in every place, and not after an undo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, update

from bot.database.store import Store
from bot.features.boards.actions import recent_milestones
from bot.features.celebrations.actions.celebrating import GRACE, CelebrationFacts, mark_celebrated
from bot.features.members.actions.groups import leave_group
from bot.features.path.actions.choosing import choose_option
from bot.features.path.actions.placing import place_learner as start_at
from bot.features.path.actions.self_check import affirm_criterion
from bot.features.settings.actions.learner_settings import choose_pings, choose_visibility
from bot.features.streaks.actions import counting
from bot.features.ticks.actions.ticking import TickedOff, tick_off
from bot.features.ticks.actions.undoing import Undone, undo_act
from bot.identity import Account, Place
from bot.posting import outbox
from bot.posting.posts import Post
from bot.tables import accounts, groups, learners, memberships, milestones, places
from bot.tables import outbox as rows
from roadmap.milestones import Milestone, MilestoneKind
from tests.bot.climb import ANN, CLIMB, ROOM, START, WHOLE_OF_ZERO, caller

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
BLOCK1 = Milestone(MilestoneKind.BLOCK, "week1")
BLOCK2 = Milestone(MilestoneKind.BLOCK, "week2")
MONTH1 = Milestone(MilestoneKind.MONTH, "month1")


async def tick(store: Store, *slugs: str, at: timedelta | None = None, place: Place = ROOM) -> TickedOff:
    return await store.write(tick_off, caller(at=at, place=place), CLIMB, slugs, "")


async def take_back(store: Store, *slugs: str, at: timedelta | None = None) -> Undone:
    return await store.write(undo_act, caller(at=at), CLIMB, slugs)


async def posts(store: Store, *states: str) -> list[tuple[str, CelebrationFacts]]:
    found = await store.read(lambda db: db.execute(select(rows).order_by(rows.c.id)).all())
    wanted = states or ("new",)
    return [(row.kind, CelebrationFacts.from_json(row.facts)) for row in found if row.state in wanted]


async def send_all(store: Store, at: timedelta) -> list[Post]:
    """What the deliverer does, without a platform."""
    claimed = await store.write(outbox.claim_posts, START + at, GRACE, 50, ["sandbox", "telegram"])
    for post in claimed:
        await store.write(sent, post, at)
    return claimed


def sent(db: Any, post: Post, at: timedelta) -> None:
    outbox.mark_sent(db, post.id, START + at, f"m{post.id}")
    mark_celebrated(db, post)


async def kept(store: Store) -> set[tuple[str, str, bool]]:
    found = await store.read(
        lambda db: db.execute(select(milestones.c.kind, milestones.c.slug, milestones.c.posted)).all()
    )
    return {(row.kind, row.slug, row.posted) for row in found}


def change(table: Any, **values: object) -> Any:
    return lambda db: db.execute(update(table).values(**values)).rowcount


async def test_a_finished_block_is_posted_after_a_minute_of_grace(store: Store) -> None:
    await tick(store, "week1")

    [(kind, facts)] = await posts(store)

    assert kind == "celebration"
    assert facts.milestones == (BLOCK1,)
    assert facts.account == Account("sandbox", 1, "Ann", "ann")
    assert not facts.ping
    assert await store.write(outbox.claim_posts, START + GRACE - SECOND, GRACE, 9, ["sandbox"]) == []
    assert len(await store.write(outbox.claim_posts, START + GRACE, GRACE, 9, ["sandbox"])) == 1


async def test_several_at_once_and_within_the_minute_make_one_post(store: Store) -> None:
    await tick(store, "week1")
    await tick(store, "week2", at=30 * SECOND)

    [(_, facts)] = await posts(store)

    assert facts.milestones == (BLOCK1, BLOCK2, MONTH1)
    assert await send_all(store, 89 * SECOND) == []
    assert len(await send_all(store, 90 * SECOND)) == 1


async def test_what_is_reached_after_the_post_gets_a_post_of_its_own(store: Store) -> None:
    await tick(store, "week1")
    await send_all(store, GRACE)

    await tick(store, "week2", at=2 * GRACE)

    assert [facts.milestones for _, facts in await posts(store)] == [(BLOCK2, MONTH1)]


async def test_an_undo_within_the_minute_leaves_no_post_and_no_milestone(store: Store) -> None:
    await tick(store, "week1")
    await take_back(store, "week1-stats", at=30 * SECOND)

    assert await posts(store) == []
    assert await kept(store) == set()
    assert await send_all(store, DAY) == []


async def test_an_undo_takes_only_its_own_out_of_a_shared_post(store: Store) -> None:
    await tick(store, "week1")
    await tick(store, "week2")
    await take_back(store, "week2-numpy")

    [(_, facts)] = await posts(store)

    assert facts.milestones == (BLOCK1,)


async def test_done_undone_and_done_again_within_the_minute_is_posted_once(store: Store) -> None:
    await tick(store, "week1")
    await take_back(store, "week1-stats")
    await tick(store, "week1-stats")

    assert [facts.milestones for _, facts in await posts(store)] == [(BLOCK1,)]
    assert len(await send_all(store, GRACE)) == 1


async def test_what_was_posted_is_never_posted_again(store: Store) -> None:
    await tick(store, "week1")
    await send_all(store, GRACE)
    assert await kept(store) == {("block", "week1", True)}

    await take_back(store, "week1-stats", at=2 * GRACE)
    await send_all(store, 2 * GRACE)
    await tick(store, "week1-stats", at=3 * GRACE)

    assert [kind for kind, _ in await posts(store)] == ["amend"]
    assert await kept(store) == {("block", "week1", True)}


async def test_an_undo_after_the_post_amends_it_and_a_redo_sets_it_right(store: Store) -> None:
    await tick(store, "week1")
    [post] = await send_all(store, GRACE)

    await take_back(store, "week1-stats", at=2 * GRACE)

    [(kind, facts)] = await posts(store)
    assert (kind, facts.standing, facts.withdrawn) == ("amend", (), (BLOCK1,))
    assert (facts.post, facts.message_id, facts.ping) == (post.id, f"m{post.id}", False)
    await send_all(store, 2 * GRACE)
    await tick(store, "week1-stats", at=3 * GRACE)
    [(kind, facts)] = await posts(store)
    assert (kind, facts.standing) == ("amend", (BLOCK1,))


async def test_undo_and_redo_before_the_amendment_is_sent_make_one_amendment(store: Store) -> None:
    await tick(store, "week1")
    await send_all(store, GRACE)
    await take_back(store, "week1-stats", at=2 * GRACE)
    await tick(store, "week1-stats", at=2 * GRACE)
    await take_back(store, "week1-stats", at=2 * GRACE)

    [(kind, facts)] = await posts(store)

    assert (kind, facts.standing) == ("amend", ())


async def test_an_undo_while_the_post_is_on_its_way_amends_it_once_it_is_there(store: Store) -> None:
    await tick(store, "week1")
    [post] = await store.write(outbox.claim_posts, START + GRACE, GRACE, 9, ["sandbox"])
    await take_back(store, "week1-stats", at=GRACE)
    assert await posts(store) == []

    await store.write(sent, post, GRACE)

    [(kind, facts)] = await posts(store)
    assert (kind, facts.standing, facts.message_id) == ("amend", (), f"m{post.id}")
    assert await kept(store) == {("block", "week1", True)}


async def test_every_place_of_every_group_on_this_roadmap_hears_of_it(store: Store) -> None:
    await tick(store, "week1-stats")
    await store.write(in_more_places)

    await tick(store, "week1")

    found = await posts(store)
    assert [(facts.account.platform, facts.account.name) for _, facts in found if facts.account] == [
        ("sandbox", "Ann"),
        ("telegram", "Annie"),
        ("discord", "Annie D"),
    ]


def in_more_places(db: Any) -> None:
    """The group has a Telegram place and a silenced one; another group is on Discord, a third on another
    roadmap, a fourth was left, a fifth has removed the bot."""
    db.execute(insert(accounts).values(learner_id=1, platform="telegram", user_id=11, name="Annie"))
    db.execute(insert(accounts).values(learner_id=1, platform="discord", user_id=12, name="Annie D"))
    common = {"zone": "UTC", "created_at": START, "active_at": START}
    db.execute(insert(groups).values(id=2, title="Two", roadmap="climb", **common))
    db.execute(insert(groups).values(id=3, title="Three", roadmap="other", **common))
    db.execute(insert(groups).values(id=4, title="Four", roadmap="climb", **common))
    db.execute(insert(groups).values(id=5, title="Five", roadmap="climb", removed_at=START, **common))
    for number, (group, platform, off) in enumerate(
        [
            (1, "telegram", None),
            (1, "discord", "forbidden"),
            (2, "discord", None),
            (3, "discord", None),
            (4, "discord", None),
            (5, "discord", None),
        ],
        50,
    ):
        spot = {"platform": platform, "space_id": number, "chat_id": number, "off_reason": off}
        db.execute(insert(places).values(group_id=group, **spot))
    left = {"group_id": 4, "number": 7, "joined_at": START, "active_at": START, "left_at": START}
    db.execute(insert(memberships).values(learner_id=1, **left))
    for group in (2, 3, 5):
        db.execute(insert(memberships).values(learner_id=1, group_id=group, number=7, joined_at=START, active_at=START))


async def test_a_hidden_learner_is_celebrated_nowhere(store: Store) -> None:
    await tick(store, "week1-stats")
    await store.write(change(learners, visibility="hidden"))

    await tick(store, "week1")

    assert await posts(store) == []
    assert await store.read(recent_milestones, 1, CLIMB, None, START + DAY) == []


async def test_who_hides_within_the_minute_is_celebrated_nowhere(store: Store) -> None:
    await tick(store, "week1")

    await store.write(choose_visibility, caller(), "climb", "hidden")

    assert await posts(store) == []
    await store.write(choose_visibility, caller(), "climb", "group")
    assert await send_all(store, DAY) == []


async def test_wishes_uttered_within_the_minute_are_heeded(store: Store) -> None:
    await store.write(choose_option, caller(), CLIMB, "path", "nlp")
    await tick(store, *WHOLE_OF_ZERO)
    [(_, before)] = await posts(store)

    await store.write(choose_pings, caller(), "climb", False)
    [(_, unpinged)] = await posts(store)
    await store.write(choose_visibility, caller(), "climb", "number")
    [(_, numbered)] = await posts(store)

    assert (before.ping, unpinged.ping, unpinged.account) == (True, False, before.account)
    assert (numbered.account, numbered.number, numbered.milestones) == (None, 1, before.milestones)


async def test_who_is_known_by_number_is_celebrated_by_number_without_a_ping(store: Store) -> None:
    await tick(store, "week1-stats")
    await store.write(change(learners, visibility="number"))
    await store.write(choose_option, caller(), CLIMB, "path", "nlp")

    await tick(store, *WHOLE_OF_ZERO)

    [(_, facts)] = await posts(store)
    assert (facts.account, facts.number, facts.ping) == (None, 1, False)


async def test_a_level_pings_the_learner_who_allows_it(store: Store) -> None:
    await store.write(choose_option, caller(), CLIMB, "path", "nlp")

    result = await tick(store, *WHOLE_OF_ZERO)

    [(_, facts)] = await posts(store)
    assert Milestone(MilestoneKind.LEVEL, "zero") in result.reached
    assert facts.ping


async def test_a_celebration_knows_the_role_of_the_place_it_goes_to(store: Store) -> None:
    await store.write(choose_option, caller(), CLIMB, "path", "nlp")
    await store.write(change(places, role_id=77))

    await tick(store, *WHOLE_OF_ZERO)

    [(_, facts)] = await posts(store)
    assert 77 == facts.role


async def test_no_ping_without_the_learners_leave(store: Store) -> None:
    await store.write(choose_option, caller(), CLIMB, "path", "nlp")
    await store.write(change(learners, pings=False))

    await tick(store, *WHOLE_OF_ZERO)

    [(_, facts)] = await posts(store)
    assert not facts.ping


async def test_a_level_undone_in_a_shared_post_pings_no_more(store: Store) -> None:
    await store.write(choose_option, caller(), CLIMB, "path", "nlp")
    await tick(store, "week1", "week2")
    await tick(store, "week3-build", at=SECOND)
    [(_, before)] = await posts(store)

    await take_back(store, "week3-build", at=2 * SECOND)

    [(_, after)] = await posts(store)
    assert (before.ping, after.ping) == (True, False)
    assert after.milestones == (BLOCK1, BLOCK2, MONTH1)


async def test_a_streak_of_seven_days_is_celebrated_on_the_seventh(store: Store) -> None:
    slugs = ["week1-algebra", "week1-stats", "week2-numpy", "week3-build", "week4-paper", "week2-cleaning"]
    for day, slug in enumerate(slugs):
        await tick(store, slug, at=day * DAY)
    await send_all(store, 5 * DAY + GRACE)

    result = await tick(store, "week4-talk", at=6 * DAY)

    assert Milestone(MilestoneKind.STREAK, "7") in result.reached
    await take_back(store, at=6 * DAY + SECOND)
    assert all(kind != "streak" for kind, _, _ in await kept(store))


async def test_the_third_day_after_a_break_is_a_comeback_once(store: Store) -> None:
    await tick(store, "week1-algebra")
    for day, slug in ((10, "week1-stats"), (11, "week2-numpy")):
        await tick(store, slug, at=day * DAY)

    result = await tick(store, "week3-build", at=12 * DAY)

    [comeback] = [one for one in result.reached if one.kind is MilestoneKind.COMEBACK]
    await take_back(store, "week3-build", at=12 * DAY)
    assert ("comeback", comeback.slug, False) not in await kept(store)
    again = await tick(store, "week3-build", at=12 * DAY)
    assert comeback in again.reached


async def test_the_fourth_day_undone_leaves_the_comeback(store: Store) -> None:
    await tick(store, "week1-algebra")
    for day, slug in ((10, "week1-stats"), (11, "week2-numpy"), (12, "week3-build"), (13, "week4-paper")):
        await tick(store, slug, at=day * DAY)

    await take_back(store, at=13 * DAY)

    assert any(kind == "comeback" for kind, _, _ in await kept(store))


async def test_a_victory_waits_for_level_and_statements_in_either_order(store: Store) -> None:
    await store.write(choose_option, caller(), CLIMB, "path", "nlp")
    await store.write(affirm_criterion, caller(), CLIMB, "zero-explain")
    assert not (await store.write(affirm_criterion, caller(), CLIMB, "zero-build")).won

    result = await tick(store, *WHOLE_OF_ZERO)

    assert Milestone(MilestoneKind.VICTORY, "zero") in result.reached
    await take_back(store, "week3-build")
    assert all(kind != "victory" for kind, _, _ in await kept(store))


async def test_a_post_that_failed_for_good_is_no_reason_to_keep_the_milestone(store: Store) -> None:
    await tick(store, "week1")
    [post] = await store.write(outbox.claim_posts, START + GRACE, GRACE, 9, ["sandbox"])
    await store.write(outbox.mark_dead, post.id, START + GRACE, "forbidden")

    await take_back(store, "week1-stats", at=2 * GRACE)

    assert await kept(store) == set()
    assert await posts(store) == []


async def test_facts_survive_their_journey_through_json() -> None:
    facts = CelebrationFacts(1, "climb", (BLOCK1, MONTH1), ANN, 3, True, (MONTH1,), 9, "m")

    assert CelebrationFacts.from_json(facts.to_json()) == facts
    assert facts.standing == (BLOCK1,)


async def test_lately_celebrated_shows_members_newest_first_after_the_grace(store: Store) -> None:
    await tick(store, "week1")
    await tick(store, "week2", at=DAY)

    def names(found: Sequence[Any]) -> list[str]:
        return [one.slug for one in found]

    assert names(await store.read(recent_milestones, 1, CLIMB, None, START + GRACE)) == ["week1"]
    assert names(await store.read(recent_milestones, 1, CLIMB, None, START + 2 * DAY)) == ["week2", "month1", "week1"]


async def test_counters_are_right_after_all_of_it(store: Store) -> None:
    await tick(store, "week1", "week2")
    await take_back(store, "week1")

    streak = await store.read(counting.read_ledger, 1, START)

    assert streak.current == 1


async def test_a_level_passed_by_placement_alone_is_no_public_victory(store: Store) -> None:
    await store.write(start_at, caller(), CLIMB, "mid")
    await store.write(affirm_criterion, caller(), CLIMB, "zero-explain")
    check = await store.write(affirm_criterion, caller(), CLIMB, "zero-build")

    assert check.victory
    assert await posts(store) == []
    assert all(kind != "victory" for kind, _, _ in await kept(store))


async def test_who_leaves_is_not_celebrated_there_any_more(store: Store) -> None:
    await tick(store, "week1")
    assert len(await posts(store)) == 1

    await store.write(leave_group, caller(at=SECOND))

    assert await posts(store) == []


async def test_what_was_told_is_not_told_again_though_its_post_is_long_forgotten(store: Store) -> None:
    await tick(store, "week1")
    await send_all(store, 2 * GRACE)
    await store.write(outbox.prune_outbox, START + DAY)

    await take_back(store, "week1", at=100 * DAY)
    await tick(store, "week1", at=100 * DAY)

    assert await posts(store) == []


async def test_what_could_not_be_posted_for_a_week_is_left_to_the_digest(store: Store) -> None:
    await tick(store, "week1")

    week = timedelta(days=7)
    assert await store.write(outbox.claim_posts, START + GRACE + week, GRACE, 9, ["sandbox"]) == []
    assert await posts(store) == []
    assert len(await posts(store, "dead")) == 1


async def test_each_celebration_in_a_place_takes_the_next_wording_and_its_amendment_the_same(store: Store) -> None:
    await tick(store, "week1")
    await send_all(store, GRACE)
    await tick(store, "week2", at=2 * GRACE)
    await send_all(store, 4 * GRACE)
    await take_back(store, "week2", at=5 * GRACE)

    assert [(kind, facts.turn) for kind, facts in await posts(store, "sent", "new")] == [
        *(("celebration", 0), ("celebration", 1), ("amend", 1))
    ]
