"""Reckon which milestones a learner's own rows hold."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from bot.features.streaks.actions.counting import read_ledger
from bot.features.ticks.actions.roadmap_state import view_state
from bot.features.ticks.queries.criteria import read_affirmed
from bot.identity import LearnerId
from bot.library import Library
from roadmap.milestones import Milestone, MilestoneKind, is_victory, reached, streaks_held
from roadmap.model import Roadmap
from roadmap.progress import measure


def read_held_milestones(
    db: Connection, library: Library, learner_id: LearnerId, roadmap_slug: str, now: datetime
) -> Collection[Milestone] | None:
    """Read the milestones that a learner holds on a roadmap, or their streaks and comebacks if it is empty.

    None: the roadmap is not known any more.
    """
    if not roadmap_slug:
        streak = read_ledger(db, learner_id, now)
        return streaks_held(streak.best, streak.days)
    roadmap = library.get(roadmap_slug)
    return None if roadmap is None else _held_on(db, learner_id, roadmap)


def _held_on(db: Connection, learner_id: LearnerId, roadmap: Roadmap) -> Collection[Milestone]:
    progress = view_state(db, learner_id, roadmap).progress
    affirmed = read_affirmed(db, learner_id, roadmap.slug)
    won = (Milestone(MilestoneKind.VICTORY, one.slug) for one in roadmap.levels if is_victory(one, progress, affirmed))
    return {*reached(measure(roadmap, frozenset(), {}), progress), *won}
