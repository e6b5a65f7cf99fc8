"""All that stewards can do, as the registry lists it, and a room with somebody of every kind who may try it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection, or_, select

from bot.chat.call import Said
from bot.chat.command import Command
from bot.chat.parse import split_line, unfold_line
from bot.chat.reply import Reply, Tone
from bot.chat.rights import Right, RightsUnknown
from bot.database.columns import metadata
from bot.features.commands import make_registry
from bot.features.members import invite
from bot.features.stewards import deputy, publishing
from bot.features.stewards.group_parts import DEEDS, PARTS
from bot.identity import Account, Place, Platform
from bot.tables import memberships
from tests.bot.room import Room

REGISTRY = make_registry()
STUDY = Place(Platform.TELEGRAM, 1, 1, title="Study room")
ELSEWHERE = Place(Platform.TELEGRAM, 2, 2, title="Second room")
Key = tuple[str, str]
"""A command, and the first word behind it if it is one of its options."""

OPTIONS = {
    "group": (*PARTS, *DEEDS),
    "deputy": (deputy.OFF,),
    "publishing": (publishing.ON, publishing.OFF),
}
"""The options of commands that do not list them as choices of an argument."""

OF_MEMBERS = {("focus", "stop"), ("invite", invite.RENEW)}
"""What commands of members do for stewards alone."""
UNSEEN = frozenset({"inbound", "kept_lines", "beats"})
"""The tables that any call may change."""

TABLES = {table.name: table for table in metadata.sorted_tables if table.name not in UNSEEN}
Seen = dict[str, list[str]]
"""Name of a table -> its rows, written out."""


def list_deeds() -> set[Key]:
    """List all that the registry lets stewards do."""
    known = {command.name: command for word in REGISTRY.words() if (command := REGISTRY.get(word))}
    return OF_MEMBERS.union(*(_deeds_of(one) for one in known.values() if one.for_stewards))


def _deeds_of(command: Command) -> set[Key]:
    first = next(iter(command.args.values()), None)
    options = OPTIONS.get(command.name, first.choices if first else ())
    return {(command.name, ""), *((command.name, option) for option in options)}


def key_of(line: str) -> Key:
    """Tell which command a line calls, with which option. The number of a group is passed over."""
    typed, command = split_line(unfold_line(REGISTRY, line)), _command_of(line)
    words_behind = [word for word in typed.rest.split() if not word.startswith("~")]
    key = (command.name, words_behind[0].casefold() if words_behind else "")
    return key if key in list_deeds() else (command.name, "")


def is_for_stewards(line: str) -> bool:
    """Whether a line does something that stewards alone may do."""
    return _command_of(line).for_stewards or key_of(line) in OF_MEMBERS


def is_for_anywhere(line: str) -> bool:
    """Whether stewards may do it from their private chat, too."""
    return _command_of(line).anywhere


def for_group(line: str, number: int) -> str:
    """Write a line with the number of a group, as buttons do."""
    typed = split_line(unfold_line(REGISTRY, line))
    return f"/{typed.name} ~{number} {typed.rest}".rstrip()


def _command_of(line: str) -> Command:
    command = REGISTRY.get(split_line(unfold_line(REGISTRY, line)).name)
    assert command, line
    return command


@dataclass
class ChatRights:
    """What the platform says of an account: it administers this `chat`, or did some minutes ago if it is `demoted`.

    `silent`: the platform says nothing. `asked_anew` counts how often it was asked anew.
    """

    here: Place
    chat: int = 0
    demoted: bool = False
    silent: bool = False
    asked_anew: int = 0

    async def is_admin(self, *, anew: bool) -> bool:
        self.asked_anew += anew
        return self._answer(self.here) and not (anew and self.demoted)

    async def administers(self, chat: Place) -> bool:
        self.asked_anew += 1
        return self._answer(chat) and not self.demoted

    def _answer(self, chat: Place) -> bool:
        if self.silent:
            raise RightsUnknown
        return chat.space_id == self.chat

    async def lacks(self, chat_id: int = 0) -> tuple[Right, ...]:
        return ()

    async def opens_threads(self) -> bool:
        return True

    async def can_ping(self, role_id: int) -> bool:
        return True

    async def has_left(self, chat: Place) -> bool:
        return False


class GuardedRoom(Room):
    """A room of Ann, her deputy Ben, Dee who was a deputy, and Cem, Fay and Gil. Eve has another group.

    Zed administers the room and is no member, as an anonymous administrator who tapped. Dan administered it some
    minutes ago. Of Sia the platform says nothing.
    """

    ADMINISTERED = {"Ann": 1, "Zed": 1, "Dan": 1, "Eve": 2}  # noqa: RUF012  nobody changes it

    def _said(self, name: str, place: Place) -> Said:
        chat = self.ADMINISTERED.get(name, 0)
        self.asked = ChatRights(place, chat, demoted=name == "Dan", silent=name == "Sia")
        return replace(super()._said(name, place), rights=self.asked)

    def account(self, name: str) -> Account:
        """The account of this name, on Telegram."""
        return replace(super().account(name), platform=Platform.TELEGRAM)

    async def say(self, name: str, line: str, place: Place = STUDY, *, tapped: bool = False) -> Reply:
        """What is answered to a typed line."""
        return await super().say(name, line, place, tapped=tapped)

    async def press(self, name: str, carried: str, place: Place = STUDY) -> Reply:
        """What is answered to a tap on what a button carries."""
        return await super().press(name, carried, place)

    def alone(self, name: str) -> Place:
        """Somebody's private chat with the bot."""
        user_id = self.account(name).user_id
        return Place(Platform.TELEGRAM, user_id, user_id, private=True)

    async def move_in(self) -> None:
        """Let everybody join, name the deputies, share a link that can be taken down, and begin a focus session.

        Fay is quiet for eight days then.
        """
        for name in ("Ann", "Ben", "Cem", "Dee", "Fay", "Gil"):
            await self.say(name, "/join")
        await self.say("Eve", "/join", ELSEWHERE)
        for line in ("/setup deputy Ben", "/setup deputy Dee", "/setup deputy off Dee"):
            assert (await self.say("Ann", line)).tone is Tone.GOOD
        await self.say("Cem", "/settings work on")
        self.later(days=8)
        for name in ("Ann", "Ben", "Dee", "Eve"):
            await self.say(name, "/log 15m", ELSEWHERE if name == "Eve" else STUDY)
        await self.say("Cem", "/done week1-algebra https://example.org/work")
        assert (await self.say("Gil", "/focus 25m")).tone is Tone.GOOD


def see_all(db: Connection) -> Seen:
    """See every row that a call does not change by being answered."""
    return {name: sorted(map(repr, db.execute(select(table)))) for name, table in TABLES.items()}


def see_first_group(db: Connection) -> Seen:
    """See every row of the first group and its members."""
    members = select(memberships.c.learner_id).where(memberships.c.group_id == 1)
    found = {}
    for name, table in TABLES.items():
        of_group = {"groups": "id"}.get(name, "group_id")
        of_learner = {"learners": "id"}.get(name, "learner_id")
        chosen = [table.c[of_group] == 1] if of_group in table.c else []
        chosen += [table.c[of_learner].in_(members)] if of_learner in table.c else []
        found[name] = sorted(map(repr, db.execute(select(table).where(or_(*chosen))))) if chosen else []
    return found


def changed(before: Seen, after: Seen) -> set[str]:
    """Name the tables that differ."""
    return {name for name, rows in after.items() if rows != before[name]}
