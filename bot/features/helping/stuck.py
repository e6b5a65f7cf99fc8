"""/stuck: ask for help with a task, see what helped others, and keep what helped."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from itertools import islice

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.parse import split_line
from bot.chat.readers import Readers
from bot.chat.reply import Reply
from bot.chat.words.switches import SWITCH
from bot.closed_sets import Outreach
from bot.errors import Refused
from bot.features.helping import stuck_showing as showing
from bot.features.helping.actions.stuck import (
    NobodyToAsk,
    StuckOnDone,
    StuckWhileBarred,
    StuckWhileHidden,
    TooManyStuck,
    open_stuck,
    redirect_stuck,
    solve_stuck,
    stop_stuck,
    withdraw_answer,
)
from bot.features.helping.actions.stuck_answers import AskIsOver, decline_ask, take_questions
from bot.features.helping.actions.stuck_views import see_stuck
from bot.features.ticks.asking import ASKED, refuse_all
from bot.features.ticks.suggesting import begins_with_task, open_tasks, own_ticks
from bot.identity import ObstacleId
from roadmap.lookup.understanding import Understood, understand
from roadmap.model import Task
from roadmap.progress import is_ticked

_NUMBER = re.compile(r"#(\d{1,18})")


@command(
    readers=Readers.SECRET,
    task=Arg("the task you’re stuck on", suggest=open_tasks, optional=True, begins=begins_with_task),
    note=Arg("what you tried", optional=True, rest=True),
)
async def stuck(call: Call, task: str = "", note: str = "") -> Reply:
    """Get help with a task you’re stuck on."""
    typed, note = (task, note) if call.said.name else (split_line(call.said.line).rest.strip(), "")
    if not typed.strip():
        return showing.show_overview(call, await call.read(see_stuck, call.caller, call.roadmap))
    verb, _, behind = typed.partition(" ")
    behind = f"{behind} {note}".strip()
    if verb.casefold() in _ON_NUMBER and (number := _NUMBER.fullmatch(behind)):
        return await _ON_NUMBER[verb.casefold()](call, ObstacleId(int(number[1])))
    if verb.casefold() in _ON_WORDS:
        return await _ON_WORDS[verb.casefold()](call, behind)
    return await _be_stuck(call, understand(call.roadmap, typed, note), f"{typed} {note}".strip())


async def _be_stuck(call: Call, meant: Understood, typed: str) -> Reply:
    """Show what helped others with a task, or else ask. Without a clear task, ask for one and keep the words."""
    tasks = await _tasks(call, meant)
    if len(tasks) != 1:
        return await _ask_which(call, meant, tasks, typed)
    [task], words = tasks, _note(meant)
    view = await call.read(see_stuck, call.caller, call.roadmap, task.slug)
    if view.changed:
        return showing.show_asked(call, view, task)
    if view.solutions:
        return showing.show_solutions(call, view.solutions, task, words)
    return await _open(call, task, words) if words else showing.ask_what(call, task)


async def _ask(call: Call, typed: str) -> Reply:
    """Ask members, although an answer was kept."""
    meant = understand(call.roadmap, typed)
    tasks = await _tasks(call, meant)
    return await _open(call, tasks[0], _note(meant)) if len(tasks) == 1 else await _ask_which(call, meant, tasks, typed)


async def _open(call: Call, task: Task, words: str) -> Reply:
    try:
        view = await call.write(open_stuck, call.caller, call.roadmap, task.slug, words)
    except (StuckOnDone, StuckWhileHidden, StuckWhileBarred, TooManyStuck, NobodyToAsk) as refused:
        raise _with_ways(call, refused, task) from None
    return showing.show_asked(call, view, task)


def _with_ways(call: Call, refused: Refused, task: Task) -> Refused:
    """Offer what a learner can do who cannot ask."""
    ways = {
        StuckOnDone: (("stuck.undo_button", f"undo {task.slug}"),),
        StuckWhileHidden: (("stuck.visibility_button", "settings visibility"),),
        TooManyStuck: (("stuck.mine_button", "stuck"),),
    }
    found = ways.get(type(refused), ())
    roadmap = (("stuck.task_button", f"roadmap {task.slug}"),)
    return refused.offering(tuple((call.label(key), line) for key, line in (*found, *roadmap)))


async def _ask_which(call: Call, meant: Understood, tasks: list[Task], typed: str) -> Reply:
    """Ask about which task a learner is stuck, with a button for each that was meant, else for the next ones."""
    if tasks:
        return showing.ask_which_task(call, tasks[:ASKED], _note(meant), several=True)
    if meant.part or any(one.meant for one in meant.questions):
        return refuse_all(call, meant, "stuck")
    done = await own_ticks(call)
    following = (task for task in call.roadmap.tasks() if task.slug not in done)
    return showing.ask_which_task(call, list(islice(following, showing.OFFERED)), typed, several=False)


async def _tasks(call: Call, meant: Understood) -> list[Task]:
    """Return the tasks that are meant. A block means its open tasks."""
    ticked = await own_ticks(call)
    found: dict[str, Task] = {}
    for slug in meant.slugs:
        block = call.roadmap.block(slug)
        inside = [one for one in block.all_tasks() if not is_ticked(one, ticked)] if block else []
        task = call.roadmap.task(slug)
        found |= {one.slug: one for one in (*inside, *([task] if task else []))}
    return list(found.values())


def _note(meant: Understood) -> str:
    return meant.note.strip().lstrip(":").strip()


async def _stop(call: Call, typed: str) -> Reply:
    """Take the question about a task back."""
    task = await _only_task(call, typed, "stuck stop")
    if isinstance(task, Reply):
        return task
    view = await call.write(stop_stuck, call.caller, call.roadmap, task.slug)
    return showing.show_stopped(call, view, task)


async def _solve(call: Call, typed: str) -> Reply:
    """Keep what helped with a task, or say how."""
    meant = understand(call.roadmap, typed)
    task = await _only_task(call, typed, "stuck solved")
    if isinstance(task, Reply):
        return task
    answer = _note(meant)
    if not answer:
        return showing.ask_answer(call, task)
    view = await call.write(solve_stuck, call.caller, call.roadmap, task.slug, answer)
    return showing.show_solved(call, view, task, done=task.slug in await own_ticks(call))


async def _withdraw(call: Call, typed: str) -> Reply:
    """Take the caller's own answer back."""
    task = await _only_task(call, typed, "stuck withdraw")
    if isinstance(task, Reply):
        return task
    await call.write(withdraw_answer, call.caller, call.roadmap, task.slug)
    return showing.show_withdrawn(call, task)


