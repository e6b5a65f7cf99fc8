"""Crowds: the first celebration goes after its minute, those of the next ten minutes are gathered into one."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select, update

from bot.chat.reply import Reply
from bot.closed_sets import PostState, Visibility
from bot.database.store import Store, open_store
from bot.errors import Refused
from bot.features.celebrations.actions.listing import recent_milestones
from bot.features.celebrations.actions.planning import APART, GRACE
from bot.features.celebrations.actions.posted import CelebrationFacts, rename_in_posts
from bot.features.posts import POSTS as KINDS
from bot.features.settings.actions.learner_settings import choose_visibility
from bot.features.ticks.actions.ticking import tick_off
from bot.features.undos.actions.taking_back import undo_act
from bot.identity import Account, Caller, GroupId, Place
from bot.posting import outbox, recording
from bot.posting.deliverer import word_post
from bot.posting.kinds import find_kind
from bot.posting.posts import Post
from bot.posting.subjects import read_subjects
from bot.posting.wording import NothingToSay
from bot.tables import gathered, learners, milestones, places
from bot.tables import outbox as rows
from roadmap.milestones import Milestone, MilestoneKind
from tests.bot.climb import CLIMB, ROOM, START, WHOLE_OF_ZERO
from tests.sampling import examples

BLOCK, OTHER_BLOCK = "week1", "week2"
EVERY_TASK = [task.slug for task in CLIMB.tasks()]
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
LEASE = timedelta(minutes=2)
BY_NAME = {kind.name: kind for kind in KINDS}
Told = tuple[int, str, str]
"""A learner's milestone: the number of the member, its kind and slug."""


