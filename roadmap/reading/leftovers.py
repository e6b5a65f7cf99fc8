"""Drop what other programs write into a line: dates, tags, ids, links between notes."""

from __future__ import annotations

import re

_DATES = (
    r"[📅⏳🛫➕✅❌⌛🗓]\ufe0f?\s*\d{4}-\d{2}-\d{2}|🔁\s*every(?:\s+[a-z0-9]+)+"
    r"|[🆔⛔🏁]\s*[\w,-]+|[🔺⏫🔼🔽⏬]\ufe0f?(?=\s|$)"
)
_LEFTOVERS = re.compile(
    r"(?P<code>(?P<ticks>`+)[^`](?:.*?[^`])?(?P=ticks)(?!`))"
    r"|!?\[\[(?P<note>[^\[\]|#\n]*)(?:#[^\[\]|\n]*)?(?:\\?\|(?P<shown>[^\[\]\n]*))?\]\]"
    r"|(?<!=)==(?=\S)(?P<bright>[^=\n]+)(?<=\S)==(?!=)"
    r"|(?<!~)~~(?=\S)(?P<struck>[^~\n]+)(?<=\S)~~(?!~)"
    rf"|\s*(?P<gone>%%[^%\n]*%%|{_DATES}"
    r"|\[\w[\w -]{0,40}::[^\[\]\n]*\]|\(\w[\w -]{0,40}::[^()\n]*\)"
    r"|(?<=\s)\^[A-Za-z0-9-]+\s*$|\[\^[^\[\]\n]{1,40}\]|(?<!\S)@\w+\([^()\n]*\)|\{[:.][^{}\n]*\}"
    r"|(?<![\w:]):[a-z][a-z0-9_+-]*[a-z0-9]:(?![\w:]))"
)
_TAG = re.compile(r"(?:\s+|^)#(?P<tag>(?=[\w/-]*[^\W\d_])[\w/-]+)(?=\s|$|[.,;:!?*_)~=<\]])")
_LOOSE = re.compile(r"\*\*\s*(\*?[^*\s](?:[^*\n]*[^*\s])?\*?)\s*\*\*")
"""Bold whose first or last word was dropped, so that a blank stands at its edge. It may hold an italic."""
_DEEP = 3
_LIKELY = re.compile(r"\[\[|==|~~|%%|::|\^|@\w+\(|\{[:.]|:[a-z]|[📅⏳🛫➕✅❌⌛🗓🔁🆔⛔🏁🔺⏫🔼🔽⏬]")


def drop_leftovers(text: str) -> str:
    """The text without them. What a link between notes or a mark shows remains. Tags alone keep their words."""
    for _ in range(_DEEP if _LIKELY.search(text) else 0):
        text = _LEFTOVERS.sub(_shown, text)
    if "#" in text:
        text = _drop_tags(text)
    return _LOOSE.sub(r"**\1**", text)


def _drop_tags(text: str) -> str:
    return _TAG.sub("", text) if _TAG.sub("", text).strip() else _TAG.sub(lambda found: " " + found["tag"], text)


def _shown(found: re.Match[str]) -> str:
    if found["gone"] is not None:
        return ""
    return found["code"] or found["shown"] or found["note"] or found["bright"] or found["struck"] or ""


def drop_lone_marks(words: str) -> str:
    """Words without marks that have no partner: "**Docker", "Docker`"."""
    for mark in ("**", "~~", "`"):
        if words.count(mark) == 1:
            words = words.removeprefix(mark).removesuffix(mark)
    return words.strip()
