"""The terminal as a platform: posts appear in the room at once and always arrive."""

from __future__ import annotations

import asyncio

from bot.adapters.sandbox.room import Room
from bot.chat.port import Core
from bot.chat.reply import Reply
from bot.identity import Account, Place, Platform


class SandboxAdapter:
    """Takes posts into the room; `core` answers the people in it. It plays one platform, and may share the room."""

    repeat_is_safe = True
    in_turn = True

    def __init__(self, core: Core, room: Room | None = None, name: str = Platform.SANDBOX) -> None:
        self.name = name
        self.core = core
        self.room = room or Room()
        self._sent: dict[str, str] = {}
        self._stopped = asyncio.Event()

    async def start(self) -> None:
        """Serve until `stop`; there is nothing to connect to."""
        await self._stopped.wait()

    async def stop(self) -> None:
        """Let `start` return."""
        self._stopped.set()

    async def send(self, place: Place, reply: Reply, key: str) -> str:
        """Post into the room or into a private chat. The same key posts once."""
        if key not in self._sent:
            self._sent[key] = self.room.post(place, reply)
        return self._sent[key]

    async def edit(self, place: Place, message_id: str, reply: Reply) -> bool:
        """Replace an earlier post. False: it is from before a restart, and gone."""
        return self.room.change(message_id, reply)

    async def find_owner(self, place: Place) -> Account | None:
        """Find nobody: the room has no owner."""
        return None

    async def has_left(self, place: Place, account: Account) -> bool:
        """Always false: people stay in the room."""
        return False

    def ready_in(self, place: Place) -> float:
        """Always 0: the room takes every post at once."""
        return 0.0

    def healthy(self) -> bool:
        """Always true: there is no network between us and the room."""
        return True
