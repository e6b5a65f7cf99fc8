"""Warn the stewards of a group or home that removed the bot, a week before it is deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.homes.queries.lost import find_lost_home, read_lost_homes
from bot.features.members.queries import places
from bot.features.members.queries.learners import find_person
from bot.features.privacy.actions.upkeep import BEGUN, DAILY, last_done
from bot.features.privacy.facts import GROUP_ENDS, HOME_ENDS, GroupEnds, HomeEnds
from bot.features.privacy.queries.retention import RemovedGroup, read_removed_groups
from bot.identity import Account, GroupId, Place, PlaceId, PostId
from bot.posting import audiences
from bot.posting.budget import PlannedPost, plan_for_learner
from bot.posting.posts import Post

KEEP_GROUPS = timedelta(days=30)
WARNED_AFTER = timedelta(days=23)
"""The time from the removal to the warning: a week is left."""
AT_LEAST = timedelta(days=1)
"""The least time from the warning to the end, after the bot was off for long."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A group or home in its last week: it is deleted a month after an instant. `word`: its warning."""

    group_id: GroupId
    language: str
    since: datetime
    word: PlannedPost


@dataclass(frozen=True, slots=True)
class Stranger:
    """A steward who is no learner, and the warning to say to them. It is in no outbox."""

    account: Account
    place_id: PlaceId
    since: datetime
    post: Post


def warn_stewards(db: Connection, now: datetime) -> None:
    """Tell the stewards of what has begun its last week since the last daily job, each in private.

    Stewards who cannot be reached in private are not told.
    """
    last = last_done(db, DAILY)
    for ending in _list_endings(db, now):
        if last is not None and last >= ending.since + WARNED_AFTER:
            continue
        for learner_id in audiences.read_stewards(db, ending.group_id):
            if audiences.open_account(db, learner_id) is not None:
                plan_for_learner(db, learner_id, ending.word, now)


def find_strangers(db: Connection, now: datetime) -> list[Stranger]:
    """Find the stewards who are no learners, and were not warned yet of what has begun its last week.

    What was removed first comes first: a warning counts for all that was removed before.
    """
    return [
        Stranger(account, place.id, ending.since, _word_aside(account, place.id, ending))
        for ending in sorted(_list_endings(db, now), key=lambda ending: ending.since)
        for place in places.read_posting_places(db, ending.group_id)
        for account in places.read_unwarned_stewards(db, place.id, ending.since)
        if find_person(db, account) is None
    ]


def note_stranger_warned(db: Connection, warned: Stranger) -> None:
    """Note that a steward who is no learner was warned."""
    places.note_warned(db, warned.place_id, warned.account, warned.since)


def counted_from(db: Connection, group: RemovedGroup) -> datetime:
    """Return when the month of a group begins: with the removal, and not before the first daily job ever."""
    begun = last_done(db, BEGUN)
    return group.removed_at if begun is None else max(group.removed_at, begun)


def is_removed(db: Connection, post: Post) -> bool:
    """Whether the bot is still not back in the group of a warning."""
    group_id = GroupEnds.from_json(post.facts).group_id
    return any(group.group_id == group_id for group in read_removed_groups(db))


def is_home_lost(db: Connection, post: Post) -> bool:
    """Whether the bot is still not back in the home of a warning."""
    facts = HomeEnds.from_json(post.facts)
    lost = find_lost_home(db, facts.place)
    return lost is not None and lost.removed_at <= facts.at


def _list_endings(db: Connection, now: datetime) -> Iterator[Ending]:
    """List the groups and homes whose last week has begun."""
    for group in read_removed_groups(db):
        since = counted_from(db, group)
        if not group.solo and since + WARNED_AFTER <= now:
            ends = GroupEnds(now, group.group_id, _end(since, now))
            stamp = f"{group.group_id}:{group.removed_at:%Y-%m-%d}"
            word = PlannedPost(GROUP_ENDS, stamp, ends, now, ends.ends_at - now)
            yield Ending(group.group_id, group.language, since, word)
    for home in read_lost_homes(db):
        if home.removed_at + WARNED_AFTER <= now:
            parts = HomeEnds(now, home.own_id, home.place_id, home.platform, _end(home.removed_at, now))
            stamp = f"{home.place_id}:{home.removed_at:%Y-%m-%d}"
            word = PlannedPost(HOME_ENDS, stamp, parts, now, parts.ends_at - now)
            yield Ending(home.group_id, home.language, home.removed_at, word)


def _end(since: datetime, now: datetime) -> datetime:
    return max(since + KEEP_GROUPS, now + AT_LEAST)


def _word_aside(account: Account, place_id: PlaceId, ending: Ending) -> Post:
    chat = Place(account.platform, account.user_id, account.user_id, private=True, person=True)
    word, at = ending.word, ending.word.at
    key = f"{word.kind}:owner:{place_id}"
    facts = word.facts.to_json()
    return Post(PostId(0), word.kind, key, None, facts, 1, at, at, chat, ending.language, place_id, ending.group_id)
