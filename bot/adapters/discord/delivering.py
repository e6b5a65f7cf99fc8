"""Bring a request of an answer through: it is sent again until its fate is known."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random
from typing import TypeVar

import structlog

from bot.adapters.discord import errors
from bot.adapters.discord.fates import Fate, read_failure
from bot.adapters.discord.patience import (
    FIRST_PAUSE,
    FIRST_REQUEST,
    LAST,
    LONGEST_PAUSE,
    PAUSE,
    PUT_OFF,
    REQUEST,
    TOKEN,
    Patience,
)
from bot.backoff import Backoff
from bot.chat.port import SendError

log = structlog.get_logger()
T = TypeVar("T")

TRIES = 8

Ask = Callable[[], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Delivered:
    """The fate of a request, and the id of the message that it made or changed; 0: not known.

    `unsure`: a try may have arrived.
    """

    fate: Fate
    message_id: int = 0
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Manner:
    """How to try: the seconds for one request, the first pause, and the longest one that Discord may ask for."""

    request: float
    pause: float
    asked: float = TOKEN


FIRST_ANSWER = Manner(FIRST_REQUEST, FIRST_PAUSE)
LATER_ANSWER = Manner(REQUEST, PAUSE)
EDIT = Manner(REQUEST, PAUSE, PUT_OFF)


class Delivering:
    """Makes the requests of answers."""

    def __init__(self, patience: Patience, dice: Random) -> None:
        self._patience = patience
        self._dice = dice

    def now(self) -> float:
        """Seconds on the clock of the waits."""
        return self._patience.now()

    async def deliver(self, interaction_id: int, ask: Ask, manner: Manner, until: float) -> Delivered:
        """Make a request until its fate is known, but begin no try after an instant. A lost answer is logged.

        1. A request that may be repeated is, after the pause that Discord asks for, or a growing one.
        2. A first answer counts once, however often it is sent, and an edit changes nothing the second time.
        3. "Already acknowledged" after a try of which nobody knows means that the try arrived.
        """
        backoff = self._backoff(manner)
        unsure = False
        while True:
            error, message_id = await self._try(ask, manner.request)
            if error is None:
                return Delivered(Fate.DONE, message_id)
            trouble = read_failure(error)
            if trouble.fate is Fate.TAKEN and unsure:
                return Delivered(Fate.DONE)
            unsure = unsure or trouble.unsure
            pause = max(backoff.fail(), trouble.retry_after)
            late = self._patience.now() + pause > until or trouble.retry_after > manner.asked
            tried = backoff.failures >= TRIES or late
            if trouble.fate is not Fate.LOST or tried:
                fate = trouble.fate
                log.warning("answer.lost", interaction=interaction_id, fate=fate.value, **errors.describe_error(error))
                return Delivered(fate, unsure=unsure)
            await self._patience.pause(pause)

    async def insist(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Make a request in a channel that may be repeated, until it is done or a minute is over. Raises SendError."""
        backoff, until = self._backoff(LATER_ANSWER), self._patience.now() + LAST
        while True:
            try:
                return await ask()
            except SendError as error:
                pause = max(backoff.fail(), error.retry_after or 0.0)
                hopeless = error.permanent or error.rejected or backoff.failures >= TRIES
                if hopeless or self._patience.now() + pause > until:
                    raise
            await self._patience.pause(pause)

    def _backoff(self, manner: Manner) -> Backoff:
        return Backoff(manner.pause, LONGEST_PAUSE, lambda: 0.5 + self._dice.random())

    async def _try(self, ask: Ask, seconds: float) -> tuple[BaseException | None, int]:
        """Make a request once. Returns its error, or the id of its message."""
        task = asyncio.ensure_future(ask())
        try:
            if not await self._patience.within(seconds, task):
                return TimeoutError(), 0
            return None, task.result()
        except errors.REQUEST_FAILURES as error:
            return error, 0
        except Exception as error:
            log.exception("answer.not_rendered")
            return error, 0
        finally:
            task.cancel()
