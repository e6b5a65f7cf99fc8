"""The Telegram adapter: connects, hears, asks the core, answers, and takes posts to places."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.adapters.telegram import errors, rights
from bot.adapters.telegram.attendance import Attendance, AttendanceBook
from bot.adapters.telegram.commands import Us
from bot.adapters.telegram.conversation import Conversation
from bot.adapters.telegram.departures import Departures
from bot.adapters.telegram.intake import Intake
from bot.adapters.telegram.menus import set_descriptions, set_menus
from bot.adapters.telegram.pacing import Turns, make_telegram_lane
from bot.adapters.telegram.polling import Polling
from bot.adapters.telegram.polling_transport import PollTransport
from bot.adapters.telegram.sending import Sender
from bot.adapters.telegram.sweeping import Sweeper
from bot.adapters.telegram.timing import SURE_AFTER, Timing
from bot.adapters.telegram.transport import Limits, Transport
from bot.adapters.telegram.webhook import Webhook, register, restore, take
from bot.chat.port import Core
from bot.chat.reply import Reply
from bot.clock import Clock
from bot.errors import ConfigError
from bot.identity import Account, Place, Platform
from bot.pacing.lanes import Lane
from bot.pacing.pace import Rank

log = structlog.get_logger()
T = TypeVar("T")

OFFICIAL = "https://api.telegram.org"
REFUSED = "TELEGRAM_TOKEN is not accepted by Telegram: copy it again from @BotFather, and check TELEGRAM_API_URL."
LOUD = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram": logging.WARNING,
    "telegram.Bot": logging.CRITICAL + 1,  # prints the updates that it cannot read
}
"""Libraries whose logs would show the token or people's words."""


