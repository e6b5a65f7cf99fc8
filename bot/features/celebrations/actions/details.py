"""Read what the words of a celebration need just before they are chosen: its cheers, and the work behind it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.features.celebrations.queries.work import WorkBehind, read_work_behind
from bot.features.cheers.actions import CheerCount, read_cheers
from bot.identity import LearnerId
from bot.posting.posts import Post
from bot.posting.subjects import find_learners
from roadmap.milestones import Milestone, MilestoneKind


@dataclass(frozen=True, slots=True)
class CelebratedWork:
    """The evidence of a task with which a learner reached a milestone."""

    learner_id: LearnerId
    roadmap_slug: str
    milestone: Milestone
    task: str
    weight: int
    words: str
    file: str


def read_celebration_details(db: Connection, post: Post) -> tuple[CheerCount | CelebratedWork, ...]:
    """Read the cheers for a post and the work behind it. A post in private has no readers of work."""
    found = read_work_behind(db, post.group_id, find_learners(db, post)) if post.group_id is not None else []
    return (read_cheers(db, post), *map(_celebrated, found))


def _celebrated(found: WorkBehind) -> CelebratedWork:
    milestone = Milestone(MilestoneKind(found.kind), found.slug)
    return CelebratedWork(
        found.learner_id, found.roadmap_slug, milestone, found.task, found.weight, found.words, found.file
    )
