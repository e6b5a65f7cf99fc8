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
    note = _leave_out(_CLOSING, typed).strip()
    if _ASKING.match(note):
        note = _leave_out(_CLOSING, _leave_out(_ASKING, note)).strip()
    note = linked["link"] if (linked := _LINK_ALONE.fullmatch(note)) else note
    return note if _LETTERS.search(note) else ""


def _leave_out(signs: re.Pattern[str], typed: str) -> str:
    """The words behind these signs."""
    found = signs.match(typed)
    return typed[found.end() :] if found else typed


def leave_out_links(note: str) -> str:
    """The words of a note without its links."""
    return _LINK.sub("", note).strip()


def keep_links(note: str) -> str:
    """The links of a note without its words."""
    return " ".join(map(_close, _LINK.findall(note)))


def _close(link: str) -> str:
    """End a link before the stops behind it, and before a bracket that began before it."""
    link = link.rstrip(".,;:!?>]\"'")
    return link if "(" in link else link.rstrip(").,;:!?")
