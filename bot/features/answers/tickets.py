"""Keep in the store what the answers in hand need after a restart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.chat.port import ClosedTicket, OpenTicket, ReportedAct
from bot.clock import Clock
from bot.database.inbound import expire_tickets, open_tickets
from bot.database.store import Store
from bot.features.answers.queries import AnswerRow, ReportRow, close_answered, find_reporting
from bot.identity import Account

KEEP_TICKETS = timedelta(minutes=15)  # Discord takes an answer no longer


class StoredTickets:
    """Keeps the tickets of calls until they are answered, for 15 minutes at most."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def find_open(self, platform: str) -> Sequence[OpenTicket]:
        """Find the tickets of a platform, the oldest first. Those that are too old are forgotten."""
        since = self._clock.now() - KEEP_TICKETS
        await self._store.write(expire_tickets, since)
        kept = await self._store.read(open_tickets, platform, since)
        return [OpenTicket(one.inbound_id, one.holds) for one in kept]

    async def close(self, closed: Sequence[ClosedTicket]) -> None:
        """Forget the tickets of calls that were answered, and keep what the answers report, in one write."""
        reports = [_row_of(one.inbound, one.report) for one in closed if one.report]
        await self._store.write(close_answered, [one.inbound for one in closed], reports, self._clock.now())

    async def find_report(self, account: Account, undo: str) -> ReportedAct | None:
        """Find the message that reports the act which a line takes back."""
        found = await self._store.read(find_reporting, account, undo)
        known = found is not None and found.message_id
        return ReportedAct(account, found.chat_id, found.message_id, undo) if found and known else None


def _row_of(inbound: str, report: ReportedAct) -> ReportRow:
    """Make the row of a report. It is kept as an answer is, under the number of its call."""
    answer = AnswerRow("", report.chat_id, report.message_id, [("", report.undo)])
    return ReportRow(report.account, (report.chat_id, int(inbound.rpartition(":")[2])), answer)
