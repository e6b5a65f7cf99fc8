"""Laws of help under random histories: thanks count right, and nobody is introduced who withdrew or is avoided."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, or_, select

from bot.closed_sets import Visibility
from bot.database.store import open_store
from bot.errors import Refused
from bot.features.helping.actions.offering import Offered, offer_help
from bot.features.helping.actions.thanking import HelpVerdict, judge_offers
from bot.features.helping.posts import FOLLOW_UP_POST
from bot.features.helping.queries.obstacles import open_obstacle
from bot.features.helping.queries.stuck import note_posted
from bot.features.helping.queries.thanks import count_thanks
from bot.features.members.actions.groups import leave_group
from bot.features.members.actions.presence import enter
from bot.features.members.queries.avoiding import add_avoidance
from bot.features.posts import POSTS as KINDS
from bot.features.settings.actions.learner_settings import choose_visibility
from bot.identity import Account, Caller, LearnerId, ObstacleId
from bot.posting import calendar, outbox, recording
from bot.posting.deliverer import word_post
from bot.posting.kinds import plans_of
from bot.posting.posts import Post
from bot.posting.subjects import read_subjects
from bot.posting.wording import NothingToSay
from bot.tables import avoidances, helps, learners, memberships
from tests.bot.climb import CLIMB, ROOM, START
from tests.sampling import examples

BY_NAME = {kind.name: kind for kind in KINDS}
FOLLOW_UPS = plans_of([FOLLOW_UP_POST])
LEASE = timedelta(minutes=1)
MEMBERS = (1, 2, 3, 4)
Step = tuple[str, int, int]


class Village:
    """Four members who are stuck, help, thank, hide, leave and avoid each other, and what is said to them."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        self.now = START
        self.askers: dict[ObstacleId, int] = {}
        self.offers: set[tuple[ObstacleId, int]] = set()
        self.thanked: set[tuple[ObstacleId, int]] = set()
        self.met: set[tuple[int, int, int]] = set()
        self.group, *_ = [enter(db, self.caller(member), CLIMB.slug).group_id for member in MEMBERS]

    def caller(self, member: int) -> Caller:
        return Caller(Account("sandbox", member, f"M{member}", f"m{member}"), ROOM, self.now)

    def do(self, what: str, member: int, which: int) -> None:
        with suppress(Refused), self.db.begin_nested():
            getattr(self, what)(member, which)

    def stuck(self, member: int, _: int) -> None:
        learner = LearnerId(member)
        made = open_obstacle(
            self.db, learner, group_id=self.group, roadmap_slug="climb", task=None, words="Joins", now=self.now
        )
        note_posted(self.db, made, self.now)
        self.askers[made] = member

    def offer(self, member: int, which: int) -> None:
        made = offer_help(self.db, self.caller(member), "climb", ObstacleId(which))
        if made.outcome in {Offered.MET, Offered.PRIVATE}:
            assert (ObstacleId(which), member) not in self.offers
            self.offers.add((ObstacleId(which), member))

    def solved(self, member: int, which: int) -> None:
        self._judge(member, which, HelpVerdict.YES)

    def little(self, member: int, which: int) -> None:
        self._judge(member, which, HelpVerdict.SOME)

    def not_yet(self, member: int, which: int) -> None:
        self._judge(member, which, HelpVerdict.NO)

    def _judge(self, member: int, which: int, verdict: HelpVerdict) -> None:
        judge_offers(self.db, self.caller(member), "climb", ObstacleId(which), verdict)
        assert self.askers[ObstacleId(which)] == member
        given = {one for one in self.offers if one[0] == which}
        self.thanked = self.thanked - given if verdict is HelpVerdict.NO else self.thanked | given

    def hide(self, member: int, _: int) -> None:
        choose_visibility(self.db, self.caller(member), "climb", Visibility.HIDDEN)

    def show(self, member: int, which: int) -> None:
        shown = Visibility.NUMBER if which == 1 else Visibility.GROUP
        choose_visibility(self.db, self.caller(member), "climb", shown)

    def leave(self, member: int, _: int) -> None:
        leave_group(self.db, self.caller(member))

    def avoid(self, member: int, which: int) -> None:
        if member != which:
            add_avoidance(self.db, LearnerId(member), LearnerId(which))

    def send(self, hours: int, _: int) -> None:
        """Let time go by, and send what is due."""
        self.now += timedelta(hours=hours)
        offered = self._offered()
        calendar.plan_due(self.db, self.now, FOLLOW_UPS, {CLIMB.slug: CLIMB}, 50)
        self._let_go(offered - self._offered())
        for post in outbox.claim_posts(self.db, self.now, LEASE, 50, ["sandbox"]):
            if self._word(post):
                recording.mark_delivered(self.db, post, f"m{post.id}", self.now, BY_NAME[post.kind])
            else:
                outbox.mark_dead(self.db, post.id, self.now, "taken back")

    def _offered(self) -> set[tuple[ObstacleId, int]]:
        rows = self.db.execute(select(helps.c.obstacle_id, helps.c.learner_id).where(helps.c.offered_at.is_not(None)))
        return {(ObstacleId(row.obstacle_id), row.learner_id) for row in rows}

    def _let_go(self, unsaid: set[tuple[ObstacleId, int]]) -> None:
        """Let offers go that were not said in time. One that was said, or thanked for, is never taken back."""
        assert not {(which, self.askers[which], member) for which, member in unsaid} & self.met
        assert not unsaid & self.thanked
        self.offers -= unsaid

    def _word(self, post: Post) -> bool:
        kind = BY_NAME[post.kind]
        details = kind.read_details(self.db, post) if kind.read_details else None
        try:
            subjects = read_subjects(self.db, post)
            reply = word_post(post, BY_NAME, {CLIMB.slug: CLIMB}, self.now, subjects, details=details)
        except NothingToSay:
            return False
        named = {span.mention.user_id for span in reply.text.spans if span.mention}
        assert not [member for member in named if self._is_unseen(member)]
        if post.kind == "contact":
            self._check_contact(post)
        return True

    def _check_contact(self, post: Post) -> None:
        asker, fellow = post.facts["asker"]["learner"], post.facts["fellow"]["learner"]
        pair = [avoidances.c.learner_id.in_([asker, fellow]), avoidances.c.other_id.in_([asker, fellow])]
        assert not self.db.execute(select(avoidances).where(*pair)).all()
        assert not self._is_gone(asker)
        assert not self._is_gone(fellow)
        met = (post.facts["obstacle"], asker, fellow)
        assert met not in self.met
        self.met.add(met)

    def _is_gone(self, member: int) -> bool:
        gone = or_(learners.c.visibility == Visibility.HIDDEN, memberships.c.left_at.is_not(None))
        joined = learners.join(memberships, memberships.c.learner_id == learners.c.id)
        return (
            self.db.scalar(select(learners.c.id).select_from(joined).where(learners.c.id == member, gone)) is not None
        )

    def _is_unseen(self, member: int) -> bool:
        shown = self.db.scalar(select(learners.c.visibility).where(learners.c.id == member))
        return shown != Visibility.GROUP or self._is_gone(member)

    def check(self) -> None:
        expected = {member: sum(fellow == member for _, fellow in self.thanked) for member in MEMBERS}
        counted = count_thanks(self.db, self.group, START - LEASE)
        assert expected == {member: counted.get(LearnerId(member), 0) for member in MEMBERS}


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
    ("stuck", "offer", "offer", "offer", "solved", "solved", "little", "not_yet", "hide", "show", "leave", "avoid")
)
STEPS = st.one_of(
    st.tuples(WHAT, st.sampled_from(MEMBERS), st.integers(1, 4)),
    st.tuples(st.just("send"), st.sampled_from((0, 1, 24, 49)), st.just(0)),
)
BEGIN: list[Step] = [("stuck", 1, 0), ("offer", 2, 1)]


@settings(examples(1), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEPS, max_size=30))
@example(steps=[("stuck", 1, 1), ("stuck", 3, 1), ("offer", 1, 2), ("send", 24, 0), ("solved", 3, 2)])
@example(steps=[*BEGIN, ("offer", 2, 1), ("send", 0, 0), ("solved", 1, 1), ("solved", 1, 1), ("send", 24, 0)])
@example(steps=[*BEGIN, ("solved", 1, 1), ("not_yet", 1, 1), ("solved", 1, 1), ("send", 24, 0)])
@example(steps=[*BEGIN, ("avoid", 1, 2), ("send", 0, 0)])
@example(steps=[*BEGIN, ("leave", 2, 0), ("send", 0, 0), ("offer", 3, 1), ("send", 49, 0)])
def test_thanks_count_right_and_no_member_meets_another_against_a_wish(sqlite_url: str, steps: list[Step]) -> None:
    def work(db: Connection) -> None:
        village = Village(db)
        for step in [*steps, ("send", 49, 0)]:
            village.do(*step)
            village.check()
        raise Undoing

    asyncio.run(take_back(sqlite_url, work))
