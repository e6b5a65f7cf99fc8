"""A stretch of days with its reason: `sick 3 days`, `3 days sick`, `exams till 12 June`.

The days must be clear without the reason. A reason with words of time or doubt in it is no reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.chat.words.amounts import AMOUNT, level
from bot.chat.words.days import near_days, read_month
from bot.chat.words.foreign_numbers import NUMBERS
from bot.chat.words.lengths import is_bare_number
from bot.chat.words.span_words import DateSpan
from bot.chat.words.spans import read_spans
from bot.chat.words.units import read_unit
from bot.chat.words.weekdays import read_weekday

_LONGEST = 8
"""Words of a stretch that are tried."""

_SHORTEST_DAY = 3
_FILLERS = frozenset("please pls thanks thx off away pause break holiday's time some for".split())  # noqa: SIM905
"""Words that say no more than the command."""

_ARTICLES = frozenset("a an the ein eine einer einem un une una uno um uma um".split())  # noqa: SIM905
_TIMELY = frozenset(
    """
    month months year years weekend weekends monat monate jahr mes meses mois mese mesi месяц
    from until till til since after before once when if unless between beginning starting ab bis seit nach vor
    hasta desde después antes jusque depuis après avant после до с от пока
    or not no never except without only every each either maybe perhaps probably nicht ohne nur jeden oder no sin cada
    sans chaque ou не без или каждый
    about around roughly nearly almost over under least most more less fewer another extra extend extended add
    longer shorten shorter plus minus half up first second third last past next previous coming then later soon mehr
    noch weniger más menos plus moins ещё
    reminder reminders notification notifications nudge nudges message messages post posts
    was were been missed had have ago already war
    stop end ended cancel resume finish finished over start begin back stopp ende beenden abbrechen terminar cancelar
    """.split()  # noqa: SIM905  a hundred quoted words are harder to read
)
"""Words that change what a stretch of days beside them means."""

_JOINTS = frozenset("in at of on by to and und y et e but as than till à à en и & + / - –".split())  # noqa: SIM905
"""Words that cannot stand between a reason and the days behind it."""

_OPENERS = frozenset("of on to by and und y et e but than à и & + /".split())  # noqa: SIM905
"""Words that cannot stand between the days and a reason behind them."""

_RECURRING = re.compile(
    r"\b(?:every|each|jede[nsr]?|cada|chaque|ogni|každ\w+|кажд\w+)\b|\b[^\W\d]+(?:days|tags)\b", re.I
)
"""Words of days that come again and again. A pause is one stretch of them."""

_COUNTED = re.compile(r"\d(?:st|nd|rd|th)$", re.I)
"""An ordinal counts the word behind it: `the 3rd time`."""

_ENDING = " .!"
_AROUND = " .,;:!()\"“”„'–—-"


@dataclass(frozen=True, slots=True)
class ReasonedSpans:
    """The stretches that words may mean, and the reason beside them. Not `sure`: ask about them."""

    spans: tuple[DateSpan, ...]
    reason: str = ""
    sure: bool = True


def read_reasoned(typed: str, today: date, language: str) -> ReasonedSpans:
    """Read a stretch of days with a reason before or behind it.

    1. All words are a stretch: there is no reason.
    2. The longest stretch at an end counts, if the other words can only be a reason.
    3. Otherwise the stretches at both ends are not sure.
    """
    if spans := read_spans(typed, today, language) or read_spans(typed.rstrip(_ENDING), today, language):
        return ReasonedSpans(spans, sure=_RECURRING.search(typed) is None)
    ends = [_first(cuts, today, language) for cuts in (_cut_before(typed), _cut_behind(typed))]
    found = [one for one in ends if one]
    sure = [one for one in found if one.sure]
    if len(sure) == 1:
        return sure[0]
    return ReasonedSpans(tuple(dict.fromkeys(span for one in found for span in one.spans)), sure=False)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A line in two: the words of a stretch, and those beside it. `joint` are the latter next to the stretch."""

    words: str
    reason: str
    joint: str
    joints: frozenset[str]


def _cut_before(typed: str) -> Iterator[_Cut]:
    """Yield the line with a reason before the stretch, the longest stretch first."""
    words = typed.split()
    for at in range(max(1, len(words) - _LONGEST), len(words)):
        yield _Cut(" ".join(words[at:]), " ".join(words[:at]), words[at - 1], _JOINTS)


def _cut_behind(typed: str) -> Iterator[_Cut]:
    """Yield the line with a reason behind the stretch, the longest stretch first. A bare number counts things."""
    words = typed.split()
    for at in range(min(_LONGEST, len(words) - 1), 0, -1):
        if at > 1 or not is_bare_number(words[0]):
            yield _Cut(" ".join(words[:at]), " ".join(words[at:]), words[at], _OPENERS)


def _first(cuts: Iterator[_Cut], today: date, language: str) -> ReasonedSpans | None:
    """Return the first cut whose words are a stretch. A number beside it would belong to it, as in `30 February`."""
    for cut in cuts:
        if re.search(r"\d", cut.joint):
            continue
        words = cut.words.strip(_AROUND)
        if spans := read_spans(words, today, language):
            clear = not is_bare_number(words) and cut.joint.casefold() not in cut.joints
            counted = cut.joints is _OPENERS and _COUNTED.search(cut.words) and _counts(cut.joint)
            sure = clear and not counted and all(_is_plain(word, language) for word in _split(cut.reason))
            return ReasonedSpans(spans, _shown(cut.reason), sure)
    return None


def _counts(word: str) -> bool:
    word = word.casefold()
    return word == "time" or (word[:1].isalnum() and word not in _FILLERS)


def _split(reason: str) -> list[str]:
    return [word for part in level(reason).casefold().split() if (word := part.strip(_AROUND))]


def _shown(reason: str) -> str:
    """Return a reason as it is said back. One that says no more than the command is none."""
    return "" if _FILLERS.issuperset(_split(reason)) else reason.strip(_AROUND)


def _is_plain(word: str, language: str) -> bool:
    """Tell whether a word has nothing to do with time, numbers or doubt."""
    if word in _ARTICLES:
        return True
    timely = word in _TIMELY or word in near_days() or word in NUMBERS or read_unit(word) is not None
    number = re.search(r"\d", word) or re.fullmatch(AMOUNT, word)
    return not (timely or number or _is_dated(word, language))


def _is_dated(word: str, language: str) -> bool:
    if len(word) < _SHORTEST_DAY:
        return False
    return read_weekday(word, language) is not None or read_month(word, language) is not None
