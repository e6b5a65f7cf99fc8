"""The evidence of a task that is ticked already: added, or put in place of an earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.closed_sets import ActKind
from bot.features.acts.actions import record_act
from bot.features.members.actions.presence import Present
from bot.features.ticks.actions.planning import TickPlan
from bot.features.ticks.actions.roadmap_state import RoadmapState, all_names
from bot.features.ticks.queries.evidence import (
    Evidence,
    change_evidence,
    find_live_evidence,
    keep_replaced,
    note_asked,
    read_former_evidence,
)
from bot.identity import ActId, Caller
from roadmap.model import Task, is_project

EVIDENCE = 500  # characters that are kept with a tick


@dataclass(frozen=True, slots=True)
class Noted:
    """Evidence that was added to a task ticked before. `replaces` other words. `act_id`: 0 if nothing changed."""

    task: str
    act_id: ActId = ActId(0)
    replaces: bool = False
    asks_readers: bool = False


def note_evidence(
    db: Connection, caller: Caller, present: Present, state: RoadmapState, plan: TickPlan
) -> Noted | None:
    """Keep evidence with the one task that a plan finds ticked already, as an act. None: nothing is changed.

    New words take the place of earlier ones. A piece that is hidden stays hidden. The same words change nothing.
    """
    if plan.tasks or plan.made or plan.undecided or len(plan.already) != 1 or not plan.has_evidence:
        return None
    [slug] = plan.already
    live = find_live_evidence(db, present.learner_id, state.roadmap.slug, all_names(state.roadmap, [slug]))
    if live is None:
        return None
    words = plan.evidence[:EVIDENCE] or live.words
    if live.is_same(words, plan.file):
        return None
    act = record_act(db, caller, present, ActKind.TICK, state.roadmap.slug)
    keep_replaced(db, act.id, live)
    change_evidence(db, replace(live, words=words, file=plan.file or live.file), caller.now)
    asks = note_asked(db, present.learner_id, present.group_id, caller.now)
    return Noted(slug, act.id, replaces=bool(live.words) and words != live.words, asks_readers=asks)


def columns_of_evidence(task: Task, plan: TickPlan, former: Mapping[str, Evidence]) -> dict[str, object]:
    """Return the columns of a new tick's evidence. A redo takes over when it was given, and whether it is hidden."""
    words, before = plan.evidence[:EVIDENCE], former.get(task.slug)
    same = before if before and before.is_same(words, plan.file) and (words or before.file) else None
    return {
        "evidence": words,
        "file": (plan.file or (same.file if same else "")) or None,
        "evidence_at": same.at if same else None,
        "hidden_at": same.hidden_at if same else None,
        "taken_down": same.taken_down if same else False,
    }


def read_evidence_before(db: Connection, present: Present, before: RoadmapState, plan: TickPlan) -> dict[str, Evidence]:
    """Read the evidence that planned tasks had before an undo. Several tasks without a note are not looked for."""
    again = [task.slug for task in plan.tasks if task.slug in before.turns]
    if not again or not (plan.has_evidence or len(plan.tasks) == 1):
        return {}
    return read_former_evidence(db, present.learner_id, before.roadmap.slug, again)


def is_worth_a_link(before: RoadmapState, plan: TickPlan) -> bool:
    """Whether to ask for a link: for a single project without evidence, ticked for the first time."""
    if plan.has_evidence or len(plan.tasks) != 1 or plan.placed:
        return False
    [task] = plan.tasks
    names = {task.slug, *task.aliases}
    return is_project(task.weight, task.kind) and not names.intersection(before.turns)
