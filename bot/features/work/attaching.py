"""Keep a link or note with a task that is ticked off, as an answer to the question for one."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.members.actions import presence
from bot.features.ticks.actions.evidencing import EVIDENCE, note_evidence
from bot.features.ticks.actions.planning import plan_ticks
from bot.features.ticks.actions.roadmap_state import read_state
from bot.features.ticks.actions.ticked_off import TickedOff
from bot.features.work.queries.awaited import AwaitedLink, await_link, await_no_link
from bot.identity import Caller
from roadmap.model import Roadmap, Task


class NotTickedOff(Refused):
    """Refusal: the task is not ticked off, so it keeps no link."""

    task: str


def ask_for_link(db: Connection, caller: Caller, roadmap: Roadmap, task: Task) -> None:
    """Let the caller's next plain words be the link of a task. Raises NotTickedOff."""
    present = presence.enter(db, caller, roadmap.slug)
    if not plan_ticks(read_state(db, present, roadmap), [task.slug]).already:
        raise NotTickedOff(task=task.title)
    await_link(db, present.learner_id, AwaitedLink(roadmap.slug, task.slug), caller.now)


def attach_link(
    db: Connection, caller: Caller, roadmap: Roadmap, task: Task, words: str, *, file: str = ""
) -> TickedOff | None:
    """Keep a link with a task that the caller ticked off. Nothing is ticked.

    Returns None if nothing is new. Raises NotTickedOff.
    """
    present = presence.enter(db, caller, roadmap.slug)
    await_no_link(db, present.learner_id)
    before = read_state(db, present, roadmap)
    plan = replace(plan_ticks(before, [task.slug], words), file=file)
    if not plan.already:
        raise NotTickedOff(task=task.title)
    noted = note_evidence(db, caller, present, before, plan)
    if noted is None:
        return None
    cut = len(words) > EVIDENCE
    return TickedOff(noted=noted, act_id=noted.act_id, asks_readers=noted.asks_readers, shortened=cut)
