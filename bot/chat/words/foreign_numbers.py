"""Numbers in words of other languages: `drei`, `quarante`, `сорок пять`, `anderthalb`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

_UP_TO_TEN = (
    "zwei drei vier fünf sechs sieben acht neun zehn",
    "dos tres cuatro cinco seis siete ocho nueve diez",
    "deux trois quatre cinq six sept huit neuf dix",
    "due tre quattro cinque sei sette otto nove dieci",
    "twee drie vier vijf zes zeven acht negen tien",
    "dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć",
    "dois três quatro cinco seis sete oito nove dez",
    "два три четыре пять шесть семь восемь девять десять",
    "два три чотири п'ять шість сім вісім дев'ять десять",
    "iki üç dört beş altı yedi sekiz dokuz on",
    "две . . . . . . . .",
    "дві . . . . . . . .",
    "dwie . . . . . . . .",
    "duas . . . . . . . .",
)
"""Two to ten, a language a line."""

NUMBERS: Mapping[str, str] = {
    word: str(at) for line in _UP_TO_TEN for at, word in enumerate(line.split(), 2) if word not in {".", "on"}
}

_TEENS_AND_TENS = {
    15: "fünfzehn quince quinze quindici vijftien piętnaście quinze пятнадцать п'ятнадцять",
    20: "zwanzig veinte vingt venti twintig dwadzieścia vinte двадцать двадцять yirmi",
    25: "fünfundzwanzig veinticinco venticinque vijfentwintig",
    30: "dreißig dreissig treinta trente trenta dertig trzydzieści trinta тридцать тридцять otuz",
    35: "fünfunddreißig trentacinque vijfendertig",
    40: "vierzig cuarenta quarante quaranta veertig czterdzieści quarenta сорок kırk",
    45: "fünfundvierzig quarantacinque vijfenveertig",
    50: "fünfzig cincuenta cinquante cinquanta vijftig pięćdziesiąt cinquenta пятьдесят п'ятдесят elli",
    60: "sechzig sesenta soixante sessanta zestig sześćdziesiąt sessenta шестьдесят шістдесят altmış",
    90: "neunzig noventa novanta negentig dziewięćdziesiąt девяносто дев'яносто doksan",
}
"""Numbers of minutes that people write out."""

TENS: Mapping[str, int] = {word: number for number, words in _TEENS_AND_TENS.items() for word in words.split()}

HALVES: Mapping[str, Fraction] = {
    r"anderthalb(?:e[nr]?)?|(?:ein|eine)einhalb|anderhal(?:f|ve)|bir\s+buçuk": Fraction(3, 2),
    r"полтор[аы]|півтор[аи]|półtor(?:a|ej)": Fraction(3, 2),
    r"zweieinhalb|tweeënhalf|iki\s+buçuk": Fraction(5, 2),
    r"dreieinhalb|drieënhalf|üç\s+buçuk": Fraction(7, 2),
    r"viereinhalb|vierenhalf": Fraction(9, 2),
    r"drei\s?viertel": Fraction(3, 4),
    r"(?:eine\s+)?viertel": Fraction(1, 4),
}
"""Patterns of numbers with a part, and what they mean."""
