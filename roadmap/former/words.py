"""The title and hint of a line as version 0.1 read them. Frozen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from roadmap.former.labels import is_former_period, read_former_label

_MAX_TITLE = 100
_MAX_LINE = 2000
_PARSER = MarkdownIt("commonmark", {"maxNesting": 20})
_BARE_LINK = re.compile(r"https?://[^\s<>()\[\]\"]+[^\s<>()\[\]\".,;:!?]")
_SEPARATOR = re.compile(r"\s+(?:—|–|-|->|→|=>|\|)\s+|:\s+|\s+(?=\()|[.!]\s+")
_EDGES = " \t\n:–—-→>|,;"
_VERBS = """
read skim watch understand learn know study review explore goal focus practise practice master exercise solve try
apply use build implement create write make code deploy develop reproduce experiment course complete finish take
project capstone contribute publish present document
"""
FORMER_VERBS = frozenset(_VERBS.split())
_GENERIC = FORMER_VERBS | {"choose", "start", "start with", "task", "todo", "topic", "resource", "resources", "tools"}


@dataclass(slots=True)
class _Run:
    text: str
    strong: bool = False
    url: str = ""


def read_former_plain(text: str, references: dict[str, Any] | None = None) -> str:
    """A line without its markup."""
    return _join(_runs(text, references or {}))


def read_former_title(text: str, references: dict[str, Any]) -> tuple[str, str]:
    """Take a task's line apart into its title and hint."""
    runs = _runs(text, references)
    lead, rest = _split_lead(runs)
    if lead and not _says_little(lead):
        title, hint = lead, _drop_closing_link(rest)
    elif lead:
        head, hint = _split_head(_drop_closing_link(rest) or _name_links(rest))
        title = f"{lead}: {head}" if head else lead
    else:
        title, hint = _split_head(_drop_closing_link(runs) or _name_links(runs))
    return _shorten(title or "…", hint)


def _runs(text: str, references: dict[str, Any]) -> list[_Run]:
    tokens = _PARSER.parseInline(text[:_MAX_LINE], dict(references))[0].children or []
    runs: list[_Run] = []
    strong, url = 0, ""
    for token in tokens:
        strong += token.nesting if token.type.startswith("strong") else 0
        if token.type.startswith("link_"):
            url = str(token.attrs.get("href", "")) if token.nesting > 0 else ""
        elif words := _words(token):
            runs.append(_Run(_name_link(url) if words == url else words, strong > 0, url))
    return runs


def _words(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return token.content if token.type in ("text", "code_inline", "image") else ""


def _join(runs: Iterable[_Run]) -> str:
    return " ".join("".join(run.text for run in runs).split())


def _name_link(url: str) -> str:
    """Name a link that has no words: its address without scheme, `www.` and query."""
    return re.sub(r"^https?://(?:www\.)?", "", url).split("?")[0].rstrip("/")


def _split_lead(runs: list[_Run]) -> tuple[str, list[_Run]]:
    """The bold beginning of a line, and the rest of it. An emoji or number before it is passed over."""
    start = 0
    while start < len(runs) and not runs[start].strong and not re.search(r"[^\W\d_]", runs[start].text):
        start += 1
    end = start
    while end < len(runs) and runs[end].strong:
        end += 1
    return _join(runs[start:end]).strip(_EDGES), runs[end:] if end > start else runs


def _drop_closing_link(runs: list[_Run]) -> str:
    """The words of a line. A closing link that only points to the source is left to the resources."""
    while runs and not runs[-1].url and not runs[-1].text.strip(" )."):
        runs = runs[:-1]
    end = len(runs)
    while end and runs[end - 1].url:
        end -= 1
    before = _join(runs[:end])
    points = end < len(runs) and (not before or before[-1] in ".!:→—–->(")
    words = before.rstrip("(") if points else _join(runs)
    return " ".join(_BARE_LINK.sub("", words).split()).strip(_EDGES)


def _name_links(runs: list[_Run]) -> str:
    """All words of a line that is little but links."""
    return _BARE_LINK.sub(lambda found: _name_link(found.group()), _join(runs))


def _split_head(text: str) -> tuple[str, str]:
    """Split "Git basics: branches, merges" before the colon.

    A head that is only a verb takes the rest along.
    """
    for found in _SEPARATOR.finditer(text):
        head = text[: found.start()].strip()
        if len(head) > 2 and not _says_little(head):  # noqa: PLR2004
            return head, text[found.end() :]
    return text, ""


def _says_little(head: str) -> bool:
    """Whether a head is no title by itself: a verb, a number or "Week 3"."""
    label = read_former_label(head)
    bare = re.sub(r"^[\d.)\s]+", "", head.lower())
    return not bare or bare in _GENERIC or (is_former_period(label) and label.title == label.name)


def _shorten(title: str, hint: str) -> tuple[str, str]:
    """Keep a title to its length at a word's end. The cut words go to the hint."""
    title, hint = title.rstrip("."), _unwrap(hint.strip(_EDGES))
    if len(title) <= _MAX_TITLE:
        return title, hint
    cut = title.rfind(" ", _MAX_TITLE // 2, _MAX_TITLE)
    cut = cut if cut > 0 else _MAX_TITLE - 1
    return title[:cut].rstrip() + "…", f"{title[cut:].strip()} {hint}".strip()


def _unwrap(hint: str) -> str:
    inner = hint[1:-1]
    return inner if hint.startswith("(") and hint.endswith(")") and not re.search(r"[()]", inner) else hint
