"""Words behind /undo that name no task: `last`, `it`, `the last log`, or several acts as `all`, `yesterday`, `2`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.chat.words.amounts import level
from bot.chat.words.weekdays import read_weekday
from bot.closed_sets import ActKind

_SMALL = frozenset(
    """
    the my our your a an of i did do made just now please pls again only from for on in at to since and so very
    most what ones was is ago thing things act acts action actions tick ticks ticked entry entries item items
    change changes command commands task tasks step steps done stuff mark marks marked bit
    das die den der bitte mein meine le la les el los las mon ma mis letztes
    """.split()  # noqa: SIM905  a hundred quoted words are harder to read
)
_LAST = frozenset(
    """
    last latest previous prev recent newest it that this one 1 lastly same back
    letzte letzten letzter es dernier dernière último última ultimo ultima последнее последний последнюю
    """.split()  # noqa: SIM905
)
_SEVERAL = frozenset(
    """
    all everything both them these those whole lot every each several many more any today todays today's tonight
    yesterday yesterdays yesterday's morning afternoon evening night noon day days week weeks month months hour hours
    two three four five six seven eight nine ten few couple
    alles alle beide heute gestern tout toutes tous aujourd'hui hier todo todos todas hoy ayer tutto tutti oggi ieri
    всё все вчера сегодня
    """.split()  # noqa: SIM905
)
_KINDS: dict[str, tuple[ActKind, ...]] = {
    "log": (ActKind.LOG, ActKind.HABIT),
    "session": (ActKind.LOG, ActKind.HABIT),
    "habit": (ActKind.HABIT,),
    "choice": (ActKind.CHOICE,),
    "criterion": (ActKind.CRITERION,),
    "placement": (ActKind.PLACEMENT,),
    "repair": (ActKind.REPAIR,),
}
_TICKS = frozenset("tick ticks ticked task tasks".split())  # noqa: SIM905
"""Words for ticks. Alone they may begin a task's name."""

_NUMBER = re.compile(r"\d{1,3}x?|x\d{1,3}")
_NUMBERED = re.compile(
    r"\b(?:task|step|item|part|day|week|month|session|habit|block|level)\s+(?:\d|one|two|three|four|five|six)"
)
_AROUND = ".,;:!?()[]\"“”'"


@dataclass(frozen=True, slots=True)
class WholeActs:
    """The acts that words mean: the last one, the last of some `kinds`, or `several`."""

    several: bool = False
    kinds: tuple[ActKind, ...] = ()


def read_whole_acts(typed: str, language: str) -> WholeActs | None:
    """Read words that mean the last act or several acts. None if a word may belong to a task's name."""
    plain = level(typed).casefold()
    words = [word.strip(_AROUND) for word in plain.split()]
    if _NUMBERED.search(plain):
        return None  # it may be the name of a part
    if any(_is_several(word, language) for word in words):
        return WholeActs(several=True) if all(_is_known(word, language) for word in words) else None
    last = not _LAST.isdisjoint(words)
    ticks = (ActKind.TICK,) if last and not _TICKS.isdisjoint(words) else ()
    kinds = next((_KINDS[word] for word in words if word in _KINDS), ticks)
    return WholeActs(kinds=kinds) if (kinds or last) and all(_is_known(word, language) for word in words) else None


def _is_several(word: str, language: str) -> bool:
    if word in _SEVERAL or read_weekday(word, language) is not None:
        return True
    return bool(_NUMBER.fullmatch(word)) and word.strip("x") != "1"


def _is_known(word: str, language: str) -> bool:
    return not word or word in _SMALL or word in _LAST or word in _KINDS or _is_several(word, language)
