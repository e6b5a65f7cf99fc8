"""A learner's open questions, and the answers that were kept, as /stuck shows them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.closed_sets import Visibility
from bot.features.helping.actions.following import find_unjudged
from bot.features.helping.queries.obstacles import Obstacle
from bot.features.helping.queries.stuck import (
    Solution,
    Stuck,
    find_stuck,
    read_asker,
    read_open_stuck,
    read_solutions,
    read_solutions_down,
)
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.ticks.actions.roadmap_state import RoadmapState, all_names, view_state
from bot.features.ticks.queries.ticks import read_ticked
from bot.identity import Caller, GroupId, LearnerId, ObstacleId
from roadmap.model import Roadmap, Task
from roadmap.progress import is_ticked, next_tasks

SHOWN_SOLUTIONS = 2
NEAR = 3
"""The next tasks for which a learner sees whether an answer was kept."""


@dataclass(frozen=True, slots=True)
class StuckView:
    """A learner's open questions, the newest last, and the answers that were kept.

    `changed` is the obstacle that the call opened or changed. `fresh`: it was opened. `solutions` are of the task that
    was asked about, `solved` are the slugs of the next tasks that have some. `down` are the tasks of the learner's own
    answers that a steward took down. `takes_questions` is the learner's own consent to be asked; None: not asked yet.
    `number`: others see the learner by it; 0: by name. `unjudged` is an obstacle with help of which the learner did
    not say yet whether it helped. `barred`: a steward stopped their publishing.
    """

    open: tuple[Stuck, ...] = ()
    changed: Stuck | None = None
    solutions: tuple[Solution, ...] = ()
    solved: tuple[str, ...] = ()
    takes_questions: bool | None = None
    fresh: bool = False
    number: int = 0
    unjudged: Obstacle | None = None
    down: tuple[str, ...] = ()
    barred: bool = False


def see_stuck(db: Connection, caller: Caller, roadmap: Roadmap, slug: str = "") -> StuckView:
    """Read the caller's open questions, and the answers kept with a task, or else with the next ones."""
    present = presence.find_present(db, caller)
    if present is None:
        return StuckView()
    task = roadmap.task(slug)
    mine = read_open_here(db, present, roadmap)
    return StuckView(
        open=mine,
        changed=next((one for one in mine if task and one.obstacle.task in all_names(roadmap, [slug])), None),
        solutions=tuple(find_solutions(db, present.learner_id, present.group_id, roadmap, task)) if task else (),
        solved=() if task else _find_solved(db, present, view_state(db, present.learner_id, roadmap)),
        takes_questions=read_asker(db, present.learner_id, present.group_id).takes_questions,
        unjudged=None if task else find_unjudged(db, present.learner_id, caller.now),
        down=() if task else tuple(read_solutions_down(db, present.learner_id, present.group_id, roadmap.slug)),
    )


def find_solutions(
    db: Connection, viewer: LearnerId | None, group_id: GroupId, roadmap: Roadmap, task: Task
) -> list[Solution]:
    """Read the newest answers that a group kept with a task."""
    names = all_names(roadmap, [task.slug])
    return read_solutions(db, viewer, group_id, roadmap.slug, names=names, most=SHOWN_SOLUTIONS)


def read_open_here(db: Connection, present: Present, roadmap: Roadmap) -> tuple[Stuck, ...]:
    """Read a member's open questions on a roadmap. One about a ticked task is over."""
    found = read_open_stuck(db, present.learner_id)
    here = (one for one in found if one.obstacle.roadmap_slug == roadmap.slug)
    return tuple(one for one in here if not is_past(db, one.obstacle, roadmap))


def is_past(db: Connection, obstacle: Obstacle, roadmap: Roadmap) -> bool:
    """Whether an obstacle is about a task that its learner has ticked off, or one that is gone."""
    task = roadmap.task(obstacle.task or "")
    return task is None or is_ticked(task, read_ticked(db, obstacle.learner_id, roadmap.slug))


def read_stuck_view(
    db: Connection, present: Present, roadmap: Roadmap, obstacle_id: ObstacleId, *, fresh: bool = False
) -> StuckView:
    """Read a member's open questions after a call, and the obstacle that it opened or changed."""
    member = read_asker(db, present.learner_id, present.group_id)
    return StuckView(
        open=read_open_here(db, present, roadmap),
        changed=find_stuck(db, obstacle_id),
        takes_questions=member.takes_questions,
        fresh=fresh,
        number=present.number if member.visibility is Visibility.NUMBER else 0,
        barred=member.barred,
    )


def _find_solved(db: Connection, present: Present, state: RoadmapState) -> tuple[str, ...]:
    following = next_tasks(state.roadmap, state.ticked, state.chosen, NEAR)
    found = (
        task for task in following if find_solutions(db, present.learner_id, present.group_id, state.roadmap, task)
    )
    return tuple(task.slug for task in found)
