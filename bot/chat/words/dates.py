"""Days as people type them: `2026-05-03`, `3 May`, `10/3/2026`, `tomorrow`, `weds`, `the 10th`, `in two weeks`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.chat.words.amounts import level
from bot.chat.words.days import near_days, read_month
from bot.chat.words.lengths import MOST_DAYS, is_bare_number, read_length
from bot.chat.words.weekdays import read_weekday
from roadmap.weekdays import DAYS_IN_WEEK

BEHIND = timedelta(days=90)
"""A date without its year is the first such date that is not longer ago than this."""

_DAY = timedelta(days=1)
_WEEK = timedelta(days=DAYS_IN_WEEK)
_CENTURY = 2000
_SHORTEST_DAY = 3
_YEAR = r"(?P<y>\d{4}|'?\d{2})"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{4})(\d{2})(\d{2})")
_DOTTED = re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})(?:\.\s?(?P<y>\d{4}|\d{2})?)")
_SLASHED = re.compile(rf"(?P<one>\d{{1,2}})(?P<sign>[/-])(?P<other>\d{{1,2}})(?:(?P=sign){_YEAR})?")
_NUMBER = r"(?P<d{0}>\d{{1,2}})(?:st|nd|rd|th|\.)?"
_NAMED = re.compile(
    rf"(?:{_NUMBER.format('')}\s?(?:(?:of|de|di)\s+)?(?P<m>[^\W\d_]+)\.?"
    rf"|(?P<m2>[^\W\d_]+)\.?\s?(?:the\s+)?{_NUMBER.format('2')}),?(?:\s+(?:de\s+)?(?P<y>\d{{4}}))?"
)
_ORDINAL = re.compile(r"(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)(?:\s+of\s+(?:this|the)\s+month)?|(?:der\s+)?(\d{1,2})\.")
_WHICH = re.compile(r"(?P<which>next|last|this|coming|past|previous)\s+(?P<day>\S+)")
_AWAY = re.compile(r"in\s+(?P<in>.+)|(?P<from>.+)\s+from\s+(?:now|today)|(?P<ago>.+)\s+ago")
_BEFORE = re.compile(r"^(?:on|by|am|el|le|den)\s+(?=\S)")
_END = re.compile(
    r"(?:the\s+)?(?:very\s+)?end\s+(?:of\s+)?(?:(?:the|this)\s+)?(?:(?P<next>next)\s+)?(?P<what>\w+)"
    r"|(?P<also>week|month|year)[ -]?end"
)
_SUNDAYS = frozenset(("week", "weekend"))
"""What ends on a Sunday."""

_TRAILER = re.compile(r"\s+(?:night|evening|morning|afternoon)$")
_WITH_WEEKDAY = re.compile(r"(?P<weekday>[^\W\d_]+)[.,]*\s+(?P<rest>.*\d.*)")


@dataclass(frozen=True, slots=True)
class _Asked:
    """Words for a day, the day on which they are said, and whether they look back."""

    words: str
    today: date
    language: str
    past: bool


def read_dates(typed: str, today: date, language: str, *, past: bool = False) -> tuple[date, ...]:
    """Read the dates that the words may mean: none, one, or two to ask about. The first form that fits counts:

    1. A word like `yesterday` or `übermorgen`.
    2. A date like `2026-05-03`, or `3.5.`, which has the day first.
    3. `10/3/2026` and `10-3`: two dates, unless only one of them exists.
    4. A day and a month by name, with or without a year and a weekday. A wrong weekday makes two dates.
    5. `the 10th`; `the end of the month`; `in two weeks`, `3 days ago`.
    6. A weekday: the next one after today, or the last one before it if the words look `past`.
       Today's own weekday is two dates, and so is `next Friday` before this week's Friday.
    """
    words = " ".join(level(typed).casefold().split())
    if words in near_days():
        return _checked([today + near_days()[words] * _DAY])
    asked = _Asked(_TRAILER.sub("", _BEFORE.sub("", words)), today, language, past)
    return next((found for reader in _READERS if (found := reader(asked))), ())


def _dated(asked: _Asked) -> tuple[date, ...]:
    if found := _ISO.fullmatch(asked.words):
        return _checked([_date(*(int(part) for part in found.groups() if part))])
    if found := _DOTTED.fullmatch(asked.words):
        return _checked([_in_year(found["y"], int(found["m"]), int(found["d"]), asked.today)])
    if found := _SLASHED.fullmatch(asked.words):
        first, other = int(found["one"]), int(found["other"])
        pairs = ((other, first), (first, other))
        return _checked(_in_year(found["y"], month, day, asked.today) for month, day in pairs)
    return ()


def _named(asked: _Asked) -> tuple[date, ...]:
    if found := _NAMED.fullmatch(asked.words):
        month = read_month(found["m"] or found["m2"], asked.language)
        if month:
            return _checked([_in_year(found["y"], month, int(found["d"] or found["d2"]), asked.today)])
    return ()


def _with_weekday(asked: _Asked) -> tuple[date, ...]:
    found = _WITH_WEEKDAY.fullmatch(asked.words)
    number = read_weekday(found["weekday"], asked.language) if found else None
    if found is None or number is None:
        return ()
    days = read_dates(found["rest"], asked.today, asked.language, past=asked.past)
    right = tuple(day for day in days if day.weekday() == number)
    return right or (*days, *_weekday_ahead(number, asked)[:1]) if days else ()


def _ordinal(asked: _Asked) -> tuple[date, ...]:
    found = _ORDINAL.fullmatch(asked.words)
    if not found:
        return ()
    day, first = int(found[1] or found[2]), asked.today.replace(day=1)
    months = [_date(*_month_from(first, count), day) for count in range(-2, 3)]
    fitting = [
        candidate
        for candidate in months
        if candidate and (candidate <= asked.today if asked.past else candidate >= asked.today)
    ]
    return (fitting[-1] if asked.past else fitting[0],) if fitting else ()


def _end(asked: _Asked) -> tuple[date, ...]:
    """Read `the end of the month`, of a week, of a year or of a month by its name."""
    found = _END.fullmatch(asked.words)
    if not found or asked.words == "weekend":
        return ()
    what, ahead = found["what"] or found["also"], int(bool(found["next"]))
    if what in _SUNDAYS:
        return (asked.today + timedelta(days=DAYS_IN_WEEK * (1 + ahead) - 1 - asked.today.weekday()),)
    if what == "year":
        return _checked([_date(asked.today.year + ahead, 12, 31)])
    first = asked.today.replace(day=1)
    if what == "month":
        return _last_of_month(_date(*_month_from(first, ahead), 1))
    month = None if ahead else read_month(what, asked.language)
    return _last_of_month(_in_year(None, month, 1, first)) if month else ()


def _last_of_month(begin: date | None) -> tuple[date, ...]:
    following = _date(*_month_from(begin, 1), 1) if begin else None
    return (following - _DAY,) if following else ()


def _away(asked: _Asked) -> tuple[date, ...]:
    found = _AWAY.fullmatch(asked.words)
    typed = (found["in"] or found["from"] or found["ago"]) if found else ""
    days = read_length(typed) if typed and not is_bare_number(typed) else None
    if found is None or days is None or days >= MOST_DAYS:
        return ()
    return _checked([asked.today + timedelta(days=-days if found["ago"] else days)])


def _weekday(asked: _Asked) -> tuple[date, ...]:
    which = _WHICH.fullmatch(asked.words)
    number = read_weekday(which["day"] if which else asked.words, asked.language)
    if number is None or len(asked.words) < _SHORTEST_DAY:
        return ()
    [ahead, *_] = _weekday_ahead(number, asked)
    behind = asked.today - timedelta(days=(asked.today.weekday() - number - 1) % DAYS_IN_WEEK + 1)
    match which["which"] if which else "":
        case "last" | "past" | "previous":
            return (behind,)
        case "this" | "coming" if not asked.past:
            return (asked.today,) if asked.today.weekday() == number else (ahead,)
        case "next" if not asked.past:
            in_this_week = asked.today.weekday() < number
            return (ahead, ahead + _WEEK) if in_this_week else (ahead,)
    named = behind if asked.past else ahead
    return (asked.today, named) if asked.today.weekday() == number else (named,)


def _weekday_ahead(number: int, asked: _Asked) -> tuple[date, ...]:
    return (asked.today + timedelta(days=(number - asked.today.weekday() - 1) % DAYS_IN_WEEK + 1),)


def _in_year(year: str | None, month: int, day: int, today: date) -> date | None:
    """Make a date in the year that was named; None if that year has no such date.

    Without a year, the first such date counts that is at most 90 days ago.
    """
    if year:
        digits = year.lstrip("'")
        return _date(int(digits) + (_CENTURY if len(digits) == len("26") else 0), month, day)
    around = (_date(today.year + ahead, month, day) for ahead in (-1, 0, 1, 2, 3, 4))
    return next((found for found in around if found and found >= today - BEHIND), None)


def _month_from(first: date, count: int) -> tuple[int, int]:
    year, month = divmod(first.year * 12 + first.month - 1 + count, 12)
    return year, month + 1


def _checked(days: Iterable[date | None]) -> tuple[date, ...]:
    return tuple(dict.fromkeys(day for day in days if day))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_READERS: tuple[Callable[[_Asked], tuple[date, ...]], ...] = (
    _dated,
    _named,
    _with_weekday,
    _ordinal,
    _end,
    _away,
    _weekday,
)
