"""Stretches of days as people type them: `1w`, `5-10 March`, `mon-fri`, `next week`, `until the 10th`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.chat.words.amounts import level
from bot.chat.words.day_lists import read_listed_days
from bot.chat.words.days import read_month
from bot.chat.words.foreign_spans import put_into_english
from bot.chat.words.lengths import MOST_DAYS, is_bare_number, read_length
from bot.chat.words.span_words import DateSpan, SpanWords, read_end, read_week, read_whole_month
from bot.chat.words.weekdays import read_weekday, read_weekday_range
from roadmap.weekdays import DAYS_IN_WEEK

MOST_READINGS = 4
MONTH = 30
"""Days of a month from today on."""


_DAY = timedelta(days=1)
_MONTH = re.compile(r"(?:for\s+)?(?:a|one|1)\s+month")
_UNTIL = re.compile(r"(?:until|till|til|through|to|bis|up\s+to)\s+(?P<last>.+)")
_BACK = re.compile(r"(?:i'?m\s+|i\s+am\s+)?(?:back|away\s+until|back\s+again)(?:\s+on)?\s+(?P<day>.+)")
_FROM = re.compile(
    r"(?:from|starting|beginning|as\s+of|since|ab)\s+(?:on\s+)?(?P<first>.+)|(?P<also>.+?)\s+(?:on|onwards?|and\s+on)"
)
_IN = re.compile(r"in\s+.+")
_LENGTH_FROM = re.compile(r"(?P<length>.+?)\s+(?:from|starting|beginning)\s+(?:on\s+)?(?P<first>.+)")
_FROM_LENGTH = re.compile(r"(?:(?:from|starting|beginning)\s+)?(?P<first>.+?),?\s+for\s+(?P<length>.+)")
_NUMBER = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th|\.)?"
_IN_MONTH = re.compile(
    rf"(?:between\s+|from\s+)?(?:the\s+)?{_NUMBER.format('a')}\s*(?:-|\.\.+|to|until|till|and|bis)\s*(?:the\s+)?{_NUMBER.format('b')}"
    r"\s*(?:of\s+|de\s+)?(?P<m>[^\W\d_]+)\.?(?:,?\s+(?P<y>\d{4}))?"
    rf"|(?:from\s+)?(?P<m2>[^\W\d_]+)\.?\s+{_NUMBER.format('a2')}\s*(?:-|\.\.+|to|until|till|bis)\s*{_NUMBER.format('b2')}"
    r"(?:,?\s+(?P<y2>\d{4}))?"
)
_ORDINALS = re.compile(
    r"(?:from\s+)?(?:the\s+)?(?P<a>\d{1,2})(?P<th>st|nd|rd|th)?\s*(?:-|to|until|till)\s*"
    r"(?:the\s+)?(?P<b>\d{1,2})(?P<th2>st|nd|rd|th)?"
)
_BETWEEN = re.compile(r"\s*(?:\.{2,3}|…|\s-\s|\s(?:to|until|till|through|thru|bis|up\s+to)\s)\s*")
_TIGHT = re.compile(r"\s*-\s*")
_LEAD = re.compile(r"(?:for|over|during|on|all|the)\s+(?:all\s+|of\s+|the\s+)*")
_HEAD = re.compile(r"^(?:from|between)\s+")
_WEEKEND = re.compile(r"\bweek[ -]end\b")


def read_spans(typed: str, today: date, language: str) -> tuple[DateSpan, ...]:
    """Read the stretches that the words may mean: none, one, or several to ask about. The first form counts:

    1. A length, from today on; `until` a day, from today on; `back on` a day, until the day before.
    2. A weekend or a week; two weekdays like `mon-fri`.
    3. Two days of a month: `5-10 March`.
    4. A length from a day on; from a day on, to another day or for a length.
    5. `from` a day on, or `in two weeks`: open-ended.
    6. The end of a week, month or year; one day, a whole month, or days in a list.
    7. Any of these after a word like `for`, or in another language.
    """
    words = " ".join(level(typed).casefold().split())
    asked = SpanWords(_WEEKEND.sub("weekend", words), today, language)
    found = _read(asked) or _read_without_lead(asked) or _read_in_english(asked)
    ordered = tuple(one for one in found if one.last is None or one.first <= one.last)
    return tuple(dict.fromkeys(ordered or found))[:MOST_READINGS]


def _read(asked: SpanWords) -> tuple[DateSpan, ...]:
    return next((spans for reader in _READERS if (spans := reader(asked))), ())


def _read_without_lead(asked: SpanWords) -> tuple[DateSpan, ...]:
    lead = _LEAD.match(asked.words)
    return _read(replace(asked, words=asked.words[lead.end() :])) if lead else ()


def _read_in_english(asked: SpanWords) -> tuple[DateSpan, ...]:
    lines = (replace(asked, words=line) for line in put_into_english(asked.words))
    return tuple(span for line in lines for span in _read(line) or _read_without_lead(line))


def _length(asked: SpanWords) -> tuple[DateSpan, ...]:
    days = MONTH if _MONTH.fullmatch(asked.words) else read_length(asked.words)
    return (_for(asked.today, days),) if days else ()


def _until(asked: SpanWords) -> tuple[DateSpan, ...]:
    if found := _BACK.fullmatch(asked.words):
        return tuple(DateSpan(asked.today, day - _DAY) for day in asked.days(found["day"]))
    found = _UNTIL.fullmatch(asked.words)
    if not found:
        return ()
    weeks = read_week(replace(asked, words=found["last"].removeprefix("the ")))
    if weeks:
        return tuple(DateSpan(asked.today, last) for one in weeks for last in (one.first - _DAY, one.last))
    days = asked.days(found["last"])
    return tuple(DateSpan(asked.today, day) for day in days if day != asked.today or len(days) == 1)


def _weekdays(asked: SpanWords) -> tuple[DateSpan, ...]:
    words = _HEAD.sub("", asked.words)
    ends = read_weekday_range(words, asked.language)
    if ends is None:
        return ()
    first = asked.today + timedelta(days=(ends[0] - asked.today.weekday()) % DAYS_IN_WEEK)
    return (DateSpan(first, first + timedelta(days=(ends[1] - ends[0]) % DAYS_IN_WEEK)),)


def _in_month(asked: SpanWords) -> tuple[DateSpan, ...]:
    found = _IN_MONTH.fullmatch(asked.words)
    if found and " and " in asked.words and not asked.words.startswith("between"):
        return ()  # they may be two days alone
    name = (found["m"] or found["m2"]) if found else None
    if found is None or not name or not read_month(name, asked.language):
        return ()
    year = found["y"] or found["y2"] or ""
    days = asked.days(f"{found['a'] or found['a2']} {name} {year}")
    end = found["b"] or found["b2"]
    return tuple(DateSpan(first, last) for first in days for last in asked.days(f"{end} {name} {first.year}"))


def _days_or_date(asked: SpanWords) -> tuple[DateSpan, ...]:
    """Read `5th-10th` as two days. Read `5-10` so too, and as the dates that it may be."""
    found = _ORDINALS.fullmatch(asked.words)
    if not found:
        return ()
    stretch = _stretch(asked, f"{found['a']}th - {found['b']}th", _BETWEEN)
    return stretch if found["th"] or found["th2"] else (*stretch, *_one_day(asked))


def _length_from(asked: SpanWords) -> tuple[DateSpan, ...]:
    for pattern in (_LENGTH_FROM, _FROM_LENGTH):
        found = pattern.fullmatch(asked.words)
        length = read_length(found["length"]) if found else None
        if found and length and not is_bare_number(found["length"]):
            return tuple(_for(day, length) for day in asked.days(found["first"]))
    return ()


def _from_to(asked: SpanWords) -> tuple[DateSpan, ...]:
    words = _HEAD.sub("", asked.words)
    if asked.words.startswith("between "):
        words = words.replace(" and ", " to ", 1)
    return _stretch(asked, words, _BETWEEN) or _stretch(asked, words, _TIGHT)


def _stretch(asked: SpanWords, words: str, between: re.Pattern[str]) -> tuple[DateSpan, ...]:
    """Read a first day, and a last day or a length.

    A weekday at the end is the next one after the first day, or after today if that is later.
    """
    match between.split(words):
        case [begin, end]:
            spans: list[DateSpan] = []
            for first in asked.days(begin):
                spans += _from_first(asked, first, end)
            return tuple(spans)
    return ()


def _from_first(asked: SpanWords, first: date, end: str) -> list[DateSpan]:
    if first > asked.today + timedelta(days=MOST_DAYS):
        return [DateSpan(first, first)]  # dates do not go on for ever
    length = None if is_bare_number(end) else read_length(end)  # in `3 May..10` it is no length
    if length:
        return [_for(first, length)]
    days = asked.days(end, max(first, asked.today))
    if read_weekday(end, asked.language) is not None:
        days = days[-1:]
    return [DateSpan(first, last) for last in days]


def _open(asked: SpanWords) -> tuple[DateSpan, ...]:
    if _IN.fullmatch(asked.words):
        return tuple(DateSpan(day, None) for day in asked.days(asked.words))
    found = _FROM.fullmatch(asked.words)
    return tuple(DateSpan(day, None) for day in asked.days(found["first"] or found["also"])) if found else ()


def _one_day(asked: SpanWords) -> tuple[DateSpan, ...]:
    return tuple(DateSpan(day, day) for day in asked.days(asked.words))


def _for(first: date, days: int) -> DateSpan:
    return DateSpan(first, first + timedelta(days=days - 1))


_READERS: tuple[Callable[[SpanWords], tuple[DateSpan, ...]], ...] = (
    _length,
    _until,
    read_week,
    _weekdays,
    _in_month,
    _days_or_date,
    _length_from,
    _from_to,
    _open,
    read_end,
    _one_day,
    read_whole_month,
    read_listed_days,
)
