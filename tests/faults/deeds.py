"""Two homes of learners and groups that are linked, connected, parted and forgotten, and a process that may crash."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import wraps
from itertools import count
from typing import Any

from sqlalchemy import Connection

from bot.app import AFTERMATH
from bot.chat.reply import Reply
from bot.database.store import Store
from bot.features.homes.joiner import Joiner
from bot.features.posts import POSTS
from bot.features.privacy.forgetter import Forgetter
from bot.identity import Account, Place, Platform
from bot.posting.deliverer import Deliverer
from bot.posting.planner import Planner
from bot.posting.working import Working
from tests.bot.features.linking.town import Town
from tests.bot.room import lines, words
from tests.faults.hook import Hook, HookedAdapter, HookedStore

ANN, ANN_TOO = "Ann@discord", "Ann@telegram"
ROOT, CHIEF = "Root@discord", "Chief@telegram"
NAMES = (ANN, ANN_TOO, "Ben@discord", "Cat@telegram", ROOT, CHIEF)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MORNING = 16 * HOUR
"""From the first evening to a morning, when no nudge is due."""
FIRST_CALL = 1000
"""The number of the call that is looked at. Those before it prepare it."""


@dataclass
class Letterbox:
    """A platform that takes every post. Discord knows a post that it has by its key."""

    name: str
    repeat_is_safe: bool = False
    in_turn: bool = False
    taken: dict[str, str] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(1))

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, place: Place, reply: Reply, key: str) -> str:
        if self.repeat_is_safe and key in self.taken:
            return self.taken[key]
        self.taken[key] = f"{self.name}{next(self.numbers)}"
        return self.taken[key]

    async def edit(self, place: Place, message_id: str, reply: Reply) -> bool:
        return True

    async def find_owner(self, place: Place) -> Account | None:
        return None

    async def has_left(self, place: Place, account: Account) -> bool:
        return False

    def ready_in(self, place: Place) -> float:
        return 0.0

    def healthy(self) -> bool:
        return True


class CallingStore(HookedStore):
    """A store whose calls pass the hook before they are committed, too."""

    async def write_with_ticket(
        self, ticket: Any, inbound: str, fn: Callable[..., Any], /, *args: Any, **kw: Any
    ) -> Any:
        @wraps(fn)
        def run(db: Connection, *args: Any, **kw: Any) -> Any:
            result = fn(db, *args, **kw)
            self._hook.pass_(f"{fn.__name__}: before the commit")
            return result

        return await super().write_with_ticket(ticket, inbound, run, *args, **kw)


@dataclass(frozen=True)
class Deed:
    """A line that changes learners or groups as a whole. `prepare` makes all that comes before, and returns the line.

    `then`: how long after it the posts are looked at.
    """

    who: str
    prepare: Callable[[Life], Awaitable[str]]
    then: tuple[timedelta, ...] = (10 * MINUTE, 9 * HOUR, DAY)


class Life:
    """A life of the program on a database: its rooms, and the work that it does by itself."""

    def __init__(self, store: Store, boxes: dict[str, Letterbox], hook: Hook, now: datetime | None = None) -> None:
        self.store = store
        self.town = Town(store)
        self.town.admins = {ROOT, CHIEF}
        for name in NAMES:
            self.town.account(name)
        if now:
            self.town.clock.move_to(now)
        self.adapters = {name: HookedAdapter(box, hook) for name, box in boxes.items()}
        clock, library = self.town.clock, self.town.library
        deliverer = Deliverer(
            store, clock, {**self.adapters}, library, random.Random(1), posts=POSTS, aftermath=AFTERMATH
        )
        self.work = Working(
            Planner(store, clock, library, POSTS), deliverer, [Forgetter(store, clock), Joiner(store, clock, library)]
        )

    async def say(self, who: str, line: str) -> str:
        """The answer to the call that is looked at. It has the same number in each life."""
        self.town._inbound = count(FIRST_CALL)
        return words(await self.town.say(who, line, tapped=True))

    def taken(self) -> list[tuple[str, str]]:
        """What the platforms took in this life: keys of posts, with the ids of their messages."""
        return [pair for adapter in self.adapters.values() for pair in adapter.taken]

    async def later(self, by: timedelta) -> None:
        """Let time go by, and do what is due."""
        self.town.clock.advance(by)
        await self.work.run_due()


def make_boxes() -> dict[str, Letterbox]:
    """Make both platforms."""
    return {
        name: Letterbox(name, repeat_is_safe=name == Platform.DISCORD) for name in (Platform.DISCORD, Platform.TELEGRAM)
    }


async def study(life: Life) -> None:
    """Ann finishes a block on each platform, in the morning. Others study beside her."""
    life.town.clock.advance(MORNING)
    for name in ("Ben@discord", "Cat@telegram"):
        await life.town.say(name, "/done week1-stats")
    for name, line in ((ANN, "/done week1"), (ANN_TOO, "/done week2")):
        assert "done" in words(await life.town.say(name, line))


async def before_link(life: Life) -> str:
    """Study, and ask for the link. Two celebrations wait for their minute."""
    await study(life)
    asked = await life.town.say(ANN_TOO, f"/settings link {await life.town.code_of(ANN)}")
    return lines(asked)[0]


async def before_unlink(life: Life) -> str:
    """Link, study on with both accounts, and have a celebration that waits."""
    assert "Linked!" in words(await life.town.say(ANN_TOO, await before_link(life), tapped=True))
    await life.later(2 * MINUTE)
    life.town.clock.advance(DAY)
    for name, line in ((ANN, "/done week3-build"), (ANN_TOO, "/choose path vision")):
        assert "done!" in words(await life.town.say(name, line))
    return "/settings unlink yes"


async def before_forgetting(life: Life) -> str:
    """Link, and have celebrations of Ann in both groups."""
    assert "Linked!" in words(await life.town.say(ANN_TOO, await before_link(life), tapped=True))
    await life.later(2 * MINUTE)
    return f"/settings forget now {life.town.account(ANN).key}"


async def before_wish(life: Life) -> str:
    """Have celebrations of Ann in both groups."""
    await before_forgetting(life)
    return "/settings forget tomorrow"


async def before_connection(life: Life) -> str:
    """Study in both groups, and ask for their connection."""
    await study(life)
    code = words(await life.town.say(ROOT, "/setup connect")).split("Your code: ")[1].split()[0]
    return lines(await life.town.say(CHIEF, f"/setup connect {code}"))[0]


async def before_parting(life: Life) -> str:
    """Connect both groups, and let a celebration wait that is for both."""
    asked = await before_connection(life)
    assert "become one" in words(await life.town.say(CHIEF, asked, tapped=True))
    await life.later(2 * MINUTE)
    await life.later(DAY + HOUR)
    assert "done" in words(await life.town.say("Ben@discord", "/done week1"))
    return "/setup disconnect yes"


DEEDS = {
    "link": Deed(ANN_TOO, before_link),
    "unlink": Deed(ANN_TOO, before_unlink),
    "connect": Deed(CHIEF, before_connection, (10 * MINUTE, 9 * HOUR, DAY, DAY)),
    "disconnect": Deed(ROOT, before_parting),
    "forget": Deed(ANN, before_forgetting),
    "forget later": Deed(ANN, before_wish, (9 * HOUR, 15 * HOUR, DAY)),
}
