"""A learner's state on a roadmap: ticks, choices, and ticks paid today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection

from bot.features.acts.queries import live_among
from bot.features.members.actions.presence import Present
from bot.features.ticks.queries import ticks
from bot.features.ticks.queries.attained import read_attained
from bot.features.ticks.queries.ticks import PastTick
from bot.identity import LearnerId, ObstacleId
from roadmap.model import Block, Roadmap
from roadmap.progress import Progress, measure


@dataclass(frozen=True)
class RoadmapState:
    """The ticks and choices of one learner on one roadmap.

    `turns`: how often each task was ticked, taken back ticks included.
    `paid_today`: the ticks of today that earned points, on any roadmap.
    `placed`: the ticks that a placement granted.
    `stuck_on`: the learner's open questions, task -> obstacle, as a call that writes read them.
    `displaced`: tasks that a placement had, until their tick alone was taken back. The placement itself still counts.
    """

    roadmap: Roadmap
    ticked: frozenset[str]
    chosen: Mapping[str, str]
    turns: Mapping[str, int]
    paid_today: int = 0
    displaced: frozenset[str] = frozenset()
    placed: frozenset[str] = frozenset()
    stuck_on: Mapping[str, ObstacleId] = field(default_factory=dict)

    @cached_property
    def progress(self) -> Progress:
        """The share of every part that is done."""
        return measure(self.roadmap, self.ticked, self.chosen)


@dataclass(frozen=True, slots=True)
class BlockProgress:
    """The progress of a block, in numbers of tasks."""

    slug: str
    ticked: int
    required: int


def read_state(db: Connection, present: Present, roadmap: Roadmap) -> RoadmapState:
    """Read the learner's state, with the ticks paid today over all roadmaps."""
    past, chosen, stuck_on = ticks.read_tick_history(db, present.learner_id, roadmap.slug, present.day)
    here = [tick for tick in past if tick.roadmap_slug == roadmap.slug]
    turns: dict[str, int] = {}
    for tick in here:
        turns[tick.task] = max(tick.turn, turns.get(tick.task, 0))
    return RoadmapState(
        roadmap,
        ticked=frozenset(tick.task for tick in here if tick.live),
        placed=frozenset(tick.task for tick in here if tick.live and tick.placed),
        chosen=chosen,
        turns=turns,
        paid_today=sum(tick.today and tick.live and tick.points > 0 for tick in past),
        displaced=_displaced(db, here),
        stuck_on=stuck_on,
    )


def _displaced(db: Connection, past: Sequence[PastTick]) -> frozenset[str]:
    gone = {(tick.task, tick.act_id) for tick in past if tick.placed and not tick.live}
    live = live_among(db, {act_id for _, act_id in gone if act_id})
    return frozenset(task for task, act_id in gone if act_id in live)


def view_state(db: Connection, learner_id: LearnerId | None, roadmap: Roadmap) -> RoadmapState:
    """Read a learner's state to show it. Without a learner it is empty."""
    if learner_id is None:
        return RoadmapState(roadmap, frozenset(), {}, {})
    found = read_attained(db, learner_id, roadmap.slug)
    return RoadmapState(roadmap, found.ticked, found.chosen, {}, placed=found.placed)


def measure_block(state: RoadmapState, block: Block) -> BlockProgress:
    """Measure the progress of a block."""
    share = state.progress.blocks[block.slug]
    return BlockProgress(block.slug, share.tasks_ticked, share.tasks_required)


def all_names(roadmap: Roadmap, slugs: Sequence[str]) -> list[str]:
    """List the slugs of these tasks, and the slugs that they had before."""
    tasks = (roadmap.task(slug) for slug in slugs)
    return [name for task in tasks if task for name in (task.slug, *task.aliases)]
