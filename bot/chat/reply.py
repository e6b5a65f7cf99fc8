"""The closed model of what we say: every adapter renders all of it, on its own platform's terms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.chat import limits
from bot.chat.markup import NOTHING, Text


class Tone(StrEnum):
    """How it is meant: a colour on Discord, nothing on Telegram."""

    PLAIN = "plain"
    GOOD = "good"
    PROBLEM = "problem"
    CELEBRATION = "celebration"


@dataclass(frozen=True, slots=True)
class Button:
    """A tap that stands for a typed line; it acts for whoever taps. Raises ValueError for a line over 64 bytes."""

    label: str
    line: str

    def __post_init__(self) -> None:
        """Refuse what a platform would: lines too long, nothing to read."""
        if not 0 < len(self.line.encode()) <= limits.LINE_BYTES:
            raise ValueError(f"a button's line has 1-{limits.LINE_BYTES} bytes: {self.line!r}")
        if not self.label.strip():
            raise ValueError(f"a button needs a label: {self.line!r}")
        object.__setattr__(self, "label", limits.shorten(self.label, limits.LABEL))


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens a page."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Field:
    """A small heading with something under it."""

    name: Text
    value: Text
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """A PNG with what it shows in words."""

    png: bytes
    alt: str
    name: str = "picture.png"


Row = tuple[Button | Link, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer or post.

    `private`: for the caller's eyes (ephemeral on Discord; on Telegram a toast for a tap, else the private chat).
    `update`: a tap changes the message it sits on instead of adding one. `asks`: plain words are an answer to it.
    """

    text: Text = NOTHING
    title: Text = NOTHING
    fields: tuple[Field, ...] = ()
    buttons: tuple[Row, ...] = ()
    image: Image | None = None
    tone: Tone = Tone.PLAIN
    private: bool = False
    update: bool = False
    asks: bool = False

    def __post_init__(self) -> None:
        """Refuse what no platform could show; texts are shortened by the renderer instead."""
        if not (self.text or self.title or self.fields):
            raise ValueError("a reply says something")
        if len(self.buttons) > limits.ROWS or any(not 0 < len(row) <= limits.ROW_BUTTONS for row in self.buttons):
            raise ValueError(f"buttons come in at most {limits.ROWS} rows of 1-{limits.ROW_BUTTONS}")
        if len(self.fields) > limits.FIELDS:
            raise ValueError(f"a reply has at most {limits.FIELDS} fields")
