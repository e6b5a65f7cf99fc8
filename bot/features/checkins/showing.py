"""Show a check-in: the report so far with its buttons, or one question of the guided conversation."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.form import ABOUT
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.reply import Button, Field, Reply, Row, Tone
from bot.chat.taps import lay_out, make_taps, width_of
from bot.chat.words.clocks import say_moment, short_day
from bot.chat.words.showing import titles
from bot.closed_sets import PromiseState
from bot.features.checkins import dialogs
from bot.features.checkins.actions import CheckinView
from bot.features.checkins.dialogs import READERS
from bot.features.checkins.sharing import ask_readers, show_readers, tap_readers
from bot.features.promises import pledging
from bot.features.ticks.asking import NO_QUESTION, Asked

NAME = dialogs.COMMAND
SKIP, AS_IT_IS, NOT_NOW, AGAIN, SHOW = "skip", "ok", "not now", "again", "show"


def show_checkin(call: Call, view: CheckinView, asked: Asked = NO_QUESTION) -> Reply:
    """Show the report so far. In a guided conversation, show the waiting question."""
    if view.step and call.said.guided:
        return _ask(call, view)
    readers = tap_readers(call, name_of_report(view)) if view.is_readers_due else ()
    buttons = (readers, 3), (asked.buttons, 1), *_promise_buttons(call, view), (_last_buttons(call, view), 3)
    return Reply(
        join_texts([asked.text, _head(call, view), pledging.advise(call, view.promise)], "\n\n"),
        title=call.say("checkin.title", day=short_day(view.week, call.scene.language)),
        fields=_fields(call, view),
        buttons=lay_out(*buttons),
        tone=Tone.GOOD if view.reported else Tone.PLAIN,
        private=True,
        update=is_answer(call),
    )


def name_of_report(view: CheckinView) -> str:
    """Return the line to which a button of this report adds. It names the week, so that it never means another."""
    return f"{NAME} {ABOUT}{view.week}"


def is_answer(call: Call) -> bool:
    """Tell whether a tap comes from a report. The buttons of posts type the command, and the week, alone."""
    words = call.said.line.strip("/ ").split()
    return call.said.tapped and any(not word.startswith(ABOUT) for word in words[1:])


def show_question_of_readers(call: Call, view: CheckinView) -> Reply:
    """Ask how much of the check-ins the group reads, under the report that shows it now."""
    report = name_of_report(view)
    back = make_taps([(call.label("checkin.readers.back"), f"{report} {SHOW}")])
    return Reply(
        ask_readers(call, view.consent) if view.consent else NOTHING,
        title=call.say("checkin.title", day=short_day(view.week, call.scene.language)),
        fields=show_readers(call, view.consent),
        buttons=lay_out((tap_readers(call, report), 3), (back, 1)),
        private=True,
        update=call.said.tapped,
    )


def _head(call: Call, view: CheckinView) -> Text:
    """Say whether the report is in, and if not, until when it can come. At a first report, ask who reads it."""
    if view.reported:
        said = call.say("checkin.in_late" if view.late else "checkin.in")
        asked = ask_readers(call, view.consent) if view.consent and view.is_readers_due else NOTHING
        return join_texts([said, asked], "\n\n")
    if view.late:
        return call.say("checkin.open_late")
    if view.opens_at is not None:
        return call.say("checkin.early", when=say_moment(view.opens_at, view.zone, call.scene.language))
    if call.now >= view.closes_at:
        return call.say("checkin.open_still")
    return call.say("checkin.open", until=say_moment(view.closes_at, view.zone, call.scene.language))


def _fields(call: Call, view: CheckinView) -> tuple[Field, ...]:
    promise = view.promise
    fields = [
        Field(call.say("checkin.finished"), finished_in_words(call, view)),
        Field(call.say("checkin.obstacle"), _obstacle(call, view)),
    ]
    if promise.last:
        fields.append(Field(call.say("checkin.last"), pledging.list_pledges(call, promise.last)))
    kept = pledging.list_pledges(call, promise.tasks) or call.say("checkin.no_promise")
    fields.append(Field(call.say("checkin.promised", day=pledging.week_in_words(call, promise)), kept))
    return (*fields, *(() if view.is_readers_due else show_readers(call, view.consent)))


def finished_in_words(call: Call, view: CheckinView) -> Text:
    """Write the finished tasks as the learner reported them, else as ticked off."""
    if view.finished:
        return call.say("checkin.words", words=view.finished)
    return titles(call, view.ticked) if view.ticked else call.say("checkin.no_ticks")


def _obstacle(call: Call, view: CheckinView) -> Text:
    if view.obstacle:
        return call.say("checkin.words", words=view.obstacle)
    return call.say("checkin.no_obstacle")


def _promise_buttons(call: Call, view: CheckinView) -> tuple[tuple[tuple[Button, ...], int], ...]:
    promise = view.promise
    judge = pledging.to_judge(call, promise, name_of_report(view))
    add = pledging.to_add(call, promise, name_of_report(view))
    return (judge, 2), (pledging.to_drop(call, promise, name_of_report(view)), 3), (add, width_of(add, 2))


def _last_buttons(call: Call, view: CheckinView) -> tuple[Button, ...]:
    if view.reported:
        readers = [(call.label("checkin.readers.change"), f"{name_of_report(view)} {READERS}")]
        changed = view.consent and view.consent.has_readers and not view.is_readers_due
        return make_taps([(call.label("checkin.board"), "leaderboard"), *(readers if changed else [])])
    clear = [(call.label("checkin.nothing"), f"{name_of_report(view)} | -")]
    return make_taps([*clear, (call.label("checkin.as_it_is"), f"{name_of_report(view)} {AS_IT_IS}")])


def _ask(call: Call, view: CheckinView) -> Reply:
    """Ask the next question of the guided conversation, with the answers that a tap can give."""
    known = _known(call, view)
    return Reply(
        join_texts([_question(call, view), known], "\n\n"),
        bare=join_texts([_bare_question(call, view), known], "\n\n"),
        title=call.say(f"checkin.ask.{view.step}.title", day=short_day(view.week, call.scene.language)),
        buttons=_taps_for(call, view),
        private=True,
        asks=True,
        update=is_answer(call),
    )


def _question(call: Call, view: CheckinView) -> Text:
    if view.step == READERS and view.consent:
        return ask_readers(call, view.consent)
    if view.step == dialogs.FINISHED and view.finished:
        return call.say("checkin.ask.finished_again")
    return call.say(f"checkin.ask.{view.step}", day=pledging.week_in_words(call, view.promise))


def _bare_question(call: Call, view: CheckinView) -> Text:
    """Ask the same without buttons: an answer that counts already is kept by a typed line."""
    if view.step == READERS:
        return join_texts([_question(call, view), call.say("checkin.bare.readers")])
    kept = "" if _skipped(view) in {"nothing", "nothing_in_my_way", "no_promise"} else "_again"
    return call.say(f"checkin.bare.{view.step}{kept}", day=pledging.week_in_words(call, view.promise))


def _known(call: Call, view: CheckinView) -> Text:
    """Show the answer that counts if the learner adds nothing."""
    if view.step == dialogs.FINISHED:
        return finished_in_words(call, view)
    if view.step == dialogs.OBSTACLE:
        return _obstacle(call, view) if view.obstacle else NOTHING
    if view.step == READERS:
        return NOTHING
    last = pledging.list_pledges(call, view.promise.last)
    return join_texts(
        [
            join_texts([call.say("promise.last"), last]) if last else NOTHING,
            pledging.list_pledges(call, view.promise.tasks),
            pledging.advise(call, view.promise),
        ],
        "\n\n",
    )


def _taps_for(call: Call, view: CheckinView) -> tuple[Row, ...]:
    if view.step == READERS:
        later = make_taps([(call.label("checkin.not_now"), f"{NAME} {NOT_NOW}")])
        return lay_out((tap_readers(call, name_of_report(view)), 3), (later, 1))
    skip = (call.label(f"checkin.skip.{_skipped(view)}"), f"{name_of_report(view)} {SKIP} {view.step}")
    last = make_taps([skip, (call.label("checkin.not_now"), f"{NAME} {NOT_NOW}")])
    if view.step != dialogs.PROMISE:
        return (last,)
    return lay_out(*_promise_buttons(call, view), (last, 2))


def _skipped(view: CheckinView) -> str:
    """Return the key of the skip button's label."""
    if view.step == dialogs.FINISHED:
        return "ticks" if view.ticked or view.finished else "nothing"
    if view.step == dialogs.OBSTACLE:
        return "same" if view.obstacle else "nothing_in_my_way"
    return "done" if any(one.state == PromiseState.OPEN for one in view.promise.tasks) else "no_promise"
