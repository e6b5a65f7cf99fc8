"""Private answers that report an act. Only their own interaction can change them, and only while its token lives."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.adapters.discord.open_answer import OpenAnswer
from bot.adapters.discord.patience import TOKEN
from bot.identity import Account

KEPT = 1000
"""Answers that are remembered, in memory alone: after a restart the old ones stay as they are."""


@dataclass(frozen=True, slots=True)
class PrivateReport:
    """A private answer, and the id of its message."""

    answer: OpenAnswer
    message_id: int
    at: float


class PrivateReports:
    """Remembers private answers by what takes their act back. `now` is the clock of their interactions."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._kept: OrderedDict[tuple[str, str], PrivateReport] = OrderedDict()

    def note(self, account: Account, undo: str, answer: OpenAnswer, message_id: int) -> None:
        """Remember the answer that reported an act. The oldest are forgotten."""
        self._kept.pop((account.key, undo), None)
        self._kept[account.key, undo] = PrivateReport(answer, message_id, self._now())
        self._forget()

    def find(self, account: Account, undo: str) -> PrivateReport | None:
        """Find the answer that reported the act which a line takes back."""
        self._forget()
        return self._kept.get((account.key, undo))

    def _forget(self) -> None:
        over = self._now() - TOKEN
        while self._kept and (len(self._kept) > KEPT or next(iter(self._kept.values())).at < over):
            self._kept.popitem(last=False)
