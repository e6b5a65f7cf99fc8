"""The weekly check-in: opened at the group's hour, closed with a digest."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.checkins.closing import close_checkin
from bot.features.checkins.deciding import GRACE, CheckinState, CloseState, decide_checkin, decide_digest
from bot.features.checkins.digest_wording import word_digest
from bot.features.checkins.facts import CHECKIN, CLOSE, REMIND, CheckinOpened
from bot.features.checkins.published import read_details_of_digest
from bot.features.checkins.queries.reporting import add_checkin, find_open_checkin
from bot.features.checkins.reminders import EARLIEST_REMINDER, plan_remind
from bot.features.checkins.weeks import OPEN_FOR, week_behind
from bot.features.checkins.wording import word_checkin, word_reminder
from bot.features.digests.actions import amend_arrived_digest
from bot.features.digests.queries import AMEND_DIGEST, DIGEST
from bot.features.farewells.posts import fall_silent
from bot.features.members.queries import group_settings
from bot.features.pauses.absences import is_deserted
from bot.features.pauses.hearers import has_hearer, plan_for_hearers
from bot.features.promises.queries import read_latest_checkin
from bot.library import Library
from bot.posting import audiences, dues, hours
from bot.posting.audience_rules import is_forsaken
from bot.posting.audiences import Audience
from bot.posting.budget import PlannedPost, has_group_heard
from bot.posting.decisions import Decision, Foresight, Never, Speak, Wait
from bot.posting.dues import GroupDue
from bot.posting.kinds import TO_BOTH, TO_GROUP, TO_LEARNER, GroupMoments, PostKind
from roadmap.model import Cadence


def foresee_checkin(foresight: Foresight, at: datetime, now: datetime) -> Decision:
    """Decide `now` about a check-in to come; one that opens has its close to come.

    A check-in that opens without a hearer is not foreseen.
    """
    group = foresight.group
    state = _checkin_state(foresight.db, group, at, foresight.spoken.get(CHECKIN), heard=foresight.has_heard(now))
    decision = decide_checkin(state, now)
    if not isinstance(decision, Speak):
        return decision
    foresight.coming[CLOSE] = at + OPEN_FOR
    return decision if has_hearer(foresight.db, group, now) else Never()


def foresee_digest(foresight: Foresight, at: datetime, now: datetime) -> Decision:
    """Decide `now` about the digest of a check-in that is open, or will be."""
    opened_at = foresight.spoken.get(CHECKIN)
    found = find_open_checkin(foresight.db, foresight.group.group_id, now) if opened_at is None else None
    if opened_at is None and found is None:
        return Never()
    closes_at = found.closes_at if found else at
    return decide_digest(CloseState(foresight.group, at, closes_at, foresight.has_heard(now)), now)


def plan_checkin(db: Connection, due: GroupDue, library: Library, now: datetime) -> datetime | None:
    """Open a group's check-in, and return when the next one opens.

    1. Return None if check-ins are off, the group is asleep or the bot was removed.
    2. If `decide_checkin` waits, return the moment until which it waits.
    3. If it passes the check-in over, return when the next one opens.
    4. If no member came for two weeks, plan the farewell instead and return None.
    5. Otherwise open the check-in.
    """
    group = audiences.read_audience(db, due.group_id)
    if not group.checkin_on or group.asleep or group.removed:
        return None
    following = hours.next_checkin(group, max(now, due.at))
    state = _checkin_state(db, group, due.at, heard=has_group_heard(db, group, now))
    decision = decide_checkin(state, now)
    if isinstance(decision, Wait):
        return decision.until
    if isinstance(decision, Never):
        return following
    if is_forsaken(group, now):
        fall_silent(db, group, at=due.at, now=now)
        return None
    _open(db, group, library, at=due.at, now=now)
    return following


def plan_close(db: Connection, due: GroupDue, library: Library, now: datetime) -> datetime | None:
    """Close a group's check-in with a digest.

    1. Return None if no check-in is open.
    2. If `decide_digest` waits, return the moment until which it waits.
    3. Close the check-in, with its digest unless `decide_digest` passes it over, and return None.
    """
    group = audiences.read_audience(db, due.group_id)
    checkin = find_open_checkin(db, group.group_id, now)
    if checkin is None:
        return None
    state = CloseState(group, due.at, checkin.closes_at, has_group_heard(db, group, now))
    decision = decide_digest(state, now)
    if isinstance(decision, Wait):
        return decision.until
    speaks = isinstance(decision, Speak)
    close_checkin(db, group, checkin, library, at=due.at, now=now, speaks=speaks)
    return None


def _checkin_state(
    db: Connection, group: Audience, at: datetime, opened_at: datetime | None = None, *, heard: bool
) -> CheckinState:
    """Read the state by which a check-in is decided.

    `opened_at` is the opening of a check-in that the preview has foreseen. It then counts as the latest one.
    """
    week_start = group_settings.read_week_start(db, group.group_id)
    week = week_behind(hours.group_date(group, at), week_start)
    latest = read_latest_checkin(db, group.group_id, at) if opened_at is None else None
    last = (latest.week, latest.opened_at) if latest else None
    if opened_at is not None:
        last = (week_behind(hours.group_date(group, opened_at), week_start), opened_at)
    return CheckinState(group, at, week, last, heard, is_deserted(db, group, week, at))


def _open(db: Connection, group: Audience, library: Library, *, at: datetime, now: datetime) -> None:
    week_start = group_settings.read_week_start(db, group.group_id)
    week = week_behind(hours.group_date(group, at), week_start)
    closes_at = at - hours.jitter(group.group_id) + OPEN_FOR
    if add_checkin(db, group.group_id, week, now, closes_at) is None:
        return
    dues.set_group_due(db, CLOSE, group.group_id, at + OPEN_FOR, now)
    dues.set_group_due(db, REMIND, group.group_id, max(closes_at - EARLIEST_REMINDER, now), now)
    roadmap = library[group.roadmap_slug]
    habits = tuple(habit.slug for habit in roadmap.habits if habit.cadence is Cadence.WEEKLY)
    facts = CheckinOpened(at, week, roadmap.slug, closes_at, group.zone, habits)
    plan_for_hearers(
        db, group, PlannedPost(CHECKIN, week.isoformat(), facts, at, GRACE, hours.night_after(at, group.zone)), now
    )


def _next_checkin(group: Audience, now: datetime) -> datetime | None:
    return hours.next_checkin(group, now) if group.checkin_on else None


CHECKIN_POST = PostKind(
    CHECKIN,
    TO_BOTH,
    word_checkin,
    rank=6,
    moments=GroupMoments(CHECKIN, plan_checkin, _next_checkin, timedelta(days=8), foresee_checkin),
    never_in_group=True,
    switch="checkin_on",
)
DIGEST_POST = PostKind(
    DIGEST,
    TO_GROUP,
    word_digest,
    rank=7,
    moments=GroupMoments(CLOSE, plan_close, foresee=foresee_digest),
    rings=False,
    roll_call=True,
    after_sent=amend_arrived_digest,
    read_details=read_details_of_digest,
)
AMEND_DIGEST_POST = PostKind(
    AMEND_DIGEST,
    TO_GROUP,
    word_digest,
    repeat=True,
    silenced=False,
    read_details=read_details_of_digest,
)
REMINDER_POST = PostKind(
    REMIND, TO_LEARNER, word_reminder, rank=4, moments=GroupMoments(REMIND, plan_remind), never_in_group=True
)
"""The opening of a check-in sets the dues of its digest and reminders. A reminder's grace ends with the check-in."""
