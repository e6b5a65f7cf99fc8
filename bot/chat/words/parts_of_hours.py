"""Words for parts of an hour that hold no number: `полчаса`, `un quart d'heure`, `hora y media`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDED = {
    15: (
        r"(?:eine?\s+)?viertelst(?:unde|ündchen)|(?:un\s+)?quart\s+d'heure|(?:un\s+)?cuarto\s+de\s+hora|(?:un\s+)?quarto\s+d'ora",
        r"(?:um\s+)?quarto\s+de\s+hora|четверть\s+часа|чверть\s+години|(?:een\s+)?kwartier(?:tje)?|kwadrans|çeyrek\s+saat",
    ),
    30: (
        r"полчаса|полчасика|півгодини|(?:une\s+)?demi-heure|(?:une\s+)?demie?\s+heure|mezz'?ora|(?:een\s+)?half\s?uur(?:tje)?",
        r"(?:eine?\s+)?halbstunde|(?:ein\s+)?halbes\s+stündchen",
    ),
    45: (
        r"(?:eine\s+)?dreiviertelstunde|(?:les\s+)?trois\s+quarts\s+d'heure|tres\s+cuartos\s+de\s+hora|tre\s+quarti\s+d'ora",
        r"três\s+quartos\s+de\s+hora|три\s+четверти\s+часа|три\s+чверті\s+години|drie\s?kwartier|trzy\s+kwadranse",
    ),
    60: (r"un'ora",),
    75: (r"(?:una\s+)?hora\s+y\s+(?:un\s+)?cuarto|(?:une\s+)?heure\s+et\s+(?:un\s+)?quart|un'ora\s+e\s+un\s+quarto",),
    90: (
        r"hour\s+and\s+a\s+half|hora\s+y\s+media|hora\s+e\s+meia|heure\s+et\s+demie|(?:un')?ora\s+e\s+mezz[ao]",
        r"час\s+с\s+половиной|година\s+з\s+половиною|półtorej\s+godziny|anderthalbstündchen",
    ),
}
"""Minutes -> the patterns of their words."""

_PATTERNS = [
    (re.compile(rf"(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE), minutes)
    for minutes, patterns in sorted(_WORDED.items(), reverse=True)
]


@dataclass(frozen=True, slots=True)
class WordedLength:
    """Minutes in words, and the character after them."""

    minutes: int
    end: int


def read_worded(line: str, at: int) -> WordedLength | None:
    """Read the words for a part of an hour, or for an hour and a part, that begin at a character. The longest count."""
    found = ((pattern.match(line, at), minutes) for pattern, minutes in _PATTERNS)
    ends = [WordedLength(minutes, one.end()) for one, minutes in found if one]
    return max(ends, key=lambda one: one.end, default=None)
