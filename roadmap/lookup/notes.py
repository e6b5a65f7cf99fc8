"""The text of a note, and the links in it."""

from __future__ import annotations

import re

from roadmap.lookup.state_signs import CROSSES, GLASS, OPEN_SIGNS

_LINK = re.compile(r"(?i)(?:https?://|www\.)\S+")
_LINK_ALONE = re.compile(r"\((?P<link>https?://[^\s()]+)\)", re.I)
_CLOSING = re.compile(r"[*_`~\"”’“‘»«')\]}>]*\s*(?:[-=]>|[,;:|.!/→–—-]+(?=\s|$)|[,;:|–—]+)?\s*")
_ASKING = re.compile(rf"(?:[?{CROSSES}{OPEN_SIGNS}\ufe0f\s]|\(\?+\)|{GLASS})+")
_LETTERS = re.compile(rf"[^\s.,;:!?|*_`~\"'(){{}}\[\]–—…%{CROSSES}{OPEN_SIGNS}⏳⌛\ufe0f-]")


def read_note(typed: str) -> str:
    """Read the note in the words behind a name: without the sign before it, and empty if only signs are there.

    Signs before it that tell that the task is open are left out, for they belong to the name.
    """
    closing = _CLOSING.match(typed)
    note = typed[closing.end() if closing else 0 :].strip()
    asking = _ASKING.match(note)
    note = note[asking.end() if asking else 0 :]
    note = linked["link"] if (linked := _LINK_ALONE.fullmatch(note)) else note
    return note if _LETTERS.search(note) else ""


def leave_out_links(note: str) -> str:
    """The words of a note without its links."""
    return _LINK.sub("", note).strip()


def keep_links(note: str) -> str:
    """The links of a note without its words."""
    return " ".join(_LINK.findall(note))
