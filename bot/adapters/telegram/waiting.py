"""Commands that were called in a private chat without what they need. The next plain words are for them."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import Clock
from bot.identity import Account, Place

FIRST = timedelta(minutes=10)
"""The time in which the first words come."""

MORE = timedelta(minutes=1)
"""The time in which more words come, since several messages may be sent in a row."""

MOST = 10_000
"""Chats that are remembered."""


class WaitingCommands:
    """The commands that wait for words, by chat. They are forgotten at a restart: then a hint answers the words."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: dict[tuple[int, int], tuple[str, datetime, bool]] = {}

    def note(self, account: Account, place: Place, command: str) -> None:
        """Note that a command waits from now on; none waits if it is empty."""
        self._waiting.pop(_key(account, place), None)
        if command and place.private:
            self._put(account, place, command, FIRST)

    def keep(self, account: Account, place: Place, command: str) -> None:
        """Let a command that got its words wait for more."""
        self._put(account, place, command, MORE)

    def find(self, account: Account, place: Place) -> str:
        """Return the command that waits for words of this account; empty for none."""
        command, until, _ = self._waiting.get(_key(account, place), ("", self._clock.now(), False))
        return command if self._clock.now() < until else ""

    def has_words(self, account: Account, place: Place) -> bool:
        """Whether the waiting command got its words, so that only more of the same kind are for it."""
        return self._waiting.get(_key(account, place), ("", None, False))[2]

    def _put(self, account: Account, place: Place, command: str, wait: timedelta) -> None:
        self._waiting.pop(_key(account, place), None)
        while len(self._waiting) >= MOST:
            del self._waiting[next(iter(self._waiting))]
        self._waiting[_key(account, place)] = (command, self._clock.now() + wait, wait == MORE)


def _key(account: Account, place: Place) -> tuple[int, int]:
    return account.user_id, place.chat_id
