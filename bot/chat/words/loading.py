"""Load the tables of words before anybody waits for them."""

from __future__ import annotations

from datetime import datetime

from bot.chat.words.named_days import find_named_day
from bot.chat.words.units import read_unit
from bot.chat.words.zones import find_zones
from bot.texts import SOURCE, catalogue, languages


def load_words() -> None:
    """Load the texts, and the names of days, months and units in all languages.

    The first answer and the first reading would take a tenth of a second longer, and block the loop for it.
    """
    for language in languages():
        catalogue(language)
    find_named_day("words", SOURCE)
    read_unit("words")


def load_places(now: datetime) -> None:
    """Load the tables of places, zones and clocks. The first place that is typed would take a quarter of a second."""
    for words in ("a place that is unknown", "EST", "noon"):
        find_zones(words, SOURCE, now)
