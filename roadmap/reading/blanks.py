"""Tell what is shown from markup alone: a checkbox or heading that shows nothing is left out and named."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from roadmap.reading.complaints import Complaint
from roadmap.reading.wording import read_plain

_WORD_AT_ONCE = re.compile(r"[^\W_]")
_SIGNS = ("So", "Sm", "Sc")


def has_words(text: str, references: dict[str, Any]) -> bool:
    """Whether a letter, digit or emoji is shown. Markup, stops, pictures and links without text say nothing to do."""
    return _WORD_AT_ONCE.match(text) is not None or any(map(_says_something, read_plain(text, references)))


def _says_something(sign: str) -> bool:
    return sign.isalnum() or (not sign.isascii() and unicodedata.category(sign) in _SIGNS)


def complain_of_blank(line: int, what: str) -> Complaint:
    """Name a line without words."""
    return Complaint(line, f"this {what} has no words", "write them, or delete the line.")
