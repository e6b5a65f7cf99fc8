"""Notes that people typed, in a line: their links can be tapped, and nothing in them is markup."""

from __future__ import annotations

import re

from bot.chat.limits import shorten
from bot.chat.markup import Linked, Text, fill, plain

LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]}']")
"""A web address, without the punctuation behind it."""
NOTE = 120
"""Characters of a note that are shown beside others."""


def link_words(words: str, most: int = NOTE) -> Text:
    """Write a note in one line of at most `most` characters, with its links. A link is whole or left out."""
    line = "; ".join(filter(None, (" ".join(one.split()) for one in words.splitlines())))
    shown, at = Text(), 0
    for found in LINK.finditer(line):
        before = line[at : found.start()]
        if shown and len(shown.plain) + len(before) + len(found[0]) > most:
            break
        shown += plain(before) + fill("{link}", {"link": Linked(found[0], found[0])})
        at = found.end()
    left = most - len(shown.plain)
    return shown + plain(shorten(line[at:], left) if left > 1 else "…" if line[at:] else "")
