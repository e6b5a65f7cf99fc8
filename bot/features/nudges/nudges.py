"""/nudges: a learner's nudges, their hour and pace, and every way to change them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.going_back import with_back
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Button, Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.clocks import hour, read_hours, say_moment, short_day
from bot.chat.words.saying_back import NAME, say_back
from bot.chat.words.suggesting import suggest_by, suggest_hours, suggest_words
from bot.chat.words.switches import SWITCH
from bot.closed_sets import Fallback, NudgePace
from bot.errors import Refused
from bot.features.members.welcoming import welcome
from bot.features.nudges.actions import (
    STEP,
    Nudges,
    read_nudges,
    set_cheers,
    set_fallback,
    set_saver,
    shift_hour,
    slow_nudges,
    stop_nudges,
    turn_nudges_off,
    turn_nudges_on,
)

WISHES = ("on", "off", "earlier", "later", "at", "less", "daily", "weekly", "saver", "cheers", "fallback", "stop")
MORE, ALL = "more", "all"
"""The wishes to see every setting."""

PLACES = {"group": Fallback.GROUP, "none": Fallback.NONE, "off": Fallback.NONE, "nowhere": Fallback.NONE}
HOURS = ("08:00", "12:00", "17:00", "18:00", "19:00", "20:00", "21:00")


class NoSuchWish(Refused):
    """Refusal: the words name no nudge setting."""

    name: str


wished = suggest_by(
    "wish",
    {
        "at": lambda _, typed: suggest_hours(typed),
        "saver": lambda _, typed: suggest_words((("on", "on"), ("off", "off")), typed),
        "cheers": lambda _, typed: suggest_words((("on", "on"), ("off", "off")), typed),
        "fallback": lambda _, typed: suggest_words((("group", "group"), ("none", "none")), typed),
    },
)
"""Suggests values for /nudges."""


@command(
    of_group=False,
    readers=Readers.SECRET,
    wish=Arg("what to change", optional=True, choices=WISHES),
    value=Arg(
        "for at: 18:30; for saver or cheers: on or off; for fallback: group or none", wished, optional=True, rest=True
    ),
)
async def nudges(call: Call, wish: str = "", value: str = "") -> Reply:
    """Change your reminders: earlier, later, less often or not at all."""
    word = wish.strip().casefold()
    if word in {"", MORE, ALL}:
        return await _overview(call, whole=word in {MORE, ALL})
    if word not in _CHANGES and read_hours(f"{word} {value}"):
        return await _at(call, f"{word} {value}")
    if word not in _CHANGES or (value.strip() and word in _BARE):
        offers = [(call.label("nudges.button.on"), "nudges on"), (call.label("nudges.button.stop"), "nudges stop")]
        raise NoSuchWish(name=say_back(f"{wish} {value}".strip(), NAME), offers=tuple(offers))
    return await _CHANGES[word](call, value.strip().casefold())


async def _overview(call: Call, *, whole: bool) -> Reply:
    found = await call.read(read_nudges, call.caller)
    if found is None:
        buttons = lay_out((make_taps([(call.label("nudges.button.on"), "nudges on")]), 1))
        return Reply(call.say("nudges.nobody"), title=call.say("nudges.title"), buttons=buttons)
    return _show(call, found, whole=whole)


def _show(call: Call, found: Nudges, *, changed: bool = False, whole: bool = False) -> Reply:
    """Show the next reminder and three choices; or, `whole`, every setting and choice."""
    joined = welcome(call, joined=found.joined)
    lines = _lines(call, found, whole=whole) if found.on else [_silence(call, found), _snoozed(call, found)]
    return Reply(
        join_texts([joined, *lines]),
        title=call.say("nudges.title"),
        buttons=lay_out(*_offers(call, found, whole=whole)),
        tone=Tone.GOOD if changed else Tone.PLAIN,
        update=call.said.tapped,
    )


def _lines(call: Call, found: Nudges, *, whole: bool) -> list[Text]:
    reach = NOTHING if call.private else call.say("nudges.reach")
    first = [_snoozed(call, found) or _next(call, found), call.say(f"nudges.pace.{found.pace}"), reach]
    if not whole:
        return first
    return [
        call.say(f"nudges.why.{found.why}", hour=hour(found.at)),
        call.say("nudges.saver_on" if found.saver_on else "nudges.saver_off"),
        call.say("nudges.cheers_on" if found.cheers_on else "nudges.cheers_off"),
        call.say(f"nudges.fallback.{found.fallback}"),
        call.say("nudges.promise"),
    ]


def _next(call: Call, found: Nudges) -> Text:
    if found.next_at is None:
        return call.say("nudges.none_planned")
    moved = call.say("nudges.moved", hour=hour(found.at)) if found.moved else NOTHING
    return join_texts(
        [call.say("nudges.next", moment=say_moment(found.next_at, found.zone, call.scene.language)), moved]
    )


def _silence(call: Call, found: Nudges) -> Text:
    return call.say("nudges.stopped" if found.stopped else "nudges.off")


def _snoozed(call: Call, found: Nudges) -> Text:
    mute, language = found.mute, call.scene.language
    if mute is None:
        return NOTHING
    if mute.back_at:
        return call.say("nudges.snoozed_hour", until=say_moment(mute.back_at, mute.zone, language))
    return call.say("nudges.snoozed", day=short_day(mute.back_on, language))


def _offers(call: Call, found: Nudges, *, whole: bool) -> list[tuple[tuple[Button, ...], int]]:
    if not found.on:
        names = ["on"] if found.stopped else ["on", "stop"]
        return [(make_taps(_named(call, names)), 2)]
    if not whole:
        pace = "less" if found.pace < NudgePace.WEEKLY else "daily"
        return [(make_taps(_named(call, ["at", pace, "stop", MORE])), 2)]
    saver = "saver off" if found.saver_on else "saver on"
    cheers = "cheers off" if found.cheers_on else "cheers on"
    fallback = "fallback none" if found.fallback == Fallback.GROUP else "fallback group"
    silence = [(call.label("part.snooze"), "pause"), (call.label("settings.button.back"), "nudges")]
    return [
        (make_taps(_named(call, ["earlier", "later", saver, fallback, cheers])), 2),
        (make_taps(silence), 2),
    ]


def _named(call: Call, wishes: list[str]) -> list[Offer]:
    return [(call.label(f"nudges.button.{wish.replace(' ', '_')}"), f"nudges {wish}") for wish in wishes]


def _ask(call: Call, wish: str, value: str, wishes: list[str]) -> Reply:
    """Ask for the value of a setting, with a button for each. Raises NoSuchWish if another value was typed."""
    offers = _named(call, wishes)
    if value:
        raise NoSuchWish(name=say_back(f"{wish} {value}", NAME), offers=tuple(offers))
    asked = Reply(call.say(f"nudges.ask_{wish}"), buttons=lay_out((make_taps(offers), 2)), update=call.said.tapped)
    return with_back(call, asked, "nudges")


async def _turn_on(call: Call, value: str) -> Reply:
    if value:
        return await _at(call, value)
    return _show(call, await call.write(turn_nudges_on, call.caller, call.roadmap_slug), changed=True)


async def _turn_off(call: Call, value: str) -> Reply:
    return _show(call, await call.write(turn_nudges_off, call.caller, call.roadmap_slug), changed=True)


async def _stop(call: Call, value: str) -> Reply:
    return _show(call, await call.write(stop_nudges, call.caller, call.roadmap_slug), changed=True)


async def _earlier(call: Call, value: str) -> Reply:
    return _show(call, await call.write(shift_hour, call.caller, call.roadmap_slug, -STEP), changed=True)


async def _later(call: Call, value: str) -> Reply:
    return _show(call, await call.write(shift_hour, call.caller, call.roadmap_slug, STEP), changed=True)


async def _at(call: Call, value: str) -> Reply:
    found = read_hours(value)
    if len(found) == 1:
        return _show(call, await call.write(turn_nudges_on, call.caller, call.roadmap_slug, at=found[0]), changed=True)
    key = "nudges.which_hour" if found else "nudges.no_such_hour" if value else "nudges.ask_hour"
    times = [hour(at) for at in found] or HOURS
    asked = Reply(
        call.say(key, value=say_back(value, NAME)),
        buttons=lay_out((make_taps((time, f"nudges at {time}") for time in times), 4)),
        tone=Tone.PROBLEM if value and not found else Tone.PLAIN,
        update=call.said.tapped,
    )
    return with_back(call, asked, "nudges")


async def _less(call: Call, value: str) -> Reply:
    return _show(call, await call.write(slow_nudges, call.caller, call.roadmap_slug), changed=True)


async def _daily(call: Call, value: str) -> Reply:
    return _show(
        call, await call.write(turn_nudges_on, call.caller, call.roadmap_slug, pace=NudgePace.DAILY), changed=True
    )


async def _weekly(call: Call, value: str) -> Reply:
    return _show(
        call, await call.write(turn_nudges_on, call.caller, call.roadmap_slug, pace=NudgePace.WEEKLY), changed=True
    )


async def _saver(call: Call, value: str) -> Reply:
    if value not in SWITCH:
        return _ask(call, "saver", value, ["saver on", "saver off"])
    found = await call.write(set_saver, call.caller, call.roadmap_slug, SWITCH[value])
    return _show(call, found, changed=True, whole=True)


async def _cheers(call: Call, value: str) -> Reply:
    if value not in SWITCH:
        return _ask(call, "cheers", value, ["cheers on", "cheers off"])
    found = await call.write(set_cheers, call.caller, call.roadmap_slug, SWITCH[value])
    return _show(call, found, changed=True, whole=True)


async def _fallback(call: Call, value: str) -> Reply:
    if value not in PLACES:
        return _ask(call, "fallback", value, ["fallback group", "fallback none"])
    found = await call.write(set_fallback, call.caller, call.roadmap_slug, PLACES[value])
    return _show(call, found, changed=True, whole=True)


_CHANGES: dict[str, Callable[[Call, str], Awaitable[Reply]]] = {
    "on": _turn_on,
    "off": _turn_off,
    "earlier": _earlier,
    "later": _later,
    "at": _at,
    "less": _less,
    "daily": _daily,
    "weekly": _weekly,
    "saver": _saver,
    "cheers": _cheers,
    "fallback": _fallback,
    "stop": _stop,
}

_BARE = frozenset({"off", "earlier", "later", "less", "daily", "weekly", "stop"})
"""Wishes that take no value."""
