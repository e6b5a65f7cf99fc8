"""The post office's work as a whole: chores, then plan, then deliver."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.posting.deliverer import Deliverer
from bot.posting.planner import Planner


class Chore(Protocol):
    """Work of a feature at moments of its own, which is no post."""

    async def next_due(self) -> datetime | None:
        """The next instant at which there is something to do."""
        ...

    async def run_due(self) -> None:
        """Do what is due."""
        ...


class Working:
    """The planner, the deliverer and chores of features: implements `bot.chat.port.Work`."""

    def __init__(self, planner: Planner, deliverer: Deliverer, chores: Sequence[Chore] = ()) -> None:
        self.planner = planner
        self.deliverer = deliverer
        self._chores = tuple(chores)

    async def next_due(self) -> datetime | None:
        """The next instant at which a post is to be planned or sent, or a chore is to be done."""
        moments = [await self.planner.next_due(), await self.deliverer.next_due()]
        moments += [await chore.next_due() for chore in self._chores]
        return min((moment for moment in moments if moment is not None), default=None)

    async def run_due(self) -> None:
        """Do the chores that are due. Then plan the posts that are due, and send them."""
        for chore in self._chores:
            await chore.run_due()
        await self.planner.run_due()
        await self.deliverer.run_due()

    async def finish(self) -> None:
        """Begin no more sends, and wait for the posts in flight."""
        await self.deliverer.finish()
