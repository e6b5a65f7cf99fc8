"""Times of day and weekdays: as people type them and as we say them."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton

from bot.chat.call import say
from bot.chat.markup import SpokenMoment
from bot.chat.words.amounts import level
from bot.chat.words.lists import list_words
from bot.chat.words.weekdays import read_weekday
from bot.chat.words.zone_names import city_of
from bot.texts import SOURCE
from roadmap.weekdays import weekdays_of

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The weekdays as our buttons type them, Monday = 0."""

_CLOCK = re.compile(r"(\d{1,2})(?:(?:[:.]|\s?h\s?)(\d{2})|\s?h)?(?:\s*([ap])\.?(?:m\.?)?)?", re.IGNORECASE)
_DIGITS = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_AT = re.compile(r"^(?:at|by|around|um|à|alle|a las|в|о|o)\s+")
_UHR = re.compile(r"\s*(?:uhr|hours|hrs|heures|часов|часа|час|годин|годині|ore|uur)$")
_NAMED = {"noon": 720, "midday": 720, "12 noon": 720, "midnight": 0, "12 midnight": 0, "24:00": 0, "24.00": 0, "24h": 0}
_MORNING = ("in the morning", "am", "a.m", "morgens", "früh", "утра", "ранку", "du matin", "de la mañana", "di mattina")
_AFTERNOON = ("in the afternoon", "nachmittags", "дня", "de la tarde", "de l'après-midi", "da tarde", "del pomeriggio")
_EVENING = ("in the evening", "pm", "p.m", "abends", "вечера", "вечора", "du soir", "di sera", "'s avonds", "wieczorem")
_NIGHT = ("at night", "tonight", "nachts", "ночи", "ночі", "de la noche", "da noite", "di notte")
_HALVES = dict.fromkeys(_MORNING, 0) | dict.fromkeys((*_AFTERNOON, *_EVENING), 12) | dict.fromkeys(_NIGHT)
_EARLIEST_EVENING = 360  # `2 at night` is after midnight, `6 at night` is not
_DIAL = re.compile(
    r"(?:(?P<part>half|quarter|a quarter|\d{1,2}|[\w-]+)(?: minutes?)? (?P<side>past|to|after|before|til|till) )?"
    r"(?P<hour>\d{1,2}|\w+)(?: ?o ?'? ?clock)?"
)
_PARTS = {"half": 30, "quarter": 15, "a quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_HALF_OF = re.compile(r"(?P<which>half|halb) (?P<hour>\w+)")
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve"
_ALSO_NUMBERS = "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"
_DUTCH_NUMBERS = "één twee drie vier vijf zes zeven acht negen tien elf twaalf"
_DIAL_HOURS = {
    name: at
    for names in (_NUMBERS, _ALSO_NUMBERS, _DUTCH_NUMBERS, " ".join(map(str, range(1, 13))))
    for at, name in enumerate(names.split(), 1)
}
_HOURS = 24
_NOON = 12
_MINUTES = 60
_HALF_DAY = _NOON * _MINUTES


def hour(minutes: int) -> str:
    """Minutes after midnight as 18:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def local_time(instant: datetime, zone: str, language: str) -> str:
    """Write the time of day in a zone."""
    return format_skeleton("Hm", instant, tzinfo=ZoneInfo(zone), locale=language)


def local_day(instant: datetime, zone: str, language: str) -> str:
    """Write the date in a zone, as in `Tue 3 Mar`."""
    return short_day(instant.astimezone(ZoneInfo(zone)).date(), language)


def say_moment(instant: datetime, zone: str, language: str) -> SpokenMoment:
    """Write an instant for a reader whose zone it is, as in `Tue 3 Mar, 18:00`."""
    return SpokenMoment(instant, f"{local_day(instant, zone, language)}, {local_time(instant, zone, language)}")


def say_moment_of(instant: datetime, zone: str, language: str) -> SpokenMoment:
    """Write an instant for readers of any zone, as in `Tue 3 Mar, 18:00 Berlin time`."""
    return SpokenMoment(instant, name_zone(say_moment(instant, zone, language).words, zone, language))


def say_hour(instant: datetime, zone: str, language: str) -> SpokenMoment:
    """Write an instant of today for a reader whose zone it is, as in `18:00`."""
    return SpokenMoment(instant, local_time(instant, zone, language), clock=True)


def name_zone(time: str, zone: str, language: str) -> str:
    """Add the name of its zone to a time, as in `18:00 Berlin time`."""
    key = "time.of_city" if "/" in zone else "time.of_zone"
    return say(language, key, time=time, city=city_of(zone, language)).plain


def short_day(day: date, language: str) -> str:
    """A date with its weekday, as in `Tue 3 Mar`."""
    if language == SOURCE:  # CLDR's English would put the month first, or shorten September to four letters
        return format_date(day, "EEE d MMM", locale=language)
    return format_skeleton("MMMEd", day, locale=language)


def weekday(number: int, language: str) -> str:
    """The name of a weekday, Monday = 0."""
    name: str = Locale.parse(language).days["stand-alone"]["wide"][number]
    return name


def weekdays(bits: int, language: str) -> str:
    """The names of weekdays given as bits, Monday = 1, with commas between."""
    return list_words([weekday(number, language) for number in weekdays_of(bits)], language)


def read_hour(typed: str) -> int | None:
    """Read a time of day as minutes after midnight; None if the words are no time of day, or may be two."""
    found = read_hours(typed)
    return found[0] if len(found) == 1 else None


def read_hours(typed: str) -> tuple[int, ...]:
    """Read the times of day that the words may mean: none, one, two that are twelve hours apart, or four.

    1. `noon`, `midnight` and `24:00` are one.
    2. Digits are read on a clock of 24 hours: `18:00`, `18h`, `1830`, `6 pm`.
    3. Words are read on a dial: `half past six`, `6 o’clock`. `in the evening` and `pm` choose between the two.
    4. `half six` is 6:30 in English, and 5:30 in languages near it.
    """
    words = _AT.sub("", " ".join(level(typed).casefold().split())).rstrip(".!")
    if words in _NAMED:
        return (_NAMED[words],)
    exact = read_clock_time(_UHR.sub("", words))
    if exact is not None:
        return (exact,)
    named = next((half for half in _HALVES if words.endswith(f" {half}")), "")
    words = _UHR.sub("", words.removesuffix(named).strip())
    on_dial = _on_dial(words)
    if named and not on_dial:
        exact = read_clock_time(words)
        on_dial = (exact % _HALF_DAY,) if exact is not None and _MINUTES <= exact < _HALF_DAY + _MINUTES else ()
    if named:
        return tuple(_in_half(at, named) for at in on_dial)
    return tuple(at + half for at in on_dial for half in (0, _HALF_DAY))


def read_weekday_and_hour(typed: str, language: str) -> tuple[int | None, tuple[int, ...]]:
    """Read a weekday, a time of day, or both in any order: `Sunday at 18:00`. Neither if a word is left over."""
    words = typed.replace(",", " ").split()
    for count in range(len(words) + 1):
        for part, other in ((words[:count], words[count:]), (words[count:], words[:count])):
            day, at = read_weekday(" ".join(part), language), read_hours(" ".join(other))
            if (day is not None or not part) and (at or not other) and words:
                return day, at
    return None, ()


def read_clock_time(typed: str) -> int | None:
    """Read `14:30`, `2:30 pm`, `14h30` or `7` as minutes after midnight; None if it is no time of day."""
    found = _CLOCK.fullmatch(level(typed).strip())
    if not found:
        digits = _DIGITS.fullmatch(level(typed).strip())
        return int(digits[1]) * _MINUTES + int(digits[2]) if digits else None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return hour * _MINUTES + minute if hour < _HOURS and minute < _MINUTES else None


def _on_dial(words: str) -> tuple[int, ...]:
    """Read minutes after noon or midnight from words of a dial."""
    if half := _HALF_OF.fullmatch(words):
        return _half_of(half)
    found = _DIAL.fullmatch(words)
    hour_named = _DIAL_HOURS.get(found["hour"]) if found else None
    if found is None or hour_named is None:
        return ()
    part = found["part"] or ""
    minutes = _PARTS.get(part, int(part) if part.isdigit() else 0)
    if part and not minutes:
        return ()
    sign = 1 if found["side"] in {"past", "after"} else -1
    return ((hour_named * _MINUTES + sign * minutes) % _HALF_DAY,)


def _half_of(found: re.Match[str]) -> tuple[int, ...]:
    """Read `half six` as 6:30 or 5:30, and `halb sechs` as 5:30."""
    hour_named = _DIAL_HOURS.get(found["hour"])
    if hour_named is None:
        return ()
    before, after = (((hour_named + more) * _MINUTES - _MINUTES // 2) % _HALF_DAY for more in (0, 1))
    return (after, before) if found["which"] == "half" else (before,)


def _in_half(minutes: int, named: str) -> int:
    hours = _HALVES[named]
    if hours is None:
        hours = 0 if minutes < _EARLIEST_EVENING else _NOON
    return minutes + hours * _MINUTES
