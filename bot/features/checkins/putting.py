"""Put what a learner said into their report: answers, a choice of readers, or a tap on a promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.chat.call import Call
from bot.chat.refusals import word_refusal
from bot.chat.reply import Reply
from bot.closed_sets import PromiseState
from bot.errors import Refused
from bot.features.checkins.actions import (
    CheckinAnswers,
    CheckinView,
    add_to_report,
    drop_from_report,
    judge_in_report,
    put_answers,
    see_checkin,
)
from bot.features.checkins.dialogs import FINISHED, OBSTACLE, PROMISE
from bot.features.checkins.showing import (
    name_of_report,
    show_checkin,
)
from bot.features.promises import pledging
from bot.features.promises.actions import KeptAlready, NothingToPromise, PromisedDone, TooManyPromises
from bot.features.promises.pledging import ADD, DROP, Tapped
from bot.features.ticks.asking import Asked
from roadmap.lookup.understanding import Understood

NOTHING_UNCLEAR = Understood()


async def report_answers(call: Call, given: dict[str, str], week: date | None, *, amends: bool = False) -> Reply:
    """Put answers into the report. `amends`: they replace earlier ones, and a waiting question still waits."""
    meant = NOTHING_UNCLEAR
    slugs: tuple[str, ...] | None = None
    if PROMISE in given:
        nothing = given[PROMISE].casefold() in pledging.NOTHING
        meant = NOTHING_UNCLEAR if nothing else pledging.read_tasks(call, given[PROMISE])
        slugs = meant.slugs if meant.slugs or nothing else None
    answers = CheckinAnswers(_words(given, FINISHED), _words(given, OBSTACLE), slugs)
    try:
        view = await call.write(put_answers, call.caller, call.roadmap, answers, week=week, amends=amends)
    except (TooManyPromises, PromisedDone, NothingToPromise) as refused:
        return await _report_without_promise(call, answers, refused, meant, week)
    return show_checkin(call, view, pledging.ask_which(call, meant, name_of_report(view)))


async def _report_without_promise(
    call: Call, answers: CheckinAnswers, refused: Refused, meant: Understood, week: date | None
) -> Reply:
    """Keep the other answers when the promise is refused, so that the learner writes them once."""
    view = await call.read(see_checkin, call.caller, call.roadmap, week=week)
    asked = pledging.refuse_pledge(call, refused, meant, name_of_report(view))
    if answers.finished is None and answers.obstacle is None:
        return pledging.answer_refused(asked)
    view = await call.write(put_answers, call.caller, call.roadmap, replace(answers, promise=None), week=view.week)
    return show_checkin(call, view, asked)


def _words(given: dict[str, str], name: str) -> str | None:
    words = given.get(name)
    return "" if words is not None and words.casefold() in pledging.NOTHING else words


async def do_tapped(call: Call, tapped: Tapped, week: date | None) -> Reply:
    """Do what a button under a report says.

    An outcome that is known is said. A full promise offers to drop a task.
    """
    try:
        return show_checkin(call, await _change(call, tapped, week))
    except KeptAlready as kept:
        view = await call.read(see_checkin, call.caller, call.roadmap, week=week)
        return show_checkin(call, view, Asked(word_refusal(call.scene.language, kept), ()))
    except TooManyPromises as many:
        view = await call.read(see_checkin, call.caller, call.roadmap, week=week)
        drops = pledging.to_drop(call, view.promise, name_of_report(view))
        raise many.offering(tuple((one.label, one.line) for one in drops)) from None


async def _change(call: Call, tapped: Tapped, week: date | None) -> CheckinView:
    if tapped.verb == ADD:
        return await call.write(add_to_report, call.caller, call.roadmap, tapped.slug, week=week)
    if tapped.verb == DROP:
        return await call.write(drop_from_report, call.caller, call.roadmap, tapped.slug, week=week)
    state = PromiseState(tapped.verb)
    return await call.write(judge_in_report, call.caller, call.roadmap, tapped.slug, state, week=week)
