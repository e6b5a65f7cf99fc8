"""Cues: words of which one has to be found in a tidy text."""

from __future__ import annotations

import re


def read_cue(words: str) -> re.Pattern[str]:
    """Compile a cue: any of its words. A star is any letters, a hyphen a blank, a hash a digit."""
    forms = "|".join(map(_form, words.split()))
    return re.compile(rf"(?<![^\W\d_])(?:{forms})\b")


def tidy_words(typed: str) -> str:
    """Small letters and single blanks, without apostrophes and signs: `Don't!` is `dont`, `I'll` is `i will`."""
    whole = re.sub(r"['’`]re\b", " are", re.sub(r"['’`]ll\b", " will", typed.lower()))
    return " ".join(re.sub(r"[^\w\s:|.@-]", " ", re.sub("['’`]", "", whole)).split())


def _form(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*").replace(r"\-", "[ -]").replace(r"\#", r"\d")
