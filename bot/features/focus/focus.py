"""/focus: a shared study session that others join with a tap."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.chat.call import Call
from bot.chat.command import Arg, Suggestion, command
from bot.chat.markup import NOTHING, SpokenMoment, Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Button, ButtonStyle, Reply, Tone
from bot.chat.rights import RightsUnknown
from bot.chat.taps import lay_out, make_taps, undo_tap
from bot.chat.warrants import find_warrant
from bot.chat.words.clocks import say_hour
from bot.chat.words.lengths import length_in_words
from bot.chat.words.whereabouts import name_whereabouts
from bot.errors import Offers, Refused, StewardsOnly
from bot.features.focus.actions.showing import (
    FocusIsEnding,
    FocusNow,
    InAnotherFocus,
    NoSuchFocus,
    find_focus_here,
    is_stopper,
)
from bot.features.focus.actions.starting import start_focus
from bot.features.focus.actions.taking_part import join_focus, leave_focus, stop_focus
from bot.features.focus.reading import read_timetable
from bot.features.members.welcoming import welcome
from bot.features.sessions.actions import Logged
from bot.identity import FocusId
from roadmap.focus import LEAST_LOGGED, LONGEST, SHORTEST, Timetable, is_possible

TIMES = ("25m", "50m", "2x25m")
LONGEST_ID = 19  # digits of the largest id


class WhichFocus(Refused):
    """Refusal: the words are no timetable."""


class FocusLength(Refused):
    """Refusal: a session of these rounds is too long or too short."""

    least: int
    most: int


async def usual_times(call: Call, typed: str) -> list[Suggestion]:
    """Suggest the usual lengths that begin as typed."""
    return [Suggestion(time, time) for time in TIMES if time.startswith(typed.strip())]


@command(
    aliases=("pomodoro",),
    readers=Readers.ASKER,
    parting=("leave", "stop"),
    how=Arg("how long: 25, 2x25, or 25 break 5 25", suggest=usual_times, optional=True, rest=True),
)
async def focus(call: Call, how: str = "") -> Reply:
    """Study together for a while. Others join with a tap."""
    word, _, rest = how.strip().partition(" ")
    part = _PARTS.get(word.casefold())
    if part:
        return await part(call, await _read_id(call, rest.strip()))
    return await _start(call, how)


async def _start(call: Call, how: str) -> Reply:
    timetable = read_timetable(how)
    if timetable is None:
        raise WhichFocus(offers=_TIMES)
    if not is_possible(timetable):
        raise FocusLength(least=SHORTEST, most=LONGEST, offers=_TIMES)
    try:
        here = await call.write(start_focus, call.caller, call.roadmap.slug, timetable)
    except InAnotherFocus as refused:
        raise _offer_to_leave(call, refused) from None
    except FocusIsEnding as refused:
        raise refused.offering((("/focus", f"focus {timetable.typed}"),)) from None
    if not here.new:
        return _show_running(call, here)
    text = call.say("focus.started", time=_time(call, Timetable.read(here.timetable).study), until=_until(call, here))
    return Reply(
        join_texts([text, _others(call, here), _welcome(call, here)]),
        private=True,
        tone=Tone.GOOD,
        posted=here.elsewhere is None and not here.joined,
    )


async def _join(call: Call, focus_id: FocusId) -> Reply:
    try:
        here = await call.write(join_focus, call.caller, call.roadmap.slug, focus_id)
    except InAnotherFocus as refused:
        raise _offer_to_leave(call, refused) from None
    if here.over:
        return _say_over(call, here)
    key = "focus.joined" if here.new else "focus.already_in"
    text = call.say(key, until=_until(call, here), n=LEAST_LOGGED)
    return Reply(join_texts([text, _welcome(call, here)]), private=True)


async def _leave(call: Call, focus_id: FocusId) -> Reply:
    here = await call.write(leave_focus, call.caller, call.scene.roadmap, focus_id)
    if here.logged:
        kept = call.say("focus.left_early", time=_time(call, here.logged.minutes))
        return Reply(
            join_texts([kept, _effect(call, here.logged)]),
            buttons=lay_out((_after(call, here), 2)),
            private=True,
            tone=Tone.GOOD if here.logged.enough else Tone.PLAIN,
            deed=kept,
            undo=f"undo #{here.logged.act_id}",
        )
    if here.new:
        return Reply(call.say("focus.left_short", n=LEAST_LOGGED), private=True)
    if here.over:
        return _say_over(call, here)
    return Reply(call.say("focus.not_in"), buttons=lay_out((_join_tap(call, here), 1)), private=True)


async def _stop(call: Call, focus_id: FocusId) -> Reply:
    call = await _as_steward(call, focus_id)
    here = await call.write(stop_focus, call.caller, focus_id)
    if not here.new:
        return _say_over(call, here)
    return Reply(call.say("focus.stopped", n=LEAST_LOGGED), private=True)


_PARTS: dict[str, Callable[[Call, FocusId], Awaitable[Reply]]] = {"join": _join, "leave": _leave, "stop": _stop}
_TIMES: Offers = tuple((time, f"focus {time}") for time in TIMES)


async def _read_id(call: Call, typed: str) -> FocusId:
    """Read the id of a session; of no words it is the one here, else the caller's. Raises NoSuchFocus."""
    if typed.isascii() and typed.isdigit() and len(typed) < LONGEST_ID:
        return FocusId(int(typed))
    here = None if typed else await call.read(find_focus_here, call.caller)
    if here is None:
        raise NoSuchFocus(offers=(("/focus", "focus"),))
    return here


