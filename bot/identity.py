"""Accounts, places and callers: the values that adapters make and every layer understands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

SIGNED_NAME = 28
"""The most characters of a name with a sign behind it, so that both fit on a button."""

LearnerId = NewType("LearnerId", int)
"""The row id of a learner."""
GroupId = NewType("GroupId", int)
"""The row id of a group."""
PlaceId = NewType("PlaceId", int)
"""The row id of a place, which is not the platform's number of the chat."""
AccountId = NewType("AccountId", int)
"""The row id of an account, which is not the platform's number of the user."""
PostId = NewType("PostId", int)
"""The row id of a post in the outbox, which is not the platform's id of the message."""
DueId = NewType("DueId", int)
"""The row id of a due."""
ActId = NewType("ActId", int)
"""The row id of an act. A later act has a higher one."""
ChangeId = NewType("ChangeId", int)
"""The row id of a change of a choice or criterion."""
TickId = NewType("TickId", int)
"""The row id of a tick."""
SessionId = NewType("SessionId", int)
"""The row id of a study session."""
CheckinId = NewType("CheckinId", int)
"""The row id of a group's weekly check-in."""
ObstacleId = NewType("ObstacleId", int)
"""The row id of an obstacle."""
FocusId = NewType("FocusId", int)
"""The row id of a shared study session."""
PairingId = NewType("PairingId", int)
"""The row id of study partners who were matched."""
PauseId = NewType("PauseId", int)
"""The row id of a pause."""
CodeId = NewType("CodeId", int)
"""The row id of a code that was issued in private."""
LinkId = NewType("LinkId", int)
"""The row id of a learner's link."""
ConnectionId = NewType("ConnectionId", int)
"""The row id of the connection of two groups."""


class Platform(StrEnum):
    """A platform that people speak on, as stored and as written in `telegram:123`."""

    DISCORD = "discord"
    TELEGRAM = "telegram"
    SANDBOX = "sandbox"


_CONTROL = frozenset({"Cc", "Cs"})
_HIDDEN = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # turn the direction of the text after them
    "\ufeff\u200b\u2060\u00ad\u180e\u115f\u1160\u3164\uffa0"  # are not seen at all
)
_JOINERS = re.compile("([\u200c\u200d\u200e\u200f])[\u200c\u200d\u200e\u200f]+")
_MARKS = 4


def clear(text: str) -> str:
    """Remove characters that no honest name or note needs: control, direction-changing and invisible ones.

    Line ends stay. Joiners, which emoji and Persian need, stay one at a time. A letter has four accents at most.
    """
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for char in _JOINERS.sub(r"\1", "".join(char for char in text if _is_honest(char))):
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MARKS:
            kept.append(char)
    return "".join(kept)


def _is_honest(char: str) -> bool:
    return char == "\n" or (unicodedata.category(char) not in _CONTROL and char not in _HIDDEN)


@dataclass(frozen=True, slots=True)
class Account:
    """A learner's identity on one platform.

    `user_id` is the platform's own number, `name` the name that people see. `language` is the code of the learner's
    language on the platform; empty if the platform does not say.
    """

    platform: str
    user_id: int
    name: str
    username: str = ""
    language: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        """`telegram:123`, the form that is logged and typed into button lines."""
        return f"{self.platform}:{self.user_id}"


@dataclass(frozen=True, slots=True)
class Place:
    """A place where the bot posts.

    - `space_id` is the Discord guild or Telegram chat, `chat_id` the channel or chat. On Telegram both are equal.
    - `thread_id` is a topic.
    - `private` is a one-to-one chat with the bot.
    - With `person`, `chat_id` is the person's own id, and the chat may still have to be opened.
    """

    platform: str
    space_id: int
    chat_id: int
    thread_id: int | None = None
    title: str = ""
    private: bool = False
    person: bool = False

    @property
    def key(self) -> str:
        """`telegram:-100123`, the group's identity on its platform, as logged."""
        return f"{self.platform}:{self.space_id}"


@dataclass(frozen=True, slots=True)
class Caller:
    """An account that speaks in a place at an instant (aware UTC). Every action gets its caller.

    `zone` is the place's zone, or the zone to begin with while none is known. `language` is the account's if we
    have texts in it, else empty.
    """

    account: Account
    place: Place
    now: datetime
    steward: bool = False
    zone: str = "UTC"
    language: str = ""


@dataclass(frozen=True, slots=True)
class OwnGroup:
    """A group that a learner is a member of. `solo`: their group of one.

    `twin`: its number among groups of theirs whose titles look the same; 0: there is no other.
    """

    group_id: GroupId
    title: str
    solo: bool = False
    twin: int = 0


@dataclass(frozen=True, slots=True)
class OwnGroups:
    """The groups of a learner who is in several; the one that is meant comes first.

    `chosen`: the learner chose it. Otherwise it is the one used last, and they are to be asked.
    """

    groups: tuple[OwnGroup, ...]
    chosen: bool


def distinguish_names(names: Sequence[str], *kinds: Sequence[str]) -> list[str]:
    """Put a sign behind each name that several people have, where one of them is to be chosen.

    `kinds` are lists of signs, one sign for each name, the best kind first. The first kind counts in which each
    namesake has a sign of their own.
    """
    folded = [name.casefold() for name in names]
    return [
        _sign_name(name, at, kinds, [one for one, other in enumerate(folded) if other == folded[at]])
        for at, name in enumerate(names)
    ]


def _sign_name(name: str, at: int, kinds: Sequence[Sequence[str]], namesakes: Sequence[int]) -> str:
    kept = [{signs[one] for one in namesakes} - {""} for signs in kinds]
    own = next((signs[at] for signs, known in zip(kinds, kept, strict=True) if len(known) == len(namesakes)), "")
    if len(namesakes) == 1 or not own:
        return name
    cut = name if len(name) <= SIGNED_NAME else f"{name[: SIGNED_NAME - 1].rstrip()}…"
    return f"{cut} · {own}"
