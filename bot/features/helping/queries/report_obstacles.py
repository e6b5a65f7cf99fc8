"""SQL about the obstacles of all reports in a check-in, kept at once when its digest is planned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Executable, bindparam, null, select, update

from bot.closed_sets import ObstacleSource, ObstacleState
from bot.database.columns import constant
from bot.database.upsert import Into, PerEngine
from bot.identity import CheckinId, GroupId, LearnerId
from bot.tables import obstacles, reports


def _putting(into: Into) -> Executable:
    fresh = into(obstacles)
    return fresh.on_conflict_do_update(
        index_elements=["checkin_id", "learner_id"], set_={"words": fresh.excluded.words}
    )


_PUT = PerEngine(_putting)
_REPORTED_ON = select(reports.c.learner_id, reports.c.made_on).where(reports.c.checkin_id == bindparam("checkin"))
_PART = (
    update(obstacles)
    .where(
        obstacles.c.checkin_id == bindparam("checkin"),
        obstacles.c.learner_id == bindparam("learner"),
        obstacles.c.state != constant(ObstacleState.OPEN),
        obstacles.c.hidden_at.is_(None),
        obstacles.c.words != bindparam("said"),
    )
    .values(checkin_id=null())
)


def put_report_obstacles(
    db: Connection,
    checkin_id: CheckinId,
    words: Mapping[LearnerId, str],
    *,
    group_id: GroupId,
    roadmap_slug: str,
    now: datetime,
) -> None:
    """Keep the obstacles of a check-in's reports, each of the account that reported it.

    Those that are kept already take the new words alone.
    """
    of_checkin = {"checkin_id": checkin_id, "group_id": group_id, "roadmap": roadmap_slug}
    kept = {**of_checkin, "source": ObstacleSource.CHECKIN, "at": now}
    makers = {row.learner_id: row.made_on for row in db.execute(_REPORTED_ON, {"checkin": checkin_id})} if words else {}
    rows = [
        {**kept, "learner_id": learner_id, "words": said, "made_on": makers.get(learner_id)}
        for learner_id, said in words.items()
    ]
    if rows:
        db.execute(_PUT(db), rows)


def part_ended_obstacle(db: Connection, checkin_id: CheckinId, learner_id: LearnerId, words: str) -> None:
    """Part an obstacle that ended from its report, which tells of another one now. Its helpers keep their thanks.

    One that a steward took down stays with the report.
    """
    db.execute(_PART, {"checkin": checkin_id, "learner": learner_id, "said": words})
