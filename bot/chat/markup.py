"""Text as spans: marked up once, here, and rendered by each platform. No name can break it.

A template is inline CommonMark (`**bold**`, `*italic*`, `` `code` ``, `[label]({url})`) with `{placeholders}`. It
is parsed first and the values go in afterwards. So a value is always plain text, whatever characters it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt

from bot.identity import Account

if TYPE_CHECKING:
    from markdown_it.token import Token


class Span(NamedTuple):
    """A run of characters in one style. A tuple, because an answer makes hundreds.

    `url` makes it a link. `mention` names an account, `role` a role of a Discord server. It pings them only if
    `ping`; if `pinged`, a change keeps the look of that. `channel` is a channel of a Discord server. `moment` is the
    instant that the characters say; `clock`: they say only its time of day.
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    url: str = ""
    mention: Account | None = None
    ping: bool = False
    role: int = 0
    moment: datetime | None = None
    clock: bool = False
    channel: int = 0
    pinged: bool = False


style_of = itemgetter(slice(1, None))
"""All that a span has beside its text."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A value that names a person; `ping` only where the product's rules allow it (a level's celebration).

    `pinged`: the message pinged them when it was new. Its changes look the same, and ping nobody.
    """

    account: Account
    ping: bool = False
    pinged: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A value that names a role of a Discord server; `ping` and `pinged` as for a `Mention`."""

    role_id: int
    ping: bool = False
    pinged: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A value that names a channel of a Discord server. Other platforms show the words."""

    channel_id: int
    words: str


@dataclass(frozen=True, slots=True)
class SpokenMoment:
    """A value that is an instant, with the words for it. A platform that knows its reader's zone uses its own words.

    `clock`: the words say only the time of day, because the day is plain.
    """

    instant: datetime
    words: str
    clock: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """A value that is a link with a label."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Text:
    """Text that a person reads: spans in order. Empty text is false."""

    spans: tuple[Span, ...] = ()

    def __add__(self, other: Text) -> Text:
        """Join two texts with nothing between."""
        return Text(self.spans + other.spans)

    def __bool__(self) -> bool:
        """Whether there is anything to read."""
        return any(span.text for span in self.spans)

    @property
    def plain(self) -> str:
        """The characters alone."""
        return "".join(span.text for span in self.spans)


NOTHING = Text()

Value = str | int | Text | Mention | Role | Channel | Linked | SpokenMoment
"""A value that may stand in a placeholder."""


def plain(text: str) -> Text:
    """Characters as they are, without any style."""
    return Text((Span(text),)) if text else Text()


def join_texts(parts: Iterable[Text], separator: str = "\n") -> Text:
    """The non-empty parts with a separator between them."""
    spans: list[Span] = []
    for part in parts:
        if part:
            spans += [Span(separator), *part.spans] if spans else part.spans
    return Text(tuple(spans))


def fill(template: str, values: Mapping[str, Value]) -> Text:
    """Parse a template of ours and put values into its placeholders.

    Pieces of code side by side become one span, for two would show their marks.
    Raises KeyError for a placeholder that has no value.
    """
    spans: list[Span] = []
    for piece in _parse(template):
        if isinstance(piece, Span):
            spans.append(piece)
        else:
            spans += piece.fill(values)
    return Text(tuple(_merge_code(spans)))


def _merge_code(spans: Sequence[Span]) -> Iterable[Span]:
    """Return spans with neighbours in code merged."""
    if [span.code for span in spans].count(True) < 2:  # noqa: PLR2004  a pair
        return spans
    merged: list[Span] = []
    for style, group in groupby(spans, key=style_of):
        together = list(group)
        merged += [Span("".join(span.text for span in together), *style)] if together[0].code else together
    return merged


_HOLE = re.compile(r"\{([a-z_]+)\}")
_MARKDOWN = MarkdownIt("commonmark").disable(["entity", "html_inline", "autolink", "image"])
_MARKDOWN.validateLink = lambda url: True  # type: ignore[method-assign]  # a placeholder is no valid address yet
_MARKDOWN.normalizeLink = lambda url: url  # type: ignore[method-assign]


@dataclass(frozen=True, slots=True)
class _Hole:
    """A placeholder of a template, in the style around it. Without a name it is a link whose address has one."""

    name: str
    around: Span

    def fill(self, values: Mapping[str, Value]) -> Iterable[Span]:
        """The value as spans."""
        around = self.around
        if around.url:
            around = around._replace(url=_HOLE.sub(lambda hole: str(values[hole[1]]), around.url))
        return _as_spans(values[self.name], around) if self.name else (around,)


@lru_cache(maxsize=2048)
def _parse(template: str) -> tuple[Span | _Hole, ...]:
    """Parse a template once: what stays the same is a span, and the rest is to be filled."""
    [inline] = _MARKDOWN.parseInline(template)
    state = Span("")
    pieces: list[Span | _Hole] = []
    for token in inline.children or []:
        state = _restyle(state, token)
        if text := _visible(token):
            pieces += _split(state._replace(text=text, code=token.type == "code_inline"))
    return tuple(pieces)


def _split(span: Span) -> Iterator[Span | _Hole]:
    """Yield the placeholders of a span, and what stands between."""
    for index, piece in enumerate(_HOLE.split(span.text)):
        if index % 2:
            yield _Hole(piece, span._replace(text=""))
        elif piece:
            part = span._replace(text=piece)
            yield _Hole("", part) if _HOLE.search(span.url) else part


def _visible(token: Token) -> str:
    return "\n" if token.type in {"softbreak", "hardbreak"} else token.content


def _restyle(state: Span, token: Token) -> Span:
    opens = token.nesting == 1
    if token.tag == "strong":
        return state._replace(bold=opens)
    if token.tag == "em":
        return state._replace(italic=opens)
    if token.tag == "a":
        return state._replace(url=str(token.attrGet("href") or "") if opens else "")
    return state


def _as_spans(value: Value, around: Span) -> Iterable[Span]:
    if not isinstance(value, Text):
        return (_as_span(value, around),)
    if not (around.bold or around.italic):
        return value.spans
    return [
        inner._replace(bold=inner.bold or around.bold, italic=inner.italic or around.italic) for inner in value.spans
    ]


def _as_span(value: str | int | Mention | Role | Channel | Linked | SpokenMoment, around: Span) -> Span:
    match value:
        case str() | int():  # a style has no more than this
            return Span(str(value), around.bold, around.italic, around.code, around.url)
        case Mention():
            return around._replace(text=value.account.name, mention=value.account, ping=value.ping, pinged=value.pinged)
        case Role():
            return around._replace(text="@role", role=value.role_id, ping=value.ping, pinged=value.pinged)
        case Channel():
            return around._replace(text=value.words, channel=value.channel_id)
        case SpokenMoment():
            return around._replace(text=value.words, moment=value.instant, clock=value.clock)
        case Linked():
            return Span(value.label, around.bold, around.italic, around.code, value.url)
