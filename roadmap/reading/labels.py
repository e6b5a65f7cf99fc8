"""Read the label of a title.

Titles are like "Week 3-4: Python", "Phase 1 (Weeks 1-8)" or "ZERO LEVEL: Foundations (Months 1-3)".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum

from anyascii import anyascii

from roadmap.reading.spans import Span
from roadmap.reading.units import (
    COUNT,
    COUNTED,
    DAY,
    HAN,
    HAN_BEFORE,
    HAN_NUMBER,
    LEVEL,
    MONTH,
    NUMBERS,
    WEEK,
    read_number,
)


class Unit(StrEnum):
    """The sort of part that a title announces."""

    NONE = ""
    WEEK = "week"
    MONTH = "month"
    LEVEL = "level"
    COUNTED = "counted"
    OPTION = "option"


@dataclass(frozen=True, slots=True)
class Label:
    """A title taken apart: `name` as written ("Week 3-4"), `title` the rest, `short` a slug's beginning."""

    unit: Unit
    name: str = ""
    title: str = ""
    short: str = ""
    span: Span = (0, 0)
    weeks: Span | None = None
    months: Span | None = None
    open: bool = False


NO_LABEL = Label(Unit.NONE)

_SPANS = rf"(?P<week>{WEEK})|(?P<month>{MONTH})"
_OTHERS = rf"(?P<level>{LEVEL})|(?P<day>{DAY})|(?P<counted>{COUNTED})"
_COUNT = rf"(?P<first>{COUNT})\b"
_HOURS = r"(?!\s*(?:h\b|hours?|hrs?|min|days?|horas?|heures?|stunden|час))"
_UPTO_FORM = (
    r"(?:\s*(?:-|–|—|to|through|until|bis|&|and|/|à|a|до|по|и)\s*(?:{again}\s*)?"
    rf"(?P<last>\d{{1,4}})\b{_HOURS})?(?P<open>\+)?"
)
_UPTO = _UPTO_FORM.replace("{again}", rf"(?:{WEEK}|{MONTH})")
_UPTO_OTHER = _UPTO_FORM.replace("{again}", "(?!)")
_AFTER = r"(?=\s*(?:$|[:：.)|,(–—-]|\s))"
_SIGN = r"\s*[#№°]?\s*(?:n[°º]\s*)?"
_LEADING = re.compile(rf"(?:{_SPANS}){_SIGN}{_COUNT}{_UPTO}{_AFTER}", re.IGNORECASE)
_LEADING_OTHER = re.compile(rf"(?:{_OTHERS}){_SIGN}{_COUNT}{_UPTO_OTHER}{_AFTER}", re.IGNORECASE)
_SINGULAR = "неделя|месяц|день|тиждень|місяць|hafta|ay|gün|týden|měsíc|tydzień|miesiąc|etap|этап|урок|модуль|глава"
_ORDINAL = re.compile(
    rf"(?P<first>\d{{1,4}}(?=[^\W\d_.ªº°:-])|\d{{1,4}}(?=[.ªº°:-])|\d{{1,3}}(?=\s+(?:{_SINGULAR})\b)|{'|'.join(NUMBERS)})"
    rf"(?:st|nd|rd|th|re|er|ère|e|è?me|[.ªº°]|:?[ae]|-?(?:[ая]я|[ыо]й|я|й|е|ое))?\s*(?:{_SPANS}|{_OTHERS})(?=\s*(?:$|[:：.)|,(–—-]))",
    re.IGNORECASE,
)
_HAN_UPTO = rf"(?:\s*[-–~～到至]\s*第?\s*(?P<last>{HAN_NUMBER}))?\s*"
_HAN_UNITS = "|".join(f"(?P<{unit}>{words})" for unit, words in HAN.items())
_HAN = re.compile(
    rf"(?P<nth>第|제)?\s*(?P<first>{HAN_NUMBER}){_HAN_UPTO}(?:{_HAN_UNITS}|(?(nth)(?P<moon>月)|(?!)))"
    r"(?(nth)|(?=$|[\s:：、.(（–—-]))"
)
_HAN_FIRST = "|".join(f"(?P<{unit}>{words})" for unit, words in HAN_BEFORE.items())
_HAN_BEFORE = re.compile(rf"(?:{_HAN_FIRST})\s*(?P<first>{HAN_NUMBER}){_HAN_UPTO}(?=$|[\s:：.、-])")
_NAMED_LEVEL = re.compile(r"(?P<name>[^\W\d_]{2,20})\s+level\b", re.IGNORECASE)
_OPTION = re.compile(r"(?:option|path|track|route|variant)\s+(?:[a-h]|\d{1,2})\b(?=\s*(?:$|[:.)–—-]))", re.IGNORECASE)
_ASIDE = re.compile(
    rf"[(\[（]\s*(?:(?P<week>{WEEK})|(?P<month>{MONTH}))\s*{_COUNT}{_UPTO}[^()\[\]（）]*[)\]）]", re.IGNORECASE
)
_HAN_ASIDE = re.compile(
    rf"[(\[（]\s*第?\s*(?P<first>{HAN_NUMBER}){_HAN_UPTO}(?:(?P<week>{HAN['week']})|(?P<month>{HAN['month']}))\s*[)\]）]"
)
_SEPARATORS = " \t:：.|,、–—-→"
_LONGEST = 10


