"""Laws of the asking, held by weeks of random members who get stuck, tick, pause, hide, leave and double-tap."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest

from bot.database.store import Store
from tests.bot.features.helping.stuck_stage import ASKS, GROUP_ASKS, Sent, StuckRoom
from tests.bot.room import Room, lines

NAMES = ("Ann", "Ben", "Cat", "Dan", "Eve", "Fay", "Gus")
TASKS = ("week1-algebra", "week1-stats", "week1-practice", "week2-numpy", "week2-cleaning")
WISHES = (
    *("/pause 3d", "/resume", "/snooze 2d", "/settings visibility hidden", "/settings visibility number"),
    *("/settings visibility group", "/stuck questions on", "/stuck questions on", "/stuck questions off"),
    *("/nudges stop", "/nudges on"),
)
STEPS = 45
DAY = timedelta(days=1)


class RandomWeeks:
    """A group at random. `disturbed`: obstacles of which the asking may rightly have ended before the group."""

    def __init__(self, here: StuckRoom, dice: Random) -> None:
        self.here, self.room, self.dice = here, here.room, dice
        self.declined: dict[int, list[object]] = defaultdict(list)
        self.disturbed: set[str] = set()

    async def begin(self) -> None:
        for name in NAMES:
            await self.room.say(name, f"/done {self.dice.choice(TASKS)}")
            await self.room.say(name, self.dice.choice(("/stuck questions on", "/stuck questions on", "/next")))
        await self.here.pair_apart(*self.dice.sample(NAMES, 2))

    async def step(self) -> None:
        name = self.dice.choice(NAMES)
        deed = self.dice.choice((self.stuck, self.stuck, self.stuck, self.wish, self.tick, self.answer, self.change))
        await deed(name)
        if self.dice.random() < 0.3:
            await self.room.again()
        if self.dice.random() < 0.2:
            await self.here.restart()
        await self.here.live(hours=self.dice.choice((0.1, 1, 5, 13, 26)))

    async def stuck(self, name: str) -> None:
        line = f"/stuck ask {self.dice.choice(TASKS)} I tried"
        await self.room.say(name, line)
        if self.dice.random() < 0.3:
            await self.room.say(name, line)

    async def wish(self, name: str) -> None:
        wish = self.dice.choice(WISHES)
        self.disturbed |= {name} if "hidden" in wish else set()
        await self.room.say(name, wish)

    async def tick(self, name: str) -> None:
        self.disturbed.add(name)
        await self.room.say(name, self.dice.choice((f"/done {self.dice.choice(TASKS)}", "/undo")))

    async def change(self, name: str) -> None:
        reply = await self.room.say(name, "/stuck")
        taps = [line for line in lines(reply) if line.startswith("stuck s")]
        shown = [line for line in taps if self.dice.random() < 0.4]
        self.disturbed |= {name} if shown else set()
        for line in shown:
            await self.room.say(name, f"/{line}")

    async def answer(self, _: str) -> None:
        """The member who was asked last answers, by a double tap."""
        asks = [one for one in self.here.sent if one.kind == ASKS]
        if not asks:
            return
        last = asks[-1]
        if self.dice.random() < 0.3:
            await self.here.offer(last.name, last.obstacle)
            self.disturbed.add(await self.here.asker(last.obstacle))
            return
        line = f"stuck {self.dice.choice(('no', 'no', 'never'))} #{last.obstacle}"
        self.declined[last.obstacle].append(self.room.clock.now())
        await self.room.privately(last.name, line)
        await self.room.privately(last.name, line)


@pytest.mark.parametrize("seed", [*range(2), *(pytest.param(one, marks=pytest.mark.thorough) for one in range(2, 20))])
async def test_no_member_is_asked_against_the_laws(sqlite_store: Store, seed: int) -> None:
    weeks = RandomWeeks(StuckRoom(Room(sqlite_store)), Random(seed))
    await weeks.begin()
    for _ in range(STEPS):
        await weeks.step()
    await weeks.here.live(days=20)

    sent = weeks.here.sent
    asks, posts = ([one for one in sent if one.kind == kind] for kind in (ASKS, GROUP_ASKS))
    assert asks
    assert posts
    assert all(one.may for one in asks)
    _check_members(asks)
    _check_obstacles(weeks, asks, posts)
    assert len(posts) == len({one.at.date() for one in posts})
    assert await weeks.here.unasked(weeks.disturbed) <= {one.obstacle for one in posts}


def _check_members(asks: list[Sent]) -> None:
    """Each member is asked at most once in seven days."""
    for name in NAMES:
        moments = [one.at for one in asks if one.name == name]
        assert all(later - earlier >= 7 * DAY for earlier, later in pairwise(moments))


def _check_obstacles(weeks: RandomWeeks, asks: list[Sent], posts: list[Sent]) -> None:
    """Each obstacle asks two different members at most, a day each unless one declined, and the group once, last."""
    for number in {one.obstacle for one in (*asks, *posts)}:
        mine = [one for one in asks if one.obstacle == number]
        assert len(mine) <= 2
        assert len({one.name for one in mine}) == len(mine)
        public = [one.at for one in posts if one.obstacle == number]
        assert len(public) <= 1
        moments = [*(one.at for one in mine), *public]
        assert sorted(moments) == moments
        for earlier, later in pairwise(moments):
            assert later - earlier >= DAY or weeks.declined[number]
