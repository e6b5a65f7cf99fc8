"""The daily job: delete what is kept for a time, and groups that removed the bot a month ago."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.members.queries.learners import find_person
from bot.features.members.queries.places import read_noted_stewards, read_posting_places
from bot.features.privacy.actions.upkeep import BEGUN, COMPACTED, DAILY, FORGOTTEN, last_done, note_done
from bot.features.privacy.facts import GROUP_ENDS, GroupEnds
from bot.features.privacy.queries.retention import (
    RemovedGroup,
    drop_group,
    lock_removed_group,
    prune_dialogs,
    read_removed_groups,
)
from bot.identity import Account, GroupId, Place, PlaceId, PostId
from bot.posting import audiences
from bot.posting.budget import PlannedPost, plan_for_learner
from bot.posting.facts import PostFacts
from bot.posting.locking import lock_group, lock_learners
from bot.posting.posts import Post

KEEP_DRAFTS = timedelta(days=30)
KEEP_GROUPS = timedelta(days=30)
WARNED_AFTER = timedelta(days=23)
"""The time from the removal to the warning: a week is left."""
DAY = timedelta(hours=23)
"""The least time between two daily jobs. The bot looks each hour."""


def begin_day(db: Connection, now: datetime) -> bool:
    """Begin the daily job. False: it was done today. The first one starts the clock of groups that are gone by now."""
    if last_done(db, BEGUN) is None:
        note_done(db, BEGUN, now)
    last = last_done(db, DAILY)
    return last is None or last > now or now - last >= DAY


def prune_drafts(db: Connection, now: datetime) -> int:
    """Delete the drafts of check-ins that were left for 30 days. Returns how many."""
    return prune_dialogs(db, now - KEEP_DRAFTS)


def warn_stewards(db: Connection, now: datetime) -> list[Post]:
    """Tell the stewards of groups whose last week has begun since the last daily job, each in private.

    Stewards who cannot be reached in private are not told. Returns the posts to say to stewards who are no learners.
    """
    last, asides = last_done(db, DAILY), list[Post]()
    for group in read_removed_groups(db):
        moment = _counted_from(db, group) + WARNED_AFTER
        if not group.solo and moment <= now and (last is None or last < moment):
            asides += _warn(db, group, now)
    return asides


def find_groups_to_end(db: Connection, now: datetime) -> Sequence[GroupId]:
    """Find the groups that removed the bot a month ago, and whose stewards were told at an earlier daily job."""
    last = last_done(db, DAILY)
    return [
        group.group_id
        for group in read_removed_groups(db)
        if (since := _counted_from(db, group)) + KEEP_GROUPS <= now
        and last is not None
        and since + WARNED_AFTER <= last
    ]


def end_group(db: Connection, group_id: GroupId, now: datetime) -> bool:
    """Delete a group that removed the bot a month ago. False: the bot is back in it. Its learners stay."""
    lock_group(db, group_id)
    lock_learners(db, audiences.read_member_ids(db, group_id))
    group = lock_removed_group(db, group_id)
    if group is None or _counted_from(db, group) + KEEP_GROUPS > now:
        return False
    drop_group(db, group_id)
    note_done(db, FORGOTTEN, now)
    return True


def is_to_compact(db: Connection) -> bool:
    """Whether a learner or group was deleted since the database was last compacted."""
    forgotten, compacted = last_done(db, FORGOTTEN), last_done(db, COMPACTED)
    return forgotten is not None and (compacted is None or compacted <= forgotten)


def is_removed(db: Connection, post: Post) -> bool:
    """Whether the bot is still not back in the group of a warning."""
    group_id = GroupEnds.from_json(post.facts).group_id
    return any(group.group_id == group_id for group in read_removed_groups(db))


def _counted_from(db: Connection, group: RemovedGroup) -> datetime:
    """Return when the month of a group begins: with the removal, and not before the first daily job ever."""
    begun = last_done(db, BEGUN)
    return group.removed_at if begun is None else max(group.removed_at, begun)


def _warn(db: Connection, group: RemovedGroup, now: datetime) -> list[Post]:
    ends_at = _counted_from(db, group) + KEEP_GROUPS
    stamp = f"{group.group_id}:{group.removed_at:%Y-%m-%d}"
    word = PlannedPost(GROUP_ENDS, stamp, GroupEnds(now, group.group_id, ends_at), now, ends_at - now)
    for learner_id in audiences.read_stewards(db, group.group_id):
        if audiences.open_account(db, learner_id) is not None:
            plan_for_learner(db, learner_id, word, now)
    known = {place.id: read_noted_stewards(db, place.id) for place in read_posting_places(db, group.group_id)}
    return [
        _word_aside(account, group, word.facts, place_id, now)
        for place_id, accounts in known.items()
        for account in accounts
        if find_person(db, account) is None
    ]


def _word_aside(account: Account, group: RemovedGroup, facts: PostFacts, place_id: PlaceId, now: datetime) -> Post:
    """Make the warning for an account that is no learner's. It is in no outbox."""
    chat = Place(account.platform, account.user_id, account.user_id, private=True, person=True)
    key = f"{GROUP_ENDS}:owner:{place_id}"
    said = facts.to_json()
    return Post(PostId(0), GROUP_ENDS, key, None, said, 1, now, now, chat, group.language, place_id, group.group_id)
