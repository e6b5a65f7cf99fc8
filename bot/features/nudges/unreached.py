"""Say in an answer that private posts do not arrive, and what the asker can do."""

from __future__ import annotations

from dataclasses import replace

import structlog

from bot.chat.call import Call
from bot.chat.markup import join_texts
from bot.chat.reply import Reply
from bot.errors import StoreBusy
from bot.features.members.queries.learners import find_person
from bot.features.streaks.news import add_news, takes_news
from bot.identity import Platform

log = structlog.get_logger()


async def add_all_news(call: Call, reply: Reply) -> Reply:
    """Add to an answer the news of the asker's streak, and whether private posts do not arrive.

    A learner whom the call forgot reads neither.
    """
    if call.scene.news:
        reply = await add_news(call, reply)
    return add_unreached(call, reply) if call.scene.unreached and await _is_known(call) else reply


async def _is_known(call: Call) -> bool:
    """Whether the asker is still a learner. While the database is busy it is not known: what the call did is said."""
    try:
        return await call.glance(find_person, call.said.account) is not None
    except StoreBusy:
        log.info("unreached.not_told", account=call.said.account.key)
        return False


def add_unreached(call: Call, reply: Reply) -> Reply:
    """Say that the last private post did not arrive, and how to let it. After this call the next one is tried."""
    if not takes_news(reply):
        return reply
    line = call.say(f"unreached.{find_way(call)}")
    return replace(reply, text=join_texts([reply.text, line], "\n\n" if reply.text else ""))


def find_way(call: Call) -> str:
    """Return the last part of the key of a text that says how to let private posts arrive."""
    return Platform.DISCORD if call.said.account.platform == Platform.DISCORD else "chat"
