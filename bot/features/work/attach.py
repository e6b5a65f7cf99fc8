"""/attach: keep a link or note with a finished task. The button *Add a link* types it; no menu shows it."""

from __future__ import annotations

import re

from bot.chat import parse
from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.form import ABOUT, FORM_ABOUT, Form, Input
from bot.chat.readers import Readers
from bot.chat.reply import Reply
from bot.features.ticks.actions.evidencing import EVIDENCE
from bot.features.ticks.ticked import word_ticks
from bot.features.work.actions import NoSuchWork
from bot.features.work.attaching import ask_for_link, attach_link
from bot.features.work.queries.awaited import find_awaited_link
from roadmap.model import Task

_ABOUT = re.compile(rf"{ABOUT}(?P<slug>\S+)\s*")


async def attach_form(call: Call) -> Form:
    """Make the form with one question: the link. Raises NoSuchWork."""
    task, _ = _read(call, parse.split_line(call.said.line).rest.strip())
    field = Input("words", call.label("attach.form.words"), long=False)
    return Form(call.label("attach.form.title"), (field,), EVIDENCE, about=f"{ABOUT}{task.slug}")


@command(
    of_group=False, readers=Readers.SECRET, form=attach_form, words=Arg("a link or a note", optional=True, rest=True)
)
async def attach(call: Call, words: str = "") -> Reply:
    """Keep a link or a note with a task you finished."""
    if call.said.plain:
        return await _keep(call, await _awaited(call), parse.clean_line(call.said.line))
    task, typed = _read(call, call.said.options.get(FORM_ABOUT, "") or words)
    if call.said.options:
        return await _keep(call, task, words)
    return await (_keep(call, task, typed) if typed else _ask(call, task))


async def _awaited(call: Call) -> Task:
    """Return the task whose link the caller was asked for. Raises NoSuchWork."""
    found = await call.read(find_awaited_link, call.said.account, call.now)
    task = call.roadmap.task(found.task) if found and found.roadmap_slug == call.roadmap.slug else None
    if task is None:
        raise NoSuchWork
    return task


def _read(call: Call, typed: str) -> tuple[Task, str]:
    """Take the task off the front of a line. Raises NoSuchWork."""
    found = _ABOUT.match(typed)
    task = call.roadmap.task(found["slug"]) if found else None
    if found is None or task is None:
        raise NoSuchWork
    return task, typed[found.end() :].strip()


async def _ask(call: Call, task: Task) -> Reply:
    """Ask for the link: where plain words are heard, the next ones are the answer."""
    if not call.said.guided:
        return Reply(call.say("attach.type", slug=task.slug))
    await call.write(ask_for_link, call.caller, call.roadmap, task)
    return Reply(call.say("attach.ask", title=task.title), asks=True)


async def _keep(call: Call, task: Task, words: str) -> Reply:
    if not words and not call.said.file:
        return Reply(call.say("attach.nothing"))
    kept = await call.write(attach_link, call.caller, call.roadmap, task, words, file=call.said.file)
    return word_ticks(call, kept, words) if kept else Reply(call.say("work.noted", title=task.title))
