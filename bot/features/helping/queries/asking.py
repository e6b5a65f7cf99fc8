"""SQL about members who are asked to help with an obstacle: candidates, their answers, and the posts that ask."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, or_, select, update

from bot.closed_sets import HelpState, PostState, TickSource, Visibility
from bot.database.columns import constant
from bot.database.platforms import runs
from bot.features.helping.queries.obstacles import Obstacle
from bot.identity import LearnerId, ObstacleId
from bot.tables import accounts, helps, learners, memberships, obstacles, outbox, ticks, undos

EACH = timedelta(days=7)
"""A member is asked at most once in so long, about whatever obstacle."""


@dataclass(frozen=True, slots=True)
class AskedMember:
    """A member's part in an obstacle, and since when."""

    learner_id: LearnerId
    state: HelpState
    at: datetime


@dataclass(frozen=True, slots=True)
class AskPost:
    """The post that asks a member. `lost`: it never came to them. `sent_at`: None while it is on its way."""

    lost: bool
    sent_at: datetime | None


_WAS_ASKED = or_(helps.c.offered_at.is_(None), helps.c.offered_at > helps.c.at)
"""The members who were asked. Those who offered help by themselves did so at the first moment of their part."""
_ASKED_LATELY = or_(
    select(helps.c.obstacle_id)
    .where(helps.c.learner_id == learners.c.id, helps.c.at > bindparam("since"), _WAS_ASKED)
    .exists(),
    select(outbox.c.id)
    .where(
        outbox.c.learner_id == learners.c.id,
        outbox.c.kind == bindparam("kind"),
        outbox.c.state.not_in([PostState.DEAD, PostState.CANCELLED]),
        or_(outbox.c.created_at > bindparam("since"), outbox.c.ended_at > bindparam("since")),
    )
    .exists(),
    select(helps.c.obstacle_id)
    .where(helps.c.learner_id == learners.c.id, helps.c.obstacle_id == bindparam("obstacle"))
    .exists(),
)
_OPEN_ACCOUNTS = select(accounts.c.id).where(accounts.c.learner_id == learners.c.id, accounts.c.off_reason.is_(None))
_HERE = and_(
    memberships.c.learner_id == learners.c.id,
    memberships.c.group_id == bindparam("group"),
    memberships.c.left_at.is_(None),
)
_DID_IT = and_(
    ticks.c.learner_id == learners.c.id,
    ticks.c.roadmap == bindparam("roadmap"),
    ticks.c.task.in_(bindparam("names", expanding=True)),
    ticks.c.source == constant(TickSource.TICK),
)
_CANDIDATES = (
    select(learners.c.id)
    .join(memberships, _HERE)
    .join(ticks, _DID_IT)
    .outerjoin(undos, undos.c.tick_id == ticks.c.id)
    .where(
        undos.c.tick_id.is_(None),
        learners.c.id != bindparam("asker"),
        learners.c.takes_questions.is_(True),
        learners.c.visibility == constant(Visibility.GROUP),
        ~_ASKED_LATELY,
    )
    .group_by(learners.c.id)
    .order_by(func.max(ticks.c.at).desc(), learners.c.id)
)
_MAY_BE_ASKED = (
    select(learners.c.id)
    .join(memberships, _HERE)
    .where(
        learners.c.id == bindparam("learner"),
        learners.c.takes_questions.is_(True),
        learners.c.visibility == constant(Visibility.GROUP),
    )
)
_OF = helps.c.obstacle_id == bindparam("obstacle")
_THEIRS = and_(_OF, helps.c.learner_id == bindparam("learner"), helps.c.state == constant(HelpState.ASKED))
_HELPS = select(helps.c.learner_id, helps.c.state, helps.c.at).where(_OF).order_by(helps.c.at, helps.c.learner_id)
_MEMBER_ON = (
    select(memberships.c.made_on)
    .join(obstacles, obstacles.c.group_id == memberships.c.group_id)
    .where(obstacles.c.id == bindparam("obstacle"), memberships.c.learner_id == bindparam("learner"))
)
_ASK = insert(helps).values(
    obstacle_id=bindparam("obstacle"),
    learner_id=bindparam("learner"),
    state=constant(HelpState.ASKED),
    at=bindparam("now"),
    made_on=_MEMBER_ON.scalar_subquery(),
)
_ANSWER = update(helps).where(_THEIRS).values(state=bindparam("answer"))
_DROP = delete(helps).where(_THEIRS)
_POST = select(outbox.c.state, outbox.c.ended_at).where(outbox.c.key == bindparam("key"))


def find_candidates(
    db: Connection, obstacle: Obstacle, names: Collection[str], kind: str, now: datetime
) -> list[LearnerId]:
    """Find the members who may be asked about a task, those who ticked it off last first.

    They agreed to be asked, are shown by name, can be written to, and were asked nothing for a week. `names` are the
    slugs of the task, `kind` is that of the posts that ask.
    """
    given = {"group": obstacle.group_id, "roadmap": obstacle.roadmap_slug, "names": list(names), "kind": kind}
    given |= {"asker": obstacle.learner_id, "obstacle": obstacle.id, "since": now - EACH}
    reached = _OPEN_ACCOUNTS.where(runs(db, accounts.c.platform)).exists()
    return list(db.scalars(_CANDIDATES.where(reached), given))


def may_be_asked(db: Connection, learner_id: LearnerId, obstacle: Obstacle) -> bool:
    """Whether a member still agrees to be asked, is shown by name, and has not left the group."""
    given = {"learner": learner_id, "group": obstacle.group_id}
    return db.execute(_MAY_BE_ASKED, given).first() is not None


def add_ask(db: Connection, obstacle_id: ObstacleId, learner_id: LearnerId, now: datetime) -> None:
    """Keep that a member is asked, by the account with which they are in the group."""
    db.execute(_ASK, {"obstacle": obstacle_id, "learner": learner_id, "now": now})


def read_asked_members(db: Connection, obstacle_id: ObstacleId) -> list[AskedMember]:
    """Read the members who were asked about an obstacle or offered help, in that order."""
    return [
        AskedMember(row.learner_id, HelpState(row.state), row.at)
        for row in db.execute(_HELPS, {"obstacle": obstacle_id})
    ]


def answer_ask(db: Connection, obstacle_id: ObstacleId, learner_id: LearnerId, answer: HelpState) -> bool:
    """Keep a member's answer, or that their day passed. False: they are not asked now."""
    given = {"obstacle": obstacle_id, "learner": learner_id, "answer": answer}
    return db.execute(_ANSWER, given).rowcount == 1


def drop_ask(db: Connection, obstacle_id: ObstacleId, learner_id: LearnerId) -> None:
    """Forget that a member was to be asked, because the post never came to them."""
    db.execute(_DROP, {"obstacle": obstacle_id, "learner": learner_id})


def find_ask_post(db: Connection, key: str) -> AskPost | None:
    """Find the post that asks a member, by its key. None: it is so old that it was deleted."""
    row = db.execute(_POST, {"key": key}).one_or_none()
    if row is None:
        return None
    lost = row.state in {PostState.DEAD, PostState.CANCELLED}
    sent = row.state in {PostState.SENT, PostState.AMBIGUOUS}
    return AskPost(lost, row.ended_at if sent else None)
