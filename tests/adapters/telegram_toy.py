"""A core small enough to see through: a few commands, no database, and an ear for what the adapter tells."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from bot.chat.call import Call, Said, Scene
from bot.chat.command import Access, Arg, Suggestion, command
from bot.chat.dispatch import Dispatcher
from bot.chat.files import KeptFile
from bot.chat.markup import Mention, Span, Text, plain
from bot.chat.port import AnswerMemory, BriefAnswers, TicketBox, UpdateShelf
from bot.chat.readers import Readers
from bot.chat.registry import Registry
from bot.chat.reply import Button, Field, Image, Link, Reply, Tone
from bot.chat.rights import Right
from bot.clock import Clock
from bot.errors import Refused
from bot.identity import Account, Place
from roadmap.model import Roadmap
from tests.keeping import MemoryAnswers, MemoryBriefs, MemoryKeeper, MemoryShelf, MemoryTickets

PNG = bytes.fromhex("89504e470d0a1a0a") + b"picture"
DOCUMENT = KeptFile("telegram", "document", "document1")


class ToyStore:
    """Keeps each result by its inbound id, as the real store does."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}
        self.runs = 0

    def on(self, platform: str) -> ToyStore:
        return self

    async def read(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return fn(None, *args, **kwargs)

    glance = read

    async def write_once(self, inbound: str, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if inbound not in self.kept:
            self.runs += 1
            self.kept[inbound] = fn(None, *args, **kwargs)
        return self.kept[inbound]

    async def write_with_ticket(self, ticket: Any, inbound: str, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        return await self.write_once(inbound, fn, *args, **kwargs)


class AlreadyDone(Refused):
    """It is ticked."""


async def some_tasks(_call: Call, _typed: str) -> list[Suggestion]:
    return [Suggestion("NumPy & Pandas", "week2-numpy"), Suggestion("Loops", "week1-loops")]


@command(aliases=("tick",), task=Arg("what", suggest=some_tasks), evidence=Arg("a link", optional=True, rest=True))
async def done(call: Call, task: str, evidence: str = "") -> Reply:
    """Tick off a task."""
    number = await call.write(lambda _db: len(call.said.line))
    who = Text((Span(call.said.account.name, bold=True),))
    text = who + plain(f" ticked {task} {evidence}".rstrip())
    buttons = (Button("Undo", f"undo {task}"), Button("Page 2", "page 2"))
    return (
        Reply(text, buttons=(buttons,), tone=Tone.GOOD, deed=plain(f"{task} is ticked."), undo=f"undo {task}")
        if number
        else Reply(text)
    )


@command(task=Arg("what"))
async def undo(call: Call, task: str) -> Reply:
    """Take a tick back."""
    return Reply(plain(f"{task} is undone"), private=True)


@command(number=Arg("which"))
async def page(call: Call, number: str) -> Reply:
    """Turn a page."""
    return Reply(plain(f"page {number}"), buttons=((Button("Next", f"page {int(number) + 1}"),),), update=True)


@command(member=Arg("whose", member=True, optional=True))
async def progress(call: Call, member: str = "") -> Reply:
    """Show progress."""
    return Reply(plain(f"progress of {member or call.said.account.key}"))


@command(readers=Readers.SECRET)
async def settings(call: Call) -> Reply:
    """Your own settings."""
    return Reply(plain("your settings"), buttons=((Button("Hide me", "hide"),),), update=call.said.tapped)


@command()
async def long(call: Call) -> Reply:
    """Say something long in private."""
    return Reply(plain("word " * 100), private=True)


@command(access=Access.STEWARD)
async def setup(call: Call) -> Reply:
    """Set the group up."""
    return Reply(plain("set up"))


@command(access=Access.STEWARD, name="rename", title=Arg("the new name", rest=True))
async def rename_group(call: Call, title: str) -> Reply:
    """Rename the group."""
    await call.write(lambda _db: title)
    return Reply(plain(f"renamed to {title}"))


@command(payload=Arg("where from", optional=True))
async def start(call: Call, payload: str = "") -> Reply:
    """Begin."""
    return Reply(plain(f"welcome {payload}".rstrip()))


@command()
async def celebrate(call: Call) -> Reply:
    """Ping somebody."""
    who = Mention(call.said.account, ping=True)
    return Reply(Text((Span(who.account.name, mention=who.account, ping=True), Span(" did it"))), title=plain("Hooray"))


@command()
async def card(call: Call) -> Reply:
    """Show a picture."""
    return Reply(
        plain("your card"),
        image=Image(PNG, "a card"),
        buttons=((Button("More", "page 1"), Button("Mine", "progress")),),
    )


@command()
async def plot(_: Call) -> Reply:
    """Send a file again."""
    return Reply(plain("your plot"), file=DOCUMENT)


@command(note=Arg("anything", rest=True))
async def echo(call: Call, note: str) -> Reply:
    """Say it back."""
    fields = (Field(plain(note), plain(note)), Field(plain("short"), plain(note), inline=True))
    link = Link("Read", "https://example.org/?a=1&b=2")
    return Reply(plain(note), title=plain(note), fields=fields, buttons=((link,),))


@command(count=Arg("how many have waved"))
async def wave(_: Call, count: str) -> Reply:
    """Wave in a message for all."""
    more = Button(f"Wave ({count})", f"wave {int(count) + 1}", replaces=True)
    return Reply(plain(f"{count} waved"), buttons=((more,),), shared=True, update=True)


TOY_COMMANDS = (
    done,
    undo,
    page,
    progress,
    settings,
    long,
    setup,
    rename_group,
    start,
    celebrate,
    card,
    plot,
    echo,
    wave,
)


class ToyCore:
    """Implements `bot.chat.port.Core`. `gate` holds the next calls back until it is set."""

    def __init__(self, clock: Clock) -> None:
        self.store = ToyStore()
        self.answers: AnswerMemory = MemoryAnswers()
        self.tickets: TicketBox = MemoryTickets()
        self.updates: UpdateShelf = MemoryShelf()
        self.briefs: BriefAnswers = MemoryBriefs()
        self.heard: list[Said] = []
        self.told: list[tuple[Any, ...]] = []
        self.greeted: dict[int, str] = {}
        self.gates: dict[str, asyncio.Event] = {}
        self.begun: dict[str, asyncio.Event] = {}
        self.dispatcher = Dispatcher(
            Registry(TOY_COMMANDS), self.store, clock, {}, self._read_scene, keeper=MemoryKeeper()
        )

    def hold(self, line: str) -> asyncio.Event:
        """Keep calls of this line waiting. Returns an event: one has begun."""
        self.gates[line], self.begun[line] = asyncio.Event(), asyncio.Event()
        return self.begun[line]

    @property
    def lines(self) -> list[str]:
        return [said.line for said in self.heard]

    async def _read_scene(self, said: Said) -> Scene:
        if said.line in self.gates:
            self.begun[said.line].set()
            await self.gates[said.line].wait()
        if not said.plain:  # only a look whether a question waits: here none ever does
            self.heard.append(said)
        return Scene(Roadmap(slug="toy", title="Toy", levels=()))

    async def added(self, place: Place, report: str) -> Reply | None:
        self.told.append(("added", place))
        if self.greeted.setdefault(place.chat_id, report) != report:
            return None
        return Reply(plain("Hello, study group"), buttons=((Button("Set up", "setup"),),))

    async def removed(self, place: Place) -> None:
        self.told.append(("removed", place))
        self.greeted.pop(place.chat_id, None)

    async def left(self, place: Place, account: Account) -> None:
        self.told.append(("left", place.chat_id, account.user_id))

    async def returned(self, place: Place, account: Account) -> None:
        self.told.append(("returned", place.chat_id, account.user_id))

    async def lacked(self, place: Place, right: Right) -> None:
        raise AssertionError((place, right))

    async def moved(self, place: Place, new_id: int) -> None:
        self.told.append(("moved", place.chat_id, new_id))
