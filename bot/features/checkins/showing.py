"""How a check-in looks: the report so far with what can be tapped, or one question of the guided conversation."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.reply import Button, Field, Reply, Row, Tone
from bot.chat.taps import lay_out, make_taps, width_of
from bot.chat.words.clocks import local_day, local_time, short_day
from bot.chat.words.showing import titles
from bot.closed_sets import PromiseState
from bot.features.checkins import dialogs
from bot.features.checkins.actions import CheckinView
from bot.features.promises import pledging
from bot.features.ticks.asking import NO_QUESTION, Asked

NAME = dialogs.COMMAND
SKIP, AS_IT_IS, NOT_NOW = "skip", "ok", "not now"


def show_checkin(call: Call, stand: CheckinView, asked: Asked = NO_QUESTION) -> Reply:
    """Show the report so far. In a guided conversation, show the waiting question."""
    if stand.step and call.said.guided:
        return _ask(call, stand)
    buttons = (asked.buttons, 1), *_promise_buttons(call, stand), (_last_buttons(call, stand), 3)
    return Reply(
        join_texts([asked.text, _head(call, stand), pledging.advise(call, stand.promise), _how(call, stand)], "\n\n"),
        title=call.say("checkin.title", day=short_day(stand.week, call.scene.language)),
        fields=_fields(call, stand),
        buttons=lay_out(*buttons),
        tone=Tone.GOOD if stand.reported else Tone.PLAIN,
        private=True,
        update=call.said.tapped and call.said.line.strip("/ ").casefold() != NAME,
    )


def _head(call: Call, stand: CheckinView) -> Text:
    """Whether it is in, or until when it may be."""
    if stand.reported:
        return call.say("checkin.in_late" if stand.late else "checkin.in")
    if stand.late:
        return call.say("checkin.open_late")
    if call.now >= stand.closes_at:
        return call.say("checkin.open_still")
    zone, language = call.scene.zone, call.scene.language
    day, at = local_day(stand.closes_at, zone, language), local_time(stand.closes_at, zone, language)
    return call.say("checkin.open", day=day, at=at)


def _how(call: Call, stand: CheckinView) -> Text:
    return NOTHING if stand.reported else call.say("checkin.how")


def _fields(call: Call, stand: CheckinView) -> tuple[Field, ...]:
    promise = stand.promise
    fields = [
        Field(call.say("checkin.finished"), finished_in_words(call, stand)),
        Field(call.say("checkin.obstacle"), _obstacle(call, stand)),
    ]
    if promise.last:
        fields.append(Field(call.say("checkin.last"), pledging.list_pledges(call, promise.last)))
    kept = pledging.list_pledges(call, promise.tasks) or call.say("checkin.no_promise")
    fields.append(Field(call.say("checkin.promised", day=pledging.week_in_words(call, promise)), kept))
    return tuple(fields)


def finished_in_words(call: Call, stand: CheckinView) -> Text:
    """Write the finished tasks as the learner reported them, else as ticked off."""
    if stand.finished:
        return call.say("checkin.words", words=stand.finished)
    return titles(call, stand.ticked) if stand.ticked else call.say("checkin.no_ticks")


def _obstacle(call: Call, stand: CheckinView) -> Text:
    if stand.obstacle:
        return call.say("checkin.words", words=stand.obstacle)
    return call.say("checkin.no_obstacle")


def _promise_buttons(call: Call, stand: CheckinView) -> tuple[tuple[tuple[Button, ...], int], ...]:
    promise = stand.promise
    judge = pledging.to_judge(call, promise, NAME)
    add = pledging.to_add(call, promise, NAME)
    return (judge, 2), (pledging.to_drop(call, promise, NAME), 3), (add, width_of(add, 2))


def _last_buttons(call: Call, stand: CheckinView) -> tuple[Button, ...]:
    if stand.reported:
        return make_taps([(call.label("checkin.board"), "leaderboard")])
    clear = [(call.label("checkin.nothing"), f"{NAME} | -")]
    return make_taps([*clear, (call.label("checkin.as_it_is"), f"{NAME} {AS_IT_IS}")])


def _ask(call: Call, stand: CheckinView) -> Reply:
    """Ask the next question of the guided conversation, with the answers that a tap can give."""
    return Reply(
        join_texts([_question(call, stand), _known(call, stand)], "\n\n"),
        title=call.say(f"checkin.ask.{stand.step}.title", day=short_day(stand.week, call.scene.language)),
        buttons=_taps_for(call, stand),
        private=True,
        asks=True,
        update=call.said.tapped and call.said.line.strip("/ ").casefold() != NAME,
    )


def _question(call: Call, stand: CheckinView) -> Text:
    return call.say(f"checkin.ask.{stand.step}", day=pledging.week_in_words(call, stand.promise))


def _known(call: Call, stand: CheckinView) -> Text:
    """Write the answer as it stands if the learner adds nothing."""
    if stand.step == dialogs.FINISHED:
        return finished_in_words(call, stand)
    if stand.step == dialogs.OBSTACLE:
        return _obstacle(call, stand) if stand.obstacle else NOTHING
    last = pledging.list_pledges(call, stand.promise.last)
    return join_texts(
        [
            join_texts([call.say("promise.last"), last]) if last else NOTHING,
            pledging.list_pledges(call, stand.promise.tasks),
            pledging.advise(call, stand.promise),
        ],
        "\n\n",
    )


def _taps_for(call: Call, stand: CheckinView) -> tuple[Row, ...]:
    skip = (call.label(f"checkin.skip.{_skipped(stand)}"), f"{NAME} {SKIP}")
    last = make_taps([skip, (call.label("checkin.not_now"), f"{NAME} {NOT_NOW}")])
    if stand.step != dialogs.PROMISE:
        return (last,)
    return lay_out(*_promise_buttons(call, stand), (last, 2))


def _skipped(stand: CheckinView) -> str:
    """Return the key of the label of the button that goes on."""
    if stand.step == dialogs.FINISHED:
        return "ticks" if stand.ticked or stand.finished else "nothing"
    if stand.step == dialogs.OBSTACLE:
        return "same" if stand.obstacle else "nothing_in_my_way"
    return "done" if any(one.state == PromiseState.OPEN for one in stand.promise.tasks) else "no_promise"
