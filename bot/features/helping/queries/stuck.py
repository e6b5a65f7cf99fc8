"""SQL about stuck learners: their own obstacles on any day, and the answers that were kept with a task."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, case, func, or_, select, update

from bot.closed_sets import ConsentKind, ObstacleSource, ObstacleState, Outreach, Visibility
from bot.database.columns import constant
from bot.features.helping.queries.obstacles import OBSTACLE, WITH_RIGHTS, Obstacle, obstacle_of
from bot.features.members.queries.setting_changes import note_settings
from bot.identity import GroupId, LearnerId, ObstacleId
from bot.tables import groups, learners, memberships, obstacles
from bot.tables.members import may_publish
from bot.tables.names import SHOWN_NAME, reader


@dataclass(frozen=True, slots=True)
class Stuck:
    """A stuck learner's obstacle, the people to ask about it, and when the group was asked; None: not yet.

    `taken_down`: a steward took it down, so nobody reads it.
    """

    obstacle: Obstacle
    outreach: Outreach | None
    posted_at: datetime | None
    taken_down: bool


@dataclass(frozen=True, slots=True)
class Solution:
    """An answer that was kept with a task. `name` is empty for a learner shown by `number`; 0: they left the group."""

    obstacle_id: ObstacleId
    words: str
    name: str
    number: int
    own: bool


@dataclass(frozen=True, slots=True)
class Asker:
    """A member as an asker: how others see them, and whether their group has others to ask.

    `barred`: a steward stopped their publishing, so that others read no new question of theirs.
    """

    visibility: Visibility
    takes_questions: bool | None
    alone: bool
    barred: bool


_STUCK = select(*OBSTACLE, obstacles.c.outreach, obstacles.c.posted_at, obstacles.c.hidden_at).select_from(WITH_RIGHTS)
_THIS = obstacles.c.id == bindparam("obstacle")
_OWN = and_(obstacles.c.learner_id == bindparam("learner"), obstacles.c.source == constant(ObstacleSource.STUCK))
_OPEN = _STUCK.where(_OWN, obstacles.c.state == constant(ObstacleState.OPEN)).order_by(obstacles.c.id)
_LATELY = select(obstacles.c.at).where(_OWN, obstacles.c.at > bindparam("since")).order_by(obstacles.c.at)
_ON_TASK = and_(obstacles.c.roadmap == bindparam("plan"), obstacles.c.task.in_(bindparam("names", expanding=True)))
IS_ANSWERED = and_(obstacles.c.solution != "", may_publish(func.coalesce(obstacles.c.ended_at, obstacles.c.at)))
"""The condition that an obstacle has an answer, given while its learner could publish. It holds in `WITH_RIGHTS`."""
_KEPT = (
    select(
        obstacles.c.id,
        obstacles.c.solution,
        obstacles.c.learner_id,
        SHOWN_NAME,
        learners.c.visibility,
        memberships.c.number,
        memberships.c.left_at,
    )
    .select_from(WITH_RIGHTS)
    .where(
        _ON_TASK,
        obstacles.c.group_id == bindparam("group"),
        IS_ANSWERED,
        obstacles.c.hidden_at.is_(None),
        or_(learners.c.visibility != constant(Visibility.HIDDEN), obstacles.c.learner_id == bindparam("learner")),
    )
    .order_by(obstacles.c.id.desc())
    .limit(bindparam("most"))
)
_ANSWERABLE = (
    _STUCK.where(_ON_TASK, _OWN, obstacles.c.group_id == bindparam("group")).order_by(obstacles.c.id.desc()).limit(1)
)
_REACH = update(obstacles).where(_THIS).values(outreach=bindparam("who"))
_POSTED = update(obstacles).where(_THIS).values(posted_at=bindparam("now"))
_NOW = bindparam("now", type_=obstacles.c.ended_at.type)
_STILL_OPEN = obstacles.c.state == constant(ObstacleState.OPEN)
_KEEP = (
    update(obstacles)
    .where(_THIS)
    .values(solution=bindparam("words_"), ended_at=case((_STILL_OPEN, obstacles.c.ended_at), else_=_NOW))
)
_TAKEN_DOWN = (
    select(obstacles.c.task)
    .where(
        _OWN,
        obstacles.c.group_id == bindparam("group"),
        obstacles.c.roadmap == bindparam("plan"),
        obstacles.c.task.is_not(None),
        obstacles.c.solution != "",
        obstacles.c.hidden_at.is_not(None),
    )
    .order_by(obstacles.c.id)
)
_DROP = (
    update(obstacles)
    .where(_ON_TASK, obstacles.c.learner_id == bindparam("learner"), obstacles.c.solution != "")
    .values(solution="")
)
_MEMBER = (
    select(learners.c.visibility, learners.c.takes_questions, groups.c.solo, memberships.c.barred_at)
    .join(memberships, memberships.c.learner_id == learners.c.id)
    .join(groups, groups.c.id == memberships.c.group_id)
    .where(learners.c.id == bindparam("learner"), groups.c.id == bindparam("group"))
)
_TAKE = update(learners).where(learners.c.id == bindparam("learner")).values(takes_questions=bindparam("yes"))


def read_open_stuck(db: Connection, learner_id: LearnerId) -> list[Stuck]:
    """Read the obstacles about which a learner said on some day that they are stuck, and which are open."""
    return [_stuck(row) for row in db.execute(_OPEN, {"learner": learner_id})]


def find_stuck(db: Connection, obstacle_id: ObstacleId) -> Stuck | None:
    """Find an obstacle with the people to ask about it."""
    row = db.execute(_STUCK.where(_THIS), {"obstacle": obstacle_id}).one_or_none()
    return _stuck(row) if row else None


def find_answerable(
    db: Connection, learner_id: LearnerId, group_id: GroupId, roadmap_slug: str, names: list[str]
) -> Stuck | None:
    """Find the obstacle that a learner's answer about a task is for: their newest."""
    given = {"learner": learner_id, "group": group_id, "plan": roadmap_slug, "names": names}
    row = db.execute(_ANSWERABLE, given).one_or_none()
    return _stuck(row) if row else None


