"""Silences, as people type them: a length, or until a day or a time of day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.chat.call import Call
from bot.chat.taps import Offer
from bot.chat.words.clocks import hour, read_hours, short_day
from bot.chat.words.courtesy import drop_courtesy
from bot.chat.words.dates import read_dates
from bot.chat.words.lengths import read_length, read_time_span
from bot.chat.words.spans import read_spans

ENDED = ("off", "end", "stop", "none", "no", "over")
"""The words that end a silence."""

OVER = -1
"""The days of a silence that would be over already."""

_ENDING = " .!"
_COLON = frozenset(":：")
_LONGEST_CLOCK = timedelta(hours=5)
"""`4:30` may be a length. Later times with a colon are times of day."""

_UNTIL = re.compile(r"(?:until|till|til|to|bis|up\s+to)\s+(?P<end>.+)", re.IGNORECASE)
_FOR = re.compile(r"^(?:for\s+|another\s+)", re.IGNORECASE)
_REST_OF_TODAY = (
    "today",
    "tonight",
    "the day",
    "the rest of the day",
    "the rest of today",
    "rest of the day",
    "this evening",
)


@dataclass(frozen=True, slots=True)
class Silence:
    """A silence from now on: until a day that is so many `days` from today, for a `time`, or until it is `at`.

    `at` is minutes after midnight, on the day that begins then.
    """

    days: int = 0
    time: timedelta = timedelta()
    at: int | None = None


def read_silences(typed: str, today: date, language: str) -> tuple[Silence, ...]:
    """Read the silences that the words may mean: none, one, or several to ask about. The first form counts:

    1. The rest of today, and a length in hours.
    2. A length in days.
    3. A time of day: `18:00` is no length, but `1:30` is.
    4. Until a time of day, of a day or the next. Until a day, which ends when that day begins.
    5. A stretch of days that begins today.

    If nothing is read, the signs and the courtesy behind the last word are left out.
    """
    words = _FOR.sub("", " ".join(typed.split()))
    return _read(words, today, language) or _read(drop_courtesy(words).rstrip(_ENDING), today, language)


def _read(words: str, today: date, language: str) -> tuple[Silence, ...]:
    if words.casefold() in _REST_OF_TODAY:
        return (Silence(1),)
    if days := read_length(words):
        return (Silence(days),)
    time = read_time_span(words)
    is_clock = time is None or (time > _LONGEST_CLOCK and not _COLON.isdisjoint(words))
    if times := read_hours(words) if is_clock else ():
        return tuple(Silence(at=at) for at in times)
    if time is not None:
        return (Silence(time=time) if time else Silence(OVER),)
    return _until(words, today, language)


def _until(words: str, today: date, language: str) -> tuple[Silence, ...]:
    found = _UNTIL.fullmatch(words)
    if found and (times := read_hours(found["end"])):
        return tuple(Silence(at=at) for at in times)
    end = found["end"] if found else words
    if moments := _moments(end, today, language):
        return moments
    days = read_dates(end, today, language)
    if days:
        return tuple(_until_day(day, today) for day in days if day != today or len(days) == 1)
    spans = [one for one in read_spans(words, today, language) if one.first == today and one.last]
    return tuple(Silence((one.last - today).days + 1) for one in spans if one.last)


def _moments(words: str, today: date, language: str) -> tuple[Silence, ...]:
    """Read a day and an hour: `Sunday at 18:00`, `tomorrow noon`."""
    parts = words.replace(",", " ").split()
    for count in range(1, len(parts)):
        days = read_dates(" ".join(parts[:count]), today, language)
        times = read_hours(" ".join(parts[count:]))
        if days and times:
            return tuple(Silence(days=(day - today).days, at=at) for day in days if day >= today for at in times)
    return ()


def _until_day(day: date, today: date) -> Silence:
    return Silence(max((day - today).days, OVER) or OVER)


def offer_silences(command: str, silences: Iterable[Silence], today: date, language: str) -> list[Offer]:
    """Offer a button for each silence that was meant, which types the command with its end."""
    return [_offer(command, one, today, language) for one in silences]


def _offer(command: str, silence: Silence, today: date, language: str) -> Offer:
    day = today + timedelta(days=silence.days)
    if silence.at is not None and silence.days:
        return f"{short_day(day, language)}, {hour(silence.at)}", f"{command} until {day} {hour(silence.at)}"
    if silence.at is not None:
        return hour(silence.at), f"{command} until {hour(silence.at)}"
    return short_day(day, language), f"{command} until {day}"


def offer_lengths(call: Call, command: str, lengths: Iterable[str]) -> list[Offer]:
    """Offer a button for each length, which types the command with it."""
    return [(call.label(f"length.{length}"), f"{command} {length}") for length in lengths]
