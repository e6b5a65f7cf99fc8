"""The room, or several of them: the people, the messages to each, and the buttons to press."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, replace
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
_WHERE = re.compile(r"(?P<name>.+) (?:in|on) (?P<where>.+)", re.DOTALL)
_CODE = re.compile(r"[A-Z0-9]{8}")


class MessageKind(StrEnum):
    """The kind of a message: an answer, a post, a changed message, or a note of the sandbox."""

    REPLY = "reply"
    POST = "post"
    EDIT = "edit"
    NOTE = "note"


@dataclass(slots=True)
class SandboxMessage:
    """A message from the bot. `to` names the only person who sees it; empty: all in its room do."""

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
    """Implements `bot.chat.rights.Rights`: the list of all rooms says who administers which."""

    admins: AbstractSet[tuple[str, str]] = frozenset()
    account: str = ""
    room: str = ""

    async def is_admin(self, *, anew: bool) -> bool:
        """Whether the caller administers the room."""
        return (self.room, self.account) in self.admins

    async def administers(self, chat: Place) -> bool:
        """Whether the caller administers another room."""
        return (chat.key, self.account) in self.admins


class Room:
    """People, messages and administrators of all rooms. `show` gets each new or changed message.

    A script may open rooms on other platforms, which `opened` gets. The speaker is in the room `here`. A person stays
    in the room in which they spoke last, and begins in the first. `admins` are keys of a room and an account. `Stage`
    sets `clock`.
    """

    def __init__(self) -> None:
        self.clock: Clock = SystemClock()
        self.rooms: list[Place] = [ROOM]
        self.people: dict[tuple[str, str], Account] = {}
        self.admins: set[tuple[str, str]] = set()
        self.messages: list[SandboxMessage] = []
        self.speaker = FIRST_SPEAKER
        self._whereabouts: dict[str, Place] = {}
        self.answers_shown = True
        self.show: Callable[[SandboxMessage], None] = lambda message: None
        self.opened: Callable[[str], None] = lambda platform: None
        self._session = uuid.uuid4().hex[:12]  # a second run on the same database must not look like a repeat
        self._count = 0

    @property
    def here(self) -> Place:
        """The room in which the speaker is."""
        return self._whereabouts.get(_key(self.speaker), self.rooms[0])

    def open(self, platform: str, title: str) -> None:
        """Open a room on a platform, which is played from then on."""
        self.opened(platform)
        number = -100 - len(self.rooms)
        self.rooms.append(Place(platform, number, number, title=title))

    def turn_to(self, written: str) -> None:
        """Let a person speak: `Ana`, or `Ana on Telegram` or `Ana in TITLE`, who goes into that room."""
        found = _WHERE.fullmatch(written)
        room = found and self._find_room(found["where"])
        name = found["name"] if found and room else written
        if room:
            self._whereabouts[_key(name)] = room
        self.speaker = name
        self.speaker = self.person(name).name

    def _find_room(self, where: str) -> Place | None:
        """Find an opened room by its title, or the first one on a platform."""
        opened = self.rooms[1:]
        named = (room for part in ("title", "platform") for room in opened if _key(getattr(room, part)) == _key(where))
        return next(named, None)

    def account(self, name: str) -> Account:
        """Return the account with this name in any case on the speaker's platform, known or not."""
        key = _key(name)
        digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).digest()
        username = key if key.isascii() and key.isidentifier() else ""
        platform = self.here.platform
        return self.people.get((platform, key)) or Account(
            platform, int.from_bytes(digest) + ROOM.chat_id + 1, name, username
        )

    def person(self, name: str) -> Account:
        """Return the account with this name in any case. A new name comes into the room."""
        account = self.account(name)
        return self.people.setdefault((account.platform, _key(name)), account)

    def chat_with(self, account: Account) -> Place:
        """The private chat of a person with the bot."""
        return Place(account.platform, account.user_id, account.user_id, title=account.name, private=True)

    def last_code(self) -> str:
        """The last code that the bot gave to anybody. Empty: it gave none."""
        spans = (span for message in reversed(self.messages) for span in message.reply.text.spans)
        return next((span.text for span in spans if span.code and _CODE.fullmatch(span.text)), "")

    def said(self, account: Account, place: Place, line: str) -> Said:
        """Make the `Said` that the core gets for a line."""
        rights = RoomRights(admins=self.admins, account=account.key, room=place.key)
        return Said(account, place, self.next_id(), line, overseen=not place.private, rights=rights)

    def answer(self, said: Said, reply: Reply) -> None:
        """Show a reply to the caller, or to the whole room. While answers are hidden, only problems are shown."""
        alone = reply.private or said.place.private
        shown = self.answers_shown or reply.tone is Tone.PROBLEM
        self._add(MessageKind.REPLY, said.place, said.account.name if alone else "", reply, shown=shown)

    def post(self, place: Place, reply: Reply) -> str:
        """Show a post and return its id."""
        return self._add(MessageKind.POST, place, self._name_of(place) if place.private else "", reply).id

    @contextmanager
    def in_order(self) -> Iterator[None]:
        """Show what is posted meanwhile in the order of the platforms, which post at the same time."""
        show, held = self.show, list[SandboxMessage]()
        self.show = lambda message: held.append(replace(message))
        try:
            yield
        finally:
            self.show = show
        order = list(dict.fromkeys(room.platform for room in self.rooms))
        for message in sorted(held, key=lambda message: order.index(message.place.platform)):
            show(message)

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
        """The messages that the speaker can see in their room and in private, the latest first."""
        return (message for message in reversed(self.messages) if self._sees(account, message))

    def _sees(self, account: Account, message: SandboxMessage) -> bool:
        if message.to:
            return message.to == account.name and message.place.platform == account.platform
        return message.place.key == self.here.key

    def _add(self, kind: MessageKind, place: Place, to: str, reply: Reply, *, shown: bool = True) -> SandboxMessage:
        place = next((room for room in self.rooms if room.key == place.key), place)  # a post knows no title
        message = SandboxMessage(self.next_id(), self.clock.now(), kind, place, to, reply)
        self.messages.append(message)
        if shown:
            self.show(message)
        return message

    def _name_of(self, place: Place) -> str:
        whose = (place.platform, place.chat_id)
        known = (one.name for one in self.people.values() if (one.platform, one.user_id) == whose)
        return next(known, place.title or place.key)

    def next_id(self) -> str:
        """Return an id that nothing else in this room has."""
        self._count += 1
        return f"{Platform.SANDBOX}:{self._session}:{self._count}"


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
