"""The words of a line: its title, hint, links and kind of work."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from roadmap.model import Resource, TaskKind
from roadmap.reading.kinds import GENERIC, THING, guess_kind
from roadmap.reading.labels import is_period, read_label
from roadmap.reading.leftovers import drop_leftovers, drop_lone_marks

MAX_TITLE = 100
MAX_LINE = 2000
_PARSER = MarkdownIt("commonmark", {"maxNesting": 20})
_BARE_LINK = re.compile(r"https?://[^\s<>()\[\]\"]+[^\s<>()\[\]\".,;:!?]")
_SEPARATOR = re.compile(r"\s+(?:—|–|-|->|→|=>|\|)\s+|:\s+|\s+(?=\()|[.!]\s+")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[^\W\d_]|ch|chap|vol|vs|no|nr|p|pp|pt|fig|sec|sect|ex|eq|def|thm|e\.?g|i\.?e|ca|cf|dr|mr|mrs|ms|st|prof|"
    r"approx|incl|excl|par|art|ed|eds|ver|min|max|al|inc|ltd|co|kap|abs|bd|z\.?b|d\.?h|u\.?a|bzw|cap|pág|núm|гл|стр|рис|т)$",
    re.IGNORECASE,
)
_EDGES = " \t\n:–—-→>|,;"


@dataclass(slots=True)
class _Run:
    text: str
    strong: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """A line taken apart. `kind` is suggested by its title and links."""

    title: str
    hint: str = ""
    resources: tuple[Resource, ...] = ()
    kind: TaskKind = TaskKind.UNDERSTAND


def read_plain(text: str, references: dict[str, Any] | None = None) -> str:
    """A line without its markup."""
    return _join(_runs(text, references or {}))


def read_links(text: str, references: dict[str, Any]) -> tuple[Resource, ...]:
    """The links of a line, each address once."""
    return _resources(_runs(text, references))


def read_wording(text: str, references: dict[str, Any]) -> Wording:
    """Take a task's line apart.

    1. A bold beginning is the title, and the rest is the hint.
    2. A bold beginning that says little (a verb, "Week 3") takes along the words before the next dash or colon.
    3. Without bold, the words before the first dash or colon are the title.
    4. A closing link that only points to the source is left to the resources.
    5. A title that is too long is cut, and the cut words go to the hint.
    """
    runs = _runs(text, references)
    resources = _resources(runs)
    lead, rest = _split_lead(runs)
    if lead and not _says_little(lead):
        title, hint = lead, _drop_closing_link(rest)
    elif lead:
        head, hint = _split_head(_drop_closing_link(rest) or _name_links(rest))
        title = f"{lead}: {head}" if head else lead
    else:
        title, hint = _split_head(_drop_closing_link(runs) or _name_links(runs))
    title, hint = shorten_title(title or "…", hint)
    return Wording(title, hint, resources, guess_kind(title, (name_link(link.url).split("/")[0] for link in resources)))


def _runs(text: str, references: dict[str, Any]) -> list[_Run]:
    tokens = _PARSER.parseInline(drop_leftovers(text[:MAX_LINE]), references)[0].children or []
    runs: list[_Run] = []
    strong, url = 0, ""
    for token in tokens:
        strong += token.nesting if token.type.startswith("strong") else 0
        if token.type.startswith("link_"):
            url = str(token.attrs.get("href", "")) if token.nesting > 0 else ""
        elif words := _words(token):
            runs.append(_Run(name_link(url) if words == url else words, strong > 0, url))
    return runs


def _words(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return token.content if token.type in ("text", "code_inline", "image") else ""


def _join(runs: Iterable[_Run]) -> str:
    return " ".join("".join(run.text for run in runs).split())


def _resources(runs: list[_Run]) -> tuple[Resource, ...]:
    found: dict[str, list[str]] = {}
    for run in runs:
        if run.url.startswith(("http://", "https://")):
            found.setdefault(run.url, []).append(run.text)
        elif not run.url:
            for bare in _BARE_LINK.findall(run.text):
                found.setdefault(bare, [name_link(bare)])
    return tuple(Resource(" ".join("".join(words).split()) or url, url) for url, words in found.items())


def name_link(url: str) -> str:
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
    if points and before and _says_little(before.strip(_EDGES + "(")):
        points = False
    words = before.rstrip("(") if points else _join(runs)
    return " ".join(_BARE_LINK.sub("", words).split()).strip(_EDGES)


def _name_links(runs: list[_Run]) -> str:
    """All words of a line that is little but links."""
    return _BARE_LINK.sub(lambda found: name_link(found.group()), _join(runs))


def _split_head(text: str) -> tuple[str, str]:
    """Split "Git basics: branches, merges" before the colon.

    A head that is only a verb, or only "Book", takes the rest along.
    """
    for found in _SEPARATOR.finditer(text):
        head = text[: found.start()].strip()
        if len(head) > 2 and not _says_little(head) and not _is_abbreviated(found, head):  # noqa: PLR2004
            return head, text[found.end() :]
    return text, ""


def _is_abbreviated(found: re.Match[str], head: str) -> bool:
    """Whether a full stop ends a word ("ch. 2", "J. Smith") and no sentence."""
    if not found.group().startswith("."):
        return False
    after = found.string[found.end() : found.end() + 1]
    return after.islower() or after.isdecimal() or _ABBREVIATION.search(head) is not None


def _says_little(head: str) -> bool:
    """Whether a head is no title by itself: a verb, a number or "Week 3"."""
    label = read_label(head)
    bare = re.sub(r"^[\d.)\s]+", "", head.lower())
    generic = bare in GENERIC or THING.fullmatch(bare) is not None
    return not bare or generic or (is_period(label) and label.title == label.name)


def shorten_title(title: str, hint: str) -> tuple[str, str]:
    """Keep a title to its length at a word's end. The cut words go to the hint."""
    title, hint = drop_lone_marks(title).rstrip("."), _unwrap(drop_lone_marks(hint).strip(_EDGES))
    if len(title) <= MAX_TITLE:
        return title, hint
    cut = title.rfind(" ", MAX_TITLE // 2, MAX_TITLE)
    cut = cut if cut > 0 else MAX_TITLE - 1
    return title[:cut].rstrip() + "…", f"{title[cut:].strip()} {hint}".strip()


def _unwrap(hint: str) -> str:
    inner = hint[1:-1]
    return inner if hint.startswith("(") and hint.endswith(")") and not re.search(r"[()]", inner) else hint
