"""Courtesy at the end of typed words: `please`, `thanks` and their like, which say nothing about the matter."""

from __future__ import annotations

import re

_COURTESY = re.compile(
    r"(?:[\s,;]+(?:please|pls|plz|thanks|thank\s+you|thx|ty|bitte|danke|merci|s['’]il\s+(?:te|vous)\s+pla[iî]t|por\s+favor"
    r"|gracias|per\s+favore|grazie|пожалуйста|спасибо))+[\s.!]*$",
    re.IGNORECASE,
)


def drop_courtesy(words: str) -> str:
    """Return the words without the courtesy behind them. Words that are courtesy alone stay."""
    return _COURTESY.sub("", words)
