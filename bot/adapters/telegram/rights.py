"""Rights in a group. Its administrators are remembered for some minutes, because Telegram counts every question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from telegram import Bot, ChatMemberRestricted
from telegram.constants import ChatAction, ChatMemberStatus
from telegram.error import TelegramError

from bot.adapters.telegram import errors
from bot.adapters.telegram.attendance import Attendance, AttendanceBook
from bot.adapters.telegram.updates import telegram_account
from bot.chat.port import SendError
from bot.chat.rights import PlaceUnknown, Right, RightsUnknown
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

    async def has(self, account: Account, place: Place, *, anew: bool = False) -> bool:
        """Whether this account is an administrator there. Raises RightsUnknown if Telegram does not say.

        What is remembered answers for an administrator only. So a new one is known at once. Asked `anew`, it never
        answers.
        """
        if place.private:
            return False
        remembered = frozenset() if anew else self._remembered(place)
        return account.user_id in remembered or account.user_id in await self._ask(place)

    def forget(self, place: Place) -> None:
        """Forget the administrators of a group, because one of them has changed."""
        self._known.pop(place.chat_id, None)

    def _remembered(self, place: Place) -> frozenset[int]:
        at, admins = self._known.get(place.chat_id, (self._clock.now() - KEPT, frozenset()))
        return admins if timedelta() <= self._clock.now() - at < KEPT else frozenset()

    async def _ask(self, place: Place) -> frozenset[int]:
        self.forget(place)
        try:
            members = await self._bot.get_chat_administrators(place.chat_id)
        except TelegramError as error:
            log.info("telegram.admins_unknown", place=place.key, reason=errors.telegram_send_error(error).reason)
            raise RightsUnknown from None
        admins = frozenset(member.user.id for member in members)
        if len(self._known) >= CHATS:
            self._known.clear()
        self._known[place.chat_id] = (self._clock.now(), admins)
        return admins


@dataclass(frozen=True, slots=True)
class ChatRights:
    """Implements `bot.chat.rights.Rights` for one call."""

    bot: Bot
    admins: Admins
    attendance: AttendanceBook
    account: Account
    place: Place

    async def is_admin(self, *, anew: bool) -> bool:
        """Whether the caller administers the group. Raises RightsUnknown."""
        return await self.admins.has(self.account, self.place, anew=anew)

    async def lacks(self, chat_id: int = 0) -> tuple[Right, ...]:
        """List the rights that the bot lacks to post in this chat or topic. Raises PlaceUnknown."""
        try:
            if not await self._may_write():
                return (Right.SEND,)
            await self.bot.send_chat_action(
                self.place.chat_id, ChatAction.TYPING, message_thread_id=self.place.thread_id
            )
        except TelegramError as error:
            return (self._lacking(errors.telegram_send_error(error)),)
        return ()

    async def opens_threads(self) -> bool:
        """Whether the bot may open threads here. Telegram has none, so no right is missing."""
        return True

    async def can_ping(self, role_id: int) -> bool:
        """Whether the bot may ping a role here. Telegram has none."""
        return False

    async def has_left(self, chat: Place) -> bool:
        """Whether the caller left another chat, or was removed from it. False if Telegram does not say."""
        return await self.attendance.find(chat, self.account) is Attendance.GONE

    async def administers(self, chat: Place) -> bool:
        """Whether the caller administers another group, asked anew. Raises RightsUnknown."""
        return await self.admins.has(self.account, chat, anew=True)

    async def _may_write(self) -> bool:
        """Whether the bot may write in this chat, by its own right or by the rule for all members."""
        us = await self.bot.get_chat_member(self.place.chat_id, self.bot.id)
        if isinstance(us, ChatMemberRestricted):
            return us.can_send_messages
        if us.status != ChatMemberStatus.MEMBER or self.place.private:
            return True
        rule = (await self.bot.get_chat(self.place.chat_id)).permissions
        return rule is None or bool(rule.can_send_messages)

    def _lacking(self, error: SendError) -> Right:
        """Read what a refused attempt shows. Raises PlaceUnknown for any other failure."""
        if not error.permanent:
            log.info("telegram.place_unknown", place=self.place.key, reason=error.reason)
            raise PlaceUnknown
        return Right.TOPIC if error.reason.startswith("topic") else Right.SEND


async def find_owner(bot: Bot, place: Place) -> Account | None:
    """Find the person who owns a group. None if Telegram does not say."""
    try:
        admins = await bot.get_chat_administrators(place.chat_id)
    except TelegramError as error:
        log.info("telegram.owner_unknown", place=place.key, reason=errors.telegram_send_error(error).reason)
        return None
    return next((telegram_account(one.user) for one in admins if one.status == ChatMemberStatus.OWNER), None)
