"""The room: its people, the messages to each, and the buttons to press."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b

from bot.chat.call import Said
from bot.chat.reply import Button, Link, Reply, Tone
from bot.chat.rights import KnownRights
from bot.clock import Clock, SystemClock
from bot.identity import Account, Place, Platform

ROOM = Place(Platform.SANDBOX, space_id=1, chat_id=1, title="Study room")
FIRST_SPEAKER = "You"
"""The speaker until a person is named."""


class MessageKind(StrEnum):
    """The kind of a message: an answer, a post, a changed message, or a note of the sandbox."""

    REPLY = "reply"
    POST = "post"
    EDIT = "edit"
    NOTE = "note"


@dataclass(slots=True)
class SandboxMessage:
    """A message from the bot. `to` names the only person who sees it; empty: the whole room does."""

    id: str
    at: datetime
    kind: MessageKind
    place: Place
    to: str
    reply: Reply

    def buttons(self) -> Iterator[Button | Link]:
        """All its buttons; the first is number 1."""
        for row in self.reply.buttons:
            yield from row


@dataclass(frozen=True, slots=True)
class RoomRights(KnownRights):
    """Implements `bot.chat.rights.Rights`: the room's own list says who administers it."""

    admins: AbstractSet[int] = frozenset()
    user_id: int = 0

    async def is_admin(self, *, anew: bool) -> bool:
        """Whether the caller administers the room."""
        return self.user_id in self.admins

    async def administers(self, chat: Place) -> bool:
        """Whether the caller administers the room."""
        return self.user_id in self.admins


class Room:
    """People, messages and administrators of the room. `show` gets each new or changed message.

    `Stage` sets `clock`.
    """

    def __init__(self) -> None:
        self.clock: Clock = SystemClock()
        self.people: dict[str, Account] = {}
        self.admins: set[int] = set()
        self.messages: list[SandboxMessage] = []
        self.speaker = FIRST_SPEAKER
        self.answers_shown = True
        self.show: Callable[[SandboxMessage], None] = lambda message: None
        self._session = uuid.uuid4().hex[:12]  # a second run on the same database must not look like a repeat
        self._count = 0

    def account(self, name: str) -> Account:
        """Return the account with this name in any case, known or not."""
        key = _key(name)
        digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).digest()
        username = key if key.isascii() and key.isidentifier() else ""
        return self.people.get(key) or Account(
            Platform.SANDBOX, int.from_bytes(digest) + ROOM.chat_id + 1, name, username
        )

    def person(self, name: str) -> Account:
        """Return the account with this name in any case. A new name comes into the room."""
        return self.people.setdefault(_key(name), self.account(name))

    def chat_with(self, account: Account) -> Place:
        """The private chat of a person with the bot."""
        return Place(Platform.SANDBOX, account.user_id, account.user_id, title=account.name, private=True)

    def said(self, account: Account, place: Place, line: str) -> Said:
        """Make the `Said` that the core gets for a line."""
        rights = RoomRights(admins=self.admins, user_id=account.user_id)
        return Said(account, place, self.next_id(), line, overseen=not place.private, rights=rights)

    def answer(self, said: Said, reply: Reply) -> None:
        """Show a reply to the caller, or to the whole room. While answers are hidden, only problems are shown."""
        alone = reply.private or said.place.private
        shown = self.answers_shown or reply.tone is Tone.PROBLEM
        self._add(MessageKind.REPLY, said.place, said.account.name if alone else "", reply, shown=shown)

    def post(self, place: Place, reply: Reply) -> str:
        """Show a post and return its id."""
        return self._add(MessageKind.POST, place, self._name_of(place) if place.private else "", reply).id

    def note(self, reply: Reply) -> None:
        """Say something as the sandbox itself; it is no message of the bot and has no buttons."""
        self.show(SandboxMessage("", self.clock.now(), MessageKind.NOTE, ROOM, "", reply))

    def change(self, message_id: str, reply: Reply) -> bool:
        """Replace an earlier message. Nothing is shown if it already says the same. False: it is gone."""
        message = next((one for one in self.messages if one.id == message_id), None)
        if message is not None and message.reply != reply:
            message.at, message.kind, message.reply = self.clock.now(), MessageKind.EDIT, reply
            self.show(message)
        return message is not None

    def seen_by(self, account: Account) -> Iterator[SandboxMessage]:
        """The messages that a person can see, the latest first."""
        return (message for message in reversed(self.messages) if message.to in {"", account.name})

    def _add(self, kind: MessageKind, place: Place, to: str, reply: Reply, *, shown: bool = True) -> SandboxMessage:
        message = SandboxMessage(self.next_id(), self.clock.now(), kind, place, to, reply)
        self.messages.append(message)
        if shown:
            self.show(message)
        return message

    def _name_of(self, place: Place) -> str:
        known = (account.name for account in self.people.values() if account.user_id == place.chat_id)
        return next(known, place.title or place.key)

    def next_id(self) -> str:
        """Return an id that nothing else in this room has."""
        self._count += 1
        return f"{Platform.SANDBOX}:{self._session}:{self._count}"


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
