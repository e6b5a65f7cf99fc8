"""Read the words of a goal: a part of the roadmap and a day, in any order."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from bot.chat.call import Call
from bot.chat.words.amounts import AMOUNT, amount_of
from bot.chat.words.dates import BEHIND, read_dates
from bot.chat.words.showing import name_of_part
from roadmap.lookup import look_up_part
from roadmap.lookup.parts import Part, find_part
from roadmap.lookup.spelling import is_marked_for, split_mark

MOST_WORDS = 12
MOST_CHARACTERS = 120

_DAY = timedelta(days=1)
_YEAR = 12
_MOST_MONTHS = 100 * _YEAR
_SPAN_NAMED = re.compile(r"(?:this|next)\s+(?:week|month|year)", re.IGNORECASE)
_BEFORE_PART = re.compile(
    r"^(?:(?:my\s+goal\s+is|i\s+want|i\s+will|i[’']ll|set|be)\s+)?(?:to\s+)?"
    r"(?:(?:finish|reach|complete|end|be\s+done|done|through)\s+)?(?:with\s+)?(?:for\s+)?(?:the\s+|my\s+)?",
    re.IGNORECASE,
)
_BEFORE_DAY = re.compile(r"^(?:by|until|till|before|on|for|in\s+time\s+for|to)\s+(?:the\s+(?=end))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WantedGoal:
    """The part and the days that words may mean, and the words that are neither."""

    part: Part | None = None
    days: tuple[date, ...] = ()
    unread: str = ""


def read_wanted_goal(call: Call, typed: str, today: date) -> WantedGoal:
    """Read a part, a day, or both. The longest name of a part counts."""
    words = typed[:MOST_CHARACTERS].split()[:MOST_WORDS]
    whole = " ".join(words)
    if part := read_part(call, whole):
        return WantedGoal(part)
    if days := read_goal_days(call, whole, today):
        return WantedGoal(None, days)
    pairs = list(_split(words))
    for left, right in pairs:
        for name, day in ((left, right), (right, left)):
            days = read_goal_days(call, day, today)
            part = read_part(call, name) if days else None
            if part:
                return WantedGoal(part, days)
    begun = next(
        (WantedGoal(part, (), _BEFORE_DAY.sub("", right)) for left, right in pairs if (part := read_part(call, left))),
        None,
    )
    dated = ((left, read_goal_days(call, right, today)) for left, right in reversed(pairs))
    ended = next((WantedGoal(None, days, left) for left, days in dated if days), None)
    return begun or ended or WantedGoal(unread=whole)


def _split(words: list[str]) -> Iterator[tuple[str, str]]:
    for at in range(len(words) - 1, 0, -1):
        yield " ".join(words[:at]), " ".join(words[at:])


def read_part(call: Call, typed: str) -> Part | None:
    """Read a part by its name, or by its slug and mark as a button spells it."""
    slug, mark = split_mark(typed.strip(" .,!?:"))
    bare = _BEFORE_PART.sub("", slug)
    part = find_part(call.roadmap, slug.lower()) or look_up_part(call.roadmap, slug)
    part = part or (look_up_part(call.roadmap, bare) if bare != slug else None)
    return part if part and is_marked_for(mark, call.roadmap_slug, name_of_part(part)) else None


def read_goal_days(call: Call, typed: str, today: date) -> tuple[date, ...]:
    """Read the days that words may mean. A date without a year is the next such date.

    A month alone is its first day or its last. `next month` is its end. A length is counted from today.
    """
    words = _BEFORE_DAY.sub("", typed).strip(" ,!?:")
    ways = dict.fromkeys((words, words.rstrip(".")))  # a dot may belong to a date
    return next((found for way in ways if way and (found := _read_days(call, way, today))), ())


def _read_days(call: Call, words: str, today: date) -> tuple[date, ...]:
    language = call.scene.language
    found = read_dates(words, today, language)
    if found and max(found) < today and found == read_dates(words, today - _DAY, language):
        found = read_dates(words, today + BEHIND, language)
    if not found and words.isalpha():
        first, last = (read_dates(f"{prefix} {words}", today, language) for prefix in ("1", "end of"))
        found = tuple(day for day in (*first, *last) if first and last and day >= today)
    if not found and _SPAN_NAMED.fullmatch(words):
        return read_dates(f"end of {words}", today, language)
    return found or read_dates(f"in {words}", today, language) or _months_ahead(words, today)


@cache
def _months() -> re.Pattern[str]:
    """Compile the largest pattern here when it is first needed, so that a start need not wait for it."""
    span = rf"(?:in\s+)?(?:{AMOUNT})\s+(?P<unit>month|year)s?(?:\s+from\s+(?:now|today))?"
    return re.compile(span, re.IGNORECASE)


def _months_ahead(words: str, today: date) -> tuple[date, ...]:
    """Read a number of months or years from today on. The day of the month stays, as far as that month has it."""
    found = _months().fullmatch(words)
    if found is None:
        return ()
    count = min(round(amount_of(found) * (_YEAR if found["unit"].lower() == "year" else 1)), _MOST_MONTHS)
    year, month = divmod(today.year * _YEAR + today.month - 1 + count, _YEAR)
    return (date(year, month + 1, min(today.day, monthrange(year, month + 1)[1])),)
