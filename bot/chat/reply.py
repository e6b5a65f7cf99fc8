"""The closed model of a reply. Every adapter renders all of it, on its own platform's terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.chat import limits
from bot.chat.files import KeptFile
from bot.chat.heads import Head
from bot.chat.markup import NOTHING, Text
from bot.chat.readers import Readers
from bot.closed_sets import AnswerHome


class Tone(StrEnum):
    """The tone of a reply: a colour on Discord, nothing on Telegram."""

    PLAIN = "plain"
    GOOD = "good"
    PROBLEM = "problem"
    CELEBRATION = "celebration"


class ButtonStyle(StrEnum):
    """The style of a button, which both platforms show as a colour. Its word says the same."""

    PLAIN = "plain"
    PRIMARY = "primary"
    """The next step for most who read it."""
    SUCCESS = "success"
    """It ticks off, or says yes to something good."""
    DANGER = "danger"
    """It takes away what comes back only with work."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button that stands for a typed line. It acts for the person who taps it.

    A line that no platform can carry is kept, and the button types its key (`bot.chat.keeping`).
    Raises ValueError for an empty label and an empty line.

    - `choice`: the number of a group of many choices, which a platform may show as a menu; 0: none.
    - `replaces`: the answer to a tap takes the place of the message with the button.
    - `sure`: its line is done without asking the tapper first.
    - `owner`: the platform's id of the person who was answered; 0: all may tap it. The dispatcher sets it.
    - `asks_to_join`: its tapper is asked before it makes them a member. The dispatcher sets it.
    """

    label: str
    line: str
    choice: int = 0
    style: ButtonStyle = ButtonStyle.PLAIN
    replaces: bool = False
    sure: bool = False
    owner: int = 0
    asks_to_join: bool = False

    def __post_init__(self) -> None:
        """Refuse an empty line and an empty label. A long label is shortened."""
        if not self.line.strip():
            raise ValueError(f"a button needs a line: {self.label!r}")
        if not self.label.strip():
            raise ValueError(f"a button needs a label: {self.line!r}")
        object.__setattr__(self, "label", limits.shorten(self.label, limits.LABEL))

    @property
    def fits(self) -> bool:
        """Whether every platform can carry the line."""
        return len(self.line.encode()) <= limits.LINE_BYTES and "\n" not in self.line

    @property
    def short(self) -> str:
        """The line without its note, if that has few bytes enough; else its command alone, cut if it is no real one."""
        before = self.line.split(limits.NOTE_SIGN, 1)[0].strip()
        short = len(before.encode()) <= limits.SHORT_BYTES and "\n" not in before
        return before if short else self.line.split()[0].encode()[: limits.SHORT_BYTES].decode("utf-8", "ignore")

    @property
    def carried(self) -> str:
        """The button as a platform carries it: its head, and its line.

        The line is whole if it fits, else the short one behind the sign of a kept line. A tap on the short one asks
        before it leaves anything out.
        """
        line = self.line if self.fits else f"{limits.KEY_SIGN} {self.short}"
        return f"{Head(self.owner, self.sure, self.replaces, asks_to_join=self.asks_to_join)}{line}"


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
class Document:
    """A file of ours that goes with a message. Raises ValueError for one that no platform could carry.

    `instead`: what stands in the place of the message if the platform does not take the file after all.
    """

    name: str
    content: bytes
    instead: Text = NOTHING

    def __post_init__(self) -> None:
        """Refuse a file that is too large."""
        if len(self.content) > limits.DOCUMENT_BYTES:
            raise ValueError(f"{self.name} has more than {limits.DOCUMENT_BYTES} bytes")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer or post.

    - `file`: a file that its platform sends again. Other platforms show the words alone.
    - `document`: a file of ours. With one, a reply is a message of its own, and no picture goes with it.
    - `private`: for the caller's eyes (ephemeral on Discord; on Telegram a toast for a tap, else the private chat).
    - `personal`: only the caller needs it (ephemeral on Discord; on Telegram as the group's stewards chose).
    - `posted`: a post here says the same. A platform that needs no answer to a typed line gives none.
    - `update`: a tap changes the message of its button instead of adding another.
    - `shared`: it is a message of its own, and all may tap its buttons. With `update`, it takes the place of such a
      message, and tells nothing of its caller.
    - `asks`: plain words are an answer to it. `bare`: the same question for a message that shows none of its buttons.
    - `silent`: it arrives without a sound.
    - `thread`: the title of a thread that a platform with threads opens under a post, for those it mentions.
    - `apart`: replies of which each has a thread of its own. They follow the post where threads may be opened, which
      then has none itself.
    - `question`: the answer to a tap on any of its buttons takes its place.
    - `amends`: the line that an edit of the answered words begins, if they answered a question.
    - `home`: where it stands in a group that shows all to all, if only its asker needs it. None: nobody else sees it.
    - `alone`: the line that says in the private chat what nobody else sees, for a caller who has no such chat yet.
    - `deed`: what was done, in a sentence, and `undo`: the line that takes it back. Empty if nothing was.
    - `undone`: the line that took an act back, as `undo` of that act's answer. Empty if none was.
    """

    text: Text = NOTHING
    title: Text = NOTHING
    fields: tuple[Field, ...] = ()
    buttons: tuple[Row, ...] = ()
    image: Image | None = None
    file: KeptFile | None = None
    document: Document | None = None
    tone: Tone = Tone.PLAIN
    private: bool = False
    personal: bool = False
    posted: bool = False
    update: bool = False
    shared: bool = False
    asks: bool = False
    bare: Text = NOTHING
    silent: bool = False
    thread: str = ""
    apart: tuple[Reply, ...] = ()
    question: bool = False
    amends: str = ""
    deed: Text = NOTHING
    undo: str = ""
    undone: str = ""
    home: AnswerHome | None = AnswerHome.HERE
    alone: str = ""

    @property
    def readers(self) -> Readers:
        """The readers that it is meant for."""
        if self.private:
            return Readers.SECRET
        return Readers.ASKER if self.personal else Readers.GROUP

    def in_words(self) -> Reply | None:
        """Return the reply for a platform that refused its file or picture. None: it has neither."""
        if self.document is not None and self.document.instead:
            return Reply(self.document.instead, tone=Tone.PROBLEM, private=self.private, personal=self.personal)
        if self.image is None and self.file is None and self.document is None:
            return None
        return replace(self, image=None, file=None, document=None)

    def taps(self) -> Iterator[Button]:
        """The buttons that type a line, in order."""
        return (one for row in self.buttons for one in row if isinstance(one, Button))

    def __post_init__(self) -> None:
        """Refuse a reply that no platform could show. Long texts are shortened by the renderer instead."""
        if not (self.text or self.title or self.fields):
            raise ValueError("a reply says something")
        if self.document and (self.image or self.file or self.update):
            raise ValueError("a document goes with a message of its own")
        if len(self.buttons) > limits.ROWS or any(not 0 < len(row) <= limits.ROW_BUTTONS for row in self.buttons):
            raise ValueError(f"buttons come in at most {limits.ROWS} rows of 1-{limits.ROW_BUTTONS}")
        if len(self.fields) > limits.FIELDS:
            raise ValueError(f"a reply has at most {limits.FIELDS} fields")
