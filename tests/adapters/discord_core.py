"""A core without a store: toy commands, enough to see every part of a reply and of a call on Discord."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.chat.call import Call, Said, Scene
from bot.chat.command import Access, Arg, Pick, Suggestion, command
from bot.chat.dispatch import Dispatcher, UnknownCommand
from bot.chat.markup import Linked, Mention, Text, fill, plain
from bot.chat.port import AnswerMemory, BriefAnswers, TicketBox, UpdateShelf
from bot.chat.readers import Readers
from bot.chat.registry import Registry
from bot.chat.reply import Button, Field, Image, Link, Reply, Tone
from bot.chat.rights import Right
from bot.chat.taps import lay_out, make_taps
from bot.clock import SettableClock
from bot.identity import Account, Place, Platform
from roadmap.model import Roadmap
from tests.keeping import MemoryAnswers, MemoryBriefs, MemoryKeeper, MemoryShelf, MemoryTickets

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ROADMAP = Roadmap(slug="toy", title="Toy", levels=())
PNG = b"\x89PNG\r\n\x1a\nnot much of a picture"


class NoStore:
    """The toy commands keep nothing. With a `gate`, they take until it is open; writes wait for theirs alone."""

    gate: asyncio.Event | None = None
    write_gate: asyncio.Event | None = None

    def on(self, platform: str) -> NoStore:
        return self

    async def read(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if self.gate:
            await self.gate.wait()
        return fn(None, *args, **kwargs)

    glance = read

    async def write_once(self, inbound: str, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if self.write_gate:
            await self.write_gate.wait()
        return fn(None, *args, **kwargs)

    async def write_with_ticket(self, ticket: Any, inbound: str, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        return await self.write_once(inbound, fn, *args, **kwargs)


def nothing(_: object) -> None:
    """What the toy commands look up."""


async def tasks(_: Call, typed: str) -> list[Suggestion]:
    if typed == "break":
        raise RuntimeError("the suggestions are broken")
    if typed == "hang":
        await asyncio.Event().wait()
    many = [Suggestion(f"Task {number} " + "long " * 30, f"task-{number}") for number in range(40)]
    known = [Suggestion("NumPy & Pandas", "week2-numpy"), Suggestion("too long a value", "x" * 101), *many]
    return [one for one in known if typed.lower() in one.label.lower() or typed in one.value]


@command(
    task=Arg("what you finished", suggest=tasks),
    evidence=Arg("a link or a note", optional=True, rest=True, picks=(Pick.FILE, Pick.ROLE)),
)
async def done(call: Call, task: str, evidence: str = "") -> Reply:
    """Tick off a task. With evidence it is written before it is looked up."""
    if evidence:
        await call.write(nothing)
    await call.read(nothing)
    text = fill("{who} finished **{task}** {note}", {"who": call.said.account.name, "task": task, "note": evidence})
    buttons = ((Button("Undo", f"undo {task}"), Button("Progress", "progress")),)
    return Reply(text, buttons=buttons, tone=Tone.GOOD)


@command()
async def undo(call: Call) -> Reply:
    """Take it back."""
    await call.read(nothing)
    return Reply(plain(f"{call.said.account.name} took it back"), update=True)


@command(member=Arg("whose", optional=True, member=True))
async def progress(call: Call, member: str = "") -> Reply:
    """Show progress."""
    await call.read(nothing)
    return Reply(plain(f"progress of {member or 'me'}"))


@command(readers=Readers.SECRET, kind=Arg("which", choices=("day", "week"), optional=True))
async def secret(call: Call, kind: str = "") -> Reply:
    """Say it to one alone."""
    await call.read(nothing)
    buttons = ((Button("More", "secret"), Button("Change", "change"), Button("Hint", "hint")),)
    return Reply(plain(f"hush {kind}"), buttons=buttons)


@command()
async def change(_: Call) -> Reply:
    """Change the message in private."""
    return Reply(plain("changed"), update=True, private=True)


@command()
async def hint(call: Call) -> Reply:
    """Answer privately, without having said so before."""
    await call.read(nothing)
    return Reply(plain("only you see this"), private=True)


@command(count=Arg("how many have waved"))
async def wave(call: Call, count: str) -> Reply:
    """Wave in a message for all, until three have."""
    await call.read(nothing)
    if count == "3":
        return Reply(plain("enough waves"), private=True)
    more = Button(f"Wave ({count})", f"wave {int(count) + 1}", replaces=True)
    return Reply(plain(f"{count} waved"), buttons=((more,),), shared=True, update=True)


@command()
async def refuse(_: Call) -> Reply:
    """Refuse."""
    raise UnknownCommand(name="refuse", offers=(("/done", "done"),))


@command(access=Access.STEWARD)
async def setup(_: Call) -> Reply:
    """Set up."""
    return Reply(plain("set up"))


@command()
async def where(call: Call) -> Reply:
    """Tell where this is."""
    place = call.said.place
    kind = "private" if place.private else "group"
    return Reply(plain(f"{kind} {place.space_id} {place.chat_id} {place.title}"))


@command()
async def everything(_: Call) -> Reply:
    """Show all that a reply can hold."""
    return Reply(
        fill("**bold** _italic_ `code` {link}", {"link": Linked("the [docs]", "https://numpy.org/doc/a_b?c=(d)")}),
        title=plain("All *of* it"),
        fields=(Field(plain("Streak"), plain("3 days"), inline=True), Field(plain("Empty"), plain(" "))),
        buttons=((Button("Same", "hint"), Button("Same again", "hint")), (Link("Read", "https://numpy.org"),)),
        image=Image(PNG, "a heat map"),
        tone=Tone.CELEBRATION,
    )


@command(number=Arg("which", optional=True))
async def pick(call: Call, number: str = "") -> Reply:
    """Choose one of nine, or of three."""
    many = make_taps((f"Number {at}", f"pick {at}") for at in range(1, 10))
    few = make_taps([("Undo", "undo"), ("Hint", "hint")])
    text = f"{call.said.account.name} chose {number}" if number else "Which one?"
    return Reply(plain(text), buttons=lay_out((many, 3), (few, 2)), update=call.said.tapped)


async def moods(call: Call, typed: str) -> list[Suggestion]:
    return [Suggestion(typed, f"{call.said.options.get('what')} {typed}")]


@command(what=Arg("what", optional=True, choices=("mood",)), value=Arg("how", moods, optional=True))
async def tune(_: Call, what: str = "", value: str = "") -> Reply:
    """Tune it."""
    return Reply(plain(f"{what} {value}"))


@command()
async def explain(_: Call) -> Reply:
    """Name commands."""
    return explaining()


@command()
async def fail(_: Call) -> Reply:
    """Break."""
    raise RuntimeError("broken")


COMMANDS = (
    done,
    undo,
    progress,
    secret,
    change,
    hint,
    wave,
    refuse,
    setup,
    where,
    everything,
    pick,
    tune,
    explain,
    fail,
)


@dataclass
class ToyCore:
    """Implements `bot.chat.port.Core`; `gate`, if set, is waited for before anything is known of a call.

    That of the `store` is waited for when the caller is known.
    """

    clock: SettableClock = field(default_factory=lambda: SettableClock(NOW))
    gate: asyncio.Event | None = None
    hidden: bool = False
    said: list[Said] = field(default_factory=list)
    added_to: list[Place] = field(default_factory=list)
    removed_from: list[Place] = field(default_factory=list)
    told: list[tuple[str, int, int]] = field(default_factory=list)
    lacking: list[tuple[Place, Right]] = field(default_factory=list)

    store: NoStore = field(default_factory=NoStore)
    answers: AnswerMemory = field(default_factory=MemoryAnswers)
    tickets: TicketBox = field(default_factory=MemoryTickets)
    updates: UpdateShelf = field(default_factory=MemoryShelf)
    briefs: BriefAnswers = field(default_factory=MemoryBriefs)

    def __post_init__(self) -> None:
        self.dispatcher = Dispatcher(
            Registry(COMMANDS), self.store, self.clock, {}, self.read_scene, keeper=MemoryKeeper()
        )

    async def read_scene(self, said: Said) -> Scene:
        self.said.append(said)
        if self.gate:
            await self.gate.wait()
        return Scene(ROADMAP, hidden=self.hidden)

    async def added(self, place: Place, report: str) -> Reply:
        self.added_to.append(place)
        return Reply(plain("Hello, group!"), buttons=((Button("Join", "join"), Button("Set up", "setup")),))

    async def removed(self, place: Place) -> None:
        self.removed_from.append(place)

    async def left(self, place: Place, account: Account) -> None:
        self.told.append(("left", place.space_id, account.user_id))

    async def returned(self, place: Place, account: Account) -> None:
        self.told.append(("returned", place.space_id, account.user_id))

    async def lacked(self, place: Place, right: Right) -> None:
        self.lacking.append((place, right))

    async def moved(self, place: Place, new_id: int) -> None:
        raise AssertionError(f"Discord moves nothing: {place.key} {new_id}")


def pinging(user_id: int, name: str) -> Text:
    """A text that pings one person."""
    return fill("{who} did it", {"who": Mention(Account(Platform.DISCORD, user_id, name), ping=True)})


def explaining() -> Reply:
    """A reply that names commands, in its text and where nothing can be tapped."""
    text = fill("Type `/{command}`, `/done numpy`, `/gone` or `done`.", {"command": "done"})
    return Reply(text, title=text, fields=(Field(text, text),))
