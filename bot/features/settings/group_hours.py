"""A group's hours as a steward types them in /schedule and /setup."""

from __future__ import annotations

from bot.chat.taps import Offer
from bot.chat.words.clocks import WEEK, hour, read_hours, read_weekday_and_hour, weekday
from bot.chat.words.switches import SWITCH
from bot.chat.words.weekdays import read_weekdays
from roadmap.weekdays import weekdays_of

OFFERED_HOURS = (8, 12, 17, 18, 19, 20, 21)
OFFERED_DAYS = (4, 5, 6, 0)  # Friday to Monday
EVENING = "18:00"


def nudge_offers(command: str) -> list[Offer]:
    """Offer hours for the nudge to tap."""
    return [(hour(at * 60), f"{command} nudge {hour(at * 60)}") for at in OFFERED_HOURS]


def checkin_offers(command: str, language: str) -> list[Offer]:
    """Offer weekdays for the check-in to tap, each with an hour."""
    return [(f"{weekday(day, language)} {EVENING}", f"{command} checkin {WEEK[day]} {EVENING}") for day in OFFERED_DAYS]


def read_nudge(value: str, language: str) -> dict[str, object] | None:
    """Read an hour, weekdays, both, `on` or `off` as settings of the nudge. None for anything else.

    An hour or weekdays switch the nudge on.
    """
    if value.casefold() in SWITCH:
        return {"nudge_on": SWITCH[value.casefold()]}
    found, bits = _read_hours_and_weekdays(value, language)
    if len(found) > 1 or (bits is None and not found):
        return None
    days: dict[str, object] = {} if bits is None else {"nudge_days": bits}
    times: dict[str, object] = {"nudge_at": found[0]} if found else {}
    return {**days, **times, "nudge_on": True}


def read_checkin(value: str, language: str) -> dict[str, object] | None:
    """Read a weekday, an hour, both, `on` or `off` as settings of the check-in. None for anything else.

    A weekday or an hour switches the check-in on.
    """
    if value.casefold() in SWITCH:
        return {"checkin_on": SWITCH[value.casefold()]}
    day, found = read_weekday_and_hour(value, language)
    if len(found) > 1 or (day is None and not found):
        return None
    days: dict[str, object] = {} if day is None else {"checkin_day": day}
    times: dict[str, object] = {"checkin_at": found[0]} if found else {}
    return {**days, **times, "checkin_on": True}


def likely_nudges(value: str, command: str, language: str) -> list[Offer]:
    """Offer the two hours of the nudge that the words may mean. Nothing if they mean one, or none."""
    found, bits = _read_hours_and_weekdays(value, language)
    days = "" if bits is None else " " + ",".join(WEEK[day] for day in weekdays_of(bits))
    return [(hour(at), f"{command} nudge {hour(at)}{days}") for at in found] if len(found) > 1 else []


def likely_checkins(value: str, command: str, language: str) -> list[Offer]:
    """Offer the two hours of the check-in that the words may mean. Nothing if they mean one, or none."""
    day, found = read_weekday_and_hour(value, language)
    name, typed = ("", "") if day is None else (f"{weekday(day, language)} ", f"{WEEK[day]} ")
    return [(f"{name}{hour(at)}", f"{command} checkin {typed}{hour(at)}") for at in found] if len(found) > 1 else []


def _read_hours_and_weekdays(value: str, language: str) -> tuple[tuple[int, ...], int | None]:
    """Read an hour with weekdays behind or before it, or one of them alone. Returns nothing for anything else."""
    if (alone := read_weekdays(value, language)) is not None:
        return (), alone
    words = value.split()
    parts = ((" ".join(words[:number]), " ".join(words[number:])) for number in range(1, len(words)))
    for hours, days in (pair for first, last in parts for pair in ((first, last), (last, first))):
        found, bits = read_hours(hours), read_weekdays(days, language)
        if found and bits is not None:
            return found, bits
    return read_hours(value), None