def strip_signs(title: str) -> str:
    """A title without the emoji and other signs before its first letter; itself if there is no letter."""
    return re.sub(r"^[^\w(\[\"“]+", "", title).strip() or title.strip()


def read_label(title: str) -> Label:
    """Take a plain title apart. Emoji and other signs before the first letter are passed over."""
    text = strip_signs(unicodedata.normalize("NFC", title))
    aside = _ASIDE.search(text) or _HAN_ASIDE.search(text)
    core = f"{text[: aside.start()].rstrip()}{text[aside.end() :]}" if aside else text
    label = _read_core(core, title)
    if aside is None:
        return label
    weeks = _span(aside) if aside["week"] else None
    months = _span(aside) if aside["month"] else None
    return _with_aside(label, weeks, months, bool(aside.groupdict().get("open")))


def is_period(label: Label) -> bool:
    """Whether a title begins with a counted week, month, phase or lesson."""
    return bool(label.name) and label.unit in (Unit.WEEK, Unit.MONTH, Unit.LEVEL, Unit.COUNTED)


def _with_aside(label: Label, weeks: Span | None, months: Span | None, is_open: bool) -> Label:
    unit, span, short = label.unit, label.span, label.short
    if unit is Unit.NONE:
        unit, span = (Unit.WEEK, weeks) if weeks else (Unit.MONTH, months or (0, 0))
        short = f"{unit}{span[0]}"
    return Label(unit, label.name, label.title, short, span, label.weeks or weeks, label.months or months, is_open)


def _read_core(core: str, whole: str) -> Label:
    for pattern in (_LEADING, _LEADING_OTHER, _HAN, _HAN_BEFORE, _ORDINAL):
        if found := pattern.match(core):
            return _with_span(_counted(found, _trim(core[found.end() :])))
    if found := _NAMED_LEVEL.match(core):
        rest = _trim(core[found.end() :])
        return Label(Unit.LEVEL, found["name"], rest or found["name"], found["name"].lower())
    if found := _OPTION.match(core):
        return Label(Unit.OPTION, found.group(), _trim(core[found.end() :]) or found.group())
    return Label(Unit.NONE, "", _trim(core) or whole)


def _trim(title: str) -> str:
    return title.lstrip(_SEPARATORS + ")").rstrip(_SEPARATORS)


def _counted(found: re.Match[str], rest: str) -> Label:
    groups = found.groupdict()
    kind = next((kind for kind in ("week", "level", "day", "counted") if groups.get(kind)), "month")
    unit = Unit.COUNTED if kind == "day" else Unit(kind)
    span = _span(found)
    word = kind if kind in ("week", "month", "day") else _slug_word(groups[kind])
    weeks = span if unit is Unit.WEEK else None
    months = span if unit is Unit.MONTH else None
    name = found.group().strip(_SEPARATORS)
    return Label(unit, name, rest or name, f"{word}{span[0]}", span, weeks, months, bool(groups.get("open")))


def _slug_word(word: str) -> str:
    return re.sub(r"[^a-z]", "", anyascii(word).lower()).removesuffix("s")[:_LONGEST]


def _with_span(label: Label) -> Label:
    """Take in the weeks or months of "Phase 1: Weeks 1-4"."""
    if label.unit not in (Unit.LEVEL, Unit.COUNTED):
        return label
    found = _LEADING.match(label.title)
    if found is None or label.title == label.name:
        return label
    span, rest = _span(found), _trim(label.title[found.end() :])
    weeks, months = (span, None) if found["week"] else (None, span)
    return replace(label, title=rest or label.title, weeks=weeks, months=months)


def _span(found: re.Match[str]) -> Span:
    first = read_number(found["first"])
    last = read_number(found["last"]) if found.groupdict().get("last") else first
    return first, max(first, last)
