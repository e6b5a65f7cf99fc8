"""Keep in the store which message of ours answers which typed message."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import timedelta

from bot.chat.port import Answered, Deed
from bot.clock import Clock
from bot.database.store import Store
from bot.features.acts.queries import live_among
from bot.features.answers.queries import AnswerRow, ReportRow, find_answer, find_reporting, put_reports
from bot.identity import Account, ActId, Place

KEEP_ANSWERS = timedelta(days=3)  # Telegram takes edits for two
_ACT = re.compile(r"undo #(\d{1,18})")


class StoredAnswers:
    """Keeps answers for three days, so that an edit after a restart is known.

    Answers that come while others are being kept are kept together, in one transaction.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._waiting: list[ReportRow] = []
        self._batch: asyncio.Task[None] | None = None
        """The last transaction that was begun. It takes all that waits, when the one before it is over."""

    async def put(self, account: Account, place: Place, message_id: int, answer: Answered) -> None:
        """Keep the answer to a message."""
        row = AnswerRow(
            answer.digest, answer.chat_id, answer.message_id, [(one.text, one.undo) for one in answer.deeds]
        )
        self._waiting.append(ReportRow(account, (place.chat_id, message_id), row))
        if self._batch is None or len(self._waiting) == 1:
            self._batch = asyncio.create_task(self._keep_batch(self._batch))
        await asyncio.shield(self._batch)

    async def _keep_batch(self, before: asyncio.Task[None] | None) -> None:
        if before is not None and not before.done():
            await asyncio.wait({before})
        batch, self._waiting = self._waiting, []
        await self._store.write(put_reports, batch, self._clock.now())

    async def find(self, place: Place, message_id: int) -> Answered | None:
        """Find the answer to a message."""
        return _answered(await self._store.read(find_answer, place.platform, (place.chat_id, message_id)))

    async def find_reporting(self, account: Account, undo: str) -> Answered | None:
        """Find the latest answer to an account that reported the act which this line takes back."""
        return _answered(await self._store.read(find_reporting, account, undo))

    async def pick_live(self, deeds: Sequence[Deed]) -> tuple[Deed, ...]:
        """Return the deeds whose acts were not taken back since, in their order."""
        act_ids = {one: ActId(int(named[1])) for one in deeds if (named := _ACT.fullmatch(one.undo))}
        live = await self._store.read(live_among, tuple(act_ids.values()))
        return tuple(one for one in deeds if one not in act_ids or act_ids[one] in live)


def _answered(row: AnswerRow | None) -> Answered | None:
    return Answered(row.digest, row.chat_id, row.message_id, tuple(Deed(*act) for act in row.acts)) if row else None
