"""Remember a group's administrators for some minutes, because Telegram counts every question."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.adapters.telegram import errors
from bot.clock import Clock
from bot.identity import Account, Place

log = structlog.get_logger()

KEPT = timedelta(minutes=5)
CHATS = 5000


class Admins:
    """Answers whether an account administers a group.

    No account administers a private chat, because it may stand for any group.
    """

    def __init__(self, bot: Bot, clock: Clock) -> None:
        self._bot = bot
        self._clock = clock
        self._known: dict[int, tuple[datetime, frozenset[int]]] = {}

    async def has(self, account: Account, place: Place) -> bool:
        """Whether this account is an administrator there. False if Telegram does not say."""
        if place.private:
            return False
        known = self._known.get(place.chat_id)
        if known is None or not timedelta() <= self._clock.now() - known[0] < KEPT:
            known = (self._clock.now(), await self._ask(place))
            self._remember(place.chat_id, known)
        return account.user_id in known[1]

    async def _ask(self, place: Place) -> frozenset[int]:
        try:
            members = await self._bot.get_chat_administrators(place.chat_id)
        except TelegramError as error:
            log.info("telegram.admins_unknown", place=place.key, reason=errors.telegram_send_error(error).reason)
            return frozenset()
        return frozenset(member.user.id for member in members)

    def _remember(self, chat_id: int, known: tuple[datetime, frozenset[int]]) -> None:
        if not known[1]:
            return
        if len(self._known) >= CHATS:
            self._known.clear()
        self._known[chat_id] = known
