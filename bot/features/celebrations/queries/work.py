"""SQL about the work behind milestones: the links of projects, as far as their learners show them."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from bot.database.columns import constant
from bot.identity import GroupId, LearnerId
from bot.tables import milestones, ticks
from bot.tables.members import PRESENT_MEMBERS
from bot.tables.work import SHOWN_WORK, WORK


class WorkBehind(NamedTuple):
    """The evidence of a task with which a learner reached a milestone."""

    learner_id: LearnerId
    roadmap_slug: str
    task: str
    weight: int
    words: str
    file: str
    kind: str
    slug: str


_LINKED = or_(ticks.c.evidence.like("%http%://%"), ticks.c.file.like("https://%"))
_BEHIND = (
    select(
        *(ticks.c.learner_id, ticks.c.roadmap, ticks.c.task, ticks.c.weight, ticks.c.evidence),
        *(func.coalesce(ticks.c.file, constant("")), milestones.c.kind, milestones.c.slug),
    )
    .select_from(
        WORK.join(
            milestones,
            and_(
                milestones.c.learner_id == ticks.c.learner_id,
                milestones.c.roadmap == ticks.c.roadmap,
                milestones.c.act_id == ticks.c.act_id,
            ),
        )
    )
    .where(
        PRESENT_MEMBERS,
        milestones.c.learner_id.in_(bindparam("learners", expanding=True)),
        milestones.c.withdrawn.is_(False),
        SHOWN_WORK,
        _LINKED,
    )
    .order_by(ticks.c.id.desc())
)


def read_work_behind(db: Connection, group_id: GroupId, learner_ids: Collection[LearnerId]) -> list[WorkBehind]:
    """Read the work with links behind the milestones of learners, as far as the group may see it, newest first."""
    rows = db.execute(_BEHIND, {"group": group_id, "learners": list(learner_ids)}) if learner_ids else ()
    return [WorkBehind(*row) for row in rows]
