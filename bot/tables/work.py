"""Work: the evidence of ticks, and the one condition under which fellow members see a piece of it."""

from __future__ import annotations

from sqlalchemy import and_, func, or_

from bot.closed_sets import Visibility
from bot.tables.members import learners, may_publish, memberships
from bot.tables.ticks import ticks, undos

WORK = (
    ticks.join(learners, learners.c.id == ticks.c.learner_id)
    .join(memberships, memberships.c.learner_id == ticks.c.learner_id)
    .outerjoin(undos, undos.c.tick_id == ticks.c.id)
)
"""Ticks with their learners and memberships, and their undos if there are any."""

WORK_AT = func.coalesce(ticks.c.evidence_at, ticks.c.at)
"""When a piece of work was given: its learner's consent counts from a moment on."""

HAS_WORK = and_(or_(ticks.c.evidence != "", ticks.c.file.is_not(None)), undos.c.tick_id.is_(None))
"""The live ticks that have a link, note or attachment."""

SHOWN_WORK = and_(
    HAS_WORK,
    ticks.c.hidden_at.is_(None),
    learners.c.shows_work.is_(True),
    learners.c.work_from <= WORK_AT,
    learners.c.visibility != Visibility.HIDDEN,
    memberships.c.left_at.is_(None),
    may_publish(WORK_AT),
)
"""The pieces of work that fellow members may see. Every query for other readers has this condition."""
