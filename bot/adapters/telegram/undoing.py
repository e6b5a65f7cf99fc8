"""After an undo, the answer that reported the act changes, so that no two messages contradict each other."""

from __future__ import annotations

import structlog
from telegram.error import TelegramError

from bot.adapters.telegram.editing import name_earlier
from bot.adapters.telegram.errors import telegram_send_error
from bot.adapters.telegram.retrying import Retries
from bot.adapters.telegram.sending import Sender
from bot.chat.call import Said, say
from bot.chat.ownership import own_buttons
from bot.chat.port import Answered, AnswerMemory
from bot.chat.reply import Reply
from bot.texts import SOURCE

log = structlog.get_logger()


class OldAnswers:
    """Changes the answers to acts that are taken back."""

    def __init__(self, memory: AnswerMemory, sender: Sender, retries: Retries) -> None:
        self._memory = memory
        self._sender = sender
        self._retries = retries

    async def correct(self, said: Said, reply: Reply, *, changed: int = 0) -> None:
        """Change the answer that reported what a reply took back, unless it is the message `changed` already."""
        found = await self._memory.find_reporting(said.account, reply.undone) if reply.undone else None
        if found is None or found.message_id in {0, changed}:
            return
        corrected = await self._word(said, found, reply.undone)
        try:
            await self._retries.run(
                lambda: self._sender.change(found.chat_id, found.message_id, corrected, pictured=False), harmless=True
            )
        except TelegramError as error:
            log.info("answer.not_corrected", chat=found.chat_id, reason=telegram_send_error(error).reason)

    async def _word(self, said: Said, found: Answered, undone: str) -> Reply:
        """Word what was taken back, and what else the message did that still counts."""
        deed = next(one.text for one in found.deeds if one.undo == undone)
        left = await self._memory.pick_live([one for one in found.deeds if one.undo != undone])
        corrected = Reply(say(SOURCE, "telegram.undone", deed=deed))
        return own_buttons(name_earlier(corrected, left, edited=False), said)
