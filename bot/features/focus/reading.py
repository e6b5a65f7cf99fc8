"""How people write the timetable of a session: `25`, `2x25`, `25 break 5 25`, `1h30`, `2 pomodoros`."""

from __future__ import annotations

import re

from bot.chat.words.courtesy import drop_courtesy
from roadmap.focus import BREAK, MOST_ROUNDS, USUAL, Timetable

_MINUTES = r"(?:m(?:in(?:ute)?s?)?)"
_LENGTH = re.compile(rf"(\d{{1,2}})\s*h(?:(?:ou)?rs?)?\s*(?:(\d{{1,2}})\s*{_MINUTES}?)?\b|(\d{{1,4}})\s*{_MINUTES}?\b")
_TIMES = re.compile(r"^(\d{1,2})\s*(?:[x×*]|times)\s*")
_POMODOROS = re.compile(r"^(?:(?P<count>\d{1,2})|an?|one)?\s*(?:pomodoros?|pomos?)$")
_BETWEEN = re.compile(
    r"(?:[\s,;/+|-]|\b(?:with|an?|of|and|then|for|each|every|long|breaks?|pauses?|rests?|focus|study|rounds?)\b)*"
)


def read_timetable(typed: str) -> Timetable | None:
    """Read a timetable; of no words it is the usual one. None if the words are none, or one of too many rounds.

    It may still be too long or too short.
    """
    words = drop_courtesy(typed.strip()).casefold()
    if not words:
        return Timetable()
    pomodoros = _POMODOROS.match(words)
    if pomodoros:
        return _repeat(int(pomodoros["count"] or 1), USUAL, BREAK)
    times = _TIMES.match(words)
    found = _read_lengths(words[times.end() :] if times else words)
    if not found or (times and len(found) > len(("study", "break"))):
        return None
    if times:
        return _repeat(int(times[1]), found[0], found[1] if found[1:] else BREAK)
    timetable = Timetable(found if len(found) % 2 else found[:-1])
    return timetable if timetable.rounds <= MOST_ROUNDS else None


def _repeat(count: int, study: int, pause: int) -> Timetable | None:
    return Timetable((study, *((pause, study) * (count - 1)))) if 0 < count <= MOST_ROUNDS else None


def _read_lengths(words: str) -> tuple[int, ...]:
    """Read the lengths in a row, in minutes; none if there are other words between."""
    found: list[int] = []
    at = _skip(words, 0)
    while at < len(words):
        length = _LENGTH.match(words, at)
        if length is None:
            return ()
        hours, more, minutes = length.groups()
        found.append(int(minutes) if minutes else int(hours) * 60 + int(more or 0))
        at = _skip(words, length.end())
    return tuple(found)


def _skip(words: str, at: int) -> int:
    between = _BETWEEN.match(words, at)
    return between.end() if between else at
