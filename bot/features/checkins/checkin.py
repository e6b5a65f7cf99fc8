"""/checkin: report on the week: all at once, piece by piece, or question by question."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.chat import parse
from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.form import ABOUT, FORM_ABOUT, Form, Input
from bot.chat.readers import Readers
from bot.chat.reply import Reply
from bot.chat.taps import lay_out, make_taps
from bot.closed_sets import Publishing
from bot.features.checkins import dialogs
from bot.features.checkins.actions import (
    ANSWER_LENGTH,
    CheckinAnswers,
    put_answers,
    see_checkin,
)
from bot.features.checkins.consent import choose_readers
from bot.features.checkins.dialogs import FINISHED, OBSTACLE, PROMISE, READERS
from bot.features.checkins.parting import split_answers
from bot.features.checkins.putting import do_tapped, report_answers
from bot.features.checkins.sharing import READERS_LINE, read_readers, title_of_form
from bot.features.checkins.showing import (
    AGAIN,
    AS_IT_IS,
    NAME,
    NOT_NOW,
    SHOW,
    SKIP,
    finished_in_words,
    name_of_report,
    show_checkin,
    show_question_of_readers,
)
from bot.features.checkins.weeks import CheckinOver, find_latest_week
from bot.features.promises import pledging
from bot.features.ticks.asking import NO_QUESTION
from bot.features.ticks.suggesting import open_tasks

_OF_WEEK = re.compile(rf"{ABOUT}(?P<week>\S+)\s*")
_SKIP = re.compile(rf"{SKIP}(?: (?P<step>{'|'.join(dialogs.STEPS)}))?", re.IGNORECASE)
_AMENDED = re.compile(rf"{AGAIN} (?P<step>{'|'.join(dialogs.STEPS)}):(?P<words>.*)", re.DOTALL)
_LATE = re.compile(r"(?:late|last week)(?:\s*:\s*|$)", re.IGNORECASE)


async def checkin_form(call: Call) -> Form:
    """Make the form with the three questions, known answers filled in. Raises CheckinsOff, CheckinOver."""
    week, _ = await _read_week(call, _typed(call))
    view = await call.read(see_checkin, call.caller, call.roadmap, week=week)
    known = view.finished or finished_in_words(call, view).plain if view.ticked or view.finished else ""
    return Form(
        title_of_form(call, view.consent),
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
        about=f"{ABOUT}{view.week}",
    )


@command(
    aliases=("report",),
    readers=Readers.SECRET,
    form=checkin_form,
    finished=Arg("what you finished this week", optional=True),
    obstacle=Arg("what’s in your way", optional=True),
    promise=Arg("one to three tasks for next week", suggest=open_tasks, optional=True, rest=True),
)
async def checkin(call: Call, finished: str = "", obstacle: str = "", promise: str = "") -> Reply:
    """Check in for the week: what you finished, what’s in your way, what’s next."""
    if call.said.name:
        return await _take_options(call)
    return await _take_line(call, _typed(call))


async def _read_week(call: Call, typed: str) -> tuple[date | None, str]:
    """Take the week off the front of a line: `of:2026-03-02` or `late`. Returns it with the rest.

    Raises CheckinOver if there is no check-in to be late for.
    """
    if found := _OF_WEEK.match(typed):
        try:
            return date.fromisoformat(found["week"]), typed[found.end() :].strip()
        except ValueError:
            raise CheckinOver(offers=((f"/{NAME}", NAME),)) from None
    if found := _LATE.match(typed):
        week = await call.read(find_latest_week, call.caller)
        if week is None:
            raise CheckinOver(offers=((f"/{NAME}", NAME),))
        return week, typed[found.end() :].strip()
    return None, typed


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
    week, _ = await _read_week(call, given.pop(FORM_ABOUT, ""))
    return await report_answers(call, given, week) if given else await _begin(call, week)


async def _take_line(call: Call, typed: str) -> Reply:
    if call.said.plain:
        return await _answer(call, typed)
    if typed.casefold() == NOT_NOW:
        await call.write(dialogs.postpone_dialog, call.caller)
        return Reply(call.say("checkin.later"), private=True, update=call.said.tapped)
    week, rest = await _read_week(call, typed)
    return await _take_rest(call, rest, week) if rest else await _begin(call, week)


async def _take_rest(call: Call, rest: str, week: date | None) -> Reply:
    """Take what a button or typed line says about the report of a week."""
    if skipped := _SKIP.fullmatch(rest):
        question = dialogs.QuestionOfButton(week, (skipped["step"] or "").lower())
        view = await call.write(dialogs.continue_dialog, call.caller, call.roadmap, question)
        return show_checkin(call, view)
    if amended := _AMENDED.fullmatch(rest):
        return await report_answers(call, {amended["step"]: amended["words"].strip()}, week, amends=True)
    if asked := READERS_LINE.fullmatch(rest):
        return await _take_readers(call, asked["choice"], week)
    if rest.casefold() == SHOW and week and call.said.tapped:
        return show_checkin(call, await call.read(see_checkin, call.caller, call.roadmap, week=week))
    if rest.casefold() == AS_IT_IS:
        view = await call.write(put_answers, call.caller, call.roadmap, CheckinAnswers(), week=week)
        return show_checkin(call, view)
    tapped = pledging.read_wish(call, rest)
    return await do_tapped(call, tapped, week) if tapped else await _take_words(call, rest, week)


async def _take_readers(call: Call, choice: str | None, week: date | None) -> Reply:
    """Take a choice of readers. Without one, ask for it."""
    if choice is None:
        return show_question_of_readers(call, await call.read(see_checkin, call.caller, call.roadmap, week=week))
    readers = Publishing(choice.casefold())
    return show_checkin(call, await call.write(choose_readers, call.caller, call.roadmap, readers, week=week))


async def _take_words(call: Call, typed: str, week: date | None) -> Reply:
    """Take words that are no wish for certain: a wish from before an edit of the plan, or answers."""
    line = f"{NAME} {ABOUT}{week}" if week else NAME
    return pledging.ask_of_past(call, typed, line) or await _take_answers(call, typed, week)


async def _take_answers(call: Call, typed: str, week: date | None) -> Reply:
    """Take the answers of a line. If it may be one answer or several, ask."""
    answers = split_answers(typed)
    if not answers.unclear:
        return await report_answers(call, dict(answers.given), week)
    line = f"{NAME} {ABOUT}{week}" if week else NAME
    whole = (call.label("checkin.all_finished"), f"{line} Done: {typed}")
    several = (call.label("checkin.two_answers"), f"{line} {' | '.join(answers.unclear)}")
    offers = [whole, several] if len(answers.unclear) == len((FINISHED, OBSTACLE)) else [whole]
    text = call.say("checkin.how_many", n=len(answers.unclear))
    return Reply(text, buttons=lay_out((make_taps(offers), 1)), private=True, question=True)


async def _begin(call: Call, week: date | None) -> Reply:
    if call.said.guided:
        return show_checkin(call, await call.write(dialogs.begin_dialog, call.caller, call.roadmap, week))
    return show_checkin(call, await call.read(see_checkin, call.caller, call.roadmap, week=week))


async def _answer(call: Call, typed: str) -> Reply:
    """Take plain words as the answer to the waiting question. Only the last question is about tasks."""
    meant = pledging.read_tasks(call, typed)
    nothing = typed.casefold() in pledging.NOTHING
    waiting = await call.read(dialogs.waiting_step, call.caller)
    if waiting == READERS:
        return await _answer_readers(call, typed)
    if waiting == PROMISE and not meant.slugs and not nothing:
        return pledging.refuse_unclear(call, meant, NAME)
    words = "" if nothing else typed
    slugs = () if nothing else meant.slugs
    view = await call.write(dialogs.continue_dialog, call.caller, call.roadmap, words=words, promise=slugs)
    unclear = waiting == PROMISE and not nothing
    asked = pledging.ask_which(call, meant, name_of_report(view)) if unclear else NO_QUESTION
    return replace(show_checkin(call, view, asked), amends=f"{name_of_report(view)} {AGAIN} {waiting}:")


async def _answer_readers(call: Call, typed: str) -> Reply:
    """Take plain words as a choice of readers. Other words change nothing, and the question still waits."""
    readers = read_readers(call, typed)
    week = await call.read(dialogs.waiting_week, call.caller)
    if readers is None:
        return show_checkin(call, await call.write(dialogs.continue_dialog, call.caller, call.roadmap))
    return show_checkin(call, await call.write(choose_readers, call.caller, call.roadmap, readers, week=week))
