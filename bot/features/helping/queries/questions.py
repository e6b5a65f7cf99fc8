"""SQL about the question how an obstacle was solved, which waits for plain words."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, Executable, bindparam, delete, select

from bot.database.columns import constant
from bot.database.upsert import Into, PerEngine
from bot.identity import Account, LearnerId, ObstacleId
from bot.tables import accounts, dialogs

SOLUTION = "solution"
"""The command whose question it is."""
FRESH = timedelta(hours=24)


def _asking(into: Into) -> Executable:
    fresh = into(dialogs)
    kept = {name: fresh.excluded[name] for name in ("kind", "step", "answers", "at")}
    return fresh.on_conflict_do_update(index_elements=["learner_id"], set_=kept)


_ASK = PerEngine(_asking)
_OWN = dialogs.c.kind == constant(SOLUTION)
_FIND = (
    select(dialogs.c.answers)
    .join(accounts, accounts.c.learner_id == dialogs.c.learner_id)
    .where(
        accounts.c.platform == bindparam("platform"),
        accounts.c.user_id == bindparam("user_id"),
        _OWN,
        dialogs.c.at > bindparam("since"),
    )
)
_END = delete(dialogs).where(dialogs.c.learner_id == bindparam("learner"), _OWN)


def await_solution(db: Connection, learner_id: LearnerId, obstacle_id: ObstacleId, now: datetime) -> None:
    """Let the learner's next plain words be the solution of an obstacle. Another question waits no more."""
    row = {"learner_id": learner_id, "kind": SOLUTION, "step": SOLUTION, "answers": {"obstacle": obstacle_id}}
    db.execute(_ASK(db), {**row, "at": now})


def find_awaited(db: Connection, account: Account, now: datetime) -> ObstacleId | None:
    """Find the obstacle whose solution is asked for. None: none is, or it was asked too long ago."""
    values = {"platform": account.platform, "user_id": account.user_id, "since": now - FRESH}
    answers = db.scalar(_FIND, values)
    return ObstacleId(answers["obstacle"]) if answers else None


def await_no_solution(db: Connection, learner_id: LearnerId) -> None:
    """Wait for a solution no more."""
    db.execute(_END, {"learner": learner_id})
