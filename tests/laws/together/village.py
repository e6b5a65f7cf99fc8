"""A village of people on two platforms and in three groups, with the whole program, on a clock of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from bot.app import App
from bot.chat.call import Said
from bot.chat.reply import Reply
from bot.chat.rights import KnownRights
from bot.config import Settings
from bot.database.store import Store
from bot.features.members.actions.groups import SHIPPED
from bot.identity import Account, Place
from tests.bot.posting.office import Platform
from tests.bot.room import HERE, PRACTISED, Room, labels, words

ROADMAP = replace(PRACTISED, slug=SHIPPED)
GUILD = Place("discord", 11, 12, title="Guild")
CLUB = Place("discord", 31, 32, title="Club")
CHAT = Place("telegram", -21, -21, title="Chat")
GROUPS = (GUILD, CHAT, CLUB)
STEWARDS = {"discord": "Ophelia@discord", "telegram": "Quentin@telegram"}
PERSONS = (
    ("Annika@discord", "Anouk@telegram"),
    ("Bertil@discord", "Bruno@telegram"),
    ("Cosima@discord",),
    ("Dorian@telegram",),
)
"""The accounts of each person. On each platform a person goes by another name."""
ACCOUNTS = tuple(name for person in PERSONS for name in person)


def bare(name: str) -> str:
    """The name that people see."""
    return name.partition("@")[0]


def other_of(name: str) -> str | None:
    """The other account of the same person."""
    return next((one for person in PERSONS if name in person for one in person if one != name), None)


@dataclass(frozen=True)
class Utterance:
    """Something that the bot said. `to`: whose answer or private post it is; empty: a post for a group."""

    place: Place
    words: str
    to: str
    at: datetime
    key: str = ""


@dataclass
class Ear(Platform):
    """A platform on which every post arrives, with an id of its own, and can be changed."""

    heard: Callable[[Place, Reply, str], None] = field(kw_only=True)
    now: Callable[[], datetime] = field(kw_only=True)
    numbers: count[int] = field(default_factory=lambda: count(1))
    shown: dict[str, Utterance] = field(default_factory=dict)
    """Message -> what it shows."""

    async def send(self, place: Place, reply: Reply, key: str) -> str:
        self.heard(place, reply, key)
        message_id = f"{self.name}{next(self.numbers)}"
        self.shown[message_id] = Utterance(place, spoken(reply), "", self.now(), key)
        return message_id

    async def edit(self, place: Place, message_id: str, reply: Reply) -> bool:
        self.heard(place, reply, f"change of {message_id}")
        if message_id in self.shown:
            self.shown[message_id] = replace(self.shown[message_id], words=spoken(reply))
        return True


class Village(Room):
    """Rooms on both platforms. A name is followed by the platform on which its owner speaks."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, (ROADMAP,))
        settings = Settings.model_validate({"database_url": "sqlite:///unused"})
        self.app = App(settings, self.clock, store, self.library)
        self.dispatcher = self.app.dispatcher
        self.said_here: list[Utterance] = []
        self.ears = {name: Ear(name, heard=self.hear, now=self.clock.now) for name in STEWARDS}
        self.app.adapters.update(self.ears)
        for name in (*STEWARDS.values(), *ACCOUNTS):
            self.account(name)

    def account(self, name: str) -> Account:
        """The account of this name on its platform."""
        user_id = 1000 + len(self._accounts)
        return self._accounts.setdefault(name, Account(name.partition("@")[2], user_id, bare(name), bare(name).lower()))

    def hear(self, place: Place, reply: Reply, key: str) -> None:
        """Keep what was said unasked."""
        owners = {self.account(name).user_id: name for name in (*ACCOUNTS, *STEWARDS.values())}
        self.said_here.append(Utterance(place, spoken(reply), owners.get(place.chat_id, ""), self.clock.now(), key))

    async def open(self) -> None:
        """Let the bot come into every group."""
        for place in GROUPS:
            await self.app.added(place, f"added {place.chat_id}")

    async def speak(self, name: str, line: str, place: Place = HERE) -> Reply:
        """The answer to a line, which is kept."""
        reply = await self.say(name, line, place)
        self.note(name, reply)
        return reply

    async def touch(self, name: str, reply: Reply, label: str, place: Place = HERE) -> Reply:
        """The answer to a tap, which is kept."""
        tapped = await self.tap(name, reply, label, place)
        self.note(name, tapped)
        return tapped

    def note(self, name: str, reply: Reply) -> None:
        """Keep what was answered to a person."""
        assert self.said
        self.said_here.append(Utterance(self.said.place, spoken(reply), name, self.clock.now()))

    def _said(self, name: str, place: Place) -> Said:
        account = self.account(name)
        here = self.home(name) if place is HERE else place
        admin = KnownRights(name in STEWARDS.values())
        return Said(account, here, f"{account.platform}:{next(self._inbound)}", rights=admin)

    def home(self, name: str) -> Place:
        """The group in which a person speaks if no other is named."""
        return GUILD if self.account(name).platform == "discord" else CHAT

    def alone(self, name: str) -> Place:
        """The private chat of a person with the bot."""
        account = self.account(name)
        return Place(account.platform, account.user_id, account.user_id, private=True)

    async def live(self, **by: float) -> None:
        """Let time go by from one due moment to the next."""
        until = self.clock.now() + timedelta(**by)
        while (due := await self.app.work.next_due()) is not None and due <= until:
            self.clock.move_to(max(due, self.clock.now()))
            await self.app.work.run_due()
            await self.heed()
        self.clock.move_to(until)
        await self.app.work.run_due()
        await self.heed()

    async def heed(self) -> None:
        """Look at what was said just now."""


def spoken(reply: Reply) -> str:
    """All words of a reply, with its buttons."""
    return "\n".join([words(reply), *labels(reply)])
