"""Read a time zone, or ask for it: with a few zones to tap, or with a question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.chat.call import Call, say
from bot.chat.reply import Reply
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.clocks import local_time
from bot.chat.words.saying_back import say_back
from bot.chat.words.zone_names import FIXED, city_of, name_country
from bot.chat.words.zone_places import PlaceZone
from bot.chat.words.zone_rules import country_of
from bot.chat.words.zones import FoundZones, ZoneFit, find_zones

_WIDTH = 2
_NOWHERE = {ZoneFit.TIME: "zone.ask", ZoneFit.NEAR: "zone.unknown"}


def read_zone(call: Call, command: str, typed: str) -> str | Reply:
    """Read the zone that was meant, or ask for it. A tap types the command with a zone.

    1. If no words were typed, the question offers the group's zone.
    2. If a single zone is meant for sure, that zone is the answer.
    3. Else the zones that fit are offered, and the question says why.
    """
    home = call.scene.zone
    if not typed:
        return _ask(call, command, "zone.ask", FoundZones(ZoneFit.SURE, (PlaceZone(home, ""),)))
    found = find_zones(typed, call.scene.language, call.now, home)
    if found.fit is ZoneFit.SURE:
        return found.zones[0]
    return _ask(call, command, _key(found), found, say_back(typed))


def label_zone(place: PlaceZone, language: str, now: datetime, home: str) -> str:
    """Label a zone with the name that means it and no other, and the time there."""
    zone = place.zone
    if FIXED.fullmatch(zone):
        return say(language, "zone.fixed", offset=city_of(zone, language)).plain
    names = (name for name in _names(place, language) if _means(name, zone, language, now, home))
    return f"{next(names, zone)} ({local_time(now, zone, language)})"


def _names(place: PlaceZone, language: str) -> Iterator[str]:
    """List the names of a zone's place, the shortest first, and those of its zone's city."""
    if place.name:
        country = name_country(place.country, language)
        yield from (place.name, f"{place.name}, {country}", f"{place.name}, {place.region}")
        yield f"{place.name}, {place.region}, {country}"
    city = city_of(place.zone, language)
    yield from (city, f"{city}, {name_country(country_of(place.zone), language)}")


def _means(name: str, zone: str, language: str, now: datetime, home: str) -> bool:
    found = find_zones(name, language, now, home)
    return found.fit is ZoneFit.SURE and found.zones == (zone,)


def _key(found: FoundZones) -> str:
    if not found.places:
        return _NOWHERE.get(found.fit, f"zone.{found.fit}")
    if found.fit is not ZoneFit.OFFSET:
        return f"zone.{found.fit}"
    fixed = [zone == "UTC" or bool(FIXED.fullmatch(zone)) for zone in found.zones]
    return "zone.offset_fixed" if all(fixed) else "zone.offset" if any(fixed) else "zone.offset_cities"


def _ask(call: Call, command: str, key: str, found: FoundZones, typed: str = "") -> Reply:
    buttons = lay_out((make_taps(_offers(call, command, found.places)), _WIDTH)) if found.places else ()
    text = call.say(key, command=command, typed=typed, offset=found.offset)
    return Reply(text, buttons=buttons, update=call.said.tapped)


def _offers(call: Call, command: str, places: tuple[PlaceZone, ...]) -> tuple[Offer, ...]:
    scene = call.scene
    return tuple(
        (label_zone(place, scene.language, call.now, scene.zone), f"{command} {place.zone}") for place in places
    )
