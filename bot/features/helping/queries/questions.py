"""The question how an obstacle was solved, which waits for plain words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.features.dialogs.queries import Dialog, end_dialog, find_account_dialog, put_dialog
from bot.identity import Account, LearnerId, ObstacleId

SOLUTION = "solution"
"""The command whose question it is."""


def await_solution(db: Connection, learner_id: LearnerId, obstacle_id: ObstacleId, now: datetime) -> None:
    """Let the learner's next plain words be the solution of an obstacle. Another question waits no more."""
    put_dialog(db, learner_id, Dialog(SOLUTION, SOLUTION, {"obstacle": obstacle_id}, now))


def find_awaited(db: Connection, account: Account, now: datetime) -> ObstacleId | None:
    """Find the obstacle whose solution is asked for. None: none is, or it was asked too long ago."""
    found = find_account_dialog(db, account, now)
    return ObstacleId(found.answers["obstacle"]) if found and found.kind == SOLUTION else None


def await_no_solution(db: Connection, learner_id: LearnerId) -> None:
    """Wait for a solution no more."""
    end_dialog(db, learner_id, SOLUTION)
