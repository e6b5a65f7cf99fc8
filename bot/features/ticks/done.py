"""/done: tick off tasks and blocks, with a note if there is one."""

from __future__ import annotations

from bot.chat import parse
from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.reply import Reply
from bot.features.ticks.actions.ticking import tick_off
from bot.features.ticks.asking import ask_about, refuse_all
from bot.features.ticks.suggesting import open_tasks
from bot.features.ticks.ticked import word_ticks
from roadmap.lookup.understanding import understand


@command(
    aliases=("tick", "finished"),
    task=Arg("the task or block you finished, or several", suggest=open_tasks),
    evidence=Arg("a link or a note about it", optional=True, rest=True),
)
async def done(call: Call, task: str, evidence: str = "") -> Reply:
    """Tick off a task, several, or a whole block."""
    typed, note = _apart(call, task, evidence)
    meant = understand(call.roadmap, typed, note)
    if not meant.slugs:
        return refuse_all(call, meant, "done")
    result = await call.write(tick_off, call.caller, call.roadmap, meant.slugs, meant.note)
    return word_ticks(call, result, meant.note, ask_about(call, meant.questions, "done", meant.note))


def _apart(call: Call, task: str, evidence: str) -> tuple[str, str]:
    """Return the task names and the note. A typed line is returned whole, for `understand` to split."""
    if call.said.name:
        return task, evidence
    return parse.split_line(call.said.line).rest.strip(), ""
