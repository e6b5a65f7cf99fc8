"""The checkbox at the beginning of some words, in all the forms that people write it in."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

BLANK = r"[ \t\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]"
"""Blanks of print, which look like blanks and are none to Markdown, together with its own."""

_CLOSING = r"(?P<after>\\?[\]］】])(?![(\[:（])"
_SQUARE = re.compile(rf"\\?[\[［【](?P<inside>[^\[\]［］【】\\\n]{{0,8}}){_CLOSING}")
_ROUND = re.compile(r"\((?P<inside> +|[xX✓✔✅])\)(?=\s|$)")
_OPEN_SIGNS = "☐☑☒⬜◻🔲🔳▢🗹🗷❏❐❑❒□"
_TICK_SIGNS = "✅✔✓❌✖"
_SIGN = re.compile(rf"(?P<inside>[{_OPEN_SIGNS}{_TICK_SIGNS}])\ufe0f?(?=\s|\w|$)")
_TICKS = frozenset("xXvVoOхХ×✓✔✅✗✘❌☑☒•●")
_WORDS = frozenset({"todo", "done", "wip", "tbd", "ok", "yes", "no"})
_DOTS = frozenset({"...", "…", "..", "?!", "!?"})
_SIGN_LENGTH = 2


class BoxState(StrEnum):
    """How certain it is that brackets are a checkbox: on any line, in a list alone, or not at all."""

    SURE = "sure"
    LISTED = "listed"
    UNSURE = "unsure"


def split_box(text: str) -> tuple[BoxState, str, str] | None:
    """Split a checkbox from the words after it: its state, its own text, the words. None if there is none.

    1. Brackets around a blank, an x or a tick, and the sign of an empty box, are a checkbox anywhere.
    2. Brackets around another sign ([-], [~]), and the sign of a tick, are one in a list.
    3. Brackets around a letter or "todo" are unsure.
    4. Brackets around other words or numbers, and links, are none.
    """
    found = _SQUARE.match(text) or _ROUND.match(text) or _SIGN.match(text)
    if found is None:
        return None
    inside = found["inside"].replace("\ufe0f", "").strip("\u200b\ufeff_ \t\u00a0\u3000")
    state = _judge_sign(text) if found.re is not _SQUARE else _judge(inside)
    return (state, found.group(), text[found.end() :]) if state else None


def _judge_sign(text: str) -> BoxState:
    return BoxState.SURE if text[0] in _OPEN_SIGNS else BoxState.LISTED


def _judge(inside: str) -> BoxState | None:
    if not inside or inside in "xX✓✔✅☑":
        return BoxState.SURE
    if inside in _TICKS or (_are_signs(inside) and inside not in _DOTS):
        return BoxState.LISTED
    return BoxState.UNSURE if inside.casefold() in _WORDS or (len(inside) == 1 and inside.isalpha()) else None


def _are_signs(inside: str) -> bool:
    short = len(inside) <= _SIGN_LENGTH
    return short and all(unicodedata.category(sign)[0] in "PS" for sign in inside)
