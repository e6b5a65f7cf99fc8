"""/nudges: a learner's nudges, their hour and pace, and every way to change them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.going_back import with_back
from bot.chat.readers import Readers
from bot.chat.reply import Reply, Tone
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.clocks import hour, read_hours
from bot.chat.words.saying_back import NAME, say_back
from bot.chat.words.suggesting import suggest_by, suggest_hours, suggest_words
from bot.chat.words.switches import SWITCH
from bot.closed_sets import Fallback, NudgePace
from bot.errors import Refused
from bot.features.nudges.actions import (
    STEP,
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
from bot.features.nudges.showing import ALL, MORE, offer_wishes, show_nudges

WISHES = ("on", "off", "earlier", "later", "at", "less", "daily", "weekly", "saver", "cheers", "fallback", "stop")

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
    return show_nudges(call, found, whole=whole)


def _ask(call: Call, wish: str, value: str, wishes: list[str]) -> Reply:
    """Ask for the value of a setting, with a button for each. Raises NoSuchWish if another value was typed."""
    offers = offer_wishes(call, wishes)
    if value:
        raise NoSuchWish(name=say_back(f"{wish} {value}", NAME), offers=tuple(offers))
    asked = Reply(call.say(f"nudges.ask_{wish}"), buttons=lay_out((make_taps(offers), 2)), update=call.said.tapped)
    return with_back(call, asked, "nudges")


async def _turn_on(call: Call, value: str) -> Reply:
    if value:
        return await _at(call, value)
    return show_nudges(call, await call.write(turn_nudges_on, call.caller, call.roadmap_slug), changed=True)


async def _turn_off(call: Call, value: str) -> Reply:
    return show_nudges(call, await call.write(turn_nudges_off, call.caller, call.roadmap_slug), changed=True)


async def _stop(call: Call, value: str) -> Reply:
    return show_nudges(call, await call.write(stop_nudges, call.caller, call.roadmap_slug), changed=True)


async def _earlier(call: Call, value: str) -> Reply:
    return show_nudges(call, await call.write(shift_hour, call.caller, call.roadmap_slug, -STEP), changed=True)


async def _later(call: Call, value: str) -> Reply:
    return show_nudges(call, await call.write(shift_hour, call.caller, call.roadmap_slug, STEP), changed=True)


async def _at(call: Call, value: str) -> Reply:
    found = read_hours(value)
    if len(found) == 1:
        return show_nudges(
            call, await call.write(turn_nudges_on, call.caller, call.roadmap_slug, at=found[0]), changed=True
        )
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
    return show_nudges(call, await call.write(slow_nudges, call.caller, call.roadmap_slug), changed=True)


async def _daily(call: Call, value: str) -> Reply:
    return show_nudges(
        call, await call.write(turn_nudges_on, call.caller, call.roadmap_slug, pace=NudgePace.DAILY), changed=True
    )


async def _weekly(call: Call, value: str) -> Reply:
    return show_nudges(
        call, await call.write(turn_nudges_on, call.caller, call.roadmap_slug, pace=NudgePace.WEEKLY), changed=True
    )


async def _saver(call: Call, value: str) -> Reply:
    if value not in SWITCH:
        return _ask(call, "saver", value, ["saver on", "saver off"])
    found = await call.write(set_saver, call.caller, call.roadmap_slug, SWITCH[value])
    return show_nudges(call, found, changed=True, whole=True)


async def _cheers(call: Call, value: str) -> Reply:
    if value not in SWITCH:
        return _ask(call, "cheers", value, ["cheers on", "cheers off"])
    found = await call.write(set_cheers, call.caller, call.roadmap_slug, SWITCH[value])
    return show_nudges(call, found, changed=True, whole=True)


async def _fallback(call: Call, value: str) -> Reply:
    if value not in PLACES:
        return _ask(call, "fallback", value, ["fallback group", "fallback none"])
    found = await call.write(set_fallback, call.caller, call.roadmap_slug, PLACES[value])
    return show_nudges(call, found, changed=True, whole=True)


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
