"""/promise: one to three tasks for the week."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.readers import Readers
from bot.chat.refusals import word_refusal
from bot.chat.reply import Button, Reply, Tone
from bot.chat.taps import lay_out, make_taps, width_of
from bot.closed_sets import PromiseState
from bot.features.promises import pledging
from bot.features.promises.actions import (
    KeptAlready,
    NothingToPromise,
    PromisedDone,
    TooManyPromises,
    add_promise,
    drop_promise,
    judge_promise,
    make_promise,
    see_promise,
)
from bot.features.promises.pledging import ADD, DROP, Tapped
from bot.features.promises.viewing import Promise
from bot.features.ticks.asking import NO_QUESTION, Asked
from bot.features.ticks.suggesting import open_tasks

NAME = "promise"


@command(
    aliases=("pledge",),
    readers=Readers.SECRET,
    tasks=Arg("one to three tasks: week2-numpy, week2-python", suggest=open_tasks, optional=True, rest=True),
)
async def promise(call: Call, tasks: str = "") -> Reply:
    """Promise one to three tasks for the week."""
    tapped = pledging.read_wish(call, tasks)
    if tapped:
        return await _judge_or_change(call, tapped)
    if asked := pledging.ask_of_past(call, tasks, NAME) or pledging.ask_of_wish(call, tasks, NAME):
        return asked
    if not tasks:
        return _show(call, await call.read(see_promise, call.caller, call.roadmap))
    if tasks.casefold() in pledging.NOTHING:
        return _show(call, await call.write(drop_promise, call.caller, call.roadmap))
    return await _promise(call, tasks)


async def _promise(call: Call, tasks: str) -> Reply:
    """Promise the tasks that words name, and ask about the words that are not clear. Raises UnknownTask."""
    meant = pledging.read_tasks(call, tasks)
    if not meant.slugs:
        return pledging.refuse_unclear(call, meant, NAME)
    try:
        made = await call.write(make_promise, call.caller, call.roadmap, meant.slugs)
    except (TooManyPromises, PromisedDone, NothingToPromise) as refused:
        return pledging.answer_refused(pledging.refuse_pledge(call, refused, meant, NAME))
    return _show(call, made, pledging.ask_which(call, meant, NAME))


async def _judge_or_change(call: Call, tapped: Tapped) -> Reply:
    """Do what a button says. An outcome that is known is said. A full promise offers to drop a task."""
    try:
        return _show(call, await _do(call, tapped))
    except KeptAlready as kept:
        found = await call.read(see_promise, call.caller, call.roadmap)
        return _show(call, found, Asked(word_refusal(call.scene.language, kept), ()))
    except TooManyPromises as many:
        found = await call.read(see_promise, call.caller, call.roadmap)
        drops = pledging.to_drop(call, found, NAME)
        raise many.offering(tuple((one.label, one.line) for one in drops)) from None


async def _do(call: Call, tapped: Tapped) -> Promise:
    if tapped.verb == ADD:
        return await call.write(add_promise, call.caller, call.roadmap, tapped.slug)
    if tapped.verb == DROP:
        return await call.write(drop_promise, call.caller, call.roadmap, (tapped.slug,))
    return await call.write(judge_promise, call.caller, call.roadmap, tapped.slug, PromiseState(tapped.verb))


def _show(call: Call, made: Promise, asked: Asked = NO_QUESTION) -> Reply:
    judge = pledging.to_judge(call, made, NAME)
    add = pledging.to_add(call, made, NAME)
    parts = [
        asked.text,
        _current(call, made),
        _last(call, made),
        pledging.advise(call, made),
        call.say("promise.how") if add else NOTHING,
    ]
    drop = pledging.to_drop(call, made, NAME)
    buttons = (asked.buttons, 1), (judge, 2), (drop, 3), (add, width_of(add, 2)), (_next(call), 1)
    return Reply(
        join_texts(parts, "\n\n"),
        title=call.say("promise.title", day=pledging.week_in_words(call, made)),
        buttons=lay_out(*buttons),
        tone=Tone.GOOD if made.tasks else Tone.PLAIN,
        private=True,
        update=call.said.tapped,
    )


def _current(call: Call, made: Promise) -> Text:
    return pledging.list_pledges(call, made.tasks) or call.say("promise.none")


def _last(call: Call, made: Promise) -> Text:
    if not made.last:
        return NOTHING
    return join_texts([call.say("promise.last"), pledging.list_pledges(call, made.last)])


def _next(call: Call) -> tuple[Button, ...]:
    return make_taps([(call.label("promise.next"), "next")])
