"""SQL about help: members who offered it, and what came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, Row, bindparam, select, update

from bot.closed_sets import HelpState
from bot.database.columns import constant
from bot.database.upsert import Into, PerEngine
from bot.identity import LearnerId, ObstacleId
from bot.tables import helps, obstacles, outbox


@dataclass(frozen=True, slots=True)
class HelpGiven:
    """A member's part in an obstacle. `offered_at`: they said that they can help. `thanked_at`: the asker said so.

    `taken_down`: a steward took the thanks down.
    """

    obstacle_id: ObstacleId
    learner_id: LearnerId
    state: HelpState
    offered_at: datetime | None
    thanked_at: datetime | None
    taken_down: bool


_COLUMNS = (
    *(helps.c.obstacle_id, helps.c.learner_id, helps.c.state, helps.c.offered_at, helps.c.thanked_at),
    helps.c.taken_down,
)
_OF_OBSTACLE = helps.c.obstacle_id == bindparam("obstacle")
_READ = select(*_COLUMNS).where(_OF_OBSTACLE, helps.c.offered_at.is_not(None)).order_by(helps.c.offered_at)


def _offering(into: Into) -> Executable:
    fresh = into(helps)
    changed = {name: fresh.excluded[name] for name in ("state", "offered_at")}
    return fresh.on_conflict_do_update(index_elements=["obstacle_id", "learner_id"], set_=changed)


_OFFER = PerEngine(_offering)
_JUDGE = (
    update(helps)
    .where(_OF_OBSTACLE, helps.c.learner_id == bindparam("helper"))
    .values(state=bindparam("state_"), thanked_at=bindparam("thanked"))
)
_DROP = (
    update(helps)
    .where(
        _OF_OBSTACLE,
        helps.c.learner_id == bindparam("helper"),
        helps.c.state == constant(HelpState.OFFERED),
    )
    .values(state=constant(HelpState.PASSED), offered_at=None)
)
_WAITING = (
    select(*_COLUMNS)
    .join(obstacles, obstacles.c.id == helps.c.obstacle_id)
    .where(
        obstacles.c.learner_id == bindparam("asker"),
        helps.c.state == constant(HelpState.OFFERED),
        helps.c.offered_at > bindparam("since"),
    )
    .order_by(helps.c.offered_at, helps.c.obstacle_id, helps.c.learner_id)
)


_ASKED = select(outbox.c.key).where(outbox.c.key.in_(bindparam("keys", expanding=True)))


def put_offer(db: Connection, obstacle_id: ObstacleId, learner_id: LearnerId, now: datetime) -> None:
    """Keep that a member offered help, whether they were asked before or not."""
    row = {"obstacle_id": obstacle_id, "learner_id": learner_id, "state": HelpState.OFFERED}
    db.execute(_OFFER(db), {**row, "at": now, "offered_at": now})


def read_offers(db: Connection, obstacle_id: ObstacleId) -> list[HelpGiven]:
    """Read the members who offered help with an obstacle, the first first."""
    return [_help(row) for row in db.execute(_READ, {"obstacle": obstacle_id})]


def drop_offer(db: Connection, obstacle_id: ObstacleId, fellow: LearnerId) -> bool:
    """Take a member's offer back, as if their day to answer had passed. False: it does not stand any more."""
    return db.execute(_DROP, {"obstacle": obstacle_id, "helper": fellow}).rowcount == 1


def judge_help(
    db: Connection, obstacle_id: ObstacleId, fellow: LearnerId, state: HelpState, thanked_at: datetime | None
) -> None:
    """Keep what the asker said of a member's help. None takes thanks back."""
    values = {"obstacle": obstacle_id, "helper": fellow, "state_": state, "thanked": thanked_at}
    db.execute(_JUDGE, values)


def read_waiting_offers(db: Connection, asker: LearnerId, since: datetime) -> list[HelpGiven]:
    """Read the help offered to a learner since an instant, of which they did not say yet what it did.

    The obstacle may have ended: often because the help did help, and the task was ticked off.
    """
    return [_help(row) for row in db.execute(_WAITING, {"asker": asker, "since": since})]


def find_asked(db: Connection, keys: Collection[str]) -> set[str]:
    """Find which of these keys of posts were used."""
    return set(db.scalars(_ASKED, {"keys": list(keys)})) if keys else set()


def _help(row: Row[*tuple[Any, ...]]) -> HelpGiven:
    return HelpGiven(
        row.obstacle_id,
        row.learner_id,
        HelpState(row.state),
        row.offered_at,
        row.thanked_at,
        taken_down=bool(row.taken_down),
    )
