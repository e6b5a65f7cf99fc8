"""The monthly review, due on the first day of a month: look back, adjust, show your work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.features.farewells.posts import fall_silent
from bot.features.pauses.hearers import has_hearer, plan_for_hearers
from bot.features.reviews.facts import REVIEW, Review
from bot.features.reviews.wording import word_review
from bot.features.streaks.queries import study_days
from bot.library import Library
from bot.posting import audiences, dues, hours
from bot.posting.audience_rules import is_forsaken, is_hushed
from bot.posting.audiences import Audience
from bot.posting.budget import PlannedPost, has_group_heard, has_higher_due
from bot.posting.decisions import Decision, Foresight, Never, Speak, Wait
from bot.posting.dues import GroupDue
from bot.posting.kinds import TO_BOTH, GroupMoments, PostKind
from roadmap.model import Cadence

GRACE = timedelta(hours=24)
LAST_DAY = 7
"""The last day of the month to which a review is put off."""


@dataclass(frozen=True, slots=True)
class ReviewState:
    """A group at the due of its review. `taken`: the day has a check-in, a digest or another post."""

    group: Audience
    at: datetime
    taken: bool


def decide_review(state: ReviewState, now: datetime) -> Decision:
    """Decide whether a group is asked to look back on its month.

    1. Pass over a review that is later than its grace, or that a silence forbids.
    2. At night, wait for the morning, unless the due itself is at night.
    3. On a day that is not taken, speak.
    4. On a taken day before the seventh of the month, wait for the next daily hour of the group.
    5. On a taken day from the seventh on, pass over the review.
    """
    if now - state.at > GRACE or is_hushed(state.group, now):
        return Never()
    if hours.falls_into_night(state.at, now, state.group.zone):
        return Wait(hours.next_waking(now, state.group.zone))
    if not state.taken:
        return Speak()
    day = hours.group_date(state.group, state.at)
    return (
        Wait(hours.next_group_hour(state.group, max(state.at, now), state.group.nudge_at))
        if day.day < LAST_DAY
        else Never()
    )


def foresee_review(foresight: Foresight, at: datetime, now: datetime) -> Decision:
    """Decide `now` about a review to come. A review without a hearer is not foreseen."""
    taken = foresight.has_heard(now) or has_higher_due(foresight.group, REVIEW, foresight.coming, at)
    decision = decide_review(ReviewState(foresight.group, at, taken), now)
    unheard = isinstance(decision, Speak) and not has_hearer(foresight.db, foresight.group, now)
    return Never() if unheard else decision


def plan_review(db: Connection, due: GroupDue, library: Library, now: datetime) -> datetime | None:
    """Plan a group's review, and return the next moment to look. None: no moment is left.

    1. Return None if reviews are off, the group is asleep or the bot was removed.
    2. If `decide_review` waits, return the moment until which it waits.
    3. If it passes the review over, return the due of the next one.
    4. If no member came for two weeks, plan the farewell instead and return None.
    5. Otherwise plan the review of the month before, and return the due of the next one.
    """
    group = audiences.read_audience(db, due.group_id)
    if not group.review_on or group.asleep or group.removed:
        return None
    following = hours.next_review(group, max(due.at, now))
    coming = dues.read_group_dues(db, group.group_id)
    taken = has_group_heard(db, group, now) or has_higher_due(group, REVIEW, coming, due.at)
    decision = decide_review(ReviewState(group, due.at, taken), now)
    if isinstance(decision, Wait):
        return decision.until
    if isinstance(decision, Never):
        return following
    if is_forsaken(group, now):
        fall_silent(db, group, at=due.at, now=now)
        return None
    day = hours.group_date(group, due.at)
    month = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
    night = hours.night_after(due.at, group.zone)
    word = PlannedPost(REVIEW, f"{month:%Y-%m}", _facts(db, group, library, month, at=due.at), due.at, GRACE, night)
    plan_for_hearers(db, group, word, now)
    return following


def _facts(db: Connection, group: Audience, library: Library, month: date, *, at: datetime) -> Review:
    roadmap = library[group.roadmap_slug]
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    tasks, learners = study_days.count_ticks(db, group.group_id, roadmap.slug, month, last)
    habits = tuple(habit.slug for habit in roadmap.habits if habit.cadence is Cadence.MONTHLY)
    return Review(at=at, month=month, roadmap=roadmap.slug, tasks=tasks, learners=learners, habits=habits)


def _next_review(group: Audience, now: datetime) -> datetime | None:
    return hours.next_review(group, now) if group.review_on else None


REVIEW_POST = PostKind(
    REVIEW,
    TO_BOTH,
    word_review,
    rank=5,
    moments=GroupMoments(REVIEW, plan_review, _next_review, timedelta(days=36), foresee_review),
    never_in_group=True,
    switch="review_on",
    rings=False,
)
