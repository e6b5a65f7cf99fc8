"""How long a session was, taken off a typed line: `1h30 numpy`, `read a paper for 45m`, `9:00-10:30`.

A line with two readings leaves the length open, and names the lengths that it may mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

from bot.chat.words.amounts import MOST_DIGITS, level
from bot.chat.words.clocks import read_hour
from bot.chat.words.counted import counts_things, names_things
from bot.chat.words.lengths import FoundLength, find_lengths
from bot.chat.words.open_lengths import read_hedged, read_pomodoros, read_range
from bot.chat.words.timed_lines import AROUND, TimedLine, TimedNote
from bot.chat.words.units import read_unit

MINUTES_OF_DAY = 1440
_HALF_A_DAY = 720
COLON = ":"
"""After a length at the beginning it makes the rest a note, whatever the note says."""

_LONGEST = 600
"""Minutes between two times of day; more than that was hardly meant."""

_FEWEST = 5
"""Minutes that a bare number before other words may be; `3 leetcode` is not three minutes."""

USUAL = (15, 30, 60, 120)
"""Minutes that are offered where a line names none."""

_PLUS = re.compile(r"(?P<number>\d{1,3})\s*(?:\+|plus)\s*(?P<other>\d{1,3})(?![\d.,:])", re.I)
_NEGATIVE = re.compile(r"-\s*\d")
_LEAD = re.compile(r"(?:(?:for|about|around|roughly|approx\.?|approximately|circa|ca\.?|some)\s+|[~≈=]\s*){0,2}", re.I)
_BEFORE_TIME = re.compile(
    r"(?:(?:and|another|plus|then|also|spent|studied|did|worked|from|between|for|about|around|roughly|approx\.?"
    r"|approximately|circa|ca\.?|some)\s+|[~≈=+]\s*){0,3}",
    re.I,
)
_TIMES = re.compile(r"(?P<count>\d{1,2})\s*[x×*]\s*", re.I)
_HOUR = r"(?:\d{1,2}(?:[:.h]\d\d)?\s*(?:[ap]\.?m\b\.?)?|noon|midnight)"
_FROM_TO = re.compile(
    rf"(?<![\w:.])(?P<from>from\s+|between\s+)?(?P<first>{_HOUR})\s*(?:-|(?P<to>to|until|till?|and))\s*(?P<last>{_HOUR})(?![\w:.])",
    re.I,
)
_HALF = re.compile(r"[ap]\.?m", re.I)
_HAS_MINUTES = re.compile(r"[:.h]\d|[ap]\.?m|noon|midnight", re.I)
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.I)
_MINUS = re.compile(r"\b(?:minus|less|without|excluding|excl\.?|abz[üu]glich|ohne)\s+(?:a\s+|an\s+)?$", re.I)
_AGO = re.compile(r"\s*ago\b", re.I)
_BARE = re.compile(
    rf"(?P<number>\d{{1,{MOST_DIGITS}}}(?P<part>[.,]\d{{1,2}})?)(?:(?P<sign>\s*[:,;-])?\s+(?P<next>\S.*)|$)",
    re.DOTALL,
)
_NUMBER_AFTER = re.compile(r"\s*(?P<number>\d{1,2})\b(?!\s*[.:/%-]?\d)\s*(?P<next>\S+)?")
_LISTED = re.compile(r"(?:[,;+&\n]|\b(?:and|then|plus)\b)\s*(?:for\s+)?$", re.I)
_GOES_ON = re.compile(r"[,;+&\n]|\b(?:and|then|plus|und|y|et|e|и)\b", re.I)
_SPENT = re.compile(r"\b(?:for|spent|studied|study|worked|did|logged|took|another|coded|practised|practiced)\s+$", re.I)
_FOR = re.compile(r"\bfor\s+$", re.I)
_JOINT = re.compile(r"(?:^|[\s,;:(–-]+)(?:(?:for|in|took|about|~|≈)\s*)?$", re.I)


def begins_with_time(line: str) -> bool:
    """Whether a line begins with a length of time, a number or a time of day: `about 20m numpy`, `from 9:00 to 10:00`.

    Words that belong to a length may stand before it.
    """
    plain = level(line.strip())
    begin = _BEFORE_TIME.match(plain)
    start = begin.end() if begin else 0
    return plain[start : start + 1].isdigit() or any(one.start == start for one in find_lengths(plain))


def read_duration(line: str) -> TimedNote:
    """Take the time off a line. The first form that fits counts:

    1. A negative number gives 0 minutes and no words.
    2. A length at the beginning with a colon after it: the rest is a note.
    3. Two times of day, at the beginning or end: the time between them.
    4. A range of lengths, a number of pomodoros, a hedged length or a rate is open.
    5. `2 x 25m` is their product.
    6. A length at the beginning; open if another length follows in a list.
    7. A bare number at the beginning, which is minutes; open if things are counted.
    8. A length at the end, or in the middle after `for` or `spent`.
    9. Otherwise the line has no time, or a length in its middle is asked about.
    """
    line = line.strip()
    plain = level(line)
    if _NEGATIVE.match(plain):
        return TimedNote(0, "")
    lead = _LEAD.match(plain)
    links = [link.span() for link in _LINK.finditer(line)]
    found = tuple(
        one for one in find_lengths(line) if not (one.in_days or _AGO.match(plain, one.end) or _is_in(one, links))
    )
    typed = TimedLine(line, plain, found, lead.end() if lead else 0)
    return next((read for reader in _READERS if (read := reader(typed))), TimedNote(None, line))


def _is_in(length: FoundLength, links: list[tuple[int, int]]) -> bool:
    return any(start <= length.start < end for start, end in links)


def _plus(typed: TimedLine) -> TimedNote | None:
    """Add two numbers, of which the second has the unit: `30 + 20 min`. Without a unit, ask."""
    found = _PLUS.match(typed.plain, typed.begin)
    if found is None:
        return None
    length = next((length for length in typed.lengths if length.start == found.start("other")), None)
    if length is None:
        return typed.ask(int(found["number"]) + int(found["other"]))
    first = length.minutes * int(found["number"]) / max(int(found["other"]), 1)
    return typed.note(round(first) + length.minutes, 0, length.end)


def _with_colon(typed: TimedLine) -> TimedNote | None:
    found = typed.leading
    if found and found.sure and typed.plain.startswith(COLON, found.end):
        return TimedNote(found.minutes, typed.line[found.end + len(COLON) :].strip())
    return None


def _from_to(typed: TimedLine) -> TimedNote | None:
    for found in _FROM_TO.finditer(typed.plain):
        first, last = _hours_of(found["first"], found["last"])
        before, after = typed.plain[: found.start()].strip(AROUND), typed.plain[found.end() :].strip(AROUND)
        exact = _HAS_MINUTES.search(found.group("first") + found.group("last"))
        if first is None or last is None or (before and after) or not (exact or found["from"] or found["to"]):
            continue
        if any(length.start == found.start("last") and length.end > found.end() for length in typed.lengths):
            continue
        if not exact and (before or not found["from"] or counts_things(after)):
            return typed.ask(_between(first, last, _HALF_A_DAY))  # pages or chapters have numbers too
        between = _between(first, last, MINUTES_OF_DAY)
        if between > _LONGEST:
            return typed.ask(_between(first, last, _HALF_A_DAY))
        return typed.note(between, found.start(), found.end())
    return None


def _between(first: int, last: int, turn: int) -> int:
    """Return the minutes from one time to another on a clock that goes round in `turn` minutes."""
    return (last - first) % turn


def _hours_of(first: str, last: str) -> tuple[int | None, int | None]:
    """Read two times of day. `6-7pm` has its first in the same half of the day, if that is earlier."""
    half = _HALF.search(last)
    begin, end = read_hour(first), read_hour(last)
    if half and end is not None and not _HALF.search(first):
        beside = read_hour(f"{first.strip()} {half.group()}")
        begin = beside if beside is not None and beside < end else begin
    return begin, end


def _times(typed: TimedLine) -> TimedNote | None:
    found = _TIMES.match(typed.plain, typed.begin)
    length = next((length for length in typed.lengths if found and length.start == found.end()), None)
    return typed.note(int(found["count"]) * length.minutes, 0, length.end) if found and length else None


def _leading(typed: TimedLine) -> TimedNote | None:
    found = typed.leading
    if found is None or not found.sure:
        return None
    others = [length for length in typed.lengths if length.start > found.end and length.sure]
    listed = [length for length in others if _LISTED.search(typed.plain[: length.start])]
    if listed:
        return _sum_of(typed, found, listed)
    less = sum(length.minutes for length in others if _MINUS.search(typed.plain[: length.start]))
    if less:
        return typed.ask(found.minutes - less, found.minutes)
    number = _NUMBER_AFTER.match(typed.plain, found.end) if found.ends_in_hours else None
    if number and not number["next"]:
        return TimedNote(found.minutes + int(number["number"]), "")
    if number and not names_things(number["next"] or "") and not read_unit(number["next"] or ""):
        return typed.ask(found.minutes, found.minutes + int(number["number"]))
    return typed.note(found.minutes, 0, found.end)


def _sum_of(typed: TimedLine, found: FoundLength, listed: list[FoundLength]) -> TimedNote:
    """Add lengths that stand together with a plus: `30m + 20m numpy`. Ask about any other list, the sum first."""
    ends = [found, *listed]
    total = sum(length.minutes for length in ends)
    gaps = {typed.plain[before.end : after.start].strip() for before, after in pairwise(ends)}
    if gaps <= {"+", "plus"}:
        return typed.note(total, 0, ends[-1].end)
    return typed.ask(total, found.minutes)


def _bare(typed: TimedLine) -> TimedNote | None:
    found = _BARE.match(typed.plain, typed.begin)
    if found is None:
        return None
    number, others = found["number"], [length for length in typed.lengths if length.sure]
    if found["next"] is None and not found["part"]:
        return TimedNote(int(number), "")
    if found["part"]:
        hours = timedelta(hours=float(number.replace(",", ".")))
        return None if others else typed.ask(round(hours / timedelta(minutes=1)))
    counted = not found["sign"] and (counts_things(found["next"]) or int(number) < _FEWEST)
    if counted:
        maybe = int(number) >= _FEWEST and not names_things(found["next"])
        return None if others else typed.ask(*((int(number), *USUAL) if maybe else ()))
    if others:
        return typed.ask(int(number), *(length.minutes for length in others))
    return TimedNote(int(number), typed.line[found.start("next") :])


def _elsewhere(typed: TimedLine) -> TimedNote | None:
    several = [length for length in typed.lengths if length.sure]
    if any(_GOES_ON.search(typed.plain[one.end : other.start]) for one, other in pairwise(several)):
        minutes = [length.minutes for length in several]
        return typed.ask(sum(minutes), *minutes)
    for length in typed.lengths:
        before, after = typed.plain[: length.start], typed.plain[length.end :].strip(" .!)\n")
        if length.sure and (not after or _SPENT.search(before)):
            joint = _FOR.search(before) if after else _JOINT.search(before)
            return typed.note(length.minutes, joint.start() if joint else length.start, length.end)
    sure = [length.minutes for length in typed.lengths if length.sure]
    return typed.ask(*sure) if typed.lengths else None


_READERS: tuple[Callable[[TimedLine], TimedNote | None], ...] = (
    _plus,
    _with_colon,
    _from_to,
    read_range,
    read_pomodoros,
    read_hedged,
    _times,
    _leading,
    _bare,
    _elsewhere,
)
