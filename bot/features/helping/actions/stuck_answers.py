"""A member's answers to being asked for help: not now, never again; and their consent to be asked at all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.closed_sets import HelpState, Visibility
from bot.errors import Refused
from bot.features.helping.queries.asking import answer_ask, read_asked_members
from bot.features.helping.queries.obstacles import find_obstacle
from bot.features.helping.queries.stuck import read_asker, write_takes_questions
from bot.features.members.actions import presence
from bot.features.ticks.actions.stuck_tasks import STUCK
from bot.identity import Caller, LearnerId, ObstacleId
from bot.posting.dues import set_learner_due
from bot.posting.locking import lock_learners


class AskIsOver(Refused):
    """Refusal: the question was answered, taken back, or its day has passed."""


def decline_ask(
    db: Connection, learner_id: LearnerId | None, obstacle_id: ObstacleId, now: datetime, *, for_ever: bool = False
) -> None:
    """Keep that a member cannot help now, so that the next is asked. `for_ever`: they are asked nothing any more.

    Raises AskIsOver.
    """
    obstacle = find_obstacle(db, obstacle_id)
    if learner_id is None:
        raise AskIsOver
    lock_learners(db, [learner_id, *([obstacle.learner_id] if obstacle else [])])
    if for_ever:
        write_takes_questions(db, learner_id, False, now)
    answered = answer_ask(db, obstacle_id, learner_id, HelpState.DECLINED)
    if obstacle and answered:
        set_learner_due(db, STUCK, obstacle.learner_id, now, now)
    if not (answered or for_ever or _has_declined(db, obstacle_id, learner_id)):
        raise AskIsOver


def _has_declined(db: Connection, obstacle_id: ObstacleId, learner_id: LearnerId) -> bool:
    """Whether a member said before that they cannot help: a second tap is answered as the first."""
    asked = read_asked_members(db, obstacle_id)
    return any(one.learner_id == learner_id and one.state is HelpState.DECLINED for one in asked)


def take_questions(db: Connection, caller: Caller, roadmap_slug: str, yes: bool) -> bool:
    """Keep whether the caller may be asked when a fellow member is stuck on a task that they finished.

    Returns whether others see them by name. Otherwise they are not asked all the same.
    """
    present = presence.enter(db, caller, roadmap_slug)
    write_takes_questions(db, present.learner_id, yes, caller.now)
    return read_asker(db, present.learner_id, present.group_id).visibility is Visibility.GROUP
