"""Cut people's words kindly: onto one line, and at the end of a word."""

from __future__ import annotations

from bot.chat.limits import ELLIPSIS, TYPED, shorten, units

_BETWEEN = " · "
_MARKS = " ,;:·-–—("


def cut_words(text: str, most: int = TYPED) -> str:
    """Put words on one line, and shorten them to at most `most` UTF-16 units. A shortened text ends in an ellipsis.

    It is cut at the end of a word, unless that would leave less than half. Several lines become one, so that no words
    look like another member's.
    """
    lines = (" ".join(line.split()) for line in text.splitlines())
    whole = _BETWEEN.join(line for line in lines if line)
    if units(whole) <= most:
        return whole
    kept = shorten(whole, most).removesuffix(ELLIPSIS)
    words = kept if whole[len(kept)] == " " else kept.rpartition(" ")[0]
    head = words.rstrip(_MARKS)
    return (head if units(head) >= most // 2 else kept) + ELLIPSIS
