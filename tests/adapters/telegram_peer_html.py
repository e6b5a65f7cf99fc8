"""Telegram's HTML, parsed as its server does, with its words for what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}
_PIECE = re.compile(r"<(/?)([a-zA-Z-]*)([^>]*)>|<|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);?|[^<&]+|&", re.DOTALL)
_HREF = re.compile(r"""\s+href=(?:"([^"]*)"|'([^']*)'|(\S+))\s*\Z""")


class ApiError(Exception):
    """An answer that is not ok."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass
class _Open:
    tag: str
    offset: int
    address: str


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def parse_html(html: str) -> tuple[str, list[dict[str, Any]]]:
    """The visible text, trimmed, and its entities. Raises ApiError as the server words it."""
    text = ""
    entities: list[dict[str, Any]] = []
    stack: list[_Open] = []
    for match in _PIECE.finditer(html):
        piece = match[0]
        if not piece.startswith("<"):
            text += unescape(piece) if piece.startswith("&") else piece
        elif match[1]:
            entities += _close(match, stack, text)
        else:
            stack.append(_opened(match, text))
    if stack:
        raise _cannot(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    return _trim(text, [entity for entity in entities if entity["length"]])


def _opened(match: re.Match[str], text: str) -> _Open:
    tag = (match[2] or "").lower()
    if tag not in KINDS:
        raise _cannot(f'Unsupported start tag "{tag}" at byte offset {match.start()}')
    href = _HREF.match(match[3] or "")
    address = unescape(next(group for group in href.groups() if group is not None)) if href else ""
    return _Open(tag, units(text), address)


def _close(match: re.Match[str], stack: list[_Open], text: str) -> list[dict[str, Any]]:
    if not stack:
        raise _cannot(f"Unexpected end tag at byte offset {match.start()}")
    opened = stack.pop()
    if opened.tag != match[2].lower():
        raise _cannot(
            f'Unmatched end tag at byte offset {match.start()}, expected "</{opened.tag}>", found "</{match[2]}>"'
        )
    entity: dict[str, Any] = {
        "type": KINDS[opened.tag],
        "offset": opened.offset,
        "length": units(text) - opened.offset,
    }
    if opened.tag != "a":
        return [entity]
    return _link(entity, opened.address)


def _link(entity: dict[str, Any], address: str) -> list[dict[str, Any]]:
    if found := re.fullmatch(r"tg://user\?id=(\d+)", address):
        user = {"id": int(found[1]), "is_bot": False, "first_name": "?"}
        return [{**entity, "type": "text_mention", "user": user}]
    return [{**entity, "url": address}] if re.match(r"(https?|tg)://\S+\Z", address) else []


def _trim(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    lead = units(text) - units(text.lstrip())
    trimmed = text.strip()
    for entity in entities:
        entity["offset"] = max(0, entity["offset"] - lead)
        entity["length"] = min(entity["length"], units(trimmed) - entity["offset"])
    entities = [entity for entity in entities if entity["length"] > 0]
    return trimmed, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _cannot(why: str) -> ApiError:
    return ApiError(400, f"Bad Request: can't parse entities: {why}")
