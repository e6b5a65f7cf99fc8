"""Words in a text that a command takes: an hour, days, a length, a city, a part of the roadmap."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from bot.chat.call import Call
from bot.chat.words.clocks import read_hours
from bot.chat.words.dates import read_dates
from bot.chat.words.lengths import find_lengths, read_length
from bot.chat.words.span_words import DateSpan
from bot.chat.words.spans import read_spans
from bot.chat.words.weekdays import read_weekdays
from bot.chat.words.zones import ZoneFit, find_zones
from bot.features.help.cues import read_cue
from bot.features.help.want_kinds import DAYTIMES
from bot.features.help.wanted_names import SIGNS, find_company, find_name, find_task, find_trouble
from roadmap.weekdays import DAYS_IN_WEEK, bits_of

Finder = Callable[[Call, str], str]
"""Finds the words in a text that a line takes; empty if there are none."""

LONGEST = 6
"""Words in a row that are tried at once."""

MOST = 24
"""Words of a text that are looked at."""

EVERY_DAY = bits_of(range(DAYS_IN_WEEK))

_AT = re.compile(r"^(?:at|by|around)\s+", re.IGNORECASE)
_ON = re.compile(r"^(?:on|every|each)\s+", re.IGNORECASE)
_PART = re.compile(r"\b((?:month|week|block|level)\s*\d+(?:\s+week\s*\d+)?|zero|mid|senior)\b", re.IGNORECASE)
_HOME = re.compile(
    r"\b(?:live|living|moved|flew|travell?ing|am|im|i['’]m)\s+(?:now\s+)?(?:in|to|from)\s+(.+)", re.IGNORECASE
)
_GOAL = re.compile(r"\b(?:by|until|before|till|on)\s+(.+)$", re.IGNORECASE)
_LITTLE = frozenset("a an the in on at i me my to of and be is it so no".split())  # noqa: SIM905  as above


def find_hour(_: Call, text: str) -> str:
    """Find a time of day, without the `at` before it."""
    return _AT.sub("", _find(text, lambda words: bool(read_hours(words))))


def find_usual_hour(_: Call, text: str) -> str:
    """Find a part of the day, and give the hour that is usual for it; empty if an hour is named, too."""
    if _find(text, lambda words: bool(read_hours(words))):
        return ""
    hours = (line.split(maxsplit=1) for line in DAYTIMES.strip().splitlines())
    return next((hour for hour, parts in hours if read_cue(parts).found_in(text.lower())), "")


def find_past_day(call: Call, text: str) -> str:
    """Find a day that is over: yesterday, a weekday, a date."""
    return _find(text, lambda words: any(day < _today(call) for day in _days(call, words)))


def find_days(call: Call, text: str) -> str:
    """Find days: a date, a length, a stretch."""
    return _find(text, lambda words: not words.isdigit() and any(one.last for one in _spans(call, words)))


def find_length_or_days(call: Call, text: str) -> str:
    """Find a length, or days."""
    return _find(text, lambda words: bool(read_length(words) or (read_hours(words) and ":" in words))) or find_days(
        call, text
    )


def find_silence(call: Call, text: str) -> str:
    """Find hours, or days."""
    return find_length(call, text) or find_length_or_days(call, text)


def find_length(_: Call, text: str) -> str:
    """Find a length of time in hours and minutes."""
    found = next((one for one in find_lengths(text) if one.sure and not one.in_days), None)
    return text[found.start : found.end].strip() if found else ""


def find_weekdays(call: Call, text: str) -> str:
    """Find weekdays: `Sundays` are the Sunday."""
    singular = re.sub(r"\b(\w+day|weekend)s\b", r"\1", text, flags=re.IGNORECASE)
    found = _find(singular, lambda words: 0 < (read_weekdays(words, call.scene.language) or 0) < EVERY_DAY)
    return _ON.sub("", found)


def find_weekday_or_hour(call: Call, text: str) -> str:
    """Find a weekday, an hour, or both, in this order."""
    return " ".join(one for one in (find_weekdays(call, text), find_hour(call, text)) if one)


def find_city(call: Call, text: str) -> str:
    """Find a city or country whose time zone is sure. Small letters name one behind words such as `I live in`."""
    home = _HOME.search(text)
    if home and (found := _find(home[1].title(), lambda one: _is_city(call, one))):
        return found
    behind = re.findall(r"\b(?:in|to|from|is|zone)\s+(.+)", text)
    for words in (*behind, text):
        found = _find(words, lambda one: _is_city(call, one))
        if found:
            return found
    return ""


def find_roadmap_part(_: Call, text: str) -> str:
    """Find a part of the roadmap: a month, a week, a level."""
    found = _PART.search(text)
    return found[1] if found else ""


def find_goal(_: Call, text: str) -> str:
    """Find a level and the day by which it is to be finished."""
    part, day = _PART.search(text), _GOAL.search(text)
    return " ".join(one for one in (part[1] if part else "", day[1].strip(SIGNS) if day else "") if one)


FINDERS: Mapping[str, Finder] = {
    "hour": find_hour,
    "usual_hour": find_usual_hour,
    "past_day": find_past_day,
    "days": find_days,
    "length_or_days": find_length_or_days,
    "silence": find_silence,
    "length": find_length,
    "weekdays": find_weekdays,
    "weekday_or_hour": find_weekday_or_hour,
    "city": find_city,
    "roadmap_part": find_roadmap_part,
    "name": find_name,
    "company": find_company,
    "task": find_task,
    "trouble": find_trouble,
    "goal": find_goal,
}
"""Name of a place in a line -> what finds the words for it."""


def _is_city(call: Call, words: str) -> bool:
    named = words.lower() not in _LITTLE and any(letter.isalpha() for letter in words) and words[:1].isupper()
    return named and find_zones(words, call.scene.language, call.now, call.scene.zone).fit is ZoneFit.SURE


def _find(text: str, reads: Callable[[str], bool]) -> str:
    """Find the longest words in a row that are read as something."""
    words = [word.strip(SIGNS.replace(":", "")) for word in text.split()[:MOST]]
    for size in range(min(LONGEST, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            found = " ".join(words[start : start + size])
            if words[start + size - 1].lower() not in _LITTLE and reads(found):
                return found
    return ""


def _spans(call: Call, words: str) -> tuple[DateSpan, ...]:
    return read_spans(words, _today(call), call.scene.language)


def _days(call: Call, words: str) -> tuple[date, ...]:
    return () if words.isdigit() else read_dates(words, _today(call), call.scene.language, past=True)


def _today(call: Call) -> date:
    return call.now.date()
