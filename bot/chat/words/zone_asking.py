"""Read a time zone, or ask for it: with a few zones to tap, or with a question."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.reply import Reply
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.clocks import local_time
from bot.chat.words.saying_back import say_back
from bot.chat.words.zones import city_of, find_zones


def read_zone(call: Call, command: str, typed: str) -> str | Reply:
    """Read the zone that was meant, or ask for it. A tap types the command with a zone.

    1. If no words were typed, the question offers the present zone.
    2. For an unknown place, it offers the nearest three and asks for the time there.
    3. If several zones fit, or one is guessed from a time, it offers those.
    4. If a single zone fits, that zone is the answer.
    5. If no zone fits, the question offers none.
    """
    if not typed:
        return _ask(call, command, (call.scene.zone,), "zone.ask")
    found = find_zones(typed, call.scene.language, call.now)
    if not found.exact:
        return _ask(call, command, found.zones, "zone.unknown", say_back(typed))
    if found.zones and (len(found.zones) > 1 or found.guessed):
        return _ask(call, command, found.zones, "zone.which")
    return found.zones[0] if found.zones else _ask(call, command, (), "zone.ask")


def _ask(call: Call, command: str, zones: tuple[str, ...], key: str, typed: str = "") -> Reply:
    buttons = lay_out((make_taps(_offers(call, command, zones)), 2)) if zones else ()
    return Reply(call.say(key, command=command, typed=typed), buttons=buttons)


def _offers(call: Call, command: str, zones: tuple[str, ...]) -> tuple[Offer, ...]:
    language = call.scene.language
    return tuple(
        (f"{city_of(zone, language)} ({local_time(call.now, zone, language)})", f"{command} {zone}") for zone in zones
    )
