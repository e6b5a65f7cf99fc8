"""A room in which people type lines and tap buttons, through the dispatcher and a real store, on a clock of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

from sqlalchemy import update

from bot.chat.call import Said
from bot.chat.command import Suggestion
from bot.chat.dispatch import Dispatcher
from bot.chat.ownership import read_button
from bot.chat.reply import Button, Reply
from bot.chat.rights import KnownRights
from bot.clock import SettableClock
from bot.database.store import Store
from bot.features.buttons.keeping import StoredLines
from bot.features.commands import make_registry
from bot.features.dialogs.queries import read_asked
from bot.features.members.scenes import SceneReader
from bot.features.nudges.unreached import add_all_news
from bot.features.ticks.queries.ticks import read_ticked
from bot.identity import Account, LearnerId, Place
from bot.tables import learners
from roadmap.model import Cadence, Habit, Roadmap
from tests.bot.climb import CLIMB

START = datetime(2026, 3, 2, 18, tzinfo=UTC)  # a Monday
HERE = Place("sandbox", 1, 1, title="Study room")
PRACTISED = replace(
    CLIMB,
    habits=(
        Habit("daily-news", "Read AI news", Cadence.DAILY, minutes=(30, 60)),
        Habit("weekly-writing", "Write about what you learned", Cadence.WEEKLY),
        Habit("monthly-portfolio", "Update portfolio", Cadence.MONTHLY),
    ),
)


class Room:
    """Who speaks is known by name; the same name is always the same account. `admins` may set the group up.

    `overseen`: others can tap the buttons of answers, as on the platforms.
    """

    def __init__(self, store: Store, roadmaps: Iterable[Roadmap] = (PRACTISED,)) -> None:
        self.store = store
        self.clock = SettableClock(START)
        self.library = {roadmap.slug: roadmap for roadmap in roadmaps}
        self.admins: set[str] = {"Root"}
        self.said: Said | None = None
        self.overseen = False
        self.rights: KnownRights | None = None
        scenes = SceneReader(
            store,
            self.clock,
            self.library,
            first_roadmap=next(iter(self.library.values())),
            default_zone="UTC",
            read_asked=read_asked,
        )
        keeper = StoredLines(store, self.clock, Random(1))
        self.dispatcher = Dispatcher(
            make_registry(),
            store,
            self.clock,
            self.library,
            scenes.open_scene,
            keeper=keeper,
            add_news=add_all_news,
            choose_group=scenes.choose_group,
        )
        self._accounts: dict[str, Account] = {}
        self._inbound = count(1)

    async def say(self, name: str, line: str, place: Place = HERE, *, tapped: bool = False) -> Reply:
        """What is answered to a typed line."""
        self.said = replace(self._said(name, place), line=line, tapped=tapped)
        return await self.dispatcher.answer(self.said)

    async def privately(self, name: str, line: str) -> Reply:
        """The same in a private chat with the bot."""
        user_id = self.account(name).user_id
        return await self.say(name, line, Place("sandbox", user_id, user_id, private=True))

    async def tap(self, name: str, reply: Reply, label: str, place: Place = HERE) -> Reply:
        """What is answered to a tap on a button whose label begins so."""
        return await self.press(name, button(reply, label).carried, place)

    async def press(self, name: str, carried: str, place: Place = HERE) -> Reply:
        """What is answered to a tap on what a button carries."""
        self.said = read_button(self._said(name, place), carried)
        return await self.dispatcher.answer(self.said)

    async def again(self) -> Reply:
        """The last line delivered a second time."""
        assert self.said
        return await self.dispatcher.answer(self.said)

    async def suggest(self, name: str, command: str, arg: str, typed: str) -> list[Suggestion]:
        """What autocomplete offers."""
        return await self.dispatcher.beforehand.suggest(Said(self.account(name), HERE, "suggest"), command, arg, typed)

    def _said(self, name: str, place: Place) -> Said:
        inbound, rights = f"sandbox:{next(self._inbound)}", self.rights or KnownRights(name in self.admins)
        return Said(self.account(name), place, inbound, overseen=self.overseen, rights=rights)

    def account(self, name: str) -> Account:
        """The account of this name."""
        return self._accounts.setdefault(name, Account("sandbox", 100 + len(self._accounts), name, name.lower()))

    def later(self, **by: float) -> None:
        """Let time go by."""
        self.clock.advance(timedelta(**by))


def words(reply: Reply) -> str:
    """Title and text as bare characters."""
    parts = (reply.title.plain, reply.text.plain, *(f"{one.name.plain}: {one.value.plain}" for one in reply.fields))
    return "\n".join(part for part in parts if part)


def labels(reply: Reply) -> list[str]:
    """The labels of all buttons."""
    return [one.label for row in reply.buttons for one in row]


def taps(reply: Reply) -> list[Button]:
    """All buttons that type a line."""
    return [one for row in reply.buttons for one in row if isinstance(one, Button)]


def lines(reply: Reply) -> list[str]:
    """The lines that the buttons type."""
    return [one.line for one in taps(reply)]


def button(reply: Reply, label: str) -> Button:
    """The button whose label begins so."""
    found = [one for row in reply.buttons for one in row if isinstance(one, Button) and one.label.startswith(label)]
    assert found, f"no button {label!r} among {labels(reply)}"
    return found[0]


async def done_so_far(room: Room) -> frozenset[str]:
    """The tasks that the first learner has ticked."""
    return await room.store.read(read_ticked, LearnerId(1), next(iter(room.library)))


async def show_as(room: Room, visibility: str, learner_id: LearnerId = LearnerId(1)) -> None:
    """Change how a learner is shown."""
    change = update(learners).where(learners.c.id == learner_id).values(visibility=visibility)
    await room.store.write(lambda db: db.execute(change).rowcount)