async def _be_glad(call: Call, typed: str) -> Reply:
    task = await _only_task(call, typed, "stuck helped")
    return task if isinstance(task, Reply) else showing.show_helped(call, task)


async def _only_task(call: Call, typed: str, command: str) -> Task | Reply:
    """Find the one task that is named. Without a name it is that of the only open question. Else ask."""
    meant = understand(call.roadmap, typed)
    tasks = [task for slug in meant.slugs if (task := call.roadmap.task(slug))]
    if len(tasks) == 1:
        return tasks[0]
    if typed and (meant.questions or meant.part):
        return refuse_all(call, meant, command)
    view = await call.read(see_stuck, call.caller, call.roadmap)
    own = [task for one in view.open if (task := call.roadmap.task(one.obstacle.task or ""))]
    if len(own) == 1 and not typed:
        return own[0]
    return showing.ask_open(call, own, command)


async def _questions(call: Call, typed: str) -> Reply:
    """Keep whether the caller may be asked."""
    wish = SWITCH.get(typed.casefold())
    if wish is None:
        return showing.ask_consent(call, showing.QUESTIONS)
    named = await call.write(take_questions, call.caller, call.roadmap_slug, wish)
    return showing.show_consent(call, showing.QUESTIONS, yes=wish, named=named)


async def _to_group(call: Call, obstacle_id: ObstacleId) -> Reply:
    return await _redirect(call, obstacle_id, Outreach.GROUP)


async def _privately(call: Call, obstacle_id: ObstacleId) -> Reply:
    return await _redirect(call, obstacle_id, Outreach.PRIVATE)


async def _redirect(call: Call, obstacle_id: ObstacleId, outreach: Outreach) -> Reply:
    view = await call.write(redirect_stuck, call.caller, call.roadmap, obstacle_id, outreach)
    task = call.roadmap.task(view.changed.obstacle.task or "") if view.changed else None
    if task is None:
        raise AskIsOver
    return showing.show_asked(call, view, task)


async def _decline(call: Call, obstacle_id: ObstacleId) -> Reply:
    await call.write(decline_ask, call.scene.learner_id, obstacle_id, call.now)
    return showing.show_declined(call, for_ever=False)


async def _decline_for_ever(call: Call, obstacle_id: ObstacleId) -> Reply:
    await call.write(decline_ask, call.scene.learner_id, obstacle_id, call.now, for_ever=True)
    return showing.show_declined(call, for_ever=True)


_ON_NUMBER: dict[str, Callable[[Call, ObstacleId], Awaitable[Reply]]] = {
    "group": _to_group,
    "private": _privately,
    "no": _decline,
    "never": _decline_for_ever,
}
"""The first words of buttons about an obstacle, by its number."""
_ON_WORDS: dict[str, Callable[[Call, str], Awaitable[Reply]]] = {
    "ask": _ask,
    "stop": _stop,
    "solved": _solve,
    "helped": _be_glad,
    "withdraw": _withdraw,
    "questions": _questions,
}
