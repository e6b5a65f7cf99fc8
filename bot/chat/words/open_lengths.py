"""Lengths of time that a line leaves open: ranges, pomodoros, `almost an hour`, `1h a day`."""

from __future__ import annotations

import re

from bot.chat.words.timed_lines import TimedLine, TimedNote

POMODORO = 25
"""Minutes, as its inventor had them."""

_TO = r"\s*(?:-|/|\bto\b|\bor\b|\bbis\b|\band\b)\s*"
_FIRST_OF = re.compile(rf"(?:\bbetween\s+)?(?<![\w.,])(?P<first>\d{{1,3}}(?:[.,]\d)?){_TO}$", re.I)
_BETWEEN = re.compile(r"\bbetween\s+$", re.I)
_OR_MORE = re.compile(r"\s*(?:\+(?!\s*\w)|\bor\s+(?P<two>two|more|so|three)\b)", re.I)
_POMODOROS = re.compile(
    r"(?P<count>\d{1,2}|an?|one|two|three)?\s*(?:🍅+|\b(?:pomodori|pomodoros?|poms?|pomos?)\b)", re.I
)
_AMOUNTS = {None: 1, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_HEDGE = re.compile(
    r"(?:\b(?:almost|nearly|over|under|up\s+to|at\s+(?:least|most)|(?:more|less)\s+than|max\.?|only\s+if|not)\s+|[<>≤≥]\s*)$",
    re.I,
)
_RATE = re.compile(r"\s*(?:/\s*(?:day|week|d\b|w\b)|per\b|each\b|every\b|an?\s+(?:day|week)\b|daily\b|weekly\b)", re.I)
_OF_EACH = re.compile(r"(?P<count>\d{1,2})\s+\S+\s+(?:of|à|at|@)\s*$", re.I)
_COUNT = re.compile(r"\D*(?P<count>\d{1,2})\s")
_TIMES_AFTER = re.compile(r"\s*[x×*]\s*(?P<count>\d{1,2})\b", re.I)
_EACH = re.compile(r"\s*(?:each|apiece)\b", re.I)


def read_range(typed: TimedLine) -> TimedNote | None:
    """Read two lengths of which one is meant: `30-45 min`, `1h or 2h`, `an hour or two`, `30m+`."""
    for at, length in enumerate(typed.lengths):
        before, after = typed.plain[: length.start], typed.plain[length.end :]
        number = re.match(r"\d+", typed.plain[length.start :])
        if (first := _FIRST_OF.search(before)) and number and int(number.group()):
            scaled = float(first["first"].replace(",", ".")) * length.minutes / int(number.group())
            return typed.note(None, first.start(), length.end, round(scaled), length.minutes)
        if more := _OR_MORE.match(after):
            twice = (length.minutes * 2,) if more["two"] == "two" else ()
            return typed.note(None, length.start, length.end + more.end(), length.minutes, *twice)
        following = typed.lengths[at + 1] if at + 1 < len(typed.lengths) else None
        if following and re.fullmatch(_TO, typed.plain[length.end : following.start]):
            both = (length.minutes, following.minutes)
            listed = "and" in typed.plain[length.end : following.start] and not _BETWEEN.search(before)
            return typed.note(None, length.start, following.end, *((sum(both),) if listed else ()), *both)
    return None


def read_pomodoros(typed: TimedLine) -> TimedNote | None:
    """Read a number of pomodoros, which have the length that the learner gives them."""
    found = _POMODOROS.search(typed.plain)
    if found is None or typed.lengths:
        return None
    count = (found["count"] or "").casefold() or None
    return typed.ask((_AMOUNTS.get(count) or int(count or 1)) * POMODORO)


def read_hedged(typed: TimedLine) -> TimedNote | None:
    """Read a length that is only a bound, is one of several, or comes back every day."""
    for length in typed.lengths:
        each = _COUNT.match(typed.plain[: length.start]) if _EACH.match(typed.plain, length.end) else None
        if many := each or _OF_EACH.search(typed.plain[: length.start]):
            return typed.ask(int(many["count"]) * length.minutes, length.minutes)
        if times := _TIMES_AFTER.match(typed.plain, length.end):
            return typed.ask(int(times["count"]) * length.minutes, length.minutes)
        if _HEDGE.search(typed.plain[: length.start]) or _RATE.match(typed.plain, length.end):
            return typed.ask(length.minutes)
    return None
