"""Laws of forgetting in random histories: counters stay right, numbers are given once, nothing names the gone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update

from bot.closed_sets import Visibility
from bot.database.endings import run_to_end
from bot.database.store import open_store
from bot.errors import Refused
from bot.features.helping.actions.offering import offer_help
from bot.features.helping.actions.thanking import HelpVerdict, judge_offers
from bot.features.helping.queries.obstacles import open_obstacle
from bot.features.helping.queries.stuck import note_posted
from bot.features.members.actions.presence import enter
from bot.features.posts import POSTS as KINDS
from bot.features.privacy.actions.forgetting import Forgotten, ask_to_forget, find_due, forget_if_due, forget_now
from bot.features.settings.actions.learner_settings import choose_visibility
from bot.features.streaks.actions.counting import verify_counters
from bot.features.ticks.actions.ticking import tick_off
from bot.features.undos.actions.taking_back import undo_act
from bot.identity import Account, Caller, LearnerId, ObstacleId
from bot.posting import outbox, recording
from bot.posting.deliverer import word_post
from bot.posting.posts import Post
from bot.posting.subjects import LEARNER, find_ids, read_subjects
from bot.posting.wording import NothingToSay
from bot.tables import groups, memberships, metadata
from bot.tables import outbox as posts
from tests.bot.climb import CLIMB, ROOM, START
from tests.sampling import examples

BY_NAME = {kind.name: kind for kind in KINDS}
LIBRARY = {CLIMB.slug: CLIMB}
SLUGS = [task.slug for task in CLIMB.tasks()]
MEMBERS = (1, 2, 3)
Step = tuple[str, int, int]


class Village:
    """Three persons who study, help, hide, are forgotten and come back, and what is said to them."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        self.now = START
        self.gone: set[LearnerId] = set()
        self.numbers: dict[LearnerId, int] = {}
        self.group, *_ = [enter(db, self.caller(member), CLIMB.slug).group_id for member in MEMBERS]
        db.execute(update(groups).values(community=True))
        for member in MEMBERS:
            self.do("show", member, 0)
        self.check()

    def caller(self, member: int) -> Caller:
        return Caller(Account("sandbox", 7_000_000 + member, f"Member{member}", f"m{member}"), ROOM, self.now)

    def do(self, what: str, member: int, which: int) -> None:
        self.now += timedelta(minutes=1)
        with suppress(Refused), self.db.begin_nested():
            run_to_end(self.db, lambda _: getattr(self, what)(member, which))

    def tick(self, member: int, which: int) -> None:
        tick_off(self.db, self.caller(member), CLIMB, [SLUGS[which % len(SLUGS)]], "")

    def undo(self, member: int, _: int) -> None:
        undo_act(self.db, self.caller(member), CLIMB, LIBRARY)

    def stuck(self, member: int, _: int) -> None:
        me = enter(self.db, self.caller(member), CLIMB.slug)
        made = open_obstacle(
            self.db, me.learner_id, group_id=self.group, roadmap_slug="climb", task=None, words="Joins", now=self.now
        )
        note_posted(self.db, made, self.now)

    def offer(self, member: int, which: int) -> None:
        offer_help(self.db, self.caller(member), "climb", ObstacleId(which))

    def solved(self, member: int, which: int) -> None:
        judge_offers(self.db, self.caller(member), "climb", ObstacleId(which), HelpVerdict.YES)

    def hide(self, member: int, _: int) -> None:
        choose_visibility(self.db, self.caller(member), "climb", Visibility.HIDDEN)

    def show(self, member: int, _: int) -> None:
        choose_visibility(self.db, self.caller(member), "climb", Visibility.GROUP)

    def forget(self, member: int, _: int) -> None:
        me = enter(self.db, self.caller(member), CLIMB.slug).learner_id
        assert Forgotten.DONE is forget_now(self.db, self.caller(member), "")
        self.gone.add(me)

    def forget_later(self, member: int, _: int) -> None:
        ask_to_forget(self.db, self.caller(member))

    def send(self, hours: int, _: int) -> None:
        """Let time go by, forget those whose moment has come, and send what is due."""
        self.now += timedelta(hours=hours)
        for learner in find_due(self.db, self.now):
            assert forget_if_due(self.db, learner, self.now)
            self.gone.add(learner)
        for post in outbox.claim_posts(self.db, self.now, timedelta(minutes=1), 50, ["sandbox"]):
            if self._word(post):
                recording.mark_delivered(self.db, post, f"m{post.id}", self.now, BY_NAME[post.kind])
            else:
                outbox.mark_dead(self.db, post.id, self.now, "taken back")

    def _word(self, post: Post) -> bool:
        kind = BY_NAME[post.kind]
        details = kind.read_details(self.db, post) if kind.read_details else None
        try:
            subjects = read_subjects(self.db, post)
            word_post(post, BY_NAME, LIBRARY, self.now, subjects, details=details)
        except NothingToSay:
            return False
        return True

    def check(self) -> None:
        assert [] == verify_counters(self.db)
        for learner, number in self.db.execute(select(memberships.c.learner_id, memberships.c.number)):
            assert number == self.numbers.setdefault(learner, number)
        assert len(self.numbers) == len(set(self.numbers.values()))
        for facts in self.db.scalars(select(posts.c.facts)):
            assert self.gone.isdisjoint(find_ids(facts, LEARNER))
        for table in metadata.sorted_tables:
            for column in (key.parent for key in table.foreign_keys if key.target_fullname == "learners.id"):
                assert self.gone.isdisjoint(self.db.scalars(select(column)))


class Undoing(Exception):
    """Raised to take a whole history back."""


async def take_back(url: str, work: Callable[[Connection], None]) -> None:
    store = open_store(url)
    try:
        with pytest.raises(Undoing):
            await store.write(work)
    finally:
        await store.close()


WHAT = st.sampled_from(
    ("tick", "tick", "undo", "stuck", "offer", "solved", "hide", "show", "forget", "forget", "forget_later")
)
STEPS = st.one_of(
    st.tuples(WHAT, st.sampled_from(MEMBERS), st.integers(0, 8)),
    st.tuples(st.just("send"), st.sampled_from((0, 1, 24, 49)), st.just(0)),
)
HELPED: list[Step] = [("stuck", 1, 0), ("offer", 2, 1), ("send", 1, 0), ("solved", 1, 1), ("send", 24, 0)]


@settings(examples(1, everyday=0.4), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEPS, max_size=25))
@example(steps=[*HELPED, ("forget", 1, 0), ("send", 1, 0), ("forget", 2, 0), ("tick", 1, 0)])
@example(
    steps=[("tick", 1, 0), ("tick", 1, 1), ("tick", 1, 2), ("send", 1, 0), ("forget_later", 1, 0), ("send", 24, 0)]
)
@example(steps=[("tick", 3, 0), ("forget", 3, 0), ("tick", 3, 0), ("hide", 3, 0), ("forget", 3, 0), ("forget", 3, 0)])
def test_nothing_of_the_forgotten_is_left_and_all_else_counts_on(sqlite_url: str, steps: list[Step]) -> None:
    def work(db: Connection) -> None:
        village = Village(db)
        for step in [*steps, ("send", 49, 0)]:
            village.do(*step)
            village.check()
        raise Undoing

    asyncio.run(take_back(sqlite_url, work))
