"""Send a platform's due posts, each when its place takes it, a few in flight at any time.

A row is claimed when its place is ready and has no post in flight, and there is room. So a crash leaves no more
rows in doubt than were in flight. No lease ends while a row waits for its turn. A place that must wait delays no
other.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.chat.port import Adapter
from bot.clock import Clock
from bot.database.store import Store
from bot.posting import outbox
from bot.posting.posts import Post
from bot.posting.targets import Target
from bot.posting.waiting import Waiting, read_waiting

LEASE = timedelta(minutes=2)
AT_ONCE = 8
LEAST = 0.02  # seconds that are worth waiting


class Round:
    """Sends a platform's due posts, those of each place in order. `open_` says whether more may begin."""

    at_once = AT_ONCE
    """Sends in flight on a platform that answers: the most that can be in doubt after a crash."""
    slow = 5.0
    """Seconds after which a send without an answer gives up its place among them to another."""
    at_most = 24
    """Sends in flight, the slow ones included: the most that can be in doubt if a platform hangs."""
    soon = 1.0
    """Seconds: a post that can go within them is waited for, a later one is left to another round."""
    page_size = 200

    def __init__(
        self,
        store: Store,
        clock: Clock,
        adapter: Adapter,
        deliver: Callable[[Post], Awaitable[None]],
        open_: Callable[[], bool],
    ) -> None:
        self._store = store
        self._clock = clock
        self._adapter = adapter
        self._deliver = deliver
        self._open = open_
        self._flying: dict[asyncio.Task[None], tuple[Target, float]] = {}
        self._sweep = _Sweep()
        self._error: BaseException | None = None

    async def run(self) -> None:
        """Send until no post is left that can go now.

        Raises the first error of a delivery when no post is in flight any more.
        """
        try:
            while True:
                if self._may_begin() and await self._begin():
                    continue
                if not self._flying and not (self._may_begin() and self._sweep.soonest <= self.soon):
                    break
                await self._wait()
        finally:
            await self._break_off()
        if self._error:
            raise self._error

    def _may_begin(self) -> bool:
        return self._error is None and self._open() and self._adapter.healthy()

    async def _begin(self) -> bool:
        """Claim the posts that can go now and begin to send them. Returns whether there were any."""
        room = self._room()
        ready = await self._find(room) if room > 0 else []
        if not ready:
            return False
        ids = [row.id for row in ready]
        for post in await self._store.write(
            outbox.claim_posts, self._clock.now(), LEASE, len(ids), (self._adapter.name,), among=ids
        ):
            task = asyncio.ensure_future(self._deliver(post))
            self._flying[task] = (post.target, _time())
            if self._adapter.in_turn:
                await asyncio.wait({task})
        return True

    def _room(self) -> int:
        fresh = sum(_time() - since < self.slow for _, since in self._flying.values())
        return min(self.at_once - fresh, self.at_most - len(self._flying))

    async def _find(self, room: int) -> list[Waiting]:
        """Find rows that can go now, oldest first.

        When the last sweep is over, a new sweep over all due rows begins.
        """
        if self._sweep.is_over:
            self._sweep = _Sweep()
        found: list[Waiting] = []
        flying = {target for target, _ in self._flying.values()}
        while len(found) < room and not self._sweep.is_over:
            if not self._sweep.page:
                await self._turn_page()
                continue
            row = self._sweep.page.popleft()
            wait = self._adapter.ready_in(row.place)
            if row.target in flying or wait > 0:
                self._sweep.pass_over(row.target, wait)
            elif row.target not in self._sweep.passed:
                flying.add(row.target)
                found.append(row)
        return found

    async def _turn_page(self) -> None:
        sweep = self._sweep
        rows = await self._store.read(
            read_waiting, self._clock.now(), self.page_size, (self._adapter.name,), sweep.last
        )
        sweep.page.extend(rows)
        sweep.last = rows[-1] if rows else sweep.last
        sweep.is_read = len(rows) < self.page_size

    async def _wait(self) -> None:
        """Wait until a send has ended or another post may go, for a second at most."""
        seconds = min(max(self._sweep.soonest, LEAST), self.soon) if self._sweep.is_over else self.soon
        if not self._flying:
            await asyncio.sleep(seconds)
            return
        landed, _ = await asyncio.wait(self._flying, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for task in landed:
            del self._flying[task]
            error = task.exception()  # read each error, so that asyncio reports none as never retrieved
            self._error = self._error or error

    async def _break_off(self) -> None:
        """Cancel all sends in flight when the round itself is cancelled or fails."""
        for task in self._flying:
            task.cancel()
        await asyncio.gather(*self._flying, return_exceptions=True)


class _Sweep:
    """A sweep over all due rows, oldest first, a page at a time."""

    def __init__(self) -> None:
        self.page: deque[Waiting] = deque()
        self.last: Waiting | None = None
        self.is_read = False
        self.passed: set[Target] = set()
        """Places whose first row could not go: their other rows stay behind it."""
        self.soonest = float("inf")
        """Seconds until the first of them can go."""

    @property
    def is_over(self) -> bool:
        return self.is_read and not self.page

    def pass_over(self, target: Target, wait: float) -> None:
        self.passed.add(target)
        if wait > 0:
            self.soonest = min(self.soonest, wait)


def _time() -> float:
    return asyncio.get_running_loop().time()
