"""Plan a /done before anything is written: pure functions on the learner's state."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.features.ticks.actions.roadmap_state import RoadmapState
from roadmap.model import Block, Choice, Roadmap, Task
from roadmap.progress import implied_choice, is_ticked

PAID_A_DAY = 5


@dataclass(slots=True)
class TickPlan:
    """The plan of a /done, made before anything is written. All but `tasks` are slugs.

    `tasks` are to be ticked. `already` were ticked before. `undecided` are choices that are still to be made.
    `outside` are to be ticked too, but belong to another option than the chosen one.
    `placed` are to be ticked as the placement that they belong to had ticked them: they earn nothing.
    `chosen` are all choices after the plan, `made` those that the plan makes.
    """

    tasks: list[Task] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    placed: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    chosen: dict[str, str] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    evidence: str = ""
    file: str = ""

    @property
    def has_evidence(self) -> bool:
        """Whether a note, link or file came with it."""
        return bool(self.evidence or self.file)


def plan_ticks(state: RoadmapState, slugs: Sequence[str], evidence: str = "") -> TickPlan:
    """Plan the ticks of the named tasks and blocks.

    1. A slug that the roadmap lacks is passed over.
    2. A task that is ticked already is not ticked again.
    3. A choice's own checkbox is not ticked before the choice is made.
    4. A task of an open choice chooses its option.
    5. A task of another option than the chosen one is ticked, but does not count.
    6. A task whose tick alone was taken back from a placement is ticked as the placement had it.
    7. A block gives its open tasks that count, and its open choices as undecided.
    8. A block with neither is listed as ticked already.
    """
    plan = TickPlan(chosen=dict(state.chosen), evidence=evidence)
    for slug in dict.fromkeys(slugs):
        task, block = state.roadmap.task(slug), state.roadmap.block(slug)
        if task:
            _plan_task(state, plan, task)
        elif block:
            _plan_block(state, plan, block)
    return plan


def _plan_task(state: RoadmapState, plan: TickPlan, task: Task) -> None:
    waits_for = _choice_of_checkbox(state.roadmap, task)
    if is_ticked(task, state.ticked):
        plan.already.append(task.slug)
    elif waits_for and waits_for.slug not in plan.chosen:
        _once(plan.undecided, waits_for.slug)
    elif task not in plan.tasks:
        _plan_choice(state.roadmap, plan, task)
        plan.tasks.append(task)
        if is_ticked(task, state.displaced):
            plan.placed.append(task.slug)


def _plan_choice(roadmap: Roadmap, plan: TickPlan, task: Task) -> None:
    implied = implied_choice(roadmap, task.slug, plan.chosen)
    if implied:
        plan.chosen[implied[0]] = plan.made[implied[0]] = implied[1]
    found = roadmap.option_of(task.slug)
    if found and plan.chosen.get(found[0].slug) != found[1].slug:
        plan.outside.append(task.slug)


def _plan_block(state: RoadmapState, plan: TickPlan, block: Block) -> None:
    wanted = list(_counted(block, plan))
    open_ = [task for task in wanted if not is_ticked(task, state.ticked)]
    undecided = [choice for choice in block.choices if choice.slug not in plan.chosen]
    for task in open_:
        _plan_task(state, plan, task)
    for choice in undecided:
        _once(plan.undecided, choice.slug)
    if not open_ and not undecided:
        plan.already += [task.slug for task in wanted]


def _counted(block: Block, plan: TickPlan) -> Iterator[Task]:
    yield from block.tasks
    for choice in block.choices:
        for option in choice.options:
            if plan.chosen.get(choice.slug) == option.slug:
                yield from option.tasks


def _choice_of_checkbox(roadmap: Roadmap, task: Task) -> Choice | None:
    return next((choice for choice in roadmap.choices() if choice.task == task.slug), None)


def _once(slugs: list[str], slug: str) -> None:
    if slug not in slugs:
        slugs.append(slug)


def state_after(before: RoadmapState, plan: TickPlan) -> RoadmapState:
    """Return the learner's state after the plan."""
    return replace(before, ticked=before.ticked.union(task.slug for task in plan.tasks), chosen=plan.chosen)


def pay_points(tasks: Sequence[Task], unpaid: Collection[str], paid_today: int) -> list[int]:
    """List the points of each task: its weight for the first five of a study day, then 0.

    An unpaid task earns 0, and is none of the five.
    """
    points: list[int] = []
    for task in tasks:
        paid = paid_today + sum(one > 0 for one in points) < PAID_A_DAY and task.slug not in unpaid
        points.append(task.weight if paid else 0)
    return points
