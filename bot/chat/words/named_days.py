"""Days that are named in a note or a line: `last night`, `on Sunday`, `4 March`. They say when the study was.

| words | where | what they name |
| --- | --- | --- |
| `today` | first | today; the rest is a note, whatever it names |
| `yesterday`, `last night`, `3 days ago`, `last week` | anywhere | the day |
| `on Sunday`, `last Friday`, `4 March`, `2026-03-01`, `1/3/2026` | anywhere | the day |
| `Sunday`, `gestern`, `the weekend` | first or last | the day |
| `1.3.` | first; anywhere after `on`; last after `am`, `for` or a comma | the day |
| `sun` | first or last beside a comma or bracket | the day |
| `sun`, `1/3`, `the 1st`, `tomorrow`, `on 1.3` | alone | the day |
| a day behind an event: `for the exam on Friday`, `exam on 10 March` | anywhere | the event, if it is to come |
| any of these after `started`, `since`, `until`, `due`; with `’s` | anywhere | something else |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from bot.chat.words.amounts import level
from bot.chat.words.dates import read_dates
from bot.chat.words.days import ENGLISH_DAYS, month_names, near_days, read_month
from bot.chat.words.events import LEADS, has_purpose, is_event
from bot.chat.words.lengths import is_bare_number, read_length
from bot.chat.words.set_apart import AROUND, DOTTED, FULL, SHORTEST, SOME_DAY, DayPlace, is_set_apart, strip_day
from bot.chat.words.weekdays import read_weekday, weekday_names

LONGEST = 6
"""Words of a named day."""

_TODAY = ("today", "heute", "hoy", "oggi", "vandaag", "сегодня", "сьогодні")
_WORD = re.compile(r"\S+")
_OTHERWISE = frozenset(
    """
    start started starting begin began begun since until till til by due deadline before after than like unlike plan
    planned planning schedule scheduled continue continued continuing repeat next except not prepare preparing
    prepared seit bis desde hasta
    """.split()  # noqa: SIM905  forty quoted words are harder to read
)
_VAGUE = frozenset(
    ("last week", "last month", "the other day", "earlier this week", "a few days ago", "some days ago", "last weekend")
)
_WEEKENDS = frozenset(("last weekend", "weekend", "the weekend", "this weekend", "at the weekend", "over the weekend"))
_ON = re.compile(r"(?:on|last|this past|past)\s+(?P<day>.{3,})")
_AGO = re.compile(r"(?P<length>.+)\s+ago")
_LONG_AGO = re.compile(r"\w+ (?:days|weeks?|months?|years?) ago")
_NUMERIC = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([./-])\d{1,2}\1\d{4}")
_AHEAD = re.compile(r"(?:next|by)\s")
_MONTH = re.compile(
    r"(?:on )?(?:(?P<weekday>[^\W\d_]+),? )?"
    r"(?:\d{1,2}(?:st|nd|rd|th|\.)? ?(?:of )?(?P<m>(?!(?:st|nd|rd|th)\b)[^\W\d_]+)\.?"
    r"|(?P<m2>[^\W\d_]+)\.? (?:the )?\d{1,2}(?:st|nd|rd|th)?)(?:,? \d{4})?"
)
_KEYS = ("ago", "week", "weekend", "month", "year", "day", "weds", "thurs", "tues")
_SMALL = frozenset(("the", "this", "in", "de", "l'altro", "just", "now", "right", "before", "after"))
MOST_KEYS = 12
"""Words of a line that are looked at, so that no line takes long."""

_DIGITS = re.compile(r"\d{8}$|\d{1,4}([./-])\d|\d{1,2}(?:st|nd|rd|th)$")


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A named day in a line: its words as typed, and the other words. `is_today`: it is today, and said first.

    `of_event`: it stands behind an event, as in `exam on Friday`; `with_purpose`: the study was `for` that event.
    """

    words: str
    rest: str
    is_today: bool = False
    of_event: bool = False
    with_purpose: bool = False


def find_named_day(line: str, language: str) -> NamedDay | None:
    """Find the words of a line that say on which day it was. None if there are none.

    The longest words count, and the first of those.
    """
    words = list(_WORD.finditer(line))
    if words and _clean(words[0].group()) in _TODAY:
        return NamedDay(words[0].group(), line[words[0].end() :].lstrip(AROUND), is_today=True)
    keys = [at for at, word in enumerate(words) if _may_be_of_a_day(word.group(), language)]
    for first, last in _windows(len(words), keys[:MOST_KEYS]):
        start, end = words[first].start(), words[last].end()
        named = _clean(line[start:end])
        place = DayPlace(line, start, end)
        before = [_clean(word.group()) for word in words[:first]]
        edge, alone = not before or last == len(words) - 1, len(words) == last - first + 1
        says = _says_when(named, language, edge=edge, alone=alone) or is_set_apart(named, before, place, language)
        if says and not _is_otherwise(before):
            event = is_event(before)
            purpose = event and has_purpose(before)
            rest = _without(line, start, end)
            return NamedDay(strip_day(line[start:end]), rest, of_event=event, with_purpose=purpose)
    return None


