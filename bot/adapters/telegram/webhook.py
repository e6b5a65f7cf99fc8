"""Updates that Telegram brings to us: answered 200 only when the work is done."""

from __future__ import annotations

import asyncio
import hmac
import json
from dataclasses import dataclass
from http import HTTPStatus

import structlog
from telegram import Bot

from bot import metrics
from bot.adapters.telegram.intake import Intake
from bot.adapters.telegram.polling_transport import as_update
from bot.adapters.telegram.updates import WANTED
from bot.identity import Platform

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Webhook:
    """The address at which Telegram reaches the bot, and the secret that proves it. `repr` hides the secret."""

    url: str
    secret: str

    def __repr__(self) -> str:
        return f"Webhook({self.url!r})"


async def register(bot: Bot, webhook: Webhook) -> None:
    """Ask Telegram to bring updates to us. Raises TelegramError."""
    await bot.set_webhook(webhook.url, secret_token=webhook.secret, allowed_updates=WANTED)


async def restore(bot: Bot, webhook: Webhook) -> None:
    """Register the webhook again, if Telegram has another one or none. Raises TelegramError."""
    if (await bot.get_webhook_info()).url != webhook.url:
        await register(bot, webhook)


async def take(body: bytes, secret: str, webhook: Webhook, bot: Bot, intake: Intake) -> int:
    """Do the work of one delivery. Returns the HTTP status; Telegram repeats all but 200.

    1. 403 for a wrong secret.
    2. 400 for a body that is no update.
    3. 200 for an update that cannot be read: a repeat would hold up all that come after it.
    4. 200 when the work and its answer are done, now or before.
    5. 503 if the work was cancelled.
    """
    if not hmac.compare_digest(secret.encode(), webhook.secret.encode()):
        return HTTPStatus.FORBIDDEN
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):  # no JSON, or nested too deep
        return HTTPStatus.BAD_REQUEST
    if not isinstance(content, dict) or not isinstance(content.get("update_id"), int):
        return HTTPStatus.BAD_REQUEST
    update = as_update(content, bot)
    if update is None:
        log.warning("telegram.unreadable_update", update=content["update_id"])
        metrics.UNREAD.labels(Platform.TELEGRAM).inc()
        return HTTPStatus.OK  # it would only be brought again, and hold up all that come after it
    return await _finish(intake.take(update))


async def _finish(task: asyncio.Task[None] | None) -> int:
    if task is None:
        return HTTPStatus.OK
    await asyncio.wait((task,))
    return HTTPStatus.SERVICE_UNAVAILABLE if task.cancelled() else HTTPStatus.OK
