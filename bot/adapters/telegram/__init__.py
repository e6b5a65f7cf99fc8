"""Telegram, through python-telegram-bot on a transport of ours.

An update passes `polling` or `webhook` -> `intake` (once, in order for each chat) -> `updates` and `commands` (what was
said) -> `conversation` (ask the core) -> `answers` -> `sending` -> `render`. Telegram is told that an update is done
only when its work is committed and answered; committed alone, where so many wait for their answers that no other update
would be heard.

Decision (2026-11): the library's Application is not used. It confirms updates when they are queued, so a kill loses the
rest of the batch, and its HTTP client cannot tell a message never sent from one whose answer was lost.
"""

from bot.adapters.telegram.client import TelegramAdapter
from bot.adapters.telegram.webhook import Webhook

__all__ = ["TelegramAdapter", "Webhook"]