def names_day(words: str, language: str) -> bool:
    """Tell whether words name any day, today included, wherever it stands."""
    return find_named_day(words, language) is not None or any(_clean(one) in _TODAY for one in words.split())


def days_of(named: NamedDay, today: date, language: str) -> tuple[date, ...]:
    """Return the days that the words may mean, seen from today. None at all for `last week`."""
    words = _clean(named.words)
    if words in _WEEKENDS:
        sunday = today - timedelta(days=today.weekday() + 1)
        return (sunday, sunday - timedelta(days=1))
    past = not _AHEAD.match(words)
    return read_dates(f"{words}." if DOTTED.fullmatch(words) else words, today, language, past=past)


def is_of_event_ahead(named: NamedDay, today: date, language: str) -> bool:
    """Tell whether a named day is that of an event to come, so that the study counts for today.

    1. The day stands behind an event, as in `the exam on 10 March`.
    2. A date is after today.
    3. A weekday counts only if the study was `for` the event, and if yesterday was another weekday.
    """
    words = _clean(named.words)
    ahead = read_dates(words, today, language)
    if not named.of_event or not ahead or min(ahead) <= today:
        return False
    behind = days_of(named, today, language)
    return behind == ahead or (named.with_purpose and today - timedelta(days=1) not in behind)


def leave_out_today(note: str) -> str:
    """Take a word that names today off the end of a note, or the whole note: `today`, `numpy, today`, `just now`."""
    if near_days().get(_clean(note)) == 0:
        return ""
    words = list(_WORD.finditer(note))
    if words and _clean(words[-1].group()) in _TODAY:
        return note[: words[-1].start()].rstrip(AROUND)
    return note


def _windows(count: int, keys: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of up to six words in a row that have a key word, the longest first."""
    for length in range(min(LONGEST, count), 0, -1):
        firsts = {first for key in keys for first in range(max(key - length + 1, 0), min(key, count - length) + 1)}
        yield from ((first, first + length - 1) for first in sorted(firsts))


def _may_be_of_a_day(word: str, language: str) -> bool:
    """Tell whether a word may belong to a named day. Most words do not, and cost nothing more."""
    named = _clean(word)
    return named in _key_words(language) or _DIGITS.match(named) is not None


@cache
def _key_words(language: str) -> frozenset[str]:
    days = (part for words in near_days() for part in words.split())
    months = (name[:letters] for name in month_names(language) for letters in range(SHORTEST, len(name) + 1))
    weekdays = (name[:letters] for name in weekday_names(language) for letters in range(SHORTEST, len(name) + 1))
    return frozenset((*_KEYS, *days, *months, *weekdays)) - _SMALL


def _says_when(words: str, language: str, *, edge: bool, alone: bool) -> bool:
    distance = near_days().get(words)
    if distance is not None:
        return (distance < 0 and (edge or words in ENGLISH_DAYS)) or (distance > 0 and alone)
    if words in _VAGUE or _is_ago(words) or _NUMERIC.fullmatch(words) or _has_month(words, language):
        return True
    if (on := _ON.fullmatch(words)) and read_dates(on["day"], SOME_DAY, language):
        return True
    bare = read_weekday(words.removesuffix(" night").removesuffix(" evening").removesuffix(" morning"), language)
    if edge and (words in _WEEKENDS or (bare is not None and len(words) >= FULL)):
        return True
    return alone and (words == "next week" or bool(read_dates(words, SOME_DAY, language)))


def _is_ago(words: str) -> bool:
    if _LONG_AGO.fullmatch(words):
        return True
    found = _AGO.fullmatch(words)
    return found is not None and not is_bare_number(found["length"]) and read_length(found["length"]) is not None


def _has_month(words: str, language: str) -> bool:
    found = _MONTH.fullmatch(words)
    if found is None or (found["weekday"] and read_weekday(found["weekday"], language) is None):
        return False
    return read_month(found["m"] or found["m2"], language) is not None


def _is_otherwise(before: list[str]) -> bool:
    """Tell whether the words before a day make it the day of something else: `started on`, `due`."""
    while before and before[-1] in LEADS:
        before = before[:-1]
    return bool(before) and before[-1] in _OTHERWISE


def _without(line: str, start: int, end: int) -> str:
    """Take the day out of a line, with a small word that led to it."""
    head, tail = line[:start].rstrip(AROUND), line[end:].strip(AROUND)
    words = head.split()
    if words and _clean(words[-1]) in LEADS:
        head = head[: head.rindex(words[-1])].rstrip(AROUND)
    return f"{head} {tail}".strip()


def _clean(words: str) -> str:
    return strip_day(" ".join(level(words).casefold().split()))
