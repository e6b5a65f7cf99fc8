"""Deep links that open the private chat, and questions that are replied to: only Telegram has them."""

from __future__ import annotations

from telegram.helpers import create_deep_linked_url

from bot.chat.call import say
from bot.chat.markup import Mention, join_texts
from bot.chat.own_links import code_of
from bot.chat.registry import Registry
from bot.chat.reply import Button, Link, Reply
from bot.errors import Refused
from bot.identity import Account
from bot.texts import SOURCE

ADDED = "setup"
"""What Telegram says in a group, behind `/start`, for the person who added the bot by our link."""
CUSTOMARY = {"cancel": "/checkin not now"}
"""Commands that people know from Telegram's other bots -> the line that does the same here."""


BEHIND = "-"
"""What stands in a deep link between the name of a command and its topic, or the number of a group."""

CONFIRM = "&confirm"
"""The button under a question to an anonymous administrator. The command is in the message that was asked about."""


class NothingToConfirm(Refused):
    """Refusal: the message of the anonymous administrator is gone."""


def chat_link(username: str, payload: str = "") -> str:
    """The address that opens the private chat with the bot and says `/start payload` there."""
    return create_deep_linked_url(username, payload or None)


def own_address(username: str, link: str) -> str:
    """Spell out a link to the bot: into a group, or into the private chat with an invite's code."""
    if code := code_of(link):
        return chat_link(username, code)
    return create_deep_linked_url(username, ADDED, group=True)


def line_of_start(payload: str, registry: Registry) -> str:
    """The line that a `/start payload` stands for.

    A private command's name runs that command, for the button under `invitation`, also with one of its topics; one
    that is for any place also with the number of a group. Links may come from strangers. Such a line answers callers in
    private, and changes nothing that they chose or entered. At most it makes a code or a file, for them alone.
    """
    name, _, more = payload.partition(BEHIND)
    command = registry.get(name)
    if command is not None and command.private and name == command.name:
        if payload == name:
            return f"/{name}"
        if more in command.topics:
            return f"/{name} {more}"
        if command.anywhere and more.isdecimal():
            return f"/{name} ~{more}"
    return f"/start {payload}".rstrip()


def invitation(username: str, command: str, line: str = "") -> Reply:
    """Make the group's pointer to the private chat, for a caller who has no chat with the bot yet.

    `line`: the line to begin with there, if it is not the command's name.
    """
    payload = line.replace(" ~", BEHIND).replace(" ", BEHIND) or command
    button = Link(say(SOURCE, "telegram.open_chat").plain, chat_link(username, payload))
    return Reply(say(SOURCE, "telegram.in_private", command=command), buttons=((button,),))


def question(reply: Reply, account: Account, link: str) -> Reply:
    """Put a question to one person in a group, whose reply to it is the answer.

    A link leads to the private chat all the same. It has no buttons, as a message that is replied to shows none.
    """
    how = say(SOURCE, "telegram.reply_here", who=Mention(account, ping=True), link=link)
    return Reply(join_texts([how, reply.bare or reply.text], "\n\n"), title=reply.title, asks=True)


def ask_to_confirm() -> Reply:
    """Ask an anonymous administrator for a tap, which carries their own account."""
    button = Button(say(SOURCE, "telegram.confirm_button").plain, CONFIRM)
    return Reply(say(SOURCE, "telegram.confirm"), buttons=((button,),))


def only_in_groups() -> Reply:
    """Say in a channel that we work in groups."""
    return Reply(say(SOURCE, "telegram.only_in_groups"))


def thanks() -> Reply:
    """Thank for answers given in a group. Their result is private, so it is not shown there."""
    return Reply(say(SOURCE, "telegram.answers_kept"))


def pointer(username: str) -> Reply:
    """Say in one line of a group that the answer is in the private chat."""
    return Reply(say(SOURCE, "telegram.sent_privately", link=chat_link(username)))
