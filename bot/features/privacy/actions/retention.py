"""The daily job: delete what is kept for a time, and groups and homes that removed the bot a month ago."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.homes.actions.lost_homes import part_lost_home
from bot.features.homes.queries.lost import read_lost_homes
from bot.features.privacy.actions.upkeep import BEGUN, COMPACTED, DAILY, FORGOTTEN, last_done, note_done
from bot.features.privacy.actions.warning import KEEP_GROUPS, WARNED_AFTER, counted_from
from bot.features.privacy.queries.retention import (
    drop_group,
    lock_removed_group,
    prune_dialogs,
    read_removed_groups,
)
from bot.identity import GroupId, PlaceId
from bot.library import Library
from bot.posting import audiences
from bot.posting.locking import lock_group, lock_learners

KEEP_DRAFTS = timedelta(days=30)
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


def find_homes_to_part(db: Connection, now: datetime) -> Sequence[PlaceId]:
    """Find the homes that removed the bot a month ago, and whose stewards were told at an earlier daily job."""
    last = last_done(db, DAILY)
    return [home.place_id for home in read_lost_homes(db) if _is_over(home.removed_at, last, now)]


def part_home(db: Connection, place_id: PlaceId, library: Library, now: datetime) -> bool:
    """Part a connected group from a home that removed the bot a month ago. False: the bot is back in it."""
    return part_lost_home(db, place_id, now - KEEP_GROUPS, library, now)


def find_groups_to_end(db: Connection, now: datetime) -> Sequence[GroupId]:
    """Find the groups that removed the bot a month ago, and whose stewards were told at an earlier daily job."""
    last = last_done(db, DAILY)
    return [group.group_id for group in read_removed_groups(db) if _is_over(counted_from(db, group), last, now)]


def end_group(db: Connection, group_id: GroupId, now: datetime) -> bool:
    """Delete a group that removed the bot a month ago. False: the bot is back in it. Its learners stay."""
    lock_group(db, group_id)
    lock_learners(db, audiences.read_member_ids(db, group_id))
    group = lock_removed_group(db, group_id)
    if group is None or counted_from(db, group) + KEEP_GROUPS > now:
        return False
    drop_group(db, group_id)
    note_done(db, FORGOTTEN, now)
    return True


def is_to_compact(db: Connection) -> bool:
    """Whether a learner or group was deleted since the database was last compacted."""
    forgotten, compacted = last_done(db, FORGOTTEN), last_done(db, COMPACTED)
    return forgotten is not None and (compacted is None or compacted <= forgotten)


def _is_over(since: datetime, last: datetime | None, now: datetime) -> bool:
    """Whether the month since an instant is over, and its last week had begun at the last daily job."""
    return since + KEEP_GROUPS <= now and last is not None and since + WARNED_AFTER <= last
