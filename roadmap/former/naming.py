"""Slugs as version 0.1 made them. Frozen."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from itertools import dropwhile

from anyascii import anyascii

from roadmap.former.words import FORMER_VERBS
from roadmap.reading.marks import Marks

_SMALL = """
a an and are as at be by for from how in into is it its my of on or our so that the their them then this to up using via
vs what when why with you your about like etc be not more der die das und le la les et el los de des en du un une y
"""
_SMALL_WORDS = frozenset(_SMALL.split())
_SPELLINGS = (("c++", "cpp"), ("c#", "csharp"), (".net", "dotnet"), ("a/b", "ab"), ("/cd", "cd"), ("’", ""), ("'", ""))
_MAX_SLUG = 40
_SHORT, _SHORT_HEAD = 3, 2
_LONGEST, _SHORT_ENOUGH = 20, 30


def _words_of(text: str) -> list[str]:
    """The words of a text in plain ASCII, lower case.

    Small words, and verbs at the beginning, are left out if other words remain.
    """
    words = [word[:_LONGEST] for word in re.findall(r"[a-z0-9]+", _to_ascii(text))]
    without_small = [word for word in words if word not in _SMALL_WORDS]
    return list(dropwhile(FORMER_VERBS.__contains__, without_small)) or without_small or words


def _to_ascii(text: str) -> str:
    """Lower-case ASCII of any script; signs and emoji count only where there is nothing else."""
    letters = "".join(char for char in text if unicodedata.category(char)[0] not in "SC" or char in "+#\n\t")
    plain = anyascii(letters if any(char.isalnum() for char in letters) else text).lower()
    for before, after in _SPELLINGS:
        plain = plain.replace(before, after)
    return plain


def former_head(title: str) -> str:
    """The beginning of slugs in a part that has no number: one or two words of its title."""
    return _fit(_words_of(title)[:_SHORT_HEAD], 18)


class FormerNamer:
    """Gives each task and part its slug. Pinned slugs are taken first, so that derived ones never move them."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}

    def reserve(self, marks: Marks) -> None:
        """Take the pinned slug and aliases of a line."""
        self._taken.update(filter(None, (marks.slug, *marks.aliases)))

    def derive(self, prefix: str, title: str, more: str = "") -> str:
        """Take a free slug made of a prefix and the title's words. A single word is filled up from the hint.

        The first free one counts:
        1. The prefix and three words, in 30 characters.
        2. The prefix and three words, in 40 characters.
        3. The prefix and five words.
        4. The prefix, all words and those of the hint.
        5. The prefix, three words and a checksum of the line.
        6. The fifth with a number.
        """
        for slug in self._candidates(prefix, title, more):
            if slug not in self._taken:
                break
        else:
            slug = self._numbered(slug)
        self._taken.add(slug)
        return slug

    def take_first(self, *slugs: str) -> str | None:
        """Take the first of these slugs that is free; None if none is."""
        slug = next((slug for slug in slugs if slug and slug not in self._taken), None)
        if slug:
            self._taken.add(slug)
        return slug

    def _candidates(self, prefix: str, title: str, more: str) -> Iterator[str]:
        start = prefix.split("-") if prefix else []
        words, extra = _words_of(title), _words_of(more)
        words = [word for word in words if word not in start] or words
        if len(words) < 2:  # noqa: PLR2004  one word tells little: "build", "week"
            words, extra = words + extra[: _SHORT - 1], extra[_SHORT - 1 :]
        words = words or [_digest(title) if title else "part"]
        yield _fit([*start, *words[:_SHORT]], _SHORT_ENOUGH)
        yield _fit([*start, *words[:_SHORT]])
        yield _fit([*start, *words[: _SHORT + 2]])
        yield _fit([*start, *words, *extra])
        yield _fit([*start, *words[:_SHORT]], _MAX_SLUG - 5) + "-" + _digest(f"{title} {more}")

    def _numbered(self, slug: str) -> str:
        base = slug[: _MAX_SLUG - 6].rstrip("-")
        while True:
            self._counts[base] = self._counts.get(base, 1) + 1
            numbered = f"{base}-{self._counts[base]}"
            if numbered not in self._taken:
                return numbered


def _digest(text: str) -> str:
    """Four hexadecimal digits that stand for a text."""
    return f"{zlib.crc32(text.encode(errors='replace')):08x}"[:4]


def _fit(words: Iterable[str], room: int = _MAX_SLUG) -> str:
    """As many whole words as there is room for."""
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > room:
            break
        slug = longer
    return slug
