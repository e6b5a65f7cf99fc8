"""Cues: words of which one has to be found in a tidy text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue as it is written: any of its words. A star is any letters, a hyphen a blank, a hash a digit."""

    words: str
    stems: tuple[str, ...]
    """Letters with which its words begin, up to the first sign."""

    def found_in(self, text: str) -> bool:
        """Whether one of its words is in a tidy text.

        Few texts have a word's beginning, so few cues are compiled: all of them hold up the loop for 40 ms.
        """
        return any(stem in text for stem in self.stems) and compile_words(self.words).search(text) is not None


def read_cue(words: str) -> Cue:
    """Read a cue from its words with blanks between."""
    return Cue(words, tuple(dict.fromkeys(re.split(r"[*#-]", word)[0] for word in words.split())))


@cache
def compile_words(words: str) -> re.Pattern[str]:
    """Make a pattern of the words of a cue."""
    forms = "|".join(map(_form, words.split()))
    return re.compile(rf"(?<![^\W\d_])(?:{forms})\b")


def tidy_words(typed: str) -> str:
    """Small letters and single blanks, without apostrophes and signs: `Do not!` is `dont`, `I'll` is `i will`."""
    whole = re.sub(r"['’`]re\b", " are", re.sub(r"['’`]ll\b", " will", typed.lower()))
    bare = " ".join(re.sub(r"[^\w\s:|.@-]", " ", re.sub("['’`]", "", whole)).split())
    return re.sub(r"\b(do|does|did|could|was|were|have|can) ?not\b", r"\1nt", bare).replace("cannt", "cant")


def _form(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*").replace(r"\-", "[ -]").replace(r"\#", r"\d")
