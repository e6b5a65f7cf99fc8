"""The attendance of people in groups, remembered for some minutes. Telegram tells of changes where it may."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import structlog
from telegram import Bot, ChatMember, ChatMemberRestricted
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.adapters.telegram import errors
from bot.clock import Clock
from bot.identity import Account, Place

log = structlog.get_logger()

KEPT = timedelta(minutes=10)
PEOPLE = 20_000


class Attendance(StrEnum):
    """A person's attendance in a group. `MUTED`: they may not write there. Unknown means still a member."""

    PRESENT = "present"
    MUTED = "muted"
    GONE = "gone"


def attendance_of(member: ChatMember) -> Attendance:
    """Read an attendance: only those who left or were removed are gone."""
    if isinstance(member, ChatMemberRestricted):
        muted = Attendance.PRESENT if member.can_send_messages else Attendance.MUTED
        return muted if member.is_member else Attendance.GONE
    gone = member.status in {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}
    return Attendance.GONE if gone else Attendance.PRESENT


class AttendanceBook:
    """Finds the attendance of a person in a group. It asks Telegram if it does not remember."""

    def __init__(self, bot: Bot, clock: Clock) -> None:
        self._bot = bot
        self._clock = clock
        self._known: dict[tuple[int, int], tuple[datetime, Attendance]] = {}

    async def find(self, place: Place, account: Account) -> Attendance:
        """Find the attendance of a person. They count as present where Telegram does not say."""
        at, attendance = self._known.get(
            (place.chat_id, account.user_id), (self._clock.now() - KEPT, Attendance.PRESENT)
        )
        if timedelta() <= self._clock.now() - at < KEPT:
            return attendance
        return self.note(place, account, await self._ask(place, account))

    def note(self, place: Place, account: Account, attendance: Attendance) -> Attendance:
        """Remember the attendance of a person."""
        if len(self._known) >= PEOPLE:
            self._known.clear()
        self._known[place.chat_id, account.user_id] = (self._clock.now(), attendance)
        return attendance

    async def _ask(self, place: Place, account: Account) -> Attendance:
        try:
            return attendance_of(await self._bot.get_chat_member(place.chat_id, account.user_id))
        except TelegramError as error:
            log.info("telegram.attendance_unknown", place=place.key, reason=errors.telegram_send_error(error).reason)
            return Attendance.PRESENT
