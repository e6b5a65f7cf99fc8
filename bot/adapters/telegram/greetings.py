"""Greets each group once, however the bot was added to it."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from functools import partial

from bot.adapters.telegram.answers import TelegramAnswers
from bot.adapters.telegram.extras import only_in_groups
from bot.adapters.telegram.intake import Answer, silence
from bot.adapters.telegram.timing import Timing
from bot.chat.port import Core
from bot.chat.reply import Reply
from bot.clock import Clock
from bot.identity import Place

AT_ONCE = timedelta(minutes=2)
"""The time in which a supergroup's adding is reported after its move."""
REMEMBERED = 500


class Greetings:
    """Greets groups.

    1. Telegram reports an adding up to three times: as a new standing, as a new member, and as `/start` of a link.
       The first report is greeted.
    2. A group that became a supergroup takes the bot along. It is not greeted, whichever report comes first.
    3. A group that the bot left and came back to is greeted again.
    """

    def __init__(self, core: Core, answers: TelegramAnswers, clock: Clock, timing: Timing) -> None:
        self._core = core
        self._answers = answers
        self._clock = clock
        self._timing = timing
        self._moved = _Lately(clock)
        self._declined: OrderedDict[int, None] = OrderedDict()

    async def greet(self, place: Place, report: str, *, supergroup: bool = False) -> Answer:
        """Keep a group to which the bot was added. Returns its greeting, or silence if it was greeted just now."""
        greeting = await self._core.added(place, report)
        if greeting is None or place.chat_id in self._moved:
            return silence
        return partial(self._say, place, greeting, supergroup)

    def decline(self, place: Place) -> Answer:
        """Return the word that we work in groups, once for each channel."""
        if place.chat_id in self._declined:
            return silence
        self._declined[place.chat_id] = None
        if len(self._declined) > REMEMBERED:
            self._declined.popitem(last=False)
        return partial(self._answers.say, place, only_in_groups(), quiet=True)

    async def leave(self, place: Place) -> None:
        """Stop posts to a group from which the bot was removed."""
        self._moved.drop(place.chat_id)
        await self._core.removed(place)

    async def move(self, place: Place, new_id: int) -> None:
        """Let a group go on as a supergroup."""
        self._moved.note(new_id)
        await self._core.moved(place, new_id)

    async def _say(self, place: Place, greeting: Reply, supergroup: bool) -> None:
        if supergroup:
            await self._timing.sleep(self._timing.moving)
        if place.chat_id not in self._moved:
            await self._answers.say(place, greeting)


class _Lately:
    """Chats to which something happened just now."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._at: OrderedDict[int, datetime] = OrderedDict()

    def __contains__(self, chat_id: int) -> bool:
        at = self._at.get(chat_id)
        return at is not None and self._clock.now() - at < AT_ONCE

    def note(self, chat_id: int) -> None:
        self._at[chat_id] = self._clock.now()
        self._at.move_to_end(chat_id)
        if len(self._at) > REMEMBERED:
            self._at.popitem(last=False)

    def drop(self, chat_id: int) -> None:
        self._at.pop(chat_id, None)
