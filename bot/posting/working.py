"""The post office's work as a whole: plan, then deliver."""

from __future__ import annotations

from datetime import datetime

from bot.posting.deliverer import Deliverer
from bot.posting.planner import Planner


class Working:
    """The planner and the deliverer: implements `bot.chat.port.Work`."""

    def __init__(self, planner: Planner, deliverer: Deliverer) -> None:
        self.planner = planner
        self.deliverer = deliverer

    async def next_due(self) -> datetime | None:
        """The next instant at which a post is to be planned or sent."""
        moments = (await self.planner.next_due(), await self.deliverer.next_due())
        return min((moment for moment in moments if moment is not None), default=None)

    async def run_due(self) -> None:
        """Plan what is due, then send it."""
        await self.planner.run_due()
        await self.deliverer.run_due()

    async def finish(self) -> None:
        """Begin no more sends, and wait for the posts in flight."""
        await self.deliverer.finish()