async def _as_steward(call: Call, focus_id: FocusId) -> Call:
    """Make a caller a steward who may not stop a session otherwise, but administers the group or is its deputy."""
    if call.scene.steward or call.private or await call.read(is_stopper, call.caller, focus_id):
        return call
    try:
        warrant = await find_warrant(call.said.rights, call.scene.check_deputy)
    except (RightsUnknown, StewardsOnly):
        return call
    return replace(call, scene=replace(call.scene, steward=True), warrant=warrant)


def _show_running(call: Call, here: FocusNow) -> Reply:
    """Show the session that runs here, with the tap that fits."""
    running = call.say("focus.running", n=here.others + here.staying, until=_until(call, here))
    leave = make_taps([(call.label("focus.leave"), f"focus leave {here.focus}")])
    return Reply(
        join_texts([running, _others(call, here)]),
        buttons=lay_out((leave if here.staying else _join_tap(call, here), 1)),
    )


def _say_over(call: Call, here: FocusNow) -> Reply:
    """Say that a session is over, and what is logged of it."""
    logged = call.say("focus.yours", time=_time(call, here.minutes)) if here.minutes else NOTHING
    taps = _after(call, here) if here.minutes else ()
    return Reply(join_texts([call.say("focus.over"), logged]), buttons=lay_out((taps, 2)) if taps else (), private=True)


def _after(call: Call, here: FocusNow) -> tuple[Button, ...]:
    undo = (undo_tap(call.label("log.undo"), here.act_id),) if here.act_id else ()
    return (*undo, *make_taps([(call.label("log.streak"), "streak")]))


def _effect(call: Call, logged: Logged) -> Text:
    """Say what the minutes did for the day, as `/log` says it."""
    if logged.after > logged.before:
        return call.say("log.counts", n=logged.after)
    if not logged.enough:
        return call.say("log.short", n=logged.needed - logged.today)
    return call.say("log.today", time=_time(call, logged.today))


def _offer_to_leave(call: Call, refused: InAnotherFocus) -> Refused:
    return refused.offering(((call.label("focus.leave_other"), f"focus leave {refused.focus}"),))


def _join_tap(call: Call, here: FocusNow) -> tuple[Button, ...]:
    return make_taps([(call.label("focus.join"), f"focus join {here.focus}")], ButtonStyle.PRIMARY)


def _others(call: Call, here: FocusNow) -> Text:
    """Say where others join, if the group gets its posts elsewhere. Here they see the message."""
    there = here.elsewhere
    if call.private or there is None:
        return NOTHING
    return call.say(
        "focus.others_there", where=name_whereabouts(call.say, there.platform, there.chat_id, there.thread_id)
    )


def _welcome(call: Call, here: FocusNow) -> Text:
    return welcome(call, joined=here.joined)


def _until(call: Call, here: FocusNow) -> SpokenMoment:
    return say_hour(here.ends_at, here.zone, call.scene.language)


def _time(call: Call, minutes: int) -> str:
    return length_in_words(minutes, call.scene.language)
