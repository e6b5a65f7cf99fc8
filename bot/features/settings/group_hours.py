"""A group's hours as a steward types them in /schedule and /setup."""

from __future__ import annotations

from bot.chat.taps import Offer
from bot.chat.words.clocks import WEEK, hour, read_hour, read_weekday, weekday
from bot.chat.words.switches import SWITCH

OFFERED_HOURS = (8, 12, 17, 18, 19, 20, 21)
OFFERED_DAYS = (4, 5, 6, 0)  # Friday to Monday
EVENING = "18:00"


def nudge_offers(command: str) -> list[Offer]:
    """Offer hours for the nudge to tap."""
    return [(hour(at * 60), f"{command} nudge {hour(at * 60)}") for at in OFFERED_HOURS]


def checkin_offers(command: str, language: str) -> list[Offer]:
    """Offer weekdays for the check-in to tap, each with an hour."""
    return [(f"{weekday(day, language)} {EVENING}", f"{command} checkin {WEEK[day]} {EVENING}") for day in OFFERED_DAYS]


def read_nudge(value: str) -> dict[str, object] | None:
    """Read an hour, `on` or `off` as settings of the nudge. None for anything else.

    An hour switches the nudge on.
    """
    if value.casefold() in SWITCH:
        return {"nudge_on": SWITCH[value.casefold()]}
    minutes = read_hour(value)
    return None if minutes is None else {"nudge_at": minutes, "nudge_on": True}


def read_checkin(value: str, language: str) -> dict[str, object] | None:
    """Read a weekday, an hour, both, `on` or `off` as settings of the check-in. None for anything else.

    A weekday or an hour switches the check-in on.
    """
    if value.casefold() in SWITCH:
        return {"checkin_on": SWITCH[value.casefold()]}
    first, _, rest = value.partition(" ")
    day, at = read_weekday(first, language), read_hour(rest if rest else first)
    if (day is None and (rest or at is None)) or (rest and at is None):
        return None
    values: dict[str, object | None] = {"checkin_day": day, "checkin_at": at, "checkin_on": True}
    return {name: one for name, one in values.items() if one is not None}
