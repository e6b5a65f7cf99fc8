"""A failure in words."""

from __future__ import annotations

import structlog

from bot.chat.call import Said, say
from bot.chat.reply import Reply, Tone
from bot.errors import StoreBusy, StoreUnsure

log = structlog.get_logger()


def answer_failure(said: Said, language: str, error: Exception, *, changed: bool) -> tuple[str, Reply]:
    """Word a failure. Only if nothing of the call was kept, it says so.

    `changed`: a write was kept, or may be. Then the caller is asked to look before they try again.
    """
    inbound, account = said.inbound, said.account.key
    if changed or isinstance(error, StoreUnsure):
        log.error("call.unsure", inbound=inbound, account=account, exc_info=error)
        outcome = "unsure"
    elif isinstance(error, StoreBusy):
        log.warning("call.store_busy", inbound=inbound, account=account)
        outcome = "busy"
    else:
        log.error("call.failed", inbound=inbound, account=account, exc_info=error)
        outcome = "failed"
    return outcome, Reply(say(language, f"chat.{outcome}"), tone=Tone.PROBLEM, private=True)
