"""The introduction of new study partners, at a weekly moment of their group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.partners.actions.announcing import GRACE, announce_in_private, read_company
from bot.features.partners.actions.matching import match_group, may_match
from bot.features.partners.facts import MATCHING, PARTNER, PARTNERS, Introduction
from bot.features.partners.queries.pairings import read_open_pairings
from bot.features.partners.queries.wishes import read_seekers
from bot.features.partners.wording import word_introduction, word_partner
from bot.identity import LearnerId, PairingId
from bot.library import Library
from bot.posting import audiences, dues, hours
from bot.posting.audience_rules import is_hushed
from bot.posting.audiences import Audience
from bot.posting.budget import PlannedPost, has_group_heard, has_higher_due, plan_for_group
from bot.posting.decisions import Decision, Foresight, Never, Speak, Wait
from bot.posting.dues import GroupDue
from bot.posting.kinds import TO_GROUP, TO_LEARNER, GroupMoments, PostKind
from bot.posting.posts import Post
from roadmap.weekdays import DAYS_IN_WEEK

AFTER_CHECKIN = 2
"""The days from a group's check-in to its matching. The day between has the digest."""


@dataclass(frozen=True, slots=True)
class MatchingState:
    """A group at its weekly moment. `taken`: the day has another post of a higher rank, or had one."""

    group: Audience
    at: datetime
    taken: bool


def decide_matching(state: MatchingState, now: datetime) -> Decision:
    """Decide whether the members of a group are matched.

    1. Pass over a moment that is later than its grace, or that a silence forbids.
    2. At night, wait for the morning, unless the moment itself is at night.
    3. On a day that has its post, wait for the group's hour on the next.
    4. Otherwise match them.
    """
    if now - state.at > GRACE or is_hushed(state.group, now):
        return Never()
    if hours.falls_into_night(state.at, now, state.group.zone):
        return Wait(hours.next_waking(now, state.group.zone))
    if state.taken:
        return Wait(hours.next_group_hour(state.group, max(state.at, now), state.group.nudge_at))
    return Speak()


def foresee_matching(foresight: Foresight, at: datetime, now: datetime) -> Decision:
    """Decide `now` about a matching to come. A matching that makes no new partners is not foreseen."""
    if not may_match(foresight.db, foresight.group.group_id, now, foresight.spoken.get(PARTNERS)):
        return Never()
    taken = foresight.has_heard(now) or has_higher_due(foresight.group, PARTNERS, foresight.coming, at)
    return decide_matching(MatchingState(foresight.group, at, taken), now)


def plan_matching(db: Connection, due: GroupDue, library: Library, now: datetime) -> datetime | None:
    """Match the members of a group, and return the moment of the next matching.

    1. Return None for a group of one, and for a group that sleeps or was removed.
    2. If no member wants partners, return the moment of the next matching.
    3. If `decide_matching` waits, return the moment until which it waits.
    4. If it passes the moment over, or no place takes posts, change nothing.
    5. Otherwise match, and introduce the new partners, if there are any.
    """
    group = audiences.read_audience(db, due.group_id)
    if group.solo or group.asleep or group.removed:
        return None
    following = next_matching(group, max(due.at, now))
    if not read_seekers(db, group.group_id):
        return following
    coming = dues.read_group_dues(db, group.group_id)
    taken = has_group_heard(db, group, now) or has_higher_due(group, PARTNERS, coming, due.at)
    decision = decide_matching(MatchingState(group, due.at, taken), now)
    if isinstance(decision, Wait):
        return decision.until
    if isinstance(decision, Speak) and audiences.open_places(db, group.group_id):
        _introduce(db, group, library, due.at, now)
    return following


def _introduce(db: Connection, group: Audience, library: Library, at: datetime, now: datetime) -> None:
    day = hours.group_date(group, at)
    partners = match_group(db, group.group_id, library[group.roadmap_slug], now, f"{group.group_id} {day}")
    if partners:
        facts = Introduction(at, tuple(partners))
        night = hours.night_after(at, group.zone)
        plan_for_group(db, group.group_id, PlannedPost(PARTNERS, f"{day}", facts, at, GRACE, night), now)
        announce_in_private(db, group.group_id, partners, now)


def next_matching(group: Audience, after: datetime) -> datetime:
    """Return a group's next weekly moment: at its daily hour, two days after the check-in."""
    day = (group.checkin_day + AFTER_CHECKIN) % DAYS_IN_WEEK
    return hours.next_group_hour(group, after, group.nudge_at, frozenset({day}))


def _next_due(group: Audience, now: datetime) -> datetime | None:
    return None if group.solo else next_matching(group, now)


def read_together(db: Connection, post: Post) -> Mapping[PairingId, frozenset[LearnerId]]:
    """Read who is still together, so that partners who parted since are not introduced."""
    pairings = read_open_pairings(db, post.group_id) if post.group_id is not None else []
    return {one.id: one.members for one in pairings}


PARTNERS_POST = PostKind(
    PARTNERS,
    TO_GROUP,
    word_introduction,
    rank=4,
    moments=GroupMoments(MATCHING, plan_matching, _next_due, timedelta(days=8), foresee_matching),
    read_details=read_together,
)
PARTNER_POST = PostKind(PARTNER, TO_LEARNER, word_partner, never_in_group=True, read_details=read_company)
"""It is planned with the introduction, for new partners who are shown by number."""
