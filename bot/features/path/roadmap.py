"""/roadmap: browse it from level to month to block to task."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.chat.call import Call
from bot.chat.command import Arg, Suggestion, command
from bot.chat.limits import SUGGESTION
from bot.chat.markup import Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Button, ButtonStyle, Reply
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.pages import PAGE, Page, split_page
from bot.chat.words.saying_back import say_back
from bot.chat.words.showing import describe_task, name_of_part, offer_done
from bot.features.helping.actions.stuck_views import find_solutions
from bot.features.helping.stuck_showing import word_solution
from bot.features.path.parts import OpenPart, describe_part, opened, shown_as, up
from bot.features.ticks.actions.roadmap_state import RoadmapState, view_state
from bot.features.ticks.asking import UnknownTask
from bot.features.work.actions import view_task_work
from bot.features.work.queries.pieces import Piece
from bot.features.work.showing import FIRST, holds_private_work, offer_files, offer_task_work, word_task_work
from roadmap.lookup import Nothing, OneBlock, OneTask, Several, look_up, look_up_part, suggest
from roadmap.lookup.labelling import find_labelled, suggest_label
from roadmap.lookup.parts import find_part
from roadmap.lookup.spelling import spell_slug
from roadmap.model import Block, Task
from roadmap.progress import is_ticked


async def parts(call: Call, typed: str) -> list[Suggestion]:
    """Suggest levels and months at first, and tasks and blocks once something is typed."""
    if not typed.strip():
        every: list[OpenPart] = [*call.roadmap.levels]
        every += [month for level in call.roadmap.levels for month in level.months]
        return [Suggestion(name_of_part(one), one.slug) for one in every]
    return [Suggestion(suggest_label(call.roadmap, one, SUGGESTION), one.slug) for one in suggest(call.roadmap, typed)]


@command(
    readers=Readers.ASKER,
    name="roadmap",
    part=Arg("a level, month, block or task", suggest=parts, optional=True, rest=True),
)
async def roadmap(call: Call, part: str = "") -> Reply:
    """Browse the roadmap: levels, months, blocks and tasks."""
    typed, page = split_page(part)
    state = await call.glance(view_state, call.scene.learner_id, call.roadmap)
    if not typed:
        return _overview(call, state, page)
    found = _find(call, typed)
    if isinstance(found, Task):
        work = await call.read(view_task_work, call.scene.group_id, call.scene.learner_id, call.roadmap, found)
        return _task(call, state, found, work, await _read_kept(call, found))
    found = shown_as(found)
    return _block(call, state, found, page) if isinstance(found, Block) else _part(call, state, found, page)


def _find(call: Call, typed: str) -> OpenPart | Task:
    """Find the part or task that was named. Raises UnknownTask with near names."""
    exact = find_part(call.roadmap, typed.lower()) or call.roadmap.task(typed.lower())
    exact = exact or find_labelled(call.roadmap, typed)
    if exact:
        return exact
    part = look_up_part(call.roadmap, typed)
    match look_up(call.roadmap, typed):
        case OneTask(task):
            return part or task
        case OneBlock(block):
            return part or block
        case Several(near) | Nothing(near):
            if part:
                return part
            offers = make_taps((one.title, f"roadmap {one.slug}") for one in near)
            raise UnknownTask(typed=say_back(typed), offers=tuple((one.label, one.line) for one in offers))


def _overview(call: Call, state: RoadmapState, number: int) -> Reply:
    page = Page(call.roadmap.levels, number, "roadmap")
    lines = [describe_part(call, state, level) for level in page.shown]
    buttons = _open(page.shown)
    return _reply(call, call.roadmap.title, [*lines], buttons, page.taps(call))


def _part(call: Call, state: RoadmapState, part: OpenPart, number: int) -> Reply:
    page = Page(opened(part), number, f"roadmap {part.slug}")
    lines = [describe_part(call, state, one) for one in page.shown]
    head = [describe_part(call, state, part, whole=True)]
    around = (*page.taps(call), *_back(call, part))
    return _reply(call, name_of_part(part), [*head, *lines], _open(page.shown), around)


def _block(call: Call, state: RoadmapState, block: Block, number: int) -> Reply:
    page = Page(tuple(sorted(block.all_tasks(), key=lambda task: task.line)), number, f"roadmap {block.slug}")
    lines = [describe_task(call, task, state.ticked) for task in page.shown]
    still_open = [task for task in page.shown if not is_ticked(task, state.ticked)]
    done = make_taps((offer_done(call, task) for task in still_open), ButtonStyle.SUCCESS)
    head = [describe_part(call, state, block, whole=True)]
    around = (*page.taps(call), *_back(call, block))
    return _reply(call, name_of_part(block), [*head, *lines], done, around)


async def _read_kept(call: Call, task: Task) -> list[Text]:
    """Read what helped members of the group with a task."""
    group, me = call.scene.group_id, call.scene.learner_id
    if group is None or not call.scene.member:
        return []
    kept = await call.glance(find_solutions, me, group, call.roadmap, task)
    return [word_solution(call, one) for one in kept]


def _task(call: Call, state: RoadmapState, task: Task, work: Sequence[Piece], kept: list[Text]) -> Reply:
    steps = [call.say("roadmap.step", text=step.text) for step in task.steps]
    points = call.say("roadmap.points", n=task.weight)
    done = is_ticked(task, state.ticked)
    label = call.label("done.undo_button" if done else "roadmap.done_button")
    block = call.roadmap.place_of(task.slug)[2]
    line = f"{'undo' if done else 'done'} {spell_slug(call.roadmap, task.slug)}"
    tick = make_taps([(label, line)], ButtonStyle.PLAIN if done else ButtonStyle.SUCCESS)
    stuck = [] if done else [(call.label("roadmap.stuck_button"), f"stuck {spell_slug(call.roadmap, task.slug)}")]
    back = make_taps([*stuck, (_to(call, block), f"roadmap {block.slug}")])
    parts = [describe_task(call, task, state.ticked), join_texts(steps), points, join_texts(kept)]
    reply = _reply(
        call,
        task.title,
        [*parts, word_task_work(call, work[:FIRST])],
        (*tick, *offer_task_work(call, task, len(work)), *offer_files(call, work[:FIRST]), *back),
        (),
    )
    return replace(reply, private=holds_private_work(work))


def _open(found: Iterable[OpenPart]) -> tuple[Button, ...]:
    return make_taps((name_of_part(one), f"roadmap {one.slug}") for one in found)


def _back(call: Call, part: OpenPart) -> tuple[Button, ...]:
    above = up(call.roadmap, part)
    if above is None:
        return make_taps([(call.label("roadmap.back_button", title=call.roadmap.title), "roadmap")])
    return make_taps([(_to(call, above), f"roadmap {above.slug}")])


def _to(call: Call, part: OpenPart) -> str:
    return call.label("roadmap.back_button", title=name_of_part(part))


def _reply(call: Call, title: str, lines: list[Text], buttons: tuple[Button, ...], around: tuple[Button, ...]) -> Reply:
    width = 1 if len(buttons) <= PAGE // 2 else 2
    return Reply(
        join_texts(lines, "\n\n"),
        title=call.say("roadmap.title", title=title),
        buttons=lay_out((buttons, width), (around, 4)),
        update=call.said.tapped,
    )
