"""What only Telegram has: deep links that open the private chat, and questions that are replied to."""

from __future__ import annotations

from telegram.helpers import create_deep_linked_url

from bot.chat.call import say
from bot.chat.markup import Mention, join_texts
from bot.chat.registry import Registry
from bot.chat.reply import Link, Reply
from bot.identity import Account
from bot.texts import SOURCE

CUSTOMARY = {"cancel": "/checkin not now"}
"""What people type to other bots of Telegram's, and would expect of us: the line that does it here."""


def chat_link(username: str, payload: str = "") -> str:
    """The address that opens the private chat with the bot and says `/start payload` there."""
    return create_deep_linked_url(username, payload or None)


def line_of_start(payload: str, registry: Registry) -> str:
    """The line that a `/start payload` stands for.

    A private command's name runs it, for the button under `invitation`; a link made by a stranger can do no more than
    show somebody their own things.
    """
    command = registry.get(payload)
    if command is not None and command.private and payload == command.name:
        return f"/{command.name}"
    return f"/start {payload}".rstrip()


def invitation(username: str, command: str) -> Reply:
    """What a group reads when an answer is for the caller's eyes and they have no chat with the bot yet."""
    button = Link(say(SOURCE, "telegram.open_chat").plain, chat_link(username, command))
    return Reply(say(SOURCE, "telegram.in_private", command=command), buttons=((button,),))


def question(reply: Reply, who: Account, link: str) -> Reply:
    """A question put to one person in a group, whose reply to it is the answer; the chat is a tap away all the same."""
    how = say(SOURCE, "telegram.reply_here", who=Mention(who, ping=True), link=link)
    return Reply(join_texts([how, reply.text], "\n\n"), title=reply.title, asks=True)


def thanks() -> Reply:
    """For who answered in a group: what their answers came to is for their eyes."""
    return Reply(say(SOURCE, "telegram.answers_kept"))
