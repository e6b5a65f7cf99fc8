"""Words in a text that a command takes: an hour, days, a length, a city, a part of the roadmap, a name, a task."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from bot.chat.call import Call
from bot.chat.words.clocks import read_hours
from bot.chat.words.lengths import find_lengths, read_length
from bot.chat.words.spans import read_spans
from bot.chat.words.weekdays import read_weekdays
from bot.chat.words.zones import ZoneFit, find_zones

Finder = Callable[[Call, str], str]
"""Finds the words in a text that a line takes; empty if there are none."""

LONGEST = 6
"""Words in a row that are tried at once."""

MOST = 24
"""Words of a text that are looked at."""

_SIGNS = ".,!?;:\"”“'’()"
_AT = re.compile(r"^(?:at|by|around)\s+", re.IGNORECASE)
_PART = re.compile(r"\b((?:month|week|block|level)\s*\d+(?:\s+week\s*\d+)?|zero|mid|senior)\b", re.IGNORECASE)
_NAME = re.compile(r"\b(?:did|has|is|does|about|of|for|was)\s+@?([\w.-]+)", re.IGNORECASE)
_OWNER = re.compile(r"\b([\w-]+)['’]s\b")
_ACCOUNT = re.compile(r"<@!?\d+>|\b(?:telegram|discord):\d+")
_TASK = re.compile(
    r"\b(?:finished|completed|done\s+with|ticked(?:\s+off)?|tick(?:\s+off)?|did|mark|solved|read|watched)"
    r"\s+(?:the\s+|with\s+)?(.+)",
    re.IGNORECASE,
)
_BEHIND_TASK = re.compile(r"\s+(?:as\s+done|as\s+finished|off|today|now|please)[.!]*$", re.IGNORECASE)
_GOAL = re.compile(r"\b(?:by|until|before|till|on)\s+(.+)$", re.IGNORECASE)
_NO_NAMES = frozenset(
    """
    i me my we you it this that the a an there everyone everybody anyone somebody group next what today left all done in
    on going to best first winning leading not your our his her their he she they here been week month out
    course roadmap too very so hard easy freeze freezes streak mean
    """.split()  # noqa: SIM905  fifty quoted words are harder to read
)
_LITTLE = frozenset("a an the in on at i me my to of and be is it so no".split())  # noqa: SIM905  as above


def find_hour(_: Call, text: str) -> str:
    """Find a time of day, without the `at` before it."""
    return _AT.sub("", _find(text, lambda words: bool(read_hours(words))))


def find_days(call: Call, text: str) -> str:
    """Find days: a date, a length, a stretch."""
    return _find(text, lambda words: any(one.last for one in read_spans(words, _today(call), call.scene.language)))


def find_length_or_days(call: Call, text: str) -> str:
    """Find a length, or days."""
    return _find(text, lambda words: bool(read_length(words) or (read_hours(words) and ":" in words))) or find_days(
        call, text
    )


def find_length(_: Call, text: str) -> str:
    """Find a length of time in hours and minutes."""
    found = next((one for one in find_lengths(text) if not one.in_days), None)
    return text[found.start : found.end].strip() if found else ""


def find_weekdays(call: Call, text: str) -> str:
    """Find weekdays: `Sundays` are the Sunday."""
    singular = re.sub(r"\b(\w+day|weekend)s\b", r"\1", text, flags=re.IGNORECASE)
    return _find(singular, lambda words: bool(read_weekdays(words, call.scene.language)))


def find_weekday_or_hour(call: Call, text: str) -> str:
    """Find a weekday, an hour, or both, in this order."""
    return " ".join(one for one in (find_weekdays(call, text), find_hour(call, text)) if one)


def find_city(call: Call, text: str) -> str:
    """Find a city or country whose time zone is sure."""
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


def find_name(_: Call, text: str) -> str:
    """Find the name of a fellow member, or their account."""
    if account := _ACCOUNT.search(text):
        return account[0]
    names = [*_OWNER.findall(text), *_NAME.findall(text)]
    return next(
        (name for name in names if name.lower().strip(_SIGNS) not in _NO_NAMES and not name.isdigit()), ""
    ).strip(_SIGNS)


def find_task(_: Call, text: str) -> str:
    """Find the task behind a word such as `finished`."""
    found = _TASK.search(text)
    task = _BEHIND_TASK.sub("", found[1]).strip(_SIGNS + " ") if found else ""
    return "" if task.split(" ", 1)[0].lower() in _NO_NAMES else task


def find_goal(_: Call, text: str) -> str:
    """Find a level and the day by which it is to be finished."""
    part, day = _PART.search(text), _GOAL.search(text)
    return " ".join(one for one in (part[1] if part else "", day[1].strip(_SIGNS) if day else "") if one)


FINDERS: Mapping[str, Finder] = {
    "hour": find_hour,
    "days": find_days,
    "length_or_days": find_length_or_days,
    "length": find_length,
    "weekdays": find_weekdays,
    "weekday_or_hour": find_weekday_or_hour,
    "city": find_city,
    "roadmap_part": find_roadmap_part,
    "name": find_name,
    "task": find_task,
    "goal": find_goal,
}
"""Name of a place in a line -> what finds the words for it."""


def _is_city(call: Call, words: str) -> bool:
    named = words.lower() not in _LITTLE and any(letter.isalpha() for letter in words) and words[:1].isupper()
    return named and find_zones(words, call.scene.language, call.now, call.scene.zone).fit is ZoneFit.SURE


def _find(text: str, reads: Callable[[str], bool]) -> str:
    """Find the longest words in a row that are read as something."""
    words = [word.strip(_SIGNS.replace(":", "")) for word in text.split()[:MOST]]
    for size in range(min(LONGEST, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            found = " ".join(words[start : start + size])
            if found.lower() not in _LITTLE and reads(found):
                return found
    return ""


def _today(call: Call) -> date:
    return call.now.date()
