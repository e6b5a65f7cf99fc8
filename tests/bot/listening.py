"""A group and a learner as the post office sees them, as pure values; a test replaces what it is about."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.closed_sets import Fallback, NudgePace, Visibility
from bot.identity import GroupId, LearnerId
from bot.posting.audiences import Audience, Listener
from roadmap.cadence import StudyClock

EVENING = 18 * 60
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
GROUP = Audience(
    group_id=GroupId(1),
    roadmap_slug="climb",
    zone="UTC",
    nudge_at=EVENING,
    checkin_day=6,
    checkin_at=EVENING,
    nudge_on=True,
    checkin_on=True,
    review_on=True,
    solo=False,
    asleep=False,
    removed=False,
    quiet_until=None,
    active_at=LONG_AGO,
    created_at=LONG_AGO,
)
ANN = Listener(
    learner_id=LearnerId(1),
    clock=StudyClock("UTC"),
    visibility=Visibility.GROUP,
    nudge_on=True,
    nudge_at=None,
    nudge_pace=NudgePace.DAILY,
    nudges_ignored=0,
    snoozed_until=None,
    saver_on=True,
    fallback=Fallback.NONE,
    active_at=LONG_AGO,
    welcomed_at=None,
    streak=9,
    streak_through=None,
    best_streak=9,
)
