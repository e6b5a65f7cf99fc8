"""Posts that are in no outbox, because nothing is to be kept about their hearers.

An owner or steward who never used the bot hears so that a place takes no posts. A post that did not arrive is tried
again like any other, but only by this process: a restart forgets it. Where the caller notes which posts were said, it
says each of them once, and comes back with those that did not arrive.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.chat.port import SendError
from bot.clock import Clock
from bot.posting.posts import Post
from bot.posting.wording import NothingToSay

log = structlog.get_logger()

MOST = 1000
"""Posts that wait. Of more, the oldest are given up."""


class Asides:
    """Says posts aside. `wait` gives the time to wait after an attempt, `tries` is the number of attempts."""

    def __init__(
        self,
        send: Callable[[Post], Awaitable[str]],
        clock: Clock,
        wait: Callable[[int, float | None], timedelta],
        tries: int,
    ) -> None:
        self._send = send
        self._clock = clock
        self._wait = wait
        self._tries = tries
        self._waiting: list[Post] = []

    def next_due(self) -> datetime | None:
        """The next instant at which a post is tried again; None if none waits."""
        return min((post.due_at for post in self._waiting), default=None)

    async def say(self, post: Post) -> None:
        """Say a post now. If it does not arrive, it waits for another attempt."""
        error = await self._try(post)
        if error is not None:
            self._keep(post, error.retry_after)

    async def say_once(self, post: Post) -> bool:
        """Say a post now, and keep nothing. Returns False if it did not arrive, and may arrive later."""
        return await self._try(post) is None

    async def run_due(self) -> None:
        """Try the posts again that are due."""
        now = self._clock.now()
        for post in [one for one in self._waiting if one.due_at <= now]:
            self._waiting.remove(post)
            await self.say(post)

    async def _try(self, post: Post) -> SendError | None:
        """Say a post now. Returns the error after which another attempt is worth it."""
        try:
            await self._send(post)
        except NothingToSay:
            log.info("owner.nothing_to_say", place=post.place.key)
        except SendError as error:
            if not (error.permanent or error.rejected or post.attempts >= self._tries):
                return error
            log.info("owner.not_told", place=post.place.key, reason=error.reason)
        return None

    def _keep(self, post: Post, retry_after: float | None) -> None:
        due_at = self._clock.now() + self._wait(post.attempts, retry_after)
        self._waiting = [*self._waiting, replace(post, attempts=post.attempts + 1, due_at=due_at)][-MOST:]
