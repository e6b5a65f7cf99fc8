"""Keep in the store which answers are removed after two minutes."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Clock
from bot.database.store import Store
from bot.features.answers.queries import add_brief_answer, delete_brief_answer, read_due_answers

BRIEF = timedelta(minutes=2)


class StoredBriefs:
    """Keeps answers that stand in a chat for two minutes, so that a restart forgets none of them."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def put(self, chat_id: int, message_id: int) -> None:
        """Let an answer be removed in two minutes."""
        await self._store.write(add_brief_answer, (chat_id, message_id), self._clock.now() + BRIEF)

    async def due(self) -> list[tuple[int, int]]:
        """The answers to be removed now, by chat and number."""
        return await self._store.read(read_due_answers, self._clock.now())

    async def drop(self, chat_id: int, message_id: int) -> None:
        """Forget an answer that is removed."""
        await self._store.write(delete_brief_answer, (chat_id, message_id))
