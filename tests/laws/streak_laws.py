"""The laws about streaks: what happens to a streak without its learner is told to them in time, and once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from tests.laws.record import Answer, Post, Record
from tests.reckoning.days import DAY
from tests.reckoning.reckoning import Ending

MORNING = "morning"
LONG_ENOUGH = 2
"""The days of a streak whose end is explained."""


@dataclass(frozen=True)
class Telling:
    """That a learner heard of the end of a streak, or of a freeze that covered a day."""

    at: datetime
    where: str
    day: str
    asked: bool = False
    """In an answer to /streak, which explains the last end each time."""


ENDED = re.compile(r"Your (\d+)-day streak ended on (\w{3} \d+ \w{3})")
POINTED = re.compile(r"Your last streak: (\d+) days?\. `?/streak why`? explains it")
COVERED = re.compile(r"(?:A freeze|\d+ freezes) covered (.*?)(?:\. |, so)")
DAYS = re.compile(r"\w{3} \d+ \w{3}|\w+day")


def an_end_of_a_streak_is_explained_once(record: Record) -> Iterator[str]:
    """An end of a streak of two days or more is explained to the learner with their next answer at the latest, once.

    An end that the line itself mends, by a repair, need not be told.
    """
    for name, answers in _answers(record).items():
        tellings = _ends_told(answers)
        for answer, known in _lasting(record, answers, lambda ledger: {end.day for end in ledger.ends}):
            for end in (end for end in answer.before.ends if end.day in known and end.days >= LONG_ENOUGH):
                if not any(_says(telling, end.day) and telling.at <= answer.at for telling in tellings):
                    yield f"{name} heard nothing of the end of {_words(end)} by {answer}"
        yield from _told_twice(name, tellings, "the end of a streak")


def a_freeze_is_told_once(record: Record) -> Iterator[str]:
    """A freeze that covered a day is told to the learner with their next private answer at the latest, once."""
    for name, answers in _answers(record).items():
        heard: list[Answer | Post] = [*answers, *record.in_private(name, MORNING)]
        tellings = [
            Telling(said.at, str(said), _resolve(day, said))
            for said in heard
            for listed in COVERED.findall(said.words)
            for day in DAYS.findall(listed)
        ]
        for answer, known in _lasting(record, answers, lambda ledger: set(ledger.spared)):
            for day in sorted(known) if answer.alone else ():
                if not any(_says(telling, day) and telling.at <= answer.at for telling in tellings):
                    yield f"{name} heard nothing of the freeze of {_short(day)} by {answer}"
        yield from _told_twice(name, tellings, "a freeze")


def _answers(record: Record) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for answer in record.answers:
        found.setdefault(answer.to, []).append(answer)
    return found


def _lasting(
    record: Record, answers: list[Answer], days: Callable[..., set[date]]
) -> Iterator[tuple[Answer, set[date]]]:
    """Yield each answer with the days that were so before its line and still are at the next."""
    after = [*(answer.before for answer in answers[1:]), record.last[answers[0].to]]
    for answer, later in zip(answers, after, strict=True):
        yield answer, days(answer.before) & days(later)


def _ends_told(answers: list[Answer]) -> list[Telling]:
    tellings = list[Telling]()
    for answer in answers:
        asked = answer.line.startswith("/streak")
        tellings += [Telling(answer.at, str(answer), day, asked) for _, day in ENDED.findall(answer.words)]
        for count in POINTED.findall(answer.words):
            last = [end for end in answer.before.ends if end.days == int(count)]
            tellings += [Telling(answer.at, str(answer), _short(end.day)) for end in last[-1:]]
    return tellings


def _resolve(day: str, said: Answer | Post) -> str:
    """Resolve the name of a weekday, as in a morning post, to the last such day before."""
    if not day.endswith("day") or not isinstance(said, Post) or not said.learner:
        return day
    return next(_short(said.learner.day - DAY * n) for n in range(1, 8) if f"{said.learner.day - DAY * n:%A}" == day)


def _told_twice(name: str, tellings: list[Telling], what: str) -> Iterator[str]:
    counted = Counter(telling.day for telling in tellings if not telling.asked)
    for day, count in counted.items():
        if count > 1:
            where = [telling.where for telling in tellings if telling.day == day]
            yield f"{name} heard {count} times of {what} on {day}: {where}"


def _says(telling: Telling, day: date) -> bool:
    return telling.day == _short(day)


def _words(end: Ending) -> str:
    return f"the {end.days}-day streak on {_short(end.day)}"


def _short(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
