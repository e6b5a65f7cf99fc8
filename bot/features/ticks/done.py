"""/done: tick off tasks and blocks, with a note if there is one."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import parse
from bot.chat.call import Call
from bot.chat.command import Arg, Pick, command
from bot.chat.reply import Reply
from bot.chat.words.named_days import NamedDay, find_named_day, names_day
from bot.chat.words.saying_back import add_note
from bot.features.streaks.late_days import ask_about_day
from bot.features.ticks.actions.ticking import tick_off
from bot.features.ticks.asking import ask_about, ask_option, refuse_all, spell_names
from bot.features.ticks.suggesting import begins_with_task, open_tasks
from bot.features.ticks.ticked import word_ticks
from roadmap.lookup.questions import Question
from roadmap.lookup.understanding import Understood, doubt_denied, understand


@command(
    aliases=("tick", "finished"),
    task=Arg("the task or block you finished, or several", suggest=open_tasks, begins=begins_with_task),
    evidence=Arg("a link or a note about it", optional=True, rest=True, picks=(Pick.FILE,)),
)
async def done(call: Call, task: str, evidence: str = "") -> Reply:
    """Tick off a task, several, or a whole block."""
    meant = _with_days(call, doubt_denied(call.roadmap, _understand(call, *_apart(call, task, evidence))))
    if not meant.slugs:
        return refuse_all(call, meant, "done")
    if asked := ask_option(call, _apart(call, task, evidence)[0], meant):
        return asked
    named = find_named_day(meant.note, call.scene.language)
    if named and not named.is_today and (asked := await _ask_about(call, meant, named)):
        return asked
    if named and named.is_today:
        meant = replace(meant, note=named.rest)
    result = await call.write(tick_off, call.caller, call.roadmap, meant.slugs, meant.note, file=call.said.file)
    return word_ticks(call, result, meant.note, ask_about(call, meant, "done"))


def _understand(call: Call, typed: str, note: str) -> Understood:
    """Understand the typed words. A day among names that are not understood otherwise becomes part of the note.

    Two days are of two names, and stay where they are.
    """
    meant = understand(call.roadmap, typed, note)
    named = None if meant.slugs or meant.part else find_named_day(typed, call.scene.language)
    if named is None or not named.rest or names_day(named.rest, call.scene.language):
        return meant
    return understand(call.roadmap, named.rest, f"{named.words} {note}".strip())


def _with_days(call: Call, meant: Understood) -> Understood:
    """Put the parts of a list that name a day before its note, for they say when it was."""
    days = [part for part in meant.unknown if find_named_day(part, call.scene.language)] if meant.slugs else []
    rest = tuple(part for part in meant.unknown if part not in days)
    return replace(meant, unknown=rest, note=" ".join((*days, meant.note)).strip()) if days else meant


async def _ask_about(call: Call, meant: Understood, named: NamedDay) -> Reply | None:
    """Ask about the day that a note names, with buttons to enter it late or to count it for today."""
    asked = (_asked_again(call, question) for question in meant.questions)
    names = ", ".join((*meant.unknown, spell_names(call, meant.slugs), *asked))
    today = add_note(f"done {names}", f"today {meant.note}")
    return await ask_about_day(call, named, lambda day: add_note(f"repair {day} {names}", named.rest), today)


def _asked_again(call: Call, question: Question) -> str:
    """Type a question once more. A line with a note of its own is asked about by its name."""
    if question.note is None or not question.ways:
        return question.typed
    return f"{spell_names(call, [one.slug for one in question.ways[0]])}?"


def _apart(call: Call, task: str, evidence: str) -> tuple[str, str]:
    """Return the task names and the note. A typed line is returned whole, for `understand` to split."""
    if call.said.name:
        return task, evidence
    return parse.split_line(call.said.line).rest.strip(), ""
