"""/next: the three tasks to do now."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.call import Call
from bot.chat.command import command
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Button, ButtonStyle, Reply, Tone
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.choices import describe_choice, option_taps
from bot.chat.words.showing import bare, describe_task, draw_count, name_of_part, offer_done
from bot.features.ticks.actions.roadmap_state import RoadmapState, view_state
from roadmap.model import Block, Task
from roadmap.progress import current_block, next_tasks, open_choice

COUNT = 3


@command(readers=Readers.ASKER, name="next", aliases=("todo",))
async def next_(call: Call) -> Reply:
    """Show the task to do now with its links, and the two after it."""
    state = await call.glance(view_state, call.scene.learner_id, call.roadmap)
    block = current_block(call.roadmap, state.ticked, state.chosen)
    if block is None:
        return _finished(call)
    choice = open_choice(call.roadmap, state.ticked, state.chosen)
    choices = (choice,) if choice else ()
    following = next_tasks(call.roadmap, state.ticked, state.chosen, COUNT + 1)
    tasks = [task for task in following if not choice or task.slug != choice.task][:COUNT]
    first = [describe_choice(call, one) for one in choices] or [
        _where(call, state, block),
        describe_task(call, tasks[0]),
    ]
    after = tasks if choice else tasks[1:]
    done = make_taps((offer_done(call, task) for task in tasks), ButtonStyle.SUCCESS)
    options = option_taps(choice) if choice else ()
    return Reply(
        join_texts([*first, _after(call, after)]),
        title=call.say("next.title"),
        buttons=lay_out((options, 3), (done, 1), (_usual(call), 3)),
    )


def _after(call: Call, tasks: Sequence[Task]) -> Text:
    """Name the tasks that follow in one line. Each has a button, too."""
    named = [call.say(f"next.task{bare(task)}", title=task.title, slug=task.slug) for task in tasks]
    return call.say("next.after", tasks=join_texts(named, " · ")) if named else NOTHING


def _where(call: Call, state: RoadmapState, block: Block) -> Text:
    share = state.progress.blocks[block.slug]
    counts = {"ticked": share.tasks_ticked, "required": share.tasks_required}
    return call.say(
        "done.block", bar=draw_count(share.tasks_ticked, share.tasks_required), title=name_of_part(block), **counts
    )


def _usual(call: Call) -> tuple[Button, ...]:
    return make_taps([(call.label("next.roadmap_button"), "roadmap"), (call.label("done.progress_button"), "progress")])


def _finished(call: Call) -> Reply:
    offers = [(call.label("done.progress_button"), "progress"), (call.label("done.check_button"), "criteria")]
    text = call.say("next.finished", title=call.roadmap.title)
    return Reply(text, buttons=lay_out((make_taps(offers), 2)), tone=Tone.GOOD)
