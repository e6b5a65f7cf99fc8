"""Close a check-in: keep which promises were kept, and plan its digest."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.checkins.facts import CLOSE, REMIND, gather_digest
from bot.features.checkins.published import keep_obstacles
from bot.features.checkins.queries.reporting import close_checkins, find_open_checkin, forgo_reminder
from bot.features.digests.queries import DIGEST
from bot.features.promises.actions import mark_kept_promises
from bot.features.promises.queries import Checkin
from bot.identity import GroupId
from bot.library import Library
from bot.posting import audiences, dues, hours
from bot.posting.audience_rules import is_hushed
from bot.posting.audiences import Audience
from bot.posting.budget import PlannedPost, plan_for_group

DIGEST_GRACE = timedelta(hours=24)


def close_checkin(
    db: Connection, group: Audience, checkin: Checkin, library: Library, *, at: datetime, now: datetime, speaks: bool
) -> None:
    """Close a group's check-in that is open.

    1. Note which promises of the week were kept.
    2. Plan the digest if the group `speaks`. A sleeping group gets it only with reports in it.
    3. Close the check-in.
    """
    roadmap = library[group.roadmap_slug]
    mark_kept_promises(db, audiences.read_member_ids(db, group.group_id), roadmap, checkin.week)
    if speaks:
        facts = gather_digest(db, checkin, roadmap, at=at, now=now)
        if facts.reports or not group.asleep:
            keep_obstacles(db, checkin, roadmap.slug, now)
            night = hours.night_after(at, group.zone)
            word = PlannedPost(DIGEST, checkin.week.isoformat(), facts, at, DIGEST_GRACE, night)
            plan_for_group(db, group.group_id, word, now)
    close_checkins(db, group.group_id, now)


def close_ahead_of_time(db: Connection, group_id: GroupId, library: Library, now: datetime) -> None:
    """Close a group's open check-in now, with its digest, because the group is about to change.

    Its reminders are not said any more. Without its roadmap, it closes without a digest.
    """
    group = audiences.read_audience(db, group_id)
    checkin = find_open_checkin(db, group_id, now)
    if checkin is None:
        return
    if group.roadmap_slug in library:
        speaks = not (group.solo or group.removed or is_hushed(group, now))
        close_checkin(db, group, checkin, library, at=now, now=now, speaks=speaks)
    else:
        close_checkins(db, group_id, now)
    dues.drop_group_dues(db, group_id, [CLOSE, REMIND])
    for learner_id in audiences.read_member_ids(db, group_id):
        forgo_reminder(db, learner_id, REMIND, now)
