"""Events: what an update of Telegram's means to the bot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.adapters.telegram.attendance import Attendance
from bot.chat.heads import NO_HEAD, Head
from bot.identity import Account, Place


@dataclass(frozen=True, slots=True)
class Line:
    """A command, typed.

    - `answers`: it was no command but the answer to its question.
    - `under`: it stands under a picture, voice message or file. `file` is the reference of that.
    - `people`: account -> the name of a person whom it mentions.
    """

    account: Account
    place: Place
    line: str
    message_id: int
    answers: bool = False
    under: bool = False
    file: str = ""
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tap:
    """A button, pressed, with its head and line.

    `message_id` carries it, if it can still be changed; `pictured` if that is a photo. `confirms` is the command of an
    anonymous administrator to which the message replies. `muted`: the tapper may not write in the group.
    """

    account: Account
    place: Place | None
    line: str
    query_id: str
    head: Head = NO_HEAD
    message_id: int | None = None
    pictured: bool = False
    confirms: str = ""
    muted: bool = False

    @property
    def others(self) -> bool:
        """Whether the button acts for somebody else."""
        return self.head.owner not in {0, self.account.user_id}


@dataclass(frozen=True, slots=True)
class Nameless:
    """A command written in the name of a group or channel.

    `line` is the command of an anonymous administrator, who may confirm it; empty for a channel's.
    """

    place: Place
    message_id: int
    line: str = ""


@dataclass(frozen=True, slots=True)
class Chatter:
    """Words that may answer a question: any in the private chat, in a group only replies to a question.

    `line` is their command if they begin with a command's name; else empty. `file`: as of a `Line`.
    """

    account: Account
    place: Place
    text: str
    message_id: int
    line: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Wordless:
    """A picture, a voice message or a file, sent to us in private: we cannot read those."""

    place: Place


@dataclass(frozen=True, slots=True)
class Added:
    """The bot came into a group. In a `supergroup` it may have come with the group that became one."""

    place: Place
    supergroup: bool = False


@dataclass(frozen=True, slots=True)
class InChannel:
    """A command in a channel, where there are no members."""

    place: Place


@dataclass(frozen=True, slots=True)
class Removed:
    """The bot was removed from a group."""

    place: Place


@dataclass(frozen=True, slots=True)
class Membership:
    """The attendance of people in a group: that of one has changed, or several came into it."""

    accounts: tuple[Account, ...]
    place: Place
    attendance: Attendance


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup."""

    place: Place
    new_id: int


@dataclass(frozen=True, slots=True)
class Edit:
    """A message that was edited, and its event as it would be read now.

    `late`: it was written long before. `age` is how long before.
    """

    place: Place
    message_id: int
    event: Line | Nameless | Chatter | None
    late: bool
    age: timedelta = timedelta()


Event = Line | Tap | Nameless | Chatter | Wordless | InChannel | Added | Removed | Membership | Moved | Edit
