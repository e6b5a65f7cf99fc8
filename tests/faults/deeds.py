"""Two homes of learners and groups that are linked, connected, parted and forgotten, and the program there."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from bot.app import AFTERMATH
from bot.chat.port import Adapter
from bot.database.store import Store
from bot.features.homes.joiner import Joiner
from bot.features.posts import POSTS
from bot.features.privacy.forgetter import Forgetter
from bot.posting.deliverer import Deliverer
from bot.posting.planner import Planner
from bot.posting.working import Working
from tests.bot.features.linking.town import Town
from tests.bot.room import lines, words
from tests.faults.hook import Hook, HookedAdapter

ANN, ANN_TOO = "Ann@discord", "Ann@telegram"
ROOT, CHIEF = "Root@discord", "Chief@telegram"
NAMES = (ANN, ANN_TOO, "Ben@discord", "Cat@telegram", ROOT, CHIEF)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MORNING = 16 * HOUR
"""From the first evening to a morning, when no nudge is due."""
FIRST_CALL = 1000
"""The number of the call that is looked at. Those before it prepare it."""


@dataclass(frozen=True)
class Deed:
    """A line that changes learners or groups as a whole. `prepare` makes all that comes before, and returns the line.

    `then`: how long after it the posts are looked at. `unnamed`: the name that no message says at the end.
    """

    who: str
    prepare: Callable[[Life], Awaitable[str]]
    then: tuple[timedelta, ...] = (10 * MINUTE, 9 * HOUR, DAY)
    unnamed: str = ""


class Life:
    """A life of the program on a database: its rooms, and the work that it does by itself."""

    def __init__(self, store: Store, platforms: Iterable[Adapter], hook: Hook, now: datetime | None = None) -> None:
        self.store = store
        self.town = Town(store)
        self.town.admins = {ROOT, CHIEF}
        for name in NAMES:
            self.town.account(name)
        if now:
            self.town.clock.move_to(now)
        adapters: dict[str, Adapter] = {one.name: HookedAdapter(one, hook) for one in platforms}
        clock, library = self.town.clock, self.town.library
        deliverer = Deliverer(store, clock, adapters, library, random.Random(1), posts=POSTS, aftermath=AFTERMATH)
        self.work = Working(
            Planner(store, clock, library, POSTS), deliverer, [Forgetter(store, clock), Joiner(store, clock, library)]
        )

    async def say(self, who: str, line: str) -> str:
        """The answer to the call that is looked at. It has the same number in each life."""
        self.town._inbound = count(FIRST_CALL)
        return words(await self.town.say(who, line, tapped=True))

    async def later(self, by: timedelta) -> None:
        """Let time go by, and do what is due."""
        self.town.clock.advance(by)
        await self.work.run_due()


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
    """Link, and have several celebrations of Ann in both groups."""
    assert "Linked!" in words(await life.town.say(ANN_TOO, await before_link(life), tapped=True))
    await life.later(2 * MINUTE)
    for line in ("/done week3-build", "/choose path vision", "/choose advanced lead", "/done week4-team"):
        await life.town.say(ANN, line)
        await life.later(15 * MINUTE)
    await life.town.say(ANN, "/streak")  # notes that she is there
    return f"/settings forget now {life.town.account(ANN).key}"


async def before_wish(life: Life) -> str:
    """Have several celebrations of Ann in both groups."""
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
    "forget": Deed(ANN, before_forgetting, unnamed="Ann"),
    "forget later": Deed(ANN, before_wish, (9 * HOUR, 15 * HOUR, DAY), unnamed="Ann"),
}
