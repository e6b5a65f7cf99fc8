"""A core of a few commands and a queue of due posts: enough of a bot for the sandbox to be played."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.adapters.sandbox import SandboxAdapter, play
from bot.chat.call import Call, Said, Scene
from bot.chat.command import Access, Arg, Suggestion, command
from bot.chat.dispatch import Dispatcher
from bot.chat.markup import Mention, fill, plain
from bot.chat.port import AnswerMemory, BriefAnswers, TicketBox, UpdateShelf
from bot.chat.readers import Readers
from bot.chat.registry import Registry
from bot.chat.reply import Button, Field, Image, Link, Reply, Tone
from bot.chat.rights import Right
from bot.clock import SettableClock
from bot.identity import Account, Place
from roadmap.model import Roadmap
from tests.keeping import MemoryAnswers, MemoryBriefs, MemoryKeeper, MemoryShelf, MemoryTickets

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
FRUIT = ("apple", "apricot", "pear")


async def _fruit(call: Call, typed: str) -> list[Suggestion]:
    return [Suggestion(f"A fine {name}", name) for name in FRUIT if name.startswith(typed)]


@command(what=Arg("what to eat", suggest=_fruit), note=Arg("why", optional=True, rest=True))
async def eat(call: Call, what: str, note: str = "") -> Reply:
    """Eat something."""
    by = Mention(call.said.account, ping=what == "pear")
    return Reply(
        fill("{by} eats **{what}**: {note}", {"by": by, "what": what, "note": note}),
        buttons=((Button("More", f"eat {what}"), Button("Turn", "turn 1")), (Link("Shop", "https://shop.test/"),)),
        tone=Tone.GOOD,
    )


@command(page=Arg("which page"))
async def turn(call: Call, page: str) -> Reply:
    """Turn a page."""
    following = Button("Next", f"turn {int(page) + 1}")
    return Reply(plain(f"page {page}"), title=plain("Book"), buttons=((following,),), update=True)


@command(readers=Readers.SECRET)
async def mine(call: Call) -> Reply:
    """Show what is mine alone."""
    fields = (Field(plain("one"), plain("1")), Field(plain("two"), plain("2\n3")))
    return Reply(
        fill("See [the book]({url}).", {"url": "https://book.test/"}),
        fields=fields,
        image=Image(b"png", "A chart of fruit"),
        buttons=((Button("Secret", "turn 8"),),),
    )


@command(access=Access.STEWARD)
async def rule(call: Call) -> Reply:
    """Rule the room."""
    return Reply(plain(f"Ruled by {call.said.account.name}."))


@command(when=Arg("when", choices=("today", "tomorrow")))
async def plan(call: Call, when: str) -> Reply:
    """Plan a meal."""
    return Reply(plain(when))


@command(member=Arg("who", member=True))
async def greet(call: Call, member: str) -> Reply:
    """Greet somebody."""
    return Reply(plain(f"Hello {member}"), private=True, update=True)


class ToyStore:
    """Keeps nothing."""

    def on(self, platform: str) -> ToyStore:
        return self

    async def read(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return fn(None, *args, **kwargs)

    glance = read

    async def write_once(self, inbound: str, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return fn(None, *args, **kwargs)

    async def write_with_ticket(self, ticket: Any, inbound: str, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        return await self.write_once(inbound, fn, *args, **kwargs)


class ToyCore:
    """Answers by the commands above and remembers what it was told."""

    def __init__(self, clock: SettableClock) -> None:
        registry = Registry([eat, turn, mine, rule, plan, greet])
        self.answers: AnswerMemory = MemoryAnswers()
        self.tickets: TicketBox = MemoryTickets()
        self.updates: UpdateShelf = MemoryShelf()
        self.briefs: BriefAnswers = MemoryBriefs()
        self.heard: list[Said] = []
        self.told: list[str] = []
        self.dispatcher = Dispatcher(registry, ToyStore(), clock, {}, self._read_scene, keeper=MemoryKeeper())

    async def _read_scene(self, said: Said) -> Scene:
        if not said.plain:  # only a look at what talk may mean
            self.heard.append(said)
        return Scene(Roadmap("toy", "Toy", ()))

    async def added(self, place: Place, report: str) -> Reply:
        self.told.append(f"added {place.key}")
        return Reply(plain("Here I am."))

    async def removed(self, place: Place) -> None:
        self.told.append(f"removed {place.key}")

    async def left(self, place: Place, account: Account) -> None:
        raise AssertionError((place, account))

    async def returned(self, place: Place, account: Account) -> None:
        raise AssertionError((place, account))

    async def lacked(self, place: Place, right: Right) -> None:
        raise AssertionError((place, right))

    async def moved(self, place: Place, new_id: int) -> None:
        self.told.append(f"moved {place.key}")


@dataclass
class ToyWork:
    """Posts at given moments; `stuck` work stays due for ever."""

    clock: SettableClock
    adapter: SandboxAdapter
    posts: list[tuple[datetime, Place, str]] = field(default_factory=list)
    done_at: list[datetime] = field(default_factory=list)
    stuck: bool = False

    def put(self, after: timedelta, place: Place, text: str) -> None:
        self.posts = sorted([*self.posts, (self.clock.now() + after, place, text)], key=lambda post: post[0])

    async def next_due(self) -> datetime | None:
        return self.posts[0][0] if self.posts else None

    async def run_due(self) -> None:
        self.done_at.append(self.clock.now())
        while self.posts and self.posts[0][0] <= self.clock.now() and not self.stuck:
            due, place, text = self.posts.pop(0)
            await self.adapter.send(place, Reply(plain(text)), f"{due} {text}")


@dataclass
class Toy:
    """All of it together."""

    clock: SettableClock
    core: ToyCore
    adapter: SandboxAdapter
    work: ToyWork

    async def play(self, *lines: str, form: str = "text") -> str:
        out = io.StringIO()
        await play(lines, self.adapter, self.work, self.clock, out, form)
        return out.getvalue()

    async def answers(self, *lines: str) -> list[str]:
        """What is written under the last line, each line without its mark."""
        written = (await self.play(*lines)).splitlines()
        last = len(written) - 1 - written[::-1].index(lines[-1])
        return [line[4:] for line in written[last + 1 :]]


def make_toy() -> Toy:
    clock = SettableClock(START)
    core = ToyCore(clock)
    adapter = SandboxAdapter(core)
    return Toy(clock, core, adapter, ToyWork(clock, adapter))
