"""Names of days and months in several languages, as tables for the grammar of dates."""

from __future__ import annotations

from functools import cache
from itertools import product

from babel import Locale

from bot.chat.words.languages import READ_ALSO
from bot.texts import SOURCE

NEAR = {
    -2: "day before yesterday|the day before yesterday|vorgestern|anteayer|avant-hier|l'altro ieri|eergisteren"
    "|przedwczoraj|anteontem|позавчера|позавчора",
    -1: "yesterday|yday|gestern|ayer|hier|ieri|gisteren|wczoraj|ontem|вчера|вчора|dün|last night|yesterday night"
    "|yesterday evening|yesterday morning|yesterday afternoon|gestern abend|anoche|ieri sera|gisteravond|hier soir"
    "|вчера вечером|вчора ввечері",
    0: "today|now|tonight|this morning|this afternoon|this evening|right now|just now|earlier today|earlier|heute|hoy"
    "|aujourd'hui|oggi|vandaag|dziś|dzisiaj|hoje|сегодня|сьогодні|bugün|heute abend|heute morgen",
    1: "tomorrow|tmrw|tmr|tomorrow morning|tomorrow evening|tomorrow night|morgen|mañana|demain|domani|jutro|amanhã"
    "|завтра|yarın",
    2: "day after tomorrow|the day after tomorrow|overmorrow|übermorgen|pasado mañana|après-demain|dopodomani"
    "|overmorgen|pojutrze|depois de amanhã|послезавтра|післязавтра",
}
"""Words for the days around today, by their distance."""

ENGLISH_DAYS = frozenset(
    (
        "yesterday", "yday", "last night", "yesterday night", "yesterday evening", "yesterday morning",
        "yesterday afternoon", "day before yesterday", "the day before yesterday",
    )
)  # fmt: skip
"""Those that mean a day wherever they stand."""

_SHORTEST = 3


@cache
def near_days() -> dict[str, int]:
    """Map each word for a day around today to its distance."""
    return {word: distance for distance, words in NEAR.items() for word in words.split("|")}


def read_month(word: str, language: str) -> int | None:
    """Read a month by its name, which may be shortened in the group's language and in English.

    None if the word is no month.
    """
    word = word.casefold().rstrip(".")
    fitting = {number for name, number in _own_months(language) if len(word) >= _SHORTEST and name.startswith(word)}
    return fitting.pop() if len(fitting) == 1 else _full_months().get(word)


def month_names(language: str) -> tuple[str, ...]:
    """Return the names of months by which a month may be typed."""
    return (*(name for name, _ in _own_months(language)), *_full_months())


@cache
def _own_months(language: str) -> tuple[tuple[str, int], ...]:
    locales = (Locale.parse(one) for one in dict.fromkeys((language, SOURCE)))
    return tuple(
        (name.casefold().rstrip("."), number)
        for locale, width in product(locales, ("wide", "abbreviated"))
        for number, name in locale.months["format"][width].items()
    )


@cache
def _full_months() -> dict[str, int]:
    """Map the whole names of months in all languages to their numbers. A name of two months is left out."""
    known: dict[str, set[int]] = {}
    for language in READ_ALSO:
        for number, name in Locale.parse(language).months["format"]["wide"].items():
            known.setdefault(name.casefold(), set()).add(number)
    return {name: numbers.pop() for name, numbers in known.items() if len(numbers) == 1}
