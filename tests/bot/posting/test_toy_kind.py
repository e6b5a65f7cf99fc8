"""A kind of post that a test makes up: registered, it is scheduled, planned, previewed, counted, worded and sent."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.app import AFTERMATH
from bot.chat.markup import plain
from bot.chat.reply import Reply
from bot.database.platforms import find_platform
from bot.database.store import Store
from bot.features.posts import POSTS
from bot.features.settings.actions.scheduling import preview_posts
from bot.library import Library
from bot.posting import dues, hours
from bot.posting.audiences import Audience, read_audience, read_member_ids
from bot.posting.budget import PlannedPost, has_group_heard, plan_for_group
from bot.posting.decisions import Decision, Foresight, Never, Speak
from bot.posting.deliverer import Deliverer
from bot.posting.dues import GroupDue
from bot.posting.facts import PostFacts
from bot.posting.kinds import TO_GROUP, GroupMoments, NoKinds, PostKind, all_kinds, register_kinds
from bot.posting.planner import Planner
from bot.posting.posts import Post
from bot.posting.wording import Worded
from tests.bot.hall import DAY, HOUR, Hall
from tests.bot.posting.office import Platform

NOON = 12 * 60
heard: list[str] = []


@dataclass(frozen=True, slots=True)
class Proverb(PostFacts):
    words: str


def next_proverb(group: Audience, after: datetime) -> datetime | None:
    return hours.next_group_hour(group, after, NOON)


def plan_proverb(db: Connection, due: GroupDue, library: Library, now: datetime) -> datetime | None:
    group = read_audience(db, due.group_id)
    if not has_group_heard(db, group, now):
        stamp = hours.group_date(group, due.at).isoformat()
        plan_for_group(db, due.group_id, PlannedPost("proverb", stamp, Proverb("Step by step"), due.at, HOUR), now)
    return next_proverb(group, max(due.at, now))


def foresee_proverb(foresight: Foresight, at: datetime, now: datetime) -> Decision:
    return Never() if foresight.has_heard(at) else Speak()


def word_proverb(worded: Worded) -> Reply:
    return Reply(plain(f"{Proverb.from_json(worded.post.facts).words}, all {worded.details}"))


def count_members(db: Connection, post: Post) -> object:
    members = len(read_member_ids(db, post.group_id)) if post.group_id else 0
    return f"{members} on {find_platform(db)}"


def note_arrival(db: Connection, post: Post) -> None:
    heard.append(post.kind)


PROVERB = PostKind(
    "proverb",
    TO_GROUP,
    word_proverb,
    rank=8,
    moments=GroupMoments("proverb", plan_proverb, next_proverb, timedelta(days=2), foresee_proverb),
    after_sent=note_arrival,
    read_details=count_members,
)


@pytest.fixture
def more_posts() -> Iterator[tuple[PostKind, ...]]:
    posts = (*POSTS, PROVERB)
    heard.clear()
    register_kinds(posts)
    yield posts
    register_kinds(POSTS)


async def test_a_new_kind_is_scheduled_planned_worded_and_sent(
    sqlite_store: Store, more_posts: tuple[PostKind, ...]
) -> None:
    hall = Hall(sqlite_store)
    present = await hall.enter("Ann")
    hall.planner = Planner(sqlite_store, hall.clock, {hall.roadmap.slug: hall.roadmap}, more_posts)
    assert "proverb" in await sqlite_store.read(dues.read_group_dues, present.group_id)
    platform = Platform()
    library = {hall.roadmap.slug: hall.roadmap}
    platforms = {platform.name: platform}
    deliverer = Deliverer(
        sqlite_store, hall.clock, platforms, library, random.Random(1), posts=more_posts, aftermath=AFTERMATH
    )

    hall.clock.advance(4 * HOUR)
    await hall.plan(deliver=False)
    await deliverer.run_due()

    assert ["Step by step, all 1 on telegram"] == [reply.text.plain for _, reply, _ in platform.sent]
    assert ["proverb"] == heard


async def test_a_new_kind_takes_the_days_one_post_from_a_lesser_kind(
    sqlite_store: Store, more_posts: tuple[PostKind, ...]
) -> None:
    hall = Hall(sqlite_store)
    present = await hall.enter("Ann")
    hall.planner = Planner(sqlite_store, hall.clock, {hall.roadmap.slug: hall.roadmap}, more_posts)

    foreseen = await sqlite_store.read(preview_posts, present.group_id, hall.clock.now(), 1)
    await hall.live(DAY)

    assert ["proverb"] == [one.kind for one in foreseen.posts]
    assert ["proverb"] == [one.kind for one in await hall.said()]


def test_without_a_kind_the_post_office_says_what_to_import() -> None:
    register_kinds(())
    try:
        with pytest.raises(NoKinds, match=r"bot\.features\.posts"):
            all_kinds()
    finally:
        register_kinds(POSTS)
