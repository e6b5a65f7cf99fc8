"""Suggest tasks and blocks while a member types."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.call import Call
from bot.chat.command import Suggestion
from bot.chat.limits import SUGGESTION
from bot.features.ticks.queries.ticks import read_ticked
from roadmap.lookup import suggest
from roadmap.lookup.labelling import suggest_label
from roadmap.lookup.spelling import spell_slug
from roadmap.lookup.understanding import understand
from roadmap.model import Block, Task
from roadmap.progress import is_ticked

LONGEST_NAME = 6
"""Words in which a name has begun, if it begins a line."""


async def own_ticks(call: Call) -> frozenset[str]:
    """Read the tasks that the caller has ticked off, by the slugs that they have now."""
    if call.scene.learner_id is None:
        return frozenset()
    ticked = await call.glance(read_ticked, call.scene.learner_id, call.roadmap.slug)
    return frozenset(task.slug for task in call.roadmap.tasks() if is_ticked(task, ticked))


async def open_tasks(call: Call, typed: str) -> list[Suggestion]:
    """Suggest tasks and blocks that the caller has not ticked off yet."""
    found = suggest(call.roadmap, typed, without=await own_ticks(call))
    return [_suggest(call, one) for one in found]


def begins_with_task(call: Call, typed: str) -> bool:
    """Whether words begin with the name of a task or block, and it needs their first word."""
    words = typed.split()[:LONGEST_NAME]
    for count in range(1, len(words) + 1):
        meant = _named(call, words[:count])
        if meant:
            return count == 1 or _named(call, words[1:count]) != meant
    return False


def _named(call: Call, words: Sequence[str]) -> tuple[object, ...]:
    """The tasks and blocks that words name, for certain or to be asked about."""
    meant = understand(call.roadmap, " ".join(words))
    return (*meant.slugs, *(way for one in meant.questions if one.meant for way in one.ways))


async def ticked_tasks(call: Call, typed: str) -> list[Suggestion]:
    """Suggest tasks that the caller has ticked off."""
    done = await own_ticks(call)
    found = suggest(call.roadmap, typed, without={one.slug for one in call.roadmap.tasks()} - done)
    return [_suggest(call, one) for one in found if isinstance(one, Task)]


def _suggest(call: Call, thing: Task | Block) -> Suggestion:
    return Suggestion(suggest_label(call.roadmap, thing, SUGGESTION), spell_slug(call.roadmap, thing.slug))
