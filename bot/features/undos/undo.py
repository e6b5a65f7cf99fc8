"""/undo: take back what was done last, whatever it was, or named tasks."""

from __future__ import annotations

import re

from bot.chat import parse
from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.reply import Reply
from bot.chat.words.whole_acts import read_whole_acts
from bot.features.ticks.asking import ask_without_note, refuse_all
from bot.features.ticks.suggesting import ticked_tasks
from bot.features.undos.actions.picking import Wanted
from bot.features.undos.actions.taking_back import undo_tasks
from bot.features.undos.taken_back import SURE, ask_about_last, take_back, word_undone
from bot.identity import ActId, TickId
from roadmap.lookup.understanding import understand
from roadmap.model import Block, Roadmap, Task

_ACT = re.compile(rf"#(?P<act>\d{{1,18}})(?:-(?P<last>\d{{1,18}}))?(?P<sure> {SURE})?")
"""An act's id, as buttons have it. Before acts were kept, they had the ids of its first and last tick."""


@command(
    task=Arg("a task to undo; your last step if you leave it empty", suggest=ticked_tasks, optional=True, rest=True)
)
async def undo(call: Call, task: str = "") -> Reply:
    """Undo your last step, or the task you name."""
    named = _ACT.fullmatch(task)
    if named or not task:
        return await take_back(call, _wanted(named), sure=bool(named and named["sure"]))
    acts = read_whole_acts(task, call.scene.language)
    if acts and not _is_name(call.roadmap, task):
        return await ask_about_last(call) if acts.several else await take_back(call, Wanted(last=acts.kinds))
    meant = understand(call.roadmap, task if call.said.name else parse.split_line(call.said.line).rest)
    if not meant.slugs:
        return refuse_all(call, meant.drop_note(), "undo")
    undone = await call.write(undo_tasks, call.caller, call.roadmap, meant.slugs)
    return word_undone(call, undone, ask_without_note(call, meant, "undo"))


def _is_name(roadmap: Roadmap, typed: str) -> bool:
    """Tell whether a task or block is called just so: a task may be titled `Everything`."""
    words = typed.casefold()
    parts: list[Task | Block] = [*roadmap.tasks(), *roadmap.blocks()]
    return any(words in {one.slug, one.title.casefold()} for one in parts)


def _wanted(named: re.Match[str] | None) -> Wanted:
    if named is None:
        return Wanted()
    number = int(named["act"])
    return Wanted(tick_id=TickId(number)) if named["last"] else Wanted(act_id=ActId(number))