def read_stuck_since(db: Connection, learner_id: LearnerId, since: datetime) -> list[datetime]:
    """Read when a learner was stuck since an instant, the earliest first."""
    return list(db.scalars(_LATELY, {"learner": learner_id, "since": since}))


def read_solutions(
    db: Connection, viewer: LearnerId | None, group_id: GroupId, roadmap_slug: str, *, names: list[str], most: int
) -> list[Solution]:
    """Read the answers that a group kept with a task, the newest first.

    Those of hidden learners are left out, and those given after a steward stopped their learner's publishing. A
    learner who left is not named.
    """
    given = {"learner": viewer or 0, "group": group_id, "plan": roadmap_slug, "names": names, "most": most}
    return [_solution(row, viewer) for row in db.execute(_KEPT, {**given, **reader(db)})]


def read_solutions_down(db: Connection, learner_id: LearnerId, group_id: GroupId, roadmap_slug: str) -> list[str]:
    """Read the tasks of a learner's own answers that a steward took down, each once."""
    given = {"learner": learner_id, "group": group_id, "plan": roadmap_slug}
    return list(dict.fromkeys(db.scalars(_TAKEN_DOWN, given)))


def choose_outreach(db: Connection, obstacle_id: ObstacleId, outreach: Outreach | None) -> None:
    """Save whom to ask about an obstacle."""
    db.execute(_REACH, {"obstacle": obstacle_id, "who": outreach})


def note_posted(db: Connection, obstacle_id: ObstacleId, now: datetime) -> None:
    """Note that the group was asked about an obstacle."""
    db.execute(_POSTED, {"obstacle": obstacle_id, "now": now})


def keep_solution(db: Connection, obstacle_id: ObstacleId, words: str, now: datetime) -> None:
    """Keep the answer to an obstacle with its task. One that ended before ends now, with its answer."""
    db.execute(_KEEP, {"obstacle": obstacle_id, "words_": words, "now": now})


def drop_solutions(db: Connection, learner_id: LearnerId, roadmap_slug: str, names: list[str]) -> bool:
    """Drop a learner's own answers to a task. False: they have none."""
    given = {"learner": learner_id, "plan": roadmap_slug, "names": names}
    return db.execute(_DROP, given).rowcount > 0


def read_asker(db: Connection, learner_id: LearnerId, group_id: GroupId) -> Asker:
    """Read a member as an asker. Raises NoResultFound."""
    row = db.execute(_MEMBER, {"learner": learner_id, "group": group_id}).one()
    return Asker(Visibility(row.visibility), row.takes_questions, row.solo, row.barred_at is not None)


def write_takes_questions(db: Connection, learner_id: LearnerId, yes: bool, now: datetime) -> None:
    """Save whether a learner may be asked to help."""
    db.execute(_TAKE, {"learner": learner_id, "yes": yes})
    note_settings(db, learner_id, [ConsentKind.TAKES_QUESTIONS], now)


def _stuck(row: Row[*tuple[Any, ...]]) -> Stuck:
    outreach = Outreach(row.outreach) if row.outreach else None
    return Stuck(obstacle_of(row), outreach, row.posted_at, taken_down=row.hidden_at is not None)


def _solution(row: Row[*tuple[Any, ...]], viewer: LearnerId | None) -> Solution:
    left = row.number is None or row.left_at is not None
    named = row.visibility == Visibility.GROUP and not left
    return Solution(
        row.id, row.solution, row.name if named else "", 0 if left else row.number, row.learner_id == viewer
    )
