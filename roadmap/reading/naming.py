"""The words that slugs are made of: plain ASCII, from any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import takewhile

from anyascii import anyascii

from roadmap.reading.kinds import LEADING

MAX_DERIVED = 24
"""The length of a derived slug, which a person types without looking twice."""

_SMALL = """
a an and are as at be by for from how in into is it its my of on or our so that the their them then this to up using via
vs what when why with you your about like etc more der die das und le la les et el los de des du en un une y
"""
SMALL_WORDS = frozenset(_SMALL.split())
_SPELLINGS = (("c++", "cpp"), ("c#", "csharp"), (".net", "dotnet"), ("a/b", "ab"), ("/cd", "cd"), ("’", ""), ("'", ""))
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_KANA = re.compile(r"[\u3041-\u309f\u30a1-\u30ff]")
_NATIVE = re.compile(r"[\u3041-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々]+")
_LONGEST, _HEAD, _SPEAKING = 20, 13, 3
_OFTEN = 0.1


def to_ascii(text: str) -> str:
    """Lower-case ASCII of any script; signs and emoji count only where there is nothing else."""
    letters = "".join(char for char in text if unicodedata.category(char)[0] not in "SC" or char in "+#\n\t")
    plain = anyascii(letters if any(char.isalnum() for char in letters) else text).lower()
    for before, after in _SPELLINGS:
        plain = plain.replace(before, after)
    return plain


def is_japanese(text: str) -> bool:
    """Whether a plan is Japanese: then its Han signs have readings that no table gives."""
    kana, han = len(_KANA.findall(text)), sum(map(len, _HAN.findall(text)))
    return kana > _OFTEN * han and kana > 0


def slug_words(text: str, japanese: bool = False) -> tuple[list[str], list[str]]:
    """Split a text into its words in plain ASCII, and the small words and first verbs that were left out.

    1. Small words, and verbs at the beginning, are left out if a word of three letters remains.
    2. Han signs become words of two syllables.
    3. In a Japanese plan they are left out, with the endings around them; words in katakana remain.
    """
    if japanese and _HAN.search(text):
        text = _NATIVE.sub(" ", text)
    text = _HAN.sub(_in_pairs, text)
    words = [word[:_LONGEST] for word in re.findall(r"[a-z0-9]+", to_ascii(text))] if text.strip() else []
    large = [word for word in words if word not in SMALL_WORDS]
    verbs = list(takewhile(LEADING.__contains__, large))
    rest = large[len(verbs) :]
    kept = (rest if any(len(word) >= _SPEAKING for word in rest) else large) or words
    return kept, [word for word in words if word not in kept]


def _in_pairs(found: re.Match[str]) -> str:
    signs = found.group()
    pairs = [signs[at : at + 2] for at in range(0, len(signs) - 1, 2)] or [signs]
    if len(signs) % 2 and len(signs) > 1:
        pairs[-1] += signs[-1]
    return f" {' '.join(pairs)} "


def short_head(title: str) -> str:
    """The beginning of slugs in a part that has no number: one or two words of its title."""
    return fit_words((), slug_words(title)[0][:2], _HEAD)


def fit_words(start: Iterable[str], words: Iterable[str], room: int = MAX_DERIVED) -> str:
    """As many whole words as there is room for, after a start. The first one is cut if it must be."""
    slug = "-".join(start)
    for place, word in enumerate(words):
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > room:
            return longer[:room].rstrip("-") if not place else slug
        slug = longer
    return slug
