"""/undo: take a tick back."""

from __future__ import annotations

import re

from bot.chat import parse
from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.markup import Text, join_texts
from bot.chat.reply import Reply
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.showing import draw_bar, name_of_part, titles
from bot.features.ticks.actions.undoing import Undone, undo_act
from bot.features.ticks.asking import refuse_all
from bot.features.ticks.suggesting import ticked_tasks
from bot.identity import TickId
from roadmap.lookup.parts import title_of
from roadmap.lookup.understanding import understand

_GO = re.compile(r"#(\d{1,18})-(\d{1,18})")


@command(task=Arg("what to take back; the last one if you name none", suggest=ticked_tasks, optional=True, rest=True))
async def undo(call: Call, task: str = "") -> Reply:
    """Take back your last tick, or the one you name."""
    go = _GO.fullmatch(task)
    if go or not task:
        ids = (TickId(int(go[1])), TickId(int(go[2]))) if go else None
        return _word_undone(call, await call.write(undo_act, call.caller, call.roadmap, (), ids))
    meant = understand(call.roadmap, task if call.said.name else parse.split_line(call.said.line).rest)
    if not meant.slugs:
        return refuse_all(call, meant, "undo")
    return _word_undone(call, await call.write(undo_act, call.caller, call.roadmap, meant.slugs))


def _word_undone(call: Call, result: Undone) -> Reply:
    key = "undo.undone" if len(result.tasks) == 1 else "undo.undone_several"
    lines = [call.say(key, n=len(result.tasks), titles=titles(call, result.tasks))]
    if result.points:
        lines.append(call.say("undo.points", n=result.points))
    lines += [*_consequences(call, result)]
    again = [(call.label("undo.again_button"), f"done {result.tasks[0]}")] if len(result.tasks) == 1 else []
    usual = [(call.label("done.next_button"), "next"), (call.label("done.progress_button"), "progress")]
    return Reply(join_texts(lines), buttons=lay_out((make_taps(again + usual), 3)))


def _consequences(call: Call, result: Undone) -> list[Text]:
    block = call.roadmap.block(result.block.slug) if result.block else None
    choices = [choice for slug in result.unchosen if (choice := call.roadmap.choice(slug))]
    lines = [call.say("undo.unchosen", choice=one.title) for one in choices if one.task not in result.tasks]
    lines += [call.say("undo.missing", title=title_of(call.roadmap, slug)) for slug in result.missing]
    if result.block and block:
        share = {"ticked": result.block.ticked, "required": result.block.required}
        lines.append(call.say("done.block", bar=draw_bar(result.block.percent), title=name_of_part(block), **share))
    if result.streak_after < result.streak_before:
        lines.append(call.say("undo.streak" if result.streak_after else "undo.no_streak", n=result.streak_after))
    return lines
