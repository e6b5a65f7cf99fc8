"""How a learner stands on a roadmap: what is ticked, what is chosen, what may still be paid today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from bot.storage import choices, ticks
from bot.tables import learners
from bot.usecases.people import Present
from roadmap.model import Block, Roadmap
from roadmap.progress import Progress, measure


@dataclass(frozen=True)
class Standing:
    """The ticks and choices of one learner on one roadmap. `turns`: how often each task was ticked ever."""

    roadmap: Roadmap
    ticked: frozenset[str]
    chosen: Mapping[str, str]
    turns: Mapping[str, int]
    paid_today: int = 0

    @cached_property
    def progress(self) -> Progress:
        """The share of every part that is done."""
        return measure(self.roadmap, self.ticked, self.chosen)


@dataclass(frozen=True, slots=True)
class PartStanding:
    """How far a block is: tasks for people, percent by weight."""

    slug: str
    ticked: int
    required: int
    percent: int


_HOLD = select(learners.c.id).where(learners.c.id == bindparam("learner")).with_for_update(key_share=True)


def hold(db: Connection, learner_id: int) -> None:
    """Keep everybody else from writing for this learner until the transaction ends (SQLite has one writer anyway)."""
    db.execute(_HOLD, {"learner": learner_id})


def stand(db: Connection, present: Present, roadmap: Roadmap) -> Standing:
    """How the learner stands now, with what was paid on their study day over all roadmaps."""
    past = ticks.history(db, present.learner_id, roadmap.slug, present.day)
    here = [one for one in past if one.roadmap == roadmap.slug]
    turns: dict[str, int] = {}
    for one in here:
        turns[one.task] = max(one.turn, turns.get(one.task, 0))
    return Standing(
        roadmap,
        ticked=frozenset(one.task for one in here if one.live),
        chosen=choices.chosen(db, present.learner_id, roadmap.slug) if _has_choices(roadmap) else {},
        turns=turns,
        paid_today=sum(one.today and one.live and one.points > 0 for one in past),
    )


def look(db: Connection, learner_id: int | None, roadmap: Roadmap) -> Standing:
    """How anybody stands, to be shown: nobody has ticked nothing."""
    if learner_id is None:
        return Standing(roadmap, frozenset(), {}, {})
    ticked = ticks.ticked(db, learner_id, roadmap.slug)
    return Standing(roadmap, ticked, choices.chosen(db, learner_id, roadmap.slug), {})


def part_standing(standing: Standing, block: Block) -> PartStanding:
    """How far a block is."""
    share = standing.progress.blocks[block.slug]
    return PartStanding(block.slug, share.tasks_ticked, share.tasks_required, share.percent)


def all_names(roadmap: Roadmap, slugs: Sequence[str]) -> list[str]:
    """Tasks under their slugs and those that they had before."""
    tasks = (roadmap.task(slug) for slug in slugs)
    return [name for task in tasks if task for name in (task.slug, *task.aliases)]


def _has_choices(roadmap: Roadmap) -> bool:
    return next(roadmap.choices(), None) is not None
