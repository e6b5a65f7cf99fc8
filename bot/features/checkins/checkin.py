"""/checkin: report on the week: all at once, piece by piece, or question by question."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import parse
from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.form import Form, Input
from bot.chat.refusals import word_refusal
from bot.chat.reply import Reply
from bot.chat.words.clocks import hour, name_zone, weekday
from bot.closed_sets import PromiseState
from bot.errors import Refused
from bot.features.checkins import dialogs
from bot.features.checkins.actions import (
    ANSWER_LENGTH,
    CheckinAnswers,
    CheckinView,
    NotOpenYet,
    add_to_report,
    drop_from_report,
    judge_in_report,
    put_answers,
    see_checkin,
)
from bot.features.checkins.showing import AS_IT_IS, NAME, NOT_NOW, SKIP, finished_in_words, show_checkin
from bot.features.promises import pledging
from bot.features.promises.actions import NothingToPromise, PromisedDone, TooManyPromises
from bot.features.promises.pledging import ADD, DROP, Tapped
from bot.features.ticks.asking import NO_QUESTION, Asked
from bot.features.ticks.suggesting import open_tasks
from roadmap.lookup.understanding import Understood

NOTHING_UNCLEAR = Understood()


class NoCheckin(Refused):
    """Refusal: the group has no check-in to report to yet. The next one opens on `day`, at `at`."""

    day: str
    at: str


async def checkin_form(call: Call) -> Form:
    """Make the form with the three questions, known answers filled in.

    Raises NoCheckin, CheckinsOff.
    """
    try:
        view = await call.read(see_checkin, call.caller, call.roadmap)
    except NotOpenYet as none:
        raise _say_opening(call, none) from None
    known = view.finished or finished_in_words(call, view).plain if view.ticked or view.finished else ""
    return Form(
        call.label("checkin.form.title"),
        (
            Input("finished", call.label("checkin.form.finished"), known),
            Input("obstacle", call.label("checkin.form.obstacle"), view.obstacle),
            Input(
                "promise",
                call.label("checkin.form.promise"),
                ", ".join(view.promise.open),
                call.label("checkin.form.promise_hint"),
                long=False,
            ),
        ),
        ANSWER_LENGTH,
    )


@command(
    aliases=("report",),
    private=True,
    form=checkin_form,
    finished=Arg("what you finished this week", optional=True),
    obstacle=Arg("what is in your way", optional=True),
    promise=Arg("one to three tasks for the week to come", suggest=open_tasks, optional=True, rest=True),
)
async def checkin(call: Call, finished: str = "", obstacle: str = "", promise: str = "") -> Reply:
    """Report on your week: what you finished, what is in your way, what you promise."""
    try:
        if call.said.name:
            return await _take_options(call)
        return await _take_line(call, _typed(call))
    except NotOpenYet as none:
        raise _say_opening(call, none) from None


def _say_opening(call: Call, none: NotOpenYet) -> NoCheckin:
    """Make the refusal that says when the next check-in opens, and offers a promise until then."""
    language = call.scene.language
    opens, at = weekday(none.weekday, language), name_zone(hour(none.minute), none.zone, language)
    return NoCheckin(day=opens, at=at, offers=((call.label("checkin.promise"), "promise"),))


def _typed(call: Call) -> str:
    """Return the typed words without the command's name, as one string.

    The answers in it are separated by `|`, not by blanks.
    """
    return (
        parse.clean_line(call.said.line).strip() if call.said.plain else parse.split_line(call.said.line).rest.strip()
    )


async def _take_options(call: Call) -> Reply:
    """Take each answer from a form or from options. An answer that is not given stays as it is.

    Without any answer, the conversation begins or the report is shown.
    """
    given = {name: parse.clean_line(value).strip() for name, value in call.said.options.items()}
    return await _report(call, given) if given else await _begin(call)


async def _take_line(call: Call, typed: str) -> Reply:
    if call.said.plain:
        return await _answer(call, typed)
    if not typed:
        return await _begin(call)
    if typed.casefold() == SKIP:
        return show_checkin(call, await call.write(dialogs.continue_dialog, call.caller, call.roadmap))
    if typed.casefold() == NOT_NOW:
        await call.write(dialogs.postpone_dialog, call.caller)
        return Reply(call.say("checkin.later"), private=True, update=call.said.tapped)
    if typed.casefold() == AS_IT_IS:
        return show_checkin(call, await call.write(put_answers, call.caller, call.roadmap, CheckinAnswers()))
    tapped = pledging.read_tapped(call, typed)
    return show_checkin(call, await _do(call, tapped)) if tapped else await _report(call, _split(typed))


def _split(typed: str) -> dict[str, str]:
    """Split `finished | in my way | promise` into answers.

    A part left out stays as it is. A dash means that there is nothing to say.
    """
    parts = [part.strip() for part in typed.split("|", 2)]
    return {name: part for name, part in zip(("finished", "obstacle", "promise"), parts, strict=False) if part}


async def _begin(call: Call) -> Reply:
    if call.said.guided:
        return show_checkin(call, await call.write(dialogs.begin_dialog, call.caller, call.roadmap))
    return show_checkin(call, await call.read(see_checkin, call.caller, call.roadmap))


async def _answer(call: Call, typed: str) -> Reply:
    """Take plain words as the answer to the waiting question. Only the last question is about tasks."""
    meant = pledging.read_tasks(call, typed)
    nothing = typed.casefold() in pledging.NOTHING
    waiting = await call.read(dialogs.waiting_step, call.caller)
    if waiting == dialogs.PROMISE and not meant.slugs and not nothing:
        return pledging.refuse_unclear(call, meant, NAME)
    words = "" if nothing else typed
    slugs = () if nothing else meant.slugs
    view = await call.write(dialogs.continue_dialog, call.caller, call.roadmap, words=words, promise=slugs)
    unclear = waiting == dialogs.PROMISE and not nothing
    return show_checkin(call, view, pledging.ask_which(call, meant, NAME) if unclear else NO_QUESTION)


async def _report(call: Call, given: dict[str, str]) -> Reply:
    meant = NOTHING_UNCLEAR
    slugs: tuple[str, ...] | None = None
    if "promise" in given:
        nothing = given["promise"].casefold() in pledging.NOTHING
        meant = NOTHING_UNCLEAR if nothing else pledging.read_tasks(call, given["promise"])
        slugs = meant.slugs if meant.slugs or nothing else None
    answers = CheckinAnswers(_words(given, "finished"), _words(given, "obstacle"), slugs)
    try:
        view = await call.write(put_answers, call.caller, call.roadmap, answers)
    except (TooManyPromises, PromisedDone, NothingToPromise) as refused:
        return await _report_without_promise(call, answers, refused)
    return show_checkin(call, view, pledging.ask_which(call, meant, NAME))


async def _report_without_promise(call: Call, answers: CheckinAnswers, refused: Refused) -> Reply:
    """Keep the other answers when the promise is refused, so that the learner writes them once.

    Without other answers, the refusal is raised.
    """
    if answers.finished is None and answers.obstacle is None:
        raise refused
    view = await call.write(put_answers, call.caller, call.roadmap, replace(answers, promise=None))
    return show_checkin(call, view, Asked(word_refusal(call.scene.language, refused), ()))


def _words(given: dict[str, str], name: str) -> str | None:
    words = given.get(name)
    return "" if words is not None and words.casefold() in pledging.NOTHING else words


async def _do(call: Call, tapped: Tapped) -> CheckinView:
    if tapped.verb == ADD:
        return await call.write(add_to_report, call.caller, call.roadmap, tapped.slug)
    if tapped.verb == DROP:
        return await call.write(drop_from_report, call.caller, call.roadmap, tapped.slug)
    return await call.write(judge_in_report, call.caller, call.roadmap, tapped.slug, PromiseState(tapped.verb))
