"""The tasks on which a learner is stuck: their open questions are looked at soon after a tick."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.ticks.actions.roadmap_state import RoadmapState, all_names
from bot.identity import LearnerId, ObstacleId
from bot.posting.dues import set_learner_due

STUCK = "stuck"
"""The due at which a stuck learner's questions are looked at."""
AFTER_A_TICK = timedelta(minutes=2)
"""The time in which a tick may be undone, before its question ends."""


def find_question(before: RoadmapState, tasks: Sequence[str]) -> ObstacleId:
    """Find the learner's open question about one of these tasks. 0: there is none."""
    asked = (before.stuck_on[name] for name in all_names(before.roadmap, tasks) if name in before.stuck_on)
    return next(asked, ObstacleId(0)) if before.stuck_on else ObstacleId(0)


def end_questions_soon(
    db: Connection, learner_id: LearnerId, before: RoadmapState, tasks: Sequence[str], now: datetime
) -> None:
    """Let the questions about these tasks, which are ticked off now, end in two minutes."""
    if find_question(before, tasks):
        set_learner_due(db, STUCK, learner_id, now + AFTER_A_TICK, now)
