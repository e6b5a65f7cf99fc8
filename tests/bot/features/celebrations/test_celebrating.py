"""Celebrations: once for ever, a minute later, in every place, and not after an undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from bot.chat.markup import Text
from bot.closed_sets import ActKind, Visibility
from bot.database.store import Store
from bot.features.celebrations.actions.listing import recent_milestones
from bot.features.celebrations.actions.planning import APART, GRACE
from bot.features.celebrations.actions.posted import (
    WORTH_SAYING,
    CelebrationFacts,
    put_celebration,
    rename_in_posts,
)
from bot.features.members.actions.groups import leave_group
from bot.features.path.actions.choosing import choose_option
from bot.features.path.actions.placing import place_learner as start_at
from bot.features.path.actions.self_check import affirm_criterion
from bot.features.posts import POSTS as KINDS
from bot.features.sessions.actions import log_study
from bot.features.settings.actions.learner_settings import choose_pings, choose_visibility
from bot.features.streaks.actions import counting
from bot.features.ticks.actions.ticked_off import TickedOff
from bot.features.ticks.actions.ticking import tick_off
from bot.features.undos.actions.picking import Wanted
from bot.features.undos.actions.taking_back import undo_act, undo_tasks
from bot.features.undos.actions.undone import Undone
from bot.identity import Account, GroupId, LearnerId, Place, PostId
from bot.posting import outbox
from bot.posting.deliverer import word_post
from bot.posting.posts import POSTS, Post, read_post
from bot.posting.subjects import Subjects, read_subjects
from bot.posting.wording import NothingToSay
from bot.tables import accounts, groups, learners, memberships, milestones, places
from bot.tables import outbox as rows
from roadmap.milestones import Milestone, MilestoneKind
from roadmap.model import Criterion
from tests.bot.climb import CLIMB, ROOM, START, WHOLE_OF_ZERO, caller

DAY = timedelta(days=1)
KINDS_BY_NAME = {kind.name: kind for kind in KINDS}
SECOND = timedelta(seconds=1)
BLOCK1 = Milestone(MilestoneKind.BLOCK, "week1")
BLOCK2 = Milestone(MilestoneKind.BLOCK, "week2")
MONTH1 = Milestone(MilestoneKind.MONTH, "month1")
CLIMB_SLUGS = [task.slug for task in CLIMB.tasks() if task.slug != "week3-path"]


async def tick(store: Store, *slugs: str, at: timedelta | None = None, place: Place = ROOM) -> TickedOff:
    return await store.write(tick_off, caller(at=at, place=place), CLIMB, slugs, "")


async def take_back(store: Store, *slugs: str, at: timedelta | None = None) -> Undone:
    if slugs:
        return await store.write(undo_tasks, caller(at=at), CLIMB, slugs)
    return await store.write(undo_act, caller(at=at), CLIMB, {"climb": CLIMB})


async def posts(store: Store, *states: str) -> list[tuple[str, CelebrationFacts]]:
    found = await store.read(lambda db: db.execute(select(rows).order_by(rows.c.id)).all())
    wanted = states or ("new",)
    return [(row.kind, CelebrationFacts.from_json(row.facts)) for row in found if row.state in wanted]


async def heard(store: Store) -> list[Text]:
    """What the places would hear now of celebrations that wait."""
    found = await store.read(with_subjects)
    return [text for post, subjects in found if (text := in_words(post, subjects))]


def with_subjects(db: Connection) -> list[tuple[Post, Subjects]]:
    found = [read_post(row) for row in db.execute(POSTS.where(rows.c.state == "new"))]
    return [(post, read_subjects(db, post)) for post in found]


def in_words(post: Post, subjects: Subjects) -> Text:
    try:
        return word_post(post, {kind.name: kind for kind in KINDS}, {CLIMB.slug: CLIMB}, post.created_at, subjects).text
    except NothingToSay:
        return Text()


def named(texts: list[Text]) -> list[Account]:
    return [span.mention for text in texts for span in text.spans if span.mention]


def pinged(texts: list[Text]) -> list[int]:
    """User ids and roles."""
    spans = [span for text in texts for span in text.spans if span.ping]
    return [span.mention.user_id if span.mention else span.role for span in spans]


async def send_all(store: Store, at: timedelta) -> list[Post]:
    """What the deliverer does, without a platform."""
    claimed = await store.write(outbox.claim_posts, START + at, GRACE, 50, ["sandbox", "telegram"])
    for post in claimed:
        await store.write(sent, post, at)
    return claimed


def sent(db: Any, post: Post, at: timedelta) -> None:
    outbox.mark_sent(db, post.id, START + at, f"m{post.id}")
    if (after := KINDS_BY_NAME[post.kind].after_sent) is not None:
        after(db, post)


async def kept(store: Store) -> set[tuple[str, str, bool]]:
    found = await store.read(
        lambda db: db.execute(
            select(milestones.c.kind, milestones.c.slug, milestones.c.posted).where(
                or_(milestones.c.posted, milestones.c.withdrawn.is_(False))
            )
        ).all()
    )
    return {(row.kind, row.slug, row.posted) for row in found}


def change(table: Any, **values: object) -> Any:
    return lambda db: db.execute(update(table).values(**values)).rowcount


async def test_a_finished_block_is_posted_after_a_minute_of_grace(store: Store) -> None:
    await tick(store, "week1")

    [(kind, facts)] = await posts(store)

    assert "celebration" == kind
    assert (BLOCK1,) == facts.milestones
    told = await heard(store)
    assert [Account("sandbox", 1, "Ann", "ann")] == named(told)
    assert [] == pinged(told)
    assert [] == await store.write(outbox.claim_posts, START + GRACE - SECOND, GRACE, 9, ["sandbox"])
    assert 1 == len(await store.write(outbox.claim_posts, START + GRACE, GRACE, 9, ["sandbox"]))


async def test_several_at_once_and_within_the_minute_make_one_post(store: Store) -> None:
    await tick(store, "week1")
    await tick(store, "week2", at=30 * SECOND)

    [(_, facts)] = await posts(store)

    assert (BLOCK1, BLOCK2, MONTH1) == facts.milestones
    assert [] == await send_all(store, 89 * SECOND)
    assert 1 == len(await send_all(store, 90 * SECOND))


async def test_what_is_reached_after_the_post_gets_a_post_of_its_own(store: Store) -> None:
    await tick(store, "week1")
    await send_all(store, GRACE)

    await tick(store, "week2", at=APART)

    assert [(BLOCK2, MONTH1)] == [facts.milestones for _, facts in await posts(store)]


async def test_an_undo_within_the_minute_leaves_no_post_and_no_milestone(store: Store) -> None:
    await tick(store, "week1")
    await take_back(store, "week1-stats", at=30 * SECOND)

    assert [] == await posts(store)
    assert set() == await kept(store)
    assert [] == await send_all(store, DAY)


async def test_an_undo_takes_only_its_own_out_of_a_shared_post(store: Store) -> None:
    await tick(store, "week1")
    await tick(store, "week2")
    await take_back(store, "week2-numpy")

    [(_, facts)] = await posts(store)

    assert (BLOCK1,) == facts.milestones


async def test_done_undone_and_done_again_within_the_minute_is_posted_once(store: Store) -> None:
    await tick(store, "week1")
    await take_back(store, "week1-stats")
    await tick(store, "week1-stats")

    assert [(BLOCK1,)] == [facts.milestones for _, facts in await posts(store)]
    assert 1 == len(await send_all(store, GRACE))


async def test_what_was_posted_is_never_posted_again(store: Store) -> None:
    await tick(store, "week1")
    await send_all(store, GRACE)
    assert {("block", "week1", True)} == await kept(store)

    await take_back(store, "week1-stats", at=2 * GRACE)
    await send_all(store, 2 * GRACE)
    await tick(store, "week1-stats", at=3 * GRACE)

    assert ["amend"] == [kind for kind, _ in await posts(store)]
    assert {("block", "week1", True)} == await kept(store)


async def test_an_undo_after_the_post_amends_it_and_a_redo_sets_it_right(store: Store) -> None:
    await tick(store, "week1")
    [post] = await send_all(store, GRACE)

    await take_back(store, "week1-stats", at=2 * GRACE)

    [(kind, facts)] = await posts(store)
    assert ("amend", (), (BLOCK1,)) == (kind, facts.remaining, facts.withdrawn)
    assert (facts.post, facts.message_id) == (post.id, f"m{post.id}")
    await send_all(store, 2 * GRACE)
    await tick(store, "week1-stats", at=3 * GRACE)
    [(kind, facts)] = await posts(store)
    assert ("amend", (BLOCK1,)) == (kind, facts.remaining)


async def test_an_amendment_that_no_place_takes_for_a_week_is_given_up(store: Store) -> None:
    await tick(store, "week1")
    await send_all(store, GRACE)
    await take_back(store, "week1-stats", at=2 * GRACE)

    assert [] == await send_all(store, 2 * GRACE + WORTH_SAYING)


async def test_undo_and_redo_before_the_amendment_is_sent_make_one_amendment(store: Store) -> None:
    await tick(store, "week1")
    await send_all(store, GRACE)
    await take_back(store, "week1-stats", at=2 * GRACE)
    await tick(store, "week1-stats", at=2 * GRACE)
    await take_back(store, "week1-stats", at=2 * GRACE)

    [(kind, facts)] = await posts(store)

    assert ("amend", ()) == (kind, facts.remaining)


async def test_two_posts_that_are_out_are_amended_each_on_its_own(store: Store) -> None:
    await tick(store, "week1")
    [first] = await send_all(store, GRACE)
    await tick(store, "week2", at=APART)
    later = await send_all(store, 2 * APART)

    await take_back(store, "week1-stats", at=3 * APART)
    await take_back(store, "week2-numpy", at=3 * APART)

    amended = [facts.post for kind, facts in await posts(store) if kind == "amend"]
    assert [first.id, later[0].id] == amended


async def test_a_part_with_a_new_slug_has_it_in_the_posts_of_its_own_roadmap(store: Store) -> None:
    facts = CelebrationFacts(LearnerId(1), "climb", (BLOCK1, MONTH1), withdrawn=(BLOCK1,))

    def rename(db: Connection) -> None:
        for number, slug in enumerate(("climb", "other")):
            common: dict[str, Any] = {"kind": "celebration", "place_id": 1, "now": START, "due_at": START}
            put_celebration(db, replace(facts, roadmap=slug), key=str(number), **common)
        rename_in_posts(db, "climb", {BLOCK1: BLOCK2})

    await tick(store, "week1-stats")
    await store.write(rename)

    renamed = replace(facts, milestones=(BLOCK2, MONTH1), withdrawn=(BLOCK2,))
    assert [renamed, replace(facts, roadmap="other")] == [one for _, one in await posts(store)]


async def test_an_undo_while_the_post_is_in_flight_amends_it_after_delivery(store: Store) -> None:
    await tick(store, "week1")
    [post] = await store.write(outbox.claim_posts, START + GRACE, GRACE, 9, ["sandbox"])
    await take_back(store, "week1-stats", at=GRACE)
    assert [] == await posts(store)

    await store.write(sent, post, GRACE)

    [(kind, facts)] = await posts(store)
    assert ("amend", (), f"m{post.id}") == (kind, facts.remaining, facts.message_id)
    assert {("block", "week1", True)} == await kept(store)


async def test_every_place_of_every_group_on_this_roadmap_hears_of_it(store: Store) -> None:
    await tick(store, "week1-stats")
    await store.write(in_more_places)

    await tick(store, "week1")

    assert [
        ("sandbox", "Ann"),
        ("telegram", "Annie"),
        ("discord", "Annie D"),
    ] == [(one.platform, one.name) for one in named(await heard(store))]


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
            (1, "discord", "kicked"),
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

    assert [] == await posts(store)
    assert [] == await store.read(recent_milestones, GroupId(1), CLIMB, None, START + DAY)


async def test_who_hides_within_the_minute_is_celebrated_nowhere(store: Store) -> None:
    await tick(store, "week1")

    await store.write(choose_visibility, caller(), "climb", Visibility.HIDDEN)

    assert [] == await heard(store)


async def test_what_counts_is_the_wish_when_the_post_is_sent(store: Store) -> None:
    await tick(store, "week1")
    await store.write(choose_visibility, caller(), "climb", Visibility.HIDDEN)
    await store.write(choose_visibility, caller(at=SECOND), "climb", Visibility.GROUP)

    assert ["Ann"] == [one.name for one in named(await heard(store))]


async def test_what_is_reached_while_hidden_stays_untold(store: Store) -> None:
    await tick(store, "week1")
    await store.write(choose_visibility, caller(), "climb", Visibility.HIDDEN)
    await tick(store, "week2", at=SECOND)
    await store.write(choose_visibility, caller(at=2 * SECOND), "climb", Visibility.GROUP)

    assert [(BLOCK1,)] == [facts.milestones for _, facts in await posts(store)]


async def test_wishes_uttered_within_the_minute_are_heeded(store: Store) -> None:
    await store.write(choose_option, caller(), CLIMB, "path", "nlp")
    await tick(store, *WHOLE_OF_ZERO)
    before = await heard(store)

    await store.write(choose_pings, caller(), "climb", False)
    unpinged = await heard(store)
    await store.write(choose_visibility, caller(), "climb", Visibility.NUMBER)
    [numbered] = await heard(store)

    assert (pinged(before), pinged(unpinged), named(unpinged)) == ([1], [], named(before))
    assert "Member 1" in numbered.plain and "Ann" not in numbered.plain


async def test_a_learner_called_otherwise_since_is_celebrated_by_the_new_name(store: Store) -> None:
    await tick(store, "week1")
    await store.write(change(accounts, name="Anna"))

    assert ["Anna"] == [one.name for one in named(await heard(store))]


async def test_a_post_that_is_out_names_a_learner_who_hid_since_no_more(store: Store) -> None:
    await tick(store, "week1")
    await send_all(store, GRACE)
    await store.write(choose_visibility, caller(), "climb", Visibility.HIDDEN)
    await take_back(store, "week1-stats", at=2 * GRACE)

    [text] = await heard(store)

    assert "Member 1" in text.plain and "Ann" not in text.plain


async def test_who_is_known_by_number_is_celebrated_by_number_without_a_ping(store: Store) -> None:
    await tick(store, "week1-stats")
    await store.write(change(learners, visibility="number"))
    await store.write(choose_option, caller(), CLIMB, "path", "nlp")

    await tick(store, *WHOLE_OF_ZERO)

    told = await heard(store)
    assert ([], []) == (named(told), pinged(told))
    assert "Member 1" in told[0].plain


async def test_a_level_pings_the_learner_who_allows_it(store: Store) -> None:
    await store.write(choose_option, caller(), CLIMB, "path", "nlp")

    result = await tick(store, *WHOLE_OF_ZERO)

    assert Milestone(MilestoneKind.LEVEL, "zero") in result.reached
    assert [1] == pinged(await heard(store))


async def test_a_celebration_knows_the_role_of_the_place_it_goes_to(store: Store) -> None:
    await store.write(choose_option, caller(), CLIMB, "path", "nlp")
    await store.write(change(places, role_id=77))

    await tick(store, *WHOLE_OF_ZERO)

    assert [1, 77] == pinged(await heard(store))


async def test_no_ping_without_the_learners_leave(store: Store) -> None:
    await store.write(choose_option, caller(), CLIMB, "path", "nlp")
    await store.write(change(learners, pings=False))

    await tick(store, *WHOLE_OF_ZERO)

    assert [] == pinged(await heard(store))


async def test_a_level_undone_in_a_shared_post_pings_no_more(store: Store) -> None:
    await store.write(choose_option, caller(), CLIMB, "path", "nlp")
    await tick(store, "week1", "week2")
    await tick(store, "week3-build", at=SECOND)
    before = await heard(store)

    await take_back(store, "week3-build", at=2 * SECOND)

    [(_, after)] = await posts(store)
    assert ([1], []) == (pinged(before), pinged(await heard(store)))
    assert (BLOCK1, BLOCK2, MONTH1) == after.milestones


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


async def test_a_victory_holds_again_when_the_withdrawal_of_its_statement_is_taken_back(store: Store) -> None:
    await store.write(choose_option, caller(), CLIMB, "path", "nlp")
    await tick(store, *WHOLE_OF_ZERO)
    for seconds, slug in enumerate(("zero-explain", "zero-build"), 1):
        await store.write(affirm_criterion, caller(at=seconds * SECOND), CLIMB, slug, yes=True)
    victory = ("victory", "zero", False)
    assert victory in await kept(store)
    await store.write(affirm_criterion, caller(at=3 * SECOND), CLIMB, "zero-build", yes=False)
    assert victory not in await kept(store)

    await take_back(store, at=4 * SECOND)

    assert victory in await kept(store)
    assert any(Milestone(MilestoneKind.VICTORY, "zero") in facts.milestones for _, facts in await posts(store))


async def test_a_choice_that_completes_an_affirmed_level_is_a_victory(store: Store) -> None:
    zero, mid = CLIMB.levels
    lead = replace(CLIMB, levels=(zero, replace(mid, criteria=(Criterion("mid-lead", "Lead a team"),))))
    await store.write(choose_option, caller(), lead, "advanced", "research")
    await store.write(tick_off, caller(), lead, ("week4-team",), "")
    await store.write(affirm_criterion, caller(), lead, "mid-lead")

    chosen = await store.write(choose_option, caller(), lead, "advanced", "lead")

    assert Milestone(MilestoneKind.VICTORY, "mid") in chosen.ticked.reached


async def test_undoing_a_placement_takes_back_the_milestones_that_it_helped_to_reach(store: Store) -> None:
    await store.write(start_at, caller(), CLIMB, "week2")
    reached = await tick(store, "week2")
    assert (BLOCK2, MONTH1) == reached.reached

    await store.write(undo_act, caller(at=SECOND), CLIMB, {"climb": CLIMB}, Wanted(last=(ActKind.PLACEMENT,)))

    assert [(BLOCK2,)] == [facts.milestones for _, facts in await posts(store)]
    assert {("block", "week2", False)} == await kept(store)


async def test_undoing_a_placement_takes_back_the_level_and_its_victory(store: Store) -> None:
    await store.write(start_at, caller(), CLIMB, "week3")
    await store.write(affirm_criterion, caller(), CLIMB, "zero-explain")
    await store.write(affirm_criterion, caller(), CLIMB, "zero-build")
    await store.write(choose_option, caller(), CLIMB, "path", "nlp")
    won = await tick(store, "week3-build")
    assert Milestone(MilestoneKind.VICTORY, "zero") in won.reached

    await store.write(undo_act, caller(at=SECOND), CLIMB, {"climb": CLIMB}, Wanted(last=(ActKind.PLACEMENT,)))

    assert {"block", "month"} == {kind for kind, _, _ in await kept(store)}


async def test_a_post_that_failed_for_good_is_no_reason_to_keep_the_milestone(store: Store) -> None:
    await tick(store, "week1")
    [post] = await store.write(outbox.claim_posts, START + GRACE, GRACE, 9, ["sandbox"])
    await store.write(outbox.mark_dead, post.id, START + GRACE, "forbidden")

    await take_back(store, "week1-stats", at=2 * GRACE)

    assert set() == await kept(store)
    assert [] == await posts(store)


async def test_facts_survive_their_journey_through_json() -> None:
    facts = CelebrationFacts(LearnerId(1), "climb", (BLOCK1, MONTH1), (MONTH1,), PostId(9), "m")

    assert CelebrationFacts.from_json(facts.to_json()) == facts
    assert (BLOCK1,) == facts.remaining


async def test_lately_celebrated_shows_members_newest_first_after_the_grace(store: Store) -> None:
    await tick(store, "week1")
    await tick(store, "week2", at=DAY)

    def names(found: Sequence[Any]) -> list[str]:
        return [one.slug for one in found]

    assert ["week1"] == names(await store.read(recent_milestones, GroupId(1), CLIMB, None, START + GRACE))
    assert ["week2", "month1", "week1"] == names(
        await store.read(recent_milestones, GroupId(1), CLIMB, None, START + 2 * DAY)
    )


async def test_counters_are_right_after_all_of_it(store: Store) -> None:
    await tick(store, "week1", "week2")
    await take_back(store, "week1")

    streak = await store.read(counting.read_ledger, LearnerId(1), START)

    assert 1 == streak.current


async def test_a_level_passed_by_placement_alone_is_no_public_victory(store: Store) -> None:
    await store.write(start_at, caller(), CLIMB, "mid")
    await store.write(affirm_criterion, caller(), CLIMB, "zero-explain")
    check = await store.write(affirm_criterion, caller(), CLIMB, "zero-build")

    assert (True, False) == (check.victory, check.won)
    assert [] == await posts(store)
    assert all(kind != "victory" for kind, _, _ in await kept(store))


async def test_who_leaves_is_not_celebrated_there_any_more(store: Store) -> None:
    await tick(store, "week1")
    assert 1 == len(await posts(store))

    await store.write(leave_group, caller(at=SECOND))

    assert [] == await heard(store)


async def test_what_was_told_is_not_told_again_though_its_post_is_long_forgotten(store: Store) -> None:
    await tick(store, "week1")
    await send_all(store, 2 * GRACE)
    await store.write(outbox.prune_outbox, START + DAY)

    await take_back(store, "week1", at=100 * DAY)
    await tick(store, "week1", at=100 * DAY)

    assert [] == await posts(store)


async def test_what_could_not_be_posted_for_a_week_is_left_to_the_digest(store: Store) -> None:
    await tick(store, "week1")

    week = timedelta(days=7)
    assert [] == await store.write(outbox.claim_posts, START + GRACE + week, GRACE, 9, ["sandbox"])
    assert [] == await posts(store)
    assert 1 == len(await posts(store, "dead"))


async def test_each_celebration_in_a_place_takes_the_next_wording_and_its_amendment_the_same(store: Store) -> None:
    await tick(store, "week1")
    await send_all(store, GRACE)
    await tick(store, "week2", at=APART)
    await send_all(store, 2 * APART)
    await take_back(store, "week2", at=3 * APART)

    assert [(kind, facts.turn) for kind, facts in await posts(store, "sent", "new")] == [
        *(("celebration", 0), ("celebration", 1), ("amend", 1))
    ]


async def test_a_changed_post_pings_neither_learner_nor_role(store: Store) -> None:
    await tick(store, "week1")
    [(post, subjects)] = await store.read(with_subjects)
    level = CelebrationFacts.from_json(post.facts)
    great = replace(level, milestones=(Milestone(MilestoneKind.LEVEL, CLIMB.levels[0].slug),)).to_json()
    post = replace(post, facts=great)
    roled = replace(post, role=77)
    changed = replace(roled, facts=post.facts | {"message_id": "5"})

    new, amended = in_words(roled, subjects), in_words(changed, subjects)

    assert [2, 0] == [sum(span.ping for span in text.spans) for text in (new, amended)]
    assert new.plain == amended.plain


async def test_a_group_that_the_learner_left_hears_nothing_of_them(store: Store) -> None:
    elsewhere = Place("sandbox", 9, 9, title="Elsewhere")
    await tick(store, place=elsewhere)
    await store.write(leave_group, caller(place=elsewhere))

    await tick(store, *WHOLE_OF_ZERO)

    assert 1 == len(await posts(store))


async def test_a_milestone_is_listed_once_it_can_no_longer_be_undone_unseen(store: Store) -> None:
    await tick(store, *WHOLE_OF_ZERO)

    listed = [
        bool(await store.read(recent_milestones, GroupId(1), CLIMB, None, START + late))
        for late in (timedelta(), GRACE - SECOND, GRACE)
    ]

    assert [False, False, True] == listed


async def test_a_milestone_taken_back_after_its_post_is_listed_nowhere_until_it_is_reached_again(store: Store) -> None:
    async def listed(at: timedelta) -> list[str]:
        found = await store.read(recent_milestones, GroupId(1), CLIMB, None, START + at)
        return [one.slug for one in found]

    await tick(store, "week1")
    await send_all(store, GRACE)
    assert ["week1"] == await listed(GRACE)
    await take_back(store, "week1-stats", at=DAY)
    assert [] == await listed(DAY + GRACE)
    await tick(store, "week1-stats", at=2 * DAY)

    assert ["week1"] == await listed(2 * DAY)


async def test_an_older_act_taken_back_takes_the_streak_that_it_was_part_of(store: Store) -> None:
    for day in range(7):
        await tick(store, CLIMB_SLUGS[day], at=day * DAY)
    for day in range(12, 14):
        await tick(store, CLIMB_SLUGS[day - 5], at=day * DAY)
    assert ("streak", "7", False) in await kept(store)

    await take_back(store, CLIMB_SLUGS[3], at=14 * DAY)

    found = await store.read(recent_milestones, GroupId(1), CLIMB, None, START + 15 * DAY)
    assert "streak" not in {one.kind for one in found}


async def test_an_act_taken_back_leaves_a_streak_that_an_earlier_one_had_reached(store: Store) -> None:
    for day in range(7):
        await study(store, day)
    for day in range(12, 19):
        await study(store, day)

    await take_back(store, at=18 * DAY)

    found = await store.read(recent_milestones, GroupId(1), CLIMB, None, START + 19 * DAY)
    assert [("streak", "7")] == [(one.kind, one.slug) for one in found if one.kind == "streak"]


async def test_an_act_taken_back_leaves_a_block_that_an_earlier_one_had_finished(store: Store) -> None:
    await tick(store, "week4-paper", "week4-talk")
    await store.write(choose_option, caller(at=SECOND), CLIMB, "advanced", "lead")
    await tick(store, "week4-team", at=2 * SECOND)

    await take_back(store, at=3 * SECOND)

    assert ("block", "week4", False) in await kept(store)


async def test_two_blocks_taken_back_by_name_leave_neither_milestone(store: Store) -> None:
    await tick(store, "week1")
    await tick(store, "week2", at=SECOND)

    await take_back(store, "week1", "week2", at=2 * SECOND)

    assert set() == await kept(store)


async def test_a_milestone_from_before_acts_were_kept_goes_with_its_ticks(store: Store) -> None:
    await tick(store, "week1")
    await store.write(change(milestones, act_id=None))

    await take_back(store, "week1-stats", at=SECOND)

    assert set() == await kept(store)


async def study(store: Store, day: int) -> None:
    await store.write(log_study, caller(at=day * DAY), CLIMB, 20)
