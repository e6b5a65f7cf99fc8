"""The watch over the database's lock, with each beat of the running bot."""

from __future__ import annotations

import asyncio
from typing import Protocol

from bot.database.leases import Lock
from bot.errors import ConfigError


class Beating(Protocol):
    """Work that is done with each beat."""

    async def beat(self) -> None:
        """Beat."""
        ...


class Watch:
    """Checks the lock of the database with every beat, and stops the program if another has it."""

    def __init__(self, lock: Lock, heartbeat: Beating, stop: asyncio.Event) -> None:
        self._lock = lock
        self._heartbeat = heartbeat
        self._stop = stop
        self._taken: ConfigError | None = None

    async def beat(self) -> None:
        """Check the lock. Beat only while it is held."""
        try:
            await self._lock.check()
        except ConfigError as error:
            self._taken = error
            self._stop.set()
            return
        if self._lock.is_held():
            await self._heartbeat.beat()

    def raise_taken(self) -> None:
        """Raise ConfigError if another program has the database."""
        if self._taken:
            raise self._taken
