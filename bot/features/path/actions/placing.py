"""Placement: starting in the middle. Tasks before the start count as done, and earn no points."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.closed_sets import ActKind, TickSource
from bot.errors import Refused
from bot.features.acts.actions import record_act
from bot.features.members.actions import presence
from bot.features.ticks.actions.roadmap_state import RoadmapState, all_names, read_state, view_state
from bot.features.ticks.queries import ticks
from bot.identity import ActId, Caller, LearnerId
from roadmap.lookup.parts import Part, find_part
from roadmap.model import Level, Roadmap, Task
from roadmap.progress import is_ticked, tasks_before


class NothingToPlace(Refused):
    """Refusal: no open task lies before that part."""

    part: str


@dataclass(frozen=True, slots=True)
class Placement:
    """A placement, previewed or made. `granted` are the slugs of the tasks that it ticks.

    `percent` is the progress after it. `open_choices` are still to be made.
    """

    part: str
    granted: tuple[str, ...]
    percent: int
    open_choices: tuple[str, ...] = ()
    joined: bool = False
    act_id: ActId = ActId(0)


def preview_placement(db: Connection, learner_id: LearnerId | None, roadmap: Roadmap, part_slug: str) -> Placement:
    """Preview the placement at a level, month or block, without changing anything.

    Raises NothingToPlace.
    """
    return _placement(view_state(db, learner_id, roadmap), part_slug)


def place_learner(db: Connection, caller: Caller, roadmap: Roadmap, part_slug: str) -> Placement:
    """Grant the caller all open tasks before a part. The caller joins if they are no member yet.

    A placement earns no points, adds no done day and celebrates nothing. Raises NothingToPlace.
    """
    present = presence.enter(db, caller, roadmap.slug)
    before = read_state(db, present, roadmap)
    placement = _placement(before, part_slug)
    act = record_act(db, caller, present, ActKind.PLACEMENT, roadmap.slug)
    shared = {
        "learner_id": present.learner_id,
        "roadmap": roadmap.slug,
        "source": TickSource.PLACEMENT,
        "at": act.at,
        "act_id": act.id,
        "zone": present.clock.zone,
        "day": present.day,
        "points": 0,
        "evidence": "",
        "group_id": present.group_id,
    }
    tasks = [task for slug in placement.granted if (task := roadmap.task(slug))]
    ticks.add_ticks(
        db, [{**shared, "task": one.slug, "turn": _turn(before, one), "weight": one.weight} for one in tasks]
    )
    return replace(placement, joined=present.joined, act_id=act.id)


def _placement(state: RoadmapState, part_slug: str) -> Placement:
    part = find_part(state.roadmap, part_slug)
    before = tasks_before(state.roadmap, part, state.chosen) if part else ()
    granted = tuple(task for task in before if not is_ticked(task, state.ticked))
    if part is None or not granted:
        raise NothingToPlace(part=_name(part) if part else part_slug)
    after = replace(state, ticked=state.ticked.union(task.slug for task in granted))
    return Placement(
        part.slug,
        tuple(task.slug for task in granted),
        after.progress.whole.percent,
        _open_choices(state, granted),
    )


def _name(part: Part) -> str:
    return part.name if isinstance(part, Level) else part.title or part.slug


def _open_choices(state: RoadmapState, granted: tuple[Task, ...]) -> tuple[str, ...]:
    """Return the open choices in the blocks of the granted tasks. They are the learner's to make."""
    blocks = {state.roadmap.place_of(task.slug)[2].slug for task in granted}
    return tuple(
        choice.slug
        for block in state.roadmap.blocks()
        if block.slug in blocks
        for choice in block.choices
        if choice.slug not in state.chosen
    )


def _turn(before: RoadmapState, task: Task) -> int:
    return max((before.turns.get(name, 0) for name in all_names(before.roadmap, [task.slug])), default=0) + 1
