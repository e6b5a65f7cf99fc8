"""The closed model of a reply. Every adapter renders all of it, on its own platform's terms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.chat import limits
from bot.chat.markup import NOTHING, Text


class Tone(StrEnum):
    """The tone of a reply: a colour on Discord, nothing on Telegram."""

    PLAIN = "plain"
    GOOD = "good"
    PROBLEM = "problem"
    CELEBRATION = "celebration"


@dataclass(frozen=True, slots=True)
class Button:
    """A button that stands for a typed line. It acts for the person who taps it.

    Raises ValueError for an empty label, and for a line that is empty or over 64 bytes.
    """

    label: str
    line: str

    def __post_init__(self) -> None:
        """Refuse a line of a wrong length and an empty label. A long label is shortened."""
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
    """A PNG picture, with a description in words."""

    png: bytes
    alt: str
    name: str = "picture.png"


Row = tuple[Button | Link, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer or post.

    - `private`: for the caller's eyes (ephemeral on Discord; on Telegram a toast for a tap, else the private chat).
    - `update`: a tap changes the message of its button instead of adding another.
    - `asks`: plain words are an answer to it.
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
        """Refuse a reply that no platform could show. Long texts are shortened by the renderer instead."""
        if not (self.text or self.title or self.fields):
            raise ValueError("a reply says something")
        if len(self.buttons) > limits.ROWS or any(not 0 < len(row) <= limits.ROW_BUTTONS for row in self.buttons):
            raise ValueError(f"buttons come in at most {limits.ROWS} rows of 1-{limits.ROW_BUTTONS}")
        if len(self.fields) > limits.FIELDS:
            raise ValueError(f"a reply has at most {limits.FIELDS} fields")
