"""Words around days in other languages, put into English for the grammar of stretches: `vom 5. bis 10. März`.

Names of days and months, and units of time, are read in every language already.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product

from bot.chat.words.foreign_numbers import NUMBERS

_FOR, _UNTIL, _FROM, _IN, _AND = "for", "until", "from", "in", "and"
_NEXT, _WEEKEND, _WEEK, _NOTHING = "next", "weekend", "week", ""

PHRASES: Mapping[str, str] = {
    **dict.fromkeys(("que viene", "que vem", "qui vient", "à venir", "che viene"), _NEXT),
    **dict.fromkeys(("fin de semana", "fin de semaine", "fine settimana", "fim de semana", "hafta sonu"), _WEEKEND),
    **dict.fromkeys(("a partir de", "à partir de", "a partire da", "начиная с", "починаючи з"), _FROM),
    **dict.fromkeys(("dentro de", "tra"), _IN),
    **dict.fromkeys(("fino a", "jusqu'à", "jusqu'au", "jusque"), _UNTIL),
}
"""Words in a row -> the English word."""

WORDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys("für por para pour per voor przez na durante pendant на".split(), (_FOR,)),  # noqa: SIM905
    **dict.fromkeys("bis hasta fino a à al au tot t/m até do до по".split(), (_UNTIL,)),  # noqa: SIM905
    **dict.fromkeys(
        "vom von ab seit desde del du dès dal da vanaf van od de с со от з від".split(),  # noqa: SIM905
        (_FROM,),
    ),
    **dict.fromkeys("dans fra over em через".split(), (_IN,)),  # noqa: SIM905
    "de": (_FROM, _NOTHING),
    **dict.fromkeys(("za", "за"), (_IN, _FOR)),
    **dict.fromkeys("und y et e en i oraz и и та ve".split(), (_AND,)),  # noqa: SIM905
    **dict.fromkeys(
        """
        nächste nächsten nächster nächstes naechste naechsten kommende kommenden próximo próxima proximo proxima
        prochain prochaine prossimo prossima volgende komende następny następna następnym następnego przyszły
        następną przyszłym следующий следующая следующую следующей следующие наступний наступна наступного
        gelecek önümüzdeki
        """.split(),  # noqa: SIM905
        (_NEXT,),
    ),
    **dict.fromkeys("wochenende wochenendes выходные weekendu вихідні".split(), (_WEEKEND,)),  # noqa: SIM905
    **dict.fromkeys(
        "woche semaine semana settimana tydzień tygodniu неделя неделю неделе тиждень тижня hafta".split(),  # noqa: SIM905
        (_WEEK,),
    ),
    **dict.fromkeys(
        "am an den dem der die das el la los las le les il lo o w we het no na' в во у ganze ganzen".split(),  # noqa: SIM905
        (_NOTHING,),
    ),
}
"""A word -> the English words that it may mean. An empty one is left out."""

_ONE_UNIT = re.compile(r"^(?:for |in |from )?week$")
_NEXT_LAST = re.compile(r"(?P<what>\S+) next$")
_MOST = 4
"""Readings of a line."""


def put_into_english(words: str) -> tuple[str, ...]:
    """Return the English lines that a line may mean, without the line itself."""
    line = words
    for phrase, english in PHRASES.items():
        line = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", english, line)
    each = [WORDS.get(word, (NUMBERS.get(word, word),)) for word in line.split()]
    lines = (" ".join(word for word in one if word) for one in product(*each))
    found = dict.fromkeys(_in_order(line) for line, _ in zip(lines, range(_MOST), strict=False))
    return tuple(line for line in found if line != words)


def _in_order(line: str) -> str:
    """Put `monday next` as `next monday`, and a single unit as a length."""
    line = _NEXT_LAST.sub(r"next \g<what>", line)
    return line.replace("week", "1 week") if _ONE_UNIT.fullmatch(line) else line
