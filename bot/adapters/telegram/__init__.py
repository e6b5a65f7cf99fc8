"""Telegram, through python-telegram-bot on a transport of ours.

1. `polling` or `webhook` receives an update.
2. `intake` takes it: once, in order for each chat.
3. `updates` and `commands` read the words.
4. `conversation` asks the core.
5. `answers`, `sending` and `render` bring the reply back, each in its turn (`pacing`), with safe repeats (`retrying`).

An update is confirmed to Telegram only when its work is committed and answered. If so many updates wait for their
answers that no other would be heard, those that are confirmed stand on a shelf of ours. `departures` knows after a kill
which answers had left.

Decision (2026-11): the library's Application is not used. It confirms updates when they are queued, so a kill loses
the rest of the batch. Its HTTP client cannot tell a message never sent from one whose answer was lost.
"""

from bot.adapters.telegram.client import TelegramAdapter
from bot.adapters.telegram.webhook import Webhook

__all__ = ["TelegramAdapter", "Webhook"]
