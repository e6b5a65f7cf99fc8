"""The labels of titles as version 0.1 read them. Frozen."""

from __future__ import annotations

import re
from dataclasses import dataclass

from roadmap.reading.labels import Unit
from roadmap.reading.spans import Span


@dataclass(frozen=True, slots=True)
class FormerLabel:
    """A title taken apart: `name` as written ("Week 3-4"), `title` the rest, `short` a slug's beginning."""

    unit: Unit
    name: str = ""
    title: str = ""
    short: str = ""
    span: Span = (0, 0)
    weeks: Span | None = None
    months: Span | None = None


NO_FORMER_LABEL = FormerLabel(Unit.NONE)

_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_WEEK = r"weeks?|wks?|w(?=\d)|woche|semana|semaine|settimana|неделя|недели"
_MONTH = r"months?|mo(?=\s?\d)|monate?|mes|mois|mês|mese|месяц"
_LEVEL = r"phases?|stages?|levels?|parts?|tiers?|years?|quarters?|semesters?|terms?|milestones?|этап|fase|etapa"
_COUNTED = r"modules?|days?|sprints?|lessons?|chapters?|units?|sections?|sessions?|steps?|topics?|tag|день"
_COUNT = r"(?P<first>\d{1,4}|" + "|".join(_NUMBERS) + r"|[ivx]{1,5})\b"
_UPTO = r"(?:\s*(?:-|–|—|to|through|until|bis|&|and|/)\s*(?:[a-z]+\s+)?(?P<last>\d{1,4})\b)?(?P<open>\+)?"
_AFTER = r"(?=\s*(?:$|[:：.)|,(–—-]|\s))"
_LEADING = re.compile(
    rf"(?:(?P<week>{_WEEK})|(?P<month>{_MONTH})|(?P<level>{_LEVEL})|(?P<counted>{_COUNTED}))"
    rf"\s*[#№]?\s*{_COUNT}{_UPTO}{_AFTER}",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    r"第\s*(?P<first>\d{1,3})\s*(?:[-–~到至]\s*(?P<last>\d{1,3})\s*)?(?:(?P<week>[周週])|个?(?P<month>月))"
)
_NAMED_LEVEL = re.compile(r"(?P<name>[^\W\d_]{2,20})\s+level\b", re.IGNORECASE)
_OPTION = re.compile(r"(?:option|path|track|route|variant)\s+(?:[a-h]|\d{1,2})\b(?=\s*(?:$|[:.)–—-]))", re.IGNORECASE)
_ASIDE = re.compile(
    rf"[(\[]\s*(?:(?P<week>{_WEEK})|(?P<month>{_MONTH}))\s*{_COUNT}{_UPTO}[^()\[\]]*[)\]]", re.IGNORECASE
)
_SEPARATORS = " \t:：.|,–—-→"


def _strip_signs(title: str) -> str:
    """A title without the emoji and other signs before its first letter; itself if there is no letter."""
    return re.sub(r"^[^\w(\[\"“]+", "", title).strip() or title.strip()


def read_former_label(title: str) -> FormerLabel:
    """Take a plain title apart. Emoji and other signs before the first letter are passed over."""
    text = _strip_signs(title)
    aside = _ASIDE.search(text)
    core = f"{text[: aside.start()].rstrip()}{text[aside.end() :]}" if aside else text
    label = _read_core(core, title)
    if aside is None:
        return label
    weeks = _span(aside) if aside["week"] else None
    months = _span(aside) if aside["month"] else None
    return _with_aside(label, weeks, months)


def is_former_period(label: FormerLabel) -> bool:
    """Whether a title begins with a counted week, month, phase or lesson."""
    return bool(label.name) and label.unit in (Unit.WEEK, Unit.MONTH, Unit.LEVEL, Unit.COUNTED)


def _with_aside(label: FormerLabel, weeks: Span | None, months: Span | None) -> FormerLabel:
    unit, span, short = label.unit, label.span, label.short
    if unit is Unit.NONE:
        unit, span = (Unit.WEEK, weeks) if weeks else (Unit.MONTH, months or (0, 0))
        short = f"{unit}{span[0]}"
    return FormerLabel(unit, label.name, label.title, short, span, label.weeks or weeks, label.months or months)


def _read_core(core: str, whole: str) -> FormerLabel:
    if found := _LEADING.match(core) or _CHINESE.match(core):
        return _counted(found, _trim(core[found.end() :]))
    if found := _NAMED_LEVEL.match(core):
        rest = _trim(core[found.end() :])
        return FormerLabel(Unit.LEVEL, found["name"], rest or found["name"], found["name"].lower())
    if found := _OPTION.match(core):
        return FormerLabel(Unit.OPTION, found.group(), _trim(core[found.end() :]) or found.group())
    return FormerLabel(Unit.NONE, "", _trim(core) or whole)


def _trim(title: str) -> str:
    return title.lstrip(_SEPARATORS + ")").rstrip(_SEPARATORS)


def _counted(found: re.Match[str], rest: str) -> FormerLabel:
    groups = found.groupdict()
    unit = next(unit for unit in (Unit.WEEK, Unit.MONTH, Unit.LEVEL, Unit.COUNTED) if groups.get(unit))
    span = _span(found)
    word = re.sub(r"[^a-z]", "", groups[unit].lower().removesuffix("s"))
    short = f"{unit if unit in (Unit.WEEK, Unit.MONTH) else word or unit}{span[0]}"
    weeks = span if unit is Unit.WEEK else None
    months = span if unit is Unit.MONTH else None
    name = found.group().strip(_SEPARATORS)
    return FormerLabel(unit, name, rest or name, short, span, weeks, months)


def _span(found: re.Match[str]) -> Span:
    first = _number(found["first"])
    last = int(found["last"]) if found["last"] else first
    return first, max(first, last)


def _number(text: str) -> int:
    lower = text.lower()
    if lower in _NUMBERS:
        return _NUMBERS.index(lower) + 1
    return int(text) if text.isdecimal() else _roman(lower)


def _roman(text: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in text]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def former_block(weeks: Span) -> int:
    """N of `week<N>`: a block of two weeks, or the week itself for another span."""
    first, last = weeks
    return (first + 1) // 2 if last > first and first % 2 else first
