"""A small reading of Discord's markdown, by the rules of its client: what a reader sees of a written text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.adapters.discord.markdown import safe_url
from bot.chat.markup import Span, Text
from bot.identity import Platform


@dataclass(frozen=True)
class Seen:
    """A character as it is seen. `target`: an address, a mention, an instant or a command behind it."""

    char: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    target: str = ""
    odd: str = ""
    """A style that we never mean: a heading, a list, a quote, a line through."""


TARGET = "\ufffd"
"""Stands for what Discord itself words: a mention, an instant."""

_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_LINK = re.compile(r"\[((?:\\.|[^\]\\])*)\]\(<([^>\s]*)>\)")
_BARE_LINK = re.compile(r"<(https?://[^>\s]*)>|(https?://[^\s<]+[^<.,:;\"')\]\s])")
_TARGET = re.compile(r"<(@!?\d+|@&\d+|#\d+|t:-?\d+(?::[tTdDfFR])?|/[-\w ]{1,99}:\d+|a?:\w+:\d+)>")
_LOUD = re.compile(r"@everyone|@here")
_EM = re.compile(r"_((?:__|\\[\s\S]|[^\\_])+?)_(?![0-9A-Za-z_])|\*(?=\S)((?:\*\*|\s+(?:[^*\s]|\*\*)|[^\s*])+?)\*(?!\*)")
_STRONG = re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")
_ODD = {
    "underline": re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)"),
    "struck": re.compile(r"~~((?:\\[\s\S]|[^\\])+?)~~"),
    "spoiler": re.compile(r"\|\|([\s\S]+?)\|\|"),
    "block of code": re.compile(r"```([\s\S]+?)```"),
}
_CODE = re.compile(r"(`+)([\s\S]*?[^`])\1(?!`)")
_LINE = re.compile(r"(?:#{1,3}|-#|>{1,3}|[-*+]|\d+[.)]) +\S", re.ASCII)
_WORDS = re.compile(r"[\s\S]+?(?=[^0-9A-Za-z\s\u00c0-\uffff]|\n|\w+:\S|$)")


def read(written: str) -> list[Seen]:
    """All characters that a reader sees."""
    return list(_read(written, Seen("")))


def _read(rest: str, style: Seen, *, at_line_start: bool = True) -> Iterator[Seen]:
    while rest:
        if at_line_start and _LINE.match(rest.lstrip(" ")):
            style = replace(style, odd="line")
        seen, taken = _next(rest, style)
        yield from seen
        at_line_start = rest[taken - 1] == "\n"
        style = replace(style, odd="" if style.odd == "line" and at_line_start else style.odd)
        rest = rest[taken:]


def _next(rest: str, style: Seen) -> tuple[list[Seen], int]:
    for odd, rule in _ODD.items():
        if found := rule.match(rest):
            return list(_read(found[1], replace(style, odd=odd), at_line_start=False)), found.end()
    if found := _STRONG.match(rest):
        return list(_read(found[1], replace(style, bold=True), at_line_start=False)), found.end()
    if found := _EM.match(rest):
        inner = found[1] or found[2]
        return list(_read(inner, replace(style, italic=True), at_line_start=False)), found.end()
    return _leaf(rest, style)


def _leaf(rest: str, style: Seen) -> tuple[list[Seen], int]:
    if found := _ESCAPE.match(rest):
        return [replace(style, char=found[1])], found.end()
    if found := _CODE.match(rest):
        return [replace(style, char=one, code=True) for one in found[2]], found.end()
    if found := _LINK.match(rest):
        label = _read(found[1], replace(style, target=found[2]), at_line_start=False)
        return list(label), found.end()
    if found := _BARE_LINK.match(rest):
        url = found[1] or found[2]
        return [replace(style, char=one, target=url) for one in url], found.end()
    if found := _TARGET.match(rest) or _LOUD.match(rest):
        return [replace(style, char=TARGET, target=found[0].strip("<>"))], found.end()
    found = _WORDS.match(rest)
    taken = found[0] if found and rest[0] != "\n" else rest[0]
    return [replace(style, char=one) for one in taken], len(taken)


def meant(text: Text) -> list[Seen]:
    """What a reader is to see of a text."""
    return [seen for span in text.spans for seen in meant_by(span)]


def meant_by(span: Span) -> list[Seen]:
    url = safe_url(span.url) if span.text.strip() else ""
    if span.mention and span.mention.platform == Platform.DISCORD:
        return [Seen(TARGET, target=f"@{span.mention.user_id}")]
    if span.role or span.channel:
        return [Seen(TARGET, target=f"@&{span.role}" if span.role else f"#{span.channel}")]
    if span.moment:
        return _moment(span, f"t:{int(span.moment.timestamp())}")
    if url and "://" in span.text:
        return [Seen(char, target=url) for char in url]
    words = span.text.translate({ord("["): "(", ord("]"): ")"}) if url else span.text
    if span.code and span.text.strip() and not url:
        return [Seen(char, code=True) for char in words.replace("`", "ˋ")]
    return [Seen(char, span.bold, span.italic, target=url) for char in words]


def _moment(span: Span, target: str) -> list[Seen]:
    shown, distance = (Seen(TARGET, target=f"{target}:{one}") for one in ("t" if span.clock else "f", "R"))
    words = [Seen(char, span.bold, span.italic) for char in " ()"]
    return [shown, *words[:2], distance, words[2]]


def comparable(seen: list[Seen]) -> list[Seen]:
    """Blanks have no style, and code and links need not have one."""
    plain_ones = (replace(one, bold=False, italic=False) if _is_styleless(one) else one for one in seen)
    return [one for one in plain_ones if one.char != "\u200b"]


def _is_styleless(one: Seen) -> bool:
    return one.code or bool(one.target) or not one.char.strip()
