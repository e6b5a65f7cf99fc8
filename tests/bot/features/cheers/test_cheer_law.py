"""The law of cheers: after any history, a post counts each member once who cheered and did not take it back.

A tap within two seconds of one that counted changes nothing. Any other tap gives a cheer, or takes it back.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select

from bot.closed_sets import Visibility
from bot.database.store import open_store
from bot.errors import Refused
from bot.features.cheers.actions import HOUR, toggle_cheer
from bot.features.members.actions.groups import leave_group
from bot.features.settings.actions.learner_settings import choose_visibility
from bot.features.ticks.actions.ticking import tick_off
from bot.features.undos.actions.taking_back import undo_act
from bot.identity import Account, Caller, LearnerId, PostId
from bot.posting import outbox, recording
from bot.posting.kinds import find_kind
from bot.posting.shown import read_shown, word_shown
from bot.posting.wording import NothingToSay
from bot.tables import accounts, learners
from bot.tables import outbox as rows
from tests.bot.climb import CLIMB, ROOM, START
from tests.sampling import examples

ANN, MEMBERS = 1, (1, 2, 3, 4)
BLOCKS = ("week1", "week2")
LIBRARY = {CLIMB.slug: CLIMB}


class Undoing(Exception):
    """Raised to take a whole history back."""


class History:
    """Ann's two celebrations, and what four members do.

    `kept` maps a post and member to the last tap that counted: whether it gave a cheer, and when.
    """

    def __init__(self, db: Connection) -> None:
        self.db = db
        self.now = START
        self.kept: dict[tuple[PostId, int], tuple[bool, datetime]] = {}
        for member in MEMBERS:
            self.tick(member, "week3-build")
        for block in BLOCKS:
            self.tick(ANN, block)
            self.pass_time(minutes=2)
            self.pass_time(minutes=15)
        found = db.execute(select(rows.c.id).where(rows.c.kind == "celebration").order_by(rows.c.id))
        self.posts = [PostId(row.id) for row in found]
        assert len(BLOCKS) == len(self.posts)

    def caller(self, member: int) -> Caller:
        return Caller(Account("sandbox", member, f"M{member}", f"m{member}"), ROOM, self.now)

    def tick(self, member: int, what: str) -> None:
        tick_off(self.db, self.caller(member), CLIMB, (what,), "")

    def pass_time(self, **by: float) -> None:
        """Let time go by, and send what is due."""
        self.now += timedelta(**by)
        for post in outbox.claim_posts(self.db, self.now, timedelta(minutes=2), 50, ["sandbox"]):
            message_id = str(post.facts.get("message_id") or f"m{post.id}")
            recording.mark_delivered(self.db, post, message_id, self.now, find_kind(post.kind))

    def do(self, member: int, what: str, which: int, seconds: int) -> None:
        self.pass_time(seconds=seconds)
        try:
            with self.db.begin_nested():
                getattr(self, what)(member, self.posts[which])
        except Refused:
            return

    def cheer(self, member: int, post: PostId) -> None:
        given, at = self.kept.get((post, member), (False, START - HOUR))
        doubled = abs(self.now - at) < timedelta(seconds=2)
        assert toggle_cheer(self.db, self.caller(member), CLIMB.slug, post) == (given if doubled else not given)
        if not doubled:
            self.kept[post, member] = (not given, self.now)

    def undo(self, member: int, _: PostId) -> None:
        undo_act(self.db, self.caller(member), CLIMB, LIBRARY)

    def redo(self, member: int, post: PostId) -> None:
        self.tick(member, BLOCKS[self.posts.index(post)])

    def hide(self, member: int, _: PostId) -> None:
        choose_visibility(self.db, self.caller(member), CLIMB.slug, Visibility.HIDDEN)

    def show(self, member: int, _: PostId) -> None:
        choose_visibility(self.db, self.caller(member), CLIMB.slug, Visibility.GROUP)

    def leave(self, member: int, _: PostId) -> None:
        leave_group(self.db, self.caller(member))

    def forget(self, member: int, _: PostId) -> None:
        whose = select(accounts.c.learner_id).where(accounts.c.user_id == member)
        self.db.execute(delete(learners).where(learners.c.id == LearnerId(self.db.scalar(whose) or 0)))
        self.kept = {one: tap for one, tap in self.kept.items() if one[1] != member and member != ANN}

    def check(self) -> None:
        """Compare what each message says with what was given."""
        for post in self.posts:
            counted = self.counted(post)
            expected = sum(given for (one, _), (given, _) in self.kept.items() if one == post)
            assert counted in {None, expected}, (post, counted, self.kept)
            assert (post, ANN) not in self.kept

    def counted(self, post: PostId) -> int | None:
        """The number on a post's button: None if the post is gone or tells of nothing any more."""
        shown = read_shown(self.db, post)
        try:
            reply = word_shown(shown, LIBRARY) if shown else None
        except NothingToSay:
            return None
        label = next((one.label for one in reply.taps() if one.line == f"cheer {post}"), None) if reply else None
        return None if label is None else int("".join(filter(str.isdigit, label)) or 0)


ACTS = ("cheer", "cheer", "cheer", "undo", "redo", "hide", "show", "leave", "forget")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(MEMBERS), st.sampled_from(ACTS), st.sampled_from((0, 1)), st.sampled_from((-1, 0, 1, 2, 5, 900))
    ),
    max_size=30,
)


@settings(examples(1, everyday=0.4), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
@example(steps=[(2, "cheer", 0, 5), (2, "cheer", 0, 1), (3, "cheer", 0, 0), (2, "cheer", 0, 5)])
@example(steps=[(2, "cheer", 0, 5), (2, "cheer", 0, 2), (2, "cheer", 0, 1), (2, "cheer", 0, 1), (2, "cheer", 0, 1)])
@example(steps=[(2, "cheer", 0, 5), (2, "cheer", 0, -1), (2, "cheer", 0, -1), (2, "cheer", 0, 5)])
@example(steps=[(2, "cheer", 1, 5), (1, "undo", 0, 5), (3, "cheer", 1, 5), (1, "redo", 1, 5), (3, "cheer", 1, 5)])
@example(steps=[(1, "forget", 0, 0), (2, "redo", 0, 0), (1, "cheer", 0, 900)])
@example(steps=[(2, "cheer", 0, 5), (2, "leave", 0, 5), (2, "hide", 0, 5), (2, "forget", 0, 5), (2, "cheer", 0, 5)])
@example(steps=[(2, "cheer", 0, 5), (1, "hide", 0, 5), (3, "cheer", 0, 5), (1, "forget", 0, 5), (3, "cheer", 0, 5)])
def test_a_post_counts_each_member_once_after_any_history(
    sqlite_url: str, steps: list[tuple[int, str, int, int]]
) -> None:
    def work(db: Connection) -> None:
        history = History(db)
        for member, what, which, seconds in steps:
            history.do(member, what, which, seconds)
            history.check()
        raise Undoing

    async def main() -> None:
        store = open_store(sqlite_url)
        try:
            with pytest.raises(Undoing):
                await store.write(work)
        finally:
            await store.close()

    asyncio.run(main())
