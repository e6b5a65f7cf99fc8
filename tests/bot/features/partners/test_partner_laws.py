"""What holds for study partners whatever the members of a group do for weeks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations
from random import Random

import pytest

from bot.closed_sets import Visibility
from bot.database.store import Store
from tests.bot.features.partners.study import Study
from tests.bot.hall import DAY

AGO = timedelta(hours=15)
"""From the matching on a Tuesday at 18:00 to the look at it."""
SILENT = timedelta(days=7)
BLOCKS = 2
"""Blocks of the small roadmap that a member may finish here. Behind them comes a choice."""


@dataclass
class Diary:
    """What a member did, as the laws need it."""

    wants: bool = False
    hidden: bool = False
    there: bool = True
    block: int = 0
    active_at: datetime | None = None
    paused_until: datetime | None = None
    avoids: set[str] = field(default_factory=set)

    def may_have_partners(self, now: datetime) -> bool:
        paused = self.paused_until is not None and now.date() < self.paused_until.date()
        awake = self.active_at is not None and now - self.active_at < SILENT
        return self.wants and self.there and not self.hidden and not paused and awake


class Life:
    """A group that lives at random. `study` has the program's side of it, `diaries` ours."""

    def __init__(self, study: Study, size: int, dice: Random) -> None:
        self.study = study
        self.dice = dice
        self.diaries = {f"Member{at}": Diary() for at in range(size)}
        self.posts = 0

    async def begin(self) -> None:
        for name in self.diaries:
            await self.study.enter(name)
            self._note(name)
            if self.dice.random() < 0.8:
                await self.want(name)
        for name in self.diaries:
            await self.avoid(name)

    async def spend_week(self) -> None:
        """Do something at random before the matching, look at it, and live on until the next."""
        for name, diary in self.diaries.items():
            if diary.there and self.dice.random() < 0.7:
                await self.study.study(name)
                self._note(name)
            if self.dice.random() < 0.25:
                await self.dice.choice(self._whims())(name)
        await self.study.live(2 * DAY)
        await self.look(self.study.clock.now() - AGO)
        await self.study.live(5 * DAY)
        await self.keep_together()

    async def look(self, matched_at: datetime) -> None:
        """Hold the laws after a matching. Silent members were let go, and its post names no others."""
        together = await self.keep_together()
        introduced = await self.study.introduced()
        for partners in set().union(*introduced[self.posts :]):
            assert partners in together
        assert all(self.diaries[name].may_have_partners(matched_at) for partners in together for name in partners)
        assert all(self._may_meet(*pair) for partners in together for pair in combinations(partners, 2))
        assert len(introduced) - self.posts <= 1
        self.posts = len(introduced)
        paired = set().union(*together)
        alone = [
            name for name, diary in self.diaries.items() if diary.may_have_partners(matched_at) and name not in paired
        ]
        assert not [pair for pair in combinations(alone, 2) if self._may_meet(*pair)]

    async def keep_together(self) -> set[frozenset[str]]:
        """Hold the laws of partners at any time."""
        together = await self.study.together()
        members = [name for partners in together for name in partners]
        assert len(members) == len(set(members))
        for partners in together:
            assert len(partners) in {2, 3}
            assert all(self.diaries[name].wants and self.diaries[name].there for name in partners)
            assert not any(self.diaries[name].hidden for name in partners)
            assert not any(self._avoid(*pair) for pair in combinations(partners, 2))
        return together

    async def want(self, name: str) -> None:
        if self.diaries[name].there:
            self.diaries[name].wants = not self.diaries[name].wants
            await self.study.want(name, wanted=self.diaries[name].wants)
            self._note(name)

    async def hide(self, name: str) -> None:
        if self.diaries[name].there:
            self.diaries[name].hidden = not self.diaries[name].hidden
            await self.study.show(name, Visibility.HIDDEN if self.diaries[name].hidden else Visibility.GROUP)
            self._note(name)

    async def leave(self, name: str) -> None:
        diary = self.diaries[name]
        if diary.there:
            await self.study.leave(name)
        else:
            await self.study.enter(name)
            self._note(name)
        diary.there, diary.wants = not diary.there, False

    async def pause(self, name: str) -> None:
        diary, now = self.diaries[name], self.study.clock.now()
        if diary.there and diary.paused_until is None:
            await self.study.pause(name, 9)
            diary.paused_until = now + 9 * DAY
            self._note(name)

    async def avoid(self, name: str) -> None:
        other = self.dice.choice([one for one in self.diaries if one != name])
        seen = self.diaries[other].there and not self.diaries[other].hidden
        if self.diaries[name].there and seen and len(self.diaries[name].avoids) < 5:
            await self.study.avoid(name, other)
            self.diaries[name].avoids.add(other)
            self._note(name)

    async def tick(self, name: str) -> None:
        diary = self.diaries[name]
        if diary.there and diary.block < BLOCKS:
            block = [*self.study.roadmap.blocks()][diary.block]
            await self.study.tick(name, *(task.slug for task in block.tasks))
            diary.block += 1
            self._note(name)

    def _whims(self) -> list[Callable[[str], Awaitable[None]]]:
        return [self.want, self.hide, self.leave, self.pause, self.avoid, self.tick]

    def _note(self, name: str) -> None:
        self.diaries[name].active_at = self.study.clock.now()

    def _avoid(self, name: str, other: str) -> bool:
        return other in self.diaries[name].avoids or name in self.diaries[other].avoids

    def _may_meet(self, name: str, other: str) -> bool:
        near = abs(self.diaries[name].block - self.diaries[other].block) <= 1
        return near and not self._avoid(name, other)


@pytest.mark.parametrize("size", [4, 9, 15])
async def test_a_group_lives_for_weeks_by_the_laws_of_partners(sqlite_store: Store, size: int) -> None:
    life = Life(Study(sqlite_store), size, Random(size))
    await life.begin()

    for _ in range(7):
        await life.spend_week()

    assert life.posts


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(12))
async def test_groups_of_any_size_live_for_months_by_the_laws_of_partners(sqlite_store: Store, seed: int) -> None:
    life = Life(Study(sqlite_store), Random(seed).randint(2, 40), Random(seed))
    await life.begin()

    for _ in range(12):
        await life.spend_week()

    assert life.posts
