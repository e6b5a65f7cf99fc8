"""Suggest tasks and blocks while a member types."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Suggestion
from bot.chat.limits import SUGGESTION
from bot.features.ticks.queries.ticks import read_ticked
from roadmap.lookup import suggest
from roadmap.lookup.labelling import suggest_label
from roadmap.lookup.spelling import spell_slug
from roadmap.model import Block, Task
from roadmap.progress import is_ticked


async def own_ticks(call: Call) -> frozenset[str]:
    """Read the tasks that the caller has ticked off, by the slugs that they have now."""
    if call.scene.learner_id is None:
        return frozenset()
    ticked = await call.read(read_ticked, call.scene.learner_id, call.roadmap.slug)
    return frozenset(task.slug for task in call.roadmap.tasks() if is_ticked(task, ticked))


async def open_tasks(call: Call, typed: str) -> list[Suggestion]:
    """Suggest tasks and blocks that the caller has not ticked off yet."""
    found = suggest(call.roadmap, typed, without=await own_ticks(call))
    return [_suggest(call, one) for one in found]


async def ticked_tasks(call: Call, typed: str) -> list[Suggestion]:
    """Suggest tasks that the caller has ticked off."""
    done = await own_ticks(call)
    found = suggest(call.roadmap, typed, without={one.slug for one in call.roadmap.tasks()} - done)
    return [_suggest(call, one) for one in found if isinstance(one, Task)]


def _suggest(call: Call, thing: Task | Block) -> Suggestion:
    return Suggestion(suggest_label(call.roadmap, thing, SUGGESTION), spell_slug(call.roadmap, thing.slug))
