"""Numbers as people type them: `2`, `1,5`, `1 1/2`, `1½`, `two`, `half a`, `forty-five`."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from bot.chat.words.foreign_numbers import HALVES, NUMBERS, TENS

MOST_DIGITS = 5

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_BEFORE_ASCII = 0xFEE0
_SIGNS = str.maketrans("‐‑‒–—―−’‘′＇″\u3000\xa0\u202f", "-------''''\"   ")
_VULGAR = "½⅓⅔¼¾"
_UP_TO_TEN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TEEN_WORDS = "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TEENS = {word: at for at, word in enumerate(_TEEN_WORDS.split(), 11)}
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: ten * 10 for ten, word in enumerate(_TEN_WORDS.split(), 2)} | {"fourty": 40}
_PARTS = {
    **HALVES,
    r"three[\s-]quarters?(?:\s+of)?(?:\s+an?)?": Fraction(3, 4),
    r"(?:a\s+)?quarter\s+of\s+an?": Fraction(1, 4),
    r"(?:a\s+)?quarter": Fraction(1, 4),
    r"half\s+(?:of\s+)?an?": Fraction(1, 2),
    r"(?:an?\s+|een\s+)?half": Fraction(1, 2),
    r"(?:one|an?)\s+and\s+a\s+half": Fraction(3, 2),
    r"(?:a\s+)?couple\s+of": Fraction(2),
    r"(?:eine?\s+)?halbe[sn]?|media|une\s+demi-|demi-|mezz'|mezza|pół|yarım|пів|meia": Fraction(1, 2),
    r"an?|eine[rn]?|ein|una|uno|une|uma|um|één|een|un|jedna|один|одна|одну|bir": Fraction(1),
}
_NUMBERS = (
    {word: Fraction(number) for word, number in (*_TEENS.items(), *_TENS.items(), *TENS.items())}
    | {word: Fraction(number) for word, number in NUMBERS.items()}
    | {word: Fraction(at) for at, word in enumerate(_UP_TO_TEN, 1)}
)
_ALL_TENS = "|".join((*_TENS, *TENS))
_ONES = "|".join((*_UP_TO_TEN[:9], *NUMBERS))
_WORD = "|".join((rf"(?:{_ALL_TENS})(?:\s|-)(?:(?:y|e|et)\s)?(?:{_ONES})", *sorted(_NUMBERS, key=len, reverse=True)))
_AND_A_HALF = r"\s+(?:and\s+a\s+half|с\s+половиной|з\s+половиною|i\s+pół|en\s+een\s+half|ve\s+yarım)"
_OF_AN = r"(?:\s+(?:of\s+)?an?\b)?"

AMOUNT = (
    rf"(?:(?P<whole>\d{{1,3}})\s+(?:and\s+)?)?(?P<over>\d)/(?P<under>[2-9])(?!\d){_OF_AN}"
    rf"|(?P<before>\d{{0,3}})\s?(?P<vulgar>[{_VULGAR}]){_OF_AN}"
    rf"|(?P<number>\d{{1,{MOST_DIGITS}}}(?:[.,]\d{{1,2}})?)(?P<more>{_AND_A_HALF}\b)?"
    rf"|(?P<part>{'|'.join(_PARTS)})(?![^\W\d_])"
    rf"|(?P<word>{_WORD})\b(?P<also>{_AND_A_HALF}\b)?"
)
"""A pattern of a number. Its groups are for `amount_of`."""


def level(typed: str) -> str:
    """Write digits, dashes, apostrophes and full-width signs in one way. The length stays, and so does the case."""
    return "".join(_leveled(sign) for sign in typed.translate(_SIGNS))


def amount_of(found: re.Match[str]) -> Fraction:
    """Return the number that the groups of AMOUNT have found."""
    if found["under"]:
        return int(found["whole"] or 0) + Fraction(int(found["over"]), int(found["under"]))
    if found["vulgar"]:
        return int(found["before"] or 0) + Fraction(unicodedata.numeric(found["vulgar"])).limit_denominator(8)
    if found["number"]:
        return Fraction(found["number"].replace(",", ".")) + (Fraction(1, 2) if found["more"] else 0)
    if found["part"]:
        return next(value for part, value in _PARTS.items() if re.fullmatch(part, found["part"], re.IGNORECASE))
    parts = re.split(r"[\s-]", found["word"].casefold())
    return sum((_NUMBERS.get(word, Fraction()) for word in parts), Fraction()) + (
        Fraction(1, 2) if found["also"] else 0
    )


def _leveled(sign: str) -> str:
    if ord(sign) in _FULL_WIDTH:
        return chr(ord(sign) - _BEFORE_ASCII)
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