class Crowd:
    """Members by number in one room, and a platform that takes every post."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        self.now = timedelta()
        self.heard: list[tuple[timedelta, Post, Reply]] = []
        self.changed: list[Reply] = []

    def caller(self, member: int, place: Place = ROOM) -> Caller:
        name = f"M{member:02}"
        return Caller(Account("sandbox", member, name, name.lower()), place, START + self.now)

    def finish(self, member: int, *slugs: str) -> None:
        tick_off(self.db, self.caller(member), CLIMB, slugs or (BLOCK,), "")

    def undo(self, member: int) -> None:
        undo_act(self.db, self.caller(member), CLIMB, {CLIMB.slug: CLIMB})

    def show(self, member: int, visibility: Visibility) -> None:
        choose_visibility(self.db, self.caller(member), CLIMB.slug, visibility)

    def live(self, until: timedelta) -> None:
        """Send what falls due, each at its moment."""
        while (due := outbox.next_post_at(self.db, ["sandbox", "telegram"])) and due <= START + until:
            self.now = max(self.now, due - START)
            self.send()
        self.now = until

    def send(self) -> None:
        for post in outbox.claim_posts(self.db, START + self.now, LEASE, 50, ["sandbox", "telegram"]):
            if reply := self.word(post):
                self.mark(post)
                (self.changed if post.facts.get("message_id") else self.heard).append(self._kept(post, reply))

    def word(self, post: Post) -> Reply | None:
        try:
            subjects = read_subjects(self.db, post)
            return word_post(post, BY_NAME, {CLIMB.slug: CLIMB}, START + self.now, subjects)
        except NothingToSay:
            outbox.mark_dead(self.db, post.id, START + self.now, "taken back")
            return None

    def mark(self, post: Post) -> None:
        message_id = str(post.facts.get("message_id") or f"m{post.id}")
        recording.mark_delivered(self.db, post, message_id, START + self.now, find_kind(post.kind))

    def _kept(self, post: Post, reply: Reply) -> Any:
        return reply if post.facts.get("message_id") else (self.now, post, reply)

    @property
    def times(self) -> list[timedelta]:
        return [at for at, _, _ in self.heard]

    @property
    def texts(self) -> list[str]:
        return [f"{reply.title.plain}\n{reply.text.plain}" for _, _, reply in self.heard]

    def told(self) -> Counter[Told]:
        """How many posts told each milestone."""
        of_posts = select(rows.c.facts).where(rows.c.kind == "celebration", rows.c.state == PostState.SENT)
        of_parts = select(gathered.c.facts).join(rows, rows.c.id == gathered.c.post_id)
        every = [*self.db.scalars(of_posts), *self.db.scalars(of_parts.where(rows.c.state == PostState.SENT))]
        facts = [CelebrationFacts.from_json(one) for one in every]
        return Counter((int(one.learner), m.kind.value, m.slug) for one in facts for m in one.milestones)

    def reached(self) -> set[Told]:
        m = milestones.c
        found = self.db.execute(select(m.learner_id, m.kind, m.slug).where(m.withdrawn.is_(False)))
        return {(row.learner_id, row.kind, row.slug) for row in found}


def names(reply: Reply) -> list[str]:
    return [span.mention.name for span in reply.text.spans if span.mention]


def pinged(reply: Reply) -> list[str]:
    return [span.mention.name for span in reply.text.spans if span.mention and span.ping]


class Undoing(Exception):
    """Raised to take a whole history back."""


async def gather(store: Store, work: Callable[[Crowd], None]) -> None:
    await store.write(lambda db: work(Crowd(db)))


async def test_of_forty_one_the_first_goes_after_its_minute_and_forty_are_gathered(store: Store) -> None:
    def work(crowd: Crowd) -> None:
        for member in range(1, 42):
            crowd.now = member * SECOND
            crowd.finish(member)
        crowd.db.execute(update(places).values(role_id=77))
        crowd.live(timedelta(hours=1))

        assert {0} == {span.role for _, _, reply in crowd.heard for span in reply.text.spans}
        assert [SECOND + GRACE, SECOND + GRACE + APART] == crowd.times
        assert names(crowd.heard[0][2]) == ["M01"]
        assert names(crowd.heard[1][2]) == [f"M{member:02}" for member in range(2, 12)]
        assert "Maths: M02, M03, M04, M05, M06, M07, M08, M09, M10, M11 and 30 more" in crowd.texts[1]
        assert "40 more to celebrate" in crowd.texts[1]
        assert {1} == set(crowd.told().values())
        assert crowd.reached() == set(crowd.told())

    await gather(store, work)


async def test_a_crowd_that_goes_on_makes_one_post_for_each_ten_minutes(store: Store) -> None:
    def work(crowd: Crowd) -> None:
        for member in range(1, 36):
            crowd.live(member * MINUTE)
            crowd.finish(member)
        crowd.live(timedelta(hours=2))

        assert [2 * MINUTE, 12 * MINUTE, 22 * MINUTE, 32 * MINUTE, 42 * MINUTE] == crowd.times
        assert {1} == set(crowd.told().values())

    await gather(store, work)


async def test_who_finishes_after_a_quiet_ten_minutes_has_a_post_of_their_own(store: Store) -> None:
    def work(crowd: Crowd) -> None:
        crowd.finish(1)
        crowd.live(GRACE + APART)
        crowd.finish(2)
        crowd.live(timedelta(hours=1))

        assert [GRACE, 2 * GRACE + APART] == crowd.times
        assert {"celebration"} == {post.kind for _, post, _ in crowd.heard}

    await gather(store, work)


async def test_who_finishes_in_the_last_minute_keeps_their_minute_and_is_in_the_next(store: Store) -> None:
    def work(crowd: Crowd) -> None:
        crowd.finish(1)
        crowd.live(GRACE + APART - 30 * SECOND)
        crowd.finish(2)
        crowd.live(timedelta(hours=1))

        assert [GRACE, GRACE + APART + 30 * SECOND] == crowd.times
        crowd.finish(3)
        crowd.finish(4)
        crowd.live(timedelta(hours=1) + GRACE)
        crowd.now += APART - 30 * SECOND
        crowd.finish(5)
        crowd.live(timedelta(hours=3))
        assert [["M03"], ["M04"], ["M05"]] == [names(reply) for _, _, reply in crowd.heard[2:]]

    await gather(store, work)


async def test_a_mixed_crowd_is_told_by_milestone_the_greatest_first(store: Store) -> None:
    def work(crowd: Crowd) -> None:
        crowd.finish(1)
        for member, slug in ((2, BLOCK), (3, OTHER_BLOCK), (4, BLOCK)):
            crowd.finish(member, slug)
        crowd.finish(5, *WHOLE_OF_ZERO[:2])
        crowd.live(timedelta(hours=1))

        said = "🎉 4 more to celebrate\nFoundations: M05\nMaths: M05, M02, M04\nPython: M05, M03"
        assert said == crowd.texts[1]

    await gather(store, work)


async def test_a_level_in_a_crowd_pings_once_and_no_other_milestone_does(store: Store) -> None:
    def work(crowd: Crowd) -> None:
        for member in range(1, 14):
            crowd.finish(member)
        for number in range(14, 17):
            crowd.finish(number, *EVERY_TASK)
        crowd.db.execute(update(places).values(role_id=77))
        crowd.db.execute(update(learners).where(learners.c.name == "M15").values(pings=False))
        crowd.live(timedelta(hours=1))

        gathering = crowd.heard[1][2]
        assert ["M14", "M16"] == pinged(gathering)
        assert [77] == [span.role for span in gathering.text.spans if span.role and span.ping]
        assert {"M14", "M15", "M16", *(f"M{n:02}" for n in range(2, 9))} == set(names(gathering))

    await gather(store, work)


async def test_a_hidden_learner_is_absent_also_if_they_hid_while_the_post_waited(store: Store) -> None:
    def work(crowd: Crowd) -> None:
        crowd.finish(9, "week3-build")
        crowd.show(9, Visibility.HIDDEN)
        for member in (1, 2, 3, 9):
            crowd.finish(member)
        crowd.show(4, Visibility.NUMBER)
        crowd.finish(4)
        crowd.show(3, Visibility.HIDDEN)
        crowd.live(timedelta(hours=1))

        [_, (_, _, gathering)] = crowd.heard
        assert ["M02"] == names(gathering)
        assert "2 more to celebrate\nMaths: M02, Member 5" in crowd.texts[1]

    await gather(store, work)


async def test_who_hid_is_not_shown_by_a_later_change_and_their_milestone_is_untold(store: Store) -> None:
    def work(crowd: Crowd) -> None:
        for member in (1, 2, 3, 4):
            crowd.finish(member)
        crowd.show(3, Visibility.HIDDEN)
        crowd.live(timedelta(hours=1))
        crowd.show(3, Visibility.GROUP)
        crowd.undo(4)
        crowd.live(timedelta(hours=2))

        assert [["M02"]] == [names(reply) for reply in crowd.changed]
        assert 3 not in {learner for learner, _, _ in crowd.told()}

    await gather(store, work)


async def test_a_learner_who_is_forgotten_leaves_the_gathering_that_waits(store: Store) -> None:
    def work(crowd: Crowd) -> None:
        for member in (1, 2, 3):
            crowd.finish(member)
        crowd.db.execute(learners.delete().where(learners.c.id == 2))
        crowd.live(timedelta(hours=1))

        assert [["M01"], ["M03"]] == [names(reply) for _, _, reply in crowd.heard]

    await gather(store, work)


async def test_what_is_undone_while_the_gathering_waits_leaves_it_and_comes_back_with_a_redo(store: Store) -> None:
    def work(crowd: Crowd) -> None:
        for member in (1, 2, 3, 4):
            crowd.finish(member)
        crowd.now = 5 * MINUTE
        crowd.undo(2)
        crowd.undo(3)
        crowd.now += MINUTE
        crowd.finish(3)
        crowd.live(timedelta(hours=1))

        assert [["M01"], ["M04", "M03"]] == [names(reply) for _, _, reply in crowd.heard]
        assert (2, "block", BLOCK) not in crowd.told()

    await gather(store, work)


async def test_a_gathering_of_which_all_was_undone_is_never_sent(store: Store) -> None:
    def work(crowd: Crowd) -> None:
        crowd.finish(1)
        crowd.finish(2)
        crowd.now = 5 * MINUTE
        crowd.undo(2)
        crowd.live(timedelta(hours=1))

        assert [["M01"]] == [names(reply) for _, _, reply in crowd.heard]
        crowd.finish(2)
        crowd.live(timedelta(hours=2))
        assert [["M01"], ["M02"]] == [names(reply) for _, _, reply in crowd.heard]

    await gather(store, work)


async def test_if_the_first_is_undone_in_its_minute_the_others_do_not_wait_ten_minutes(store: Store) -> None:
    def work(crowd: Crowd) -> None:
        crowd.finish(1)
        for member in (2, 3):
            crowd.now += 10 * SECOND
            crowd.finish(member)
        crowd.now += 10 * SECOND
        crowd.undo(1)
        crowd.live(timedelta(hours=1))

        assert [20 * SECOND + GRACE] == crowd.times
        assert ["M02", "M03"] == names(crowd.heard[0][2])

    await gather(store, work)


async def test_an_undo_after_the_gathering_changes_it_in_place_and_pings_nobody(store: Store) -> None:
    def work(crowd: Crowd) -> None:
        crowd.finish(1)
        for member in (2, 3, 4):
            crowd.finish(member, *EVERY_TASK)
        crowd.db.execute(update(places).values(role_id=77))
        crowd.live(timedelta(hours=1))
        crowd.undo(3)
        crowd.live(timedelta(hours=2))

        [changed] = crowd.changed
        assert {"M02", "M04"} == set(names(changed))
        assert [] == pinged(changed) + [span.role for span in changed.text.spans if span.role and span.ping]
        crowd.finish(3, *EVERY_TASK)
        crowd.undo(2)
        crowd.undo(4)
        crowd.live(timedelta(hours=3))
        crowd.undo(3)
        crowd.live(timedelta(hours=4))
        assert {"M03"} == set(names(crowd.changed[1]))
        assert "Coming soon" in crowd.changed[2].text.plain
        assert 2 == len(crowd.heard)

    await gather(store, work)


async def test_an_undo_while_the_gathering_is_in_flight_changes_it_after_delivery(store: Store) -> None:
    def work(crowd: Crowd) -> None:
        for member in (1, 2, 3):
            crowd.finish(member)
        crowd.live(GRACE)
        crowd.now = GRACE + APART
        [post] = outbox.claim_posts(crowd.db, START + crowd.now, LEASE, 9, ["sandbox"])
        crowd.undo(2)
        crowd.mark(post)
        crowd.live(timedelta(hours=1))

        assert [["M03"]] == [names(reply) for reply in crowd.changed]
        crowd.finish(2)
        crowd.live(timedelta(hours=2))
        assert [["M03"], ["M02", "M03"]] == [names(reply) for reply in crowd.changed]

    await gather(store, work)


async def test_twenty_calls_at_once_make_one_post_and_one_gathering(store: Store) -> None:
    def finish(db: Connection, member: int) -> None:
        Crowd(db).finish(member)

    await asyncio.gather(*(store.write(finish, member) for member in range(1, 21)))

    def work(crowd: Crowd) -> None:
        crowd.live(timedelta(hours=1))
        assert [GRACE, GRACE + APART] == crowd.times
        assert {1} == set(crowd.told().values())
        assert 20 == len(crowd.told())

    await gather(store, work)


async def test_a_part_follows_its_block_to_a_new_slug(store: Store) -> None:
    def work(crowd: Crowd) -> None:
        for member in (1, 2, 3):
            crowd.finish(member)
        crowd.undo(2)
        old, new = (Milestone(MilestoneKind.BLOCK, slug) for slug in (BLOCK, OTHER_BLOCK))
        rename_in_posts(crowd.db, CLIMB.slug, {old: new})
        parts = select(gathered.c.facts).order_by(gathered.c.learner_id)

        facts = [CelebrationFacts.from_json(one) for one in crowd.db.scalars(parts)]
        assert [((), (new,)), ((new,), ())] == [(one.milestones, one.undone) for one in facts]

    await gather(store, work)


async def test_each_place_of_a_group_gathers_on_its_own(store: Store) -> None:
    def work(crowd: Crowd) -> None:
        for member in (1, 2, 3):
            crowd.finish(member, "week3-build")
        spot = {"platform": "telegram", "space_id": -9, "chat_id": -9}
        crowd.db.execute(insert(places).values(group_id=1, **spot))
        crowd.finish(1)
        crowd.live(5 * MINUTE)
        crowd.db.execute(update(places).where(places.c.space_id == -9).values(off_reason="removed"))
        crowd.finish(2)
        crowd.db.execute(update(places).where(places.c.space_id == -9).values(off_reason=None))
        crowd.finish(3)
        crowd.live(timedelta(hours=1))

        heard = {
            platform: [names(reply) for _, post, reply in crowd.heard if post.place.platform == platform]
            for platform in ("sandbox", "telegram")
        }
        assert {"sandbox": [["M01"], ["M02", "M03"]], "telegram": [["M01"], ["M03"]]} == heard

    await gather(store, work)


async def test_a_crowd_of_four_hundred_fits_both_platforms(sqlite_store: Store) -> None:
    def work(crowd: Crowd) -> None:
        for member in range(1, 401):
            crowd.live(member * SECOND)
            crowd.finish(member, [BLOCK, OTHER_BLOCK][member % 2])
        crowd.live(timedelta(hours=1))

        assert [SECOND + GRACE, SECOND + GRACE + APART] == crowd.times
        [_, (_, _, reply)] = crowd.heard
        assert len(reply.text.plain) < 1024
        assert 10 == len(set(names(reply)))
        assert {1} == set(crowd.told().values())

    await gather(sqlite_store, work)


async def test_a_milestone_in_a_waiting_gathering_is_listed_after_its_minute(store: Store) -> None:
    def work(crowd: Crowd) -> None:
        crowd.finish(1)
        crowd.finish(2)

        def listed(at: timedelta) -> list[str]:
            found = recent_milestones(crowd.db, GroupId(1), CLIMB, None, START + at)
            return sorted(one.name for one in found)

        assert [] == listed(GRACE - SECOND)
        assert ["M01", "M02"] == listed(GRACE)
        crowd.undo(2)
        assert ["M01"] == listed(GRACE)

    await gather(store, work)


async def test_a_gathering_stays_ten_minutes_behind_a_celebration_that_waits_longer(sqlite_store: Store) -> None:
    def work(crowd: Crowd) -> None:
        crowd.finish(2, BLOCK)
        crowd.finish(1, BLOCK)
        crowd.live(SECOND)
        crowd.finish(2, OTHER_BLOCK)
        crowd.live(timedelta(hours=1))

        assert [GRACE + SECOND, GRACE + SECOND + APART] == crowd.times

    await gather(sqlite_store, work)


async def test_a_gathering_that_comes_late_says_so(store: Store) -> None:
    def work(crowd: Crowd) -> None:
        for member in (1, 2, 3):
            crowd.finish(member)
        crowd.now = timedelta(hours=5)
        crowd.send()

        assert all("Sorry" in text for text in crowd.texts)

    await gather(store, work)


STEPS = st.lists(
    st.tuples(
        st.integers(1, 12),
        st.sampled_from((0, 1, 20, 45, 61, 200, 599, 600, 601, 1500)),
        st.sampled_from((BLOCK, OTHER_BLOCK, "week3-build", "undo", "undo")),
    ),
    max_size=40,
)


@settings(examples(1, everyday=0.4), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
@example(steps=[(member, 5, BLOCK) for member in range(1, 13)])
@example(steps=[(1, 0, BLOCK), (2, 0, BLOCK)])
@example(steps=[(2, 0, BLOCK), (1, 0, BLOCK), (2, 1, OTHER_BLOCK)])
@example(steps=[(1, 0, BLOCK), (1, 600, OTHER_BLOCK), (2, 0, BLOCK)])
def test_each_milestone_is_told_in_exactly_one_post_and_posts_are_few(
    sqlite_url: str, steps: list[tuple[int, int, str]]
) -> None:
    def work(db: Connection) -> None:
        crowd = Crowd(db)
        for member, seconds, what in steps:
            crowd.live(crowd.now + seconds * SECOND)
            try:
                with db.begin_nested():
                    crowd.undo(member) if what == "undo" else crowd.finish(member, what)
            except Refused:
                continue
        lasted = crowd.now / MINUTE
        crowd.live(crowd.now + timedelta(hours=1))

        told = crowd.told()
        assert not [one for one, times in told.items() if times > 1]
        assert crowd.reached() <= set(told)
        assert len(crowd.heard) <= 1 + (1 + int(lasted // 10))  # one more for each ten minutes begun
        gaps = [after - before for before, after in zip(crowd.times, crowd.times[1:], strict=False)]
        assert all(gap >= APART for gap in gaps)
        raise Undoing

    async def main() -> None:
        store = open_store(sqlite_url)
        try:
            with pytest.raises(Undoing):
                await store.write(work)
        finally:
            await store.close()

    asyncio.run(main())
