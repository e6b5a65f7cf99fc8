"""Learners who may be spoken to now, and posts for a group or its lone learner."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.features.streaks.queries import study_days
from bot.posting import audiences, hours
from bot.posting.audience_rules import is_snoozed, is_wanted
from bot.posting.audiences import Audience, Listener
from bot.posting.budget import PlannedPost, has_learner_heard, plan_for_group, plan_for_learner
from roadmap.cadence import clock_at, is_quiet, study_day


def may_hear(db: Connection, learner: Listener, now: datetime) -> bool:
    """Return whether a learner may get a private post now.

    1. The learner wants nudges, has not stopped private posts, and has not been given up.
    2. The learner is not on a pause.
    3. The learner has not asked for silence for now.
    4. It is not in the quiet hours where the learner is.
    5. The learner has not had the post of the study day.
    """
    clock = clock_at(learner.clock, now)
    day = study_day(clock, now)
    away = study_days.read_study_calendars(db, [learner.learner_id], day)[learner.learner_id].is_paused(day)
    silent = away or is_snoozed(learner, now) or is_quiet(now, hours.whereabouts(learner.clock, now))
    return is_wanted(learner) and not silent and not has_learner_heard(db, learner, now)


def has_hearer(db: Connection, group: Audience, now: datetime) -> bool:
    """Return whether a post for the group would be heard: always, except by a lone learner who may get no post."""
    return not group.solo or any(
        may_hear(db, audiences.read_listener(db, learner_id), now)
        for learner_id in audiences.read_member_ids(db, group.group_id)
    )


def plan_for_hearers(db: Connection, group: Audience, word: PlannedPost, now: datetime) -> None:
    """Plan a post for the group.

    The learner in a group of one gets it in private, if they may get a post now.
    """
    if not group.solo:
        plan_for_group(db, group.group_id, word, now)
        return
    for learner_id in audiences.read_member_ids(db, group.group_id):
        listener = audiences.read_listener(db, learner_id)
        if may_hear(db, listener, now):
            plan_for_learner(db, learner_id, word, now)
