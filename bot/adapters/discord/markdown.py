"""Spans -> Discord's markdown. Every typed character stays a character."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from urllib.parse import quote, urlsplit

from bot.chat import limits
from bot.chat.markup import Span, Text, style_of
from bot.identity import Platform

NOTHING = "\u200b"  # read as nothing
LONGEST_LINK = 512  # Discord takes no longer ones in buttons; in text they would crowd out the words

Commands = Mapping[str, int]
"""The ids under which Discord shows our commands, by name."""
UNKNOWN: Commands = MappingProxyType({})

_ANYWHERE = re.compile(r"[\\*_~|`\[\]<@]")
_LINE_START = re.compile(r"^(\s*)(#{1,3}|>|-|\+|\d+(?=[.)]))", re.MULTILINE)
_ADDRESS = re.compile(r":(?=//)")
_WORD_START = re.compile(r"[0-9A-Za-z]")


def write(text: Text, limit: int, commands: Commands = UNKNOWN) -> str:
    """The text with its styles, links and mentions in at most `limit` UTF-16 units: shortened first, then marked up."""
    return _fit(text.spans, limit, lambda spans: _styled(spans, commands))


def write_bare(text: Text, limit: int) -> str:
    """Write a title or field name, in which Discord shows neither links nor mentions."""
    return _fit(text.spans, limit, lambda spans: escape("".join(span.text for span in spans)))


def escape(text: str) -> str:
    """Escape a text, so that all its characters stay characters.

    No style, list, quote, mention, time stamp, emoji or link comes of them.
    """
    escaped = _ANYWHERE.sub(_spoil, text)
    if "://" in escaped:
        escaped = _ADDRESS.sub(r":\\", escaped)
    return _LINE_START.sub(_spoil_line_start, escaped) if "\n" in escaped or _LINE_START.match(escaped) else escaped


def _spoil(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


def _spoil_line_start(found: re.Match[str]) -> str:
    blanks, mark = found.groups()
    return f"{blanks}{mark}\\" if mark.isdigit() else f"{blanks}\\{mark}"


def safe_url(url: str) -> str:
    """The address, quoted so that no markup can break out of it.

    Empty if it is no web address or too long for Discord.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    quoted = quote(url, safe=":/?#&=%+,;@!$'*~.-_", errors="replace")
    return quoted if len(quoted) <= LONGEST_LINK else ""


def _fit(spans: Sequence[Span], limit: int, mark_up: Callable[[Sequence[Span]], str]) -> str:
    visible = limit
    written = mark_up(_cut(spans, visible))
    while limits.units(written) > limit and visible:
        visible = min(visible - 1, visible * limit // limits.units(written))
        written = mark_up(_cut(spans, visible))
    return written


def _cut(spans: Sequence[Span], visible: int) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        length = limits.units(span.text) or 1  # a link or mention takes room, whatever its text
        if length > visible:
            cut = limits.shorten(span.text, visible) if visible else limits.ELLIPSIS
            return [*kept, span._replace(text=cut, url="", mention=None, role=0, channel=0, moment=None)]
        kept.append(span)
        visible -= length
    return kept


def _styled(spans: Sequence[Span], commands: Commands) -> str:
    def leaves(inner: Sequence[Span]) -> str:
        return "".join(_leaf(span, commands) for span in inner)

    return _grouped(_joined(spans), "bold", "**", lambda inner: _grouped(inner, "italic", "_", leaves))


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Join neighbours of one kind and style.

    Two pieces of code side by side would show their marks. Two pieces of text could make a list or an address.
    """
    shown = [span for span in map(_fitting, spans) if span.text or _points(span)]
    for _, group in groupby(shown, key=style_of):
        first, *others = group
        if _points(first):
            yield first
            yield from others
        else:
            yield first._replace(text="".join(span.text for span in (first, *others))) if others else first


def _points(span: Span) -> bool:
    """Whether a span leads to something, so that it stands alone."""
    return bool(span.mention or span.role or span.channel or span.moment or span.url)


def _fitting(span: Span) -> Span:
    """Take off what cannot be shown: a bad address, code of blanks, a style whose mark stands in the span as it is."""
    if not (_points(span) or span.ping or span.clock) and (
        not span.code or (span.text.strip() and not (span.bold or span.italic))
    ):
        return span  # as nearly all do
    mention = span.mention if span.mention and span.mention.platform == Platform.DISCORD else None
    bare = bool(span.text.strip()) and not (mention or span.role or span.channel or span.moment)
    url = safe_url(span.url) if bare else ""
    code = span.code and bare and not url
    raw = span.text if code else url
    return span._replace(
        bold=span.bold and "**" not in raw,
        italic=span.italic and "_" not in raw,
        code=code,
        url=url,
        mention=mention,
        ping=False,
        pinged=False,
        clock=span.clock and span.moment is not None,
    )


def _grouped(spans: Iterable[Span], style: str, mark: str, inner: Callable[[Sequence[Span]], str]) -> str:
    """Neighbours of one style share its marks: `**a****b**` would show its stars."""
    written = ""
    for styled, group in groupby(spans, key=attrgetter(style)):
        text = inner(tuple(group))
        apart = NOTHING if written.endswith("_") and _WORD_START.match(text) else ""  # `_a_b` would show its marks
        written += apart + (_wrap(text, mark) if styled else text)
    return written


def _wrap(text: str, mark: str) -> str:
    core = text.strip()
    return text.replace(core, f"{mark}{core}{mark}", 1) if core else text


def _leaf(span: Span, commands: Commands) -> str:
    if span.mention:
        return f"<@{span.mention.user_id}>"
    if span.role:
        return f"<@&{span.role}>"
    if span.channel:
        return f"<#{span.channel}>"
    if span.moment:
        return _moment(span.moment, "t" if span.clock else "f")
    if span.url:
        return _link(span.text, span.url)
    return _code(span.text, commands) if span.code else escape(span.text)


def _moment(instant: datetime, style: str) -> str:
    """Write an instant, which each reader sees in their own zone, and how far away it is."""
    seconds = int(instant.timestamp())
    return f"<t:{seconds}:{style}> (<t:{seconds}:R>)"


def _code(text: str, commands: Commands) -> str:
    """Write a piece of code. A command alone is written so that a tap puts it into the reader's message box."""
    command_id = commands.get(text.removeprefix("/")) if text.startswith("/") else None
    if command_id:
        return f"<{text}:{command_id}>"
    return f"`{text.replace('`', 'ˋ')}`"  # a backtick cannot be escaped in code: its look-alike


def _link(label: str, url: str) -> str:
    """Write a link, with `<>` around the address to keep the preview away.

    Discord shows no link for a label that is itself an address.
    """
    if "://" in label:
        return f"<{url}>"
    return f"[{escape(label.replace('[', '(').replace(']', ')'))}](<{url}>)"