class TelegramAdapter:
    """Telegram. `api_url` is another Bot API server, `proxy` an http(s) proxy on the way there.

    The name of the file in which `departures` are noted begins with `notes`, if that is given.
    """

    name: str = Platform.TELEGRAM
    repeat_is_safe = False
    in_turn = False

    def __init__(
        self,
        core: Core,
        *,
        token: str,
        api_url: str = "",
        webhook: Webhook | None = None,
        clock: Clock,
        proxy: str = "",
        timing: Timing | None = None,
        limits: Limits | None = None,
        lane: Lane | None = None,
        notes: Path | None = None,
    ) -> None:
        for name, level in LOUD.items():
            logging.getLogger(name).setLevel(level)
        self._core = core
        self._clock = clock
        self._timing = timing or Timing()
        self._webhook = webhook
        self._departures = Departures(notes and notes.with_name(f"{notes.name}-{token.partition(':')[0]}.sent"))
        self._polls = PollTransport(Limits(connections=4), proxy)
        self._calls = Transport(limits, proxy, self._departures)
        self._bot = make_bot(token, api_url, self._calls, self._polls)
        self._lane = lane or make_telegram_lane()
        self._attendance = AttendanceBook(self._bot, clock)
        self._sender = Sender(self._bot, self._calls, Turns(self._lane))
        self._intake: Intake | None = None
        self._stopping = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()
        self._heard_at: datetime | None = None

    async def start(self) -> None:
        """Serve until `stop`. Waits for a Telegram that is down; raises ConfigError when it refuses the token."""
        self._stopping.clear()
        self._ended.clear()
        try:
            await self._calls.initialize()
            await self._polls.initialize()
            await self._until_stopped(self._serve())
        except InvalidToken:
            raise ConfigError(REFUSED) from None
        finally:
            self._heard_at = None
            await self._calls.shutdown()
            await self._polls.shutdown()
            self._ended.set()

    async def stop(self) -> None:
        """Take no more updates, finish those in hand, confirm them, disconnect."""
        self._stopping.set()
        await self._ended.wait()

    def healthy(self) -> bool:
        """Whether Telegram was heard from lately."""
        if self._heard_at is None:
            return False
        return self._clock.now() - self._heard_at < timedelta(seconds=self._timing.silent)

    async def send(self, place: Place, reply: Reply, key: str) -> str:
        """Post a reply. `key` is of no use here: Telegram cannot know a repeat. Raises SendError."""
        try:
            return str(await self._sender.post(place, reply, quiet=reply.silent, rank=Rank.POST))
        except TelegramError as error:
            log.info("telegram.not_posted", key=key, place=place.key, reason=errors.telegram_send_error(error).reason)
            raise errors.telegram_send_error(error) from None

    async def edit(self, place: Place, message_id: str, reply: Reply) -> bool:
        """Replace an earlier post. False: it is gone, or can be changed no more. Raises SendError."""
        try:
            await self._sender.change(place.chat_id, int(message_id), reply, pictured=False, rank=Rank.POST)
        except TelegramError as error:
            if not errors.says(error, errors.GONE):
                raise errors.telegram_send_error(error) from None
            return False
        return True

    async def find_owner(self, place: Place) -> Account | None:
        """Find the person who owns a group. None if Telegram does not say."""
        return await rights.find_owner(self._bot, place)

    async def has_left(self, place: Place, account: Account) -> bool:
        """Whether a person left a group, or was removed. False if Telegram does not say."""
        return await self._attendance.find(place, account) is Attendance.GONE

    def ready_in(self, place: Place) -> float:
        """Seconds until this chat takes a post; 0: now."""
        return self._lane.ready_in(place.chat_id)

    async def take_update(self, body: bytes, secret: str) -> int:
        """Do the work of one webhook delivery. Returns the HTTP status to answer with."""
        if self._webhook is None or self._intake is None or self._stopping.is_set():
            return 503
        return await take(body, secret, self._webhook, self._bot, self._intake)

    async def _serve(self) -> None:
        me = await self._persist(self._bot.get_me)
        self._hear()
        us = Us(me.id, me.username or "")
        conversation = Conversation(
            self._core, self._bot, self._sender, self._attendance, us=us, clock=self._clock, timing=self._timing
        )
        self._departures.open()
        self._intake = intake = Intake(conversation.work, conversation.notice, self._departures, self._timing.work)
        polling = Polling(
            self._bot, self._polls, intake, shelf=self._core.updates, timing=self._timing, heard=self._hear
        )
        menus = asyncio.create_task(self._set_menus())
        sweeping = asyncio.create_task(Sweeper(self._bot, self._core.briefs, self._timing).run())
        try:
            await (self._keep_webhook(self._webhook) if self._webhook else self._poll(polling))
        finally:
            self._intake = None
            menus.cancel()
            sweeping.cancel()
            await intake.finish(self._timing.drain)
            await intake.drop()
            conversation.close()
            if self._webhook is None:
                await polling.confirm()
            self._departures.close()

    async def _poll(self, polling: Polling) -> None:
        await self._persist(self._bot.delete_webhook, SURE_AFTER)
        await polling.run()

    async def _keep_webhook(self, webhook: Webhook) -> None:
        """Set the webhook, and look now and then whether Telegram still has it."""
        await self._persist(lambda: register(self._bot, webhook))
        while True:
            self._hear()
            await self._timing.sleep(self._timing.heartbeat)
            await self._persist(lambda: restore(self._bot, webhook), SURE_AFTER)

    async def _set_menus(self) -> None:
        """Set the menus and descriptions right, with as many tries as Telegram needs."""
        try:
            changed = await self._persist(lambda: set_menus(self._bot, self._core.dispatcher.registry), SURE_AFTER)
            changed += await self._persist(lambda: set_descriptions(self._bot), SURE_AFTER)
        except InvalidToken as error:
            log.warning("telegram.menus_failed", reason=errors.telegram_send_error(error).reason)
        else:
            log.info("telegram.menus_set", changed=changed)

    async def _persist(self, request: Callable[[], Awaitable[T]], sure_after: int = 0) -> T:
        """Repeat a request until Telegram answers it.

        Raises InvalidToken if at least `sure_after` failures came before it.
        """
        backoff = self._timing.backoff()
        while True:
            try:
                return await request()
            except TelegramError as error:
                if isinstance(error, InvalidToken) and backoff.failures >= sure_after:
                    raise
                found = errors.telegram_send_error(error)
            log.warning("telegram.unreachable", reason=found.reason, failures=backoff.failures)
            await self._timing.sleep(max(backoff.fail(), found.retry_after or 0.0))

    async def _until_stopped(self, work: Coroutine[None, None, None]) -> None:
        """Run the work until it ends or `stop` is called.

        Then it is cancelled, and cleans up in its own time.
        """
        working = asyncio.create_task(work)
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                working.result()
        finally:
            stopping.cancel()
            working.cancel()
            await asyncio.gather(working, stopping, return_exceptions=True)

    def _hear(self) -> None:
        self._heard_at = self._clock.now()


def make_bot(token: str, api_url: str, calls: Transport, polls: Transport) -> Bot:
    """The library's client on our transports. Raises ConfigError for a token of the wrong form."""
    api = (api_url or OFFICIAL).rstrip("/")
    try:
        return Bot(token, f"{api}/bot", f"{api}/file/bot", request=calls, get_updates_request=polls)
    except InvalidToken:
        raise ConfigError(REFUSED) from None
