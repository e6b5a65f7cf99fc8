"""The post kinds of nudges: to a group, and in private the nudge, morning post, welcome and saver."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.farewells.facts import NUDGE
from bot.features.nudges import group_nudges, mornings, personal_nudges, welcomes
from bot.features.nudges.facts import PERSONAL, SAVER, WELCOME
from bot.features.nudges.group_wording import word_group_nudge
from bot.features.nudges.savers import plan_saver
from bot.features.nudges.usual_hours import next_moment, usual_hour
from bot.features.nudges.wording import word_morning, word_personal_nudge, word_saver, word_welcome
from bot.features.streaks.actions.telling import MORNING
from bot.posting import hours
from bot.posting.audience_rules import IDLE, is_missed, is_wanted
from bot.posting.audiences import Audience, Listener
from bot.posting.kinds import TO_GROUP, TO_LEARNER, GroupMoments, LearnerMoments, PostKind

TWO_DAYS = timedelta(days=2)


def _next_group_nudge(group: Audience, now: datetime) -> datetime | None:
    return hours.next_nudge(group, now) if group.nudge_on and not group.solo else None


def _next_personal(db: Connection, learner: Listener, now: datetime) -> datetime | None:
    return next_moment(db, learner, usual_hour(db, learner, now), now) if is_wanted(learner) else None


def _next_saver(db: Connection, learner: Listener, now: datetime) -> datetime | None:
    return hours.next_saver(learner, now) if is_wanted(learner) and learner.saver_on else None


def _next_morning(db: Connection, learner: Listener, now: datetime) -> datetime | None:
    return hours.next_morning(learner, now) if is_wanted(learner) else None


def _next_welcome(db: Connection, learner: Listener, now: datetime) -> datetime | None:
    if not is_missed(learner):
        return None
    return hours.next_own(learner, usual_hour(db, learner, now), max(now, learner.active_at + IDLE))


GROUP_NUDGE_POST = PostKind(
    NUDGE,
    TO_GROUP,
    word_group_nudge,
    rank=1,
    moments=GroupMoments(NUDGE, group_nudges.plan_group_nudge, _next_group_nudge, TWO_DAYS, group_nudges.foresee_nudge),
    switch="nudge_on",
    rings=False,
)
PERSONAL_NUDGE_POST = PostKind(
    PERSONAL,
    TO_LEARNER,
    word_personal_nudge,
    rank=1,
    moments=LearnerMoments(PERSONAL, personal_nudges.plan_personal, _next_personal, TWO_DAYS),
)
MORNING_POST = PostKind(
    MORNING,
    TO_LEARNER,
    word_morning,
    rank=2,
    moments=LearnerMoments(MORNING, mornings.plan_morning, _next_morning, TWO_DAYS),
    never_in_group=True,
    after_sent=mornings.note_morning_told,
    read_details=mornings.read_cheers_wanted,
)
WELCOME_POST = PostKind(
    WELCOME,
    TO_LEARNER,
    word_welcome,
    rank=3,
    moments=LearnerMoments(WELCOME, welcomes.plan_welcome, _next_welcome, timedelta(days=120)),
    never_in_group=True,
)
SAVER_POST = PostKind(SAVER, TO_LEARNER, word_saver, moments=LearnerMoments(SAVER, plan_saver, _next_saver, TWO_DAYS))
"""Beside the one post a day. Its grace ends with the study day."""
