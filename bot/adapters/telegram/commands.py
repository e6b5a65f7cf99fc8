"""A message's text -> the line that the core understands, if it is meant for us."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from telegram import Message, MessageEntity
from telegram.constants import ChatType

from bot.adapters.telegram.extras import CUSTOMARY, chat_link, line_of_start
from bot.chat import parse
from bot.chat.registry import Registry
from bot.identity import Platform

SLIP = 0.75  # one slip in four letters; a command so near to ours was hardly for another bot
SHORT_MESSAGE = 3  # words
_BEGINS = re.compile(r"/start(?:@\w+)? +[A-Za-z0-9_-]+\s*$", re.ASCII)
_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@([A-Za-z0-9_]+))?(?![@\w])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Us:
    """The bot's own id and username on Telegram."""

    user_id: int
    username: str


def read_words(message: Message) -> str:
    """The words of a message: its text, or the caption under its picture, voice message or file."""
    return message.text or message.caption or ""


def addressed(message: Message, us: Us, registry: Registry) -> bool:
    """Whether a text is a command for us.

    1. A command with a bot's name is for us if the name is ours, in any case.
    2. In a private chat, any other text that begins with a slash is for us.
    3. In a group, any other command is for us if it is one of ours, up to a small slip.
    """
    text = read_words(message)
    found = _COMMAND.match(text)
    if found is None:
        return message.chat.type == ChatType.PRIVATE and text.startswith("/")
    name, bot = found.groups()
    if bot:
        return bool(bot.lower() == us.username.lower())
    return message.chat.type == ChatType.PRIVATE or _is_ours(name.lower(), registry)


def _is_ours(name: str, registry: Registry) -> bool:
    if registry.get(name) is not None:
        return True
    return any(OSA.normalized_similarity(name, known) >= SLIP for known in registry.names())


def begins_group(message: Message) -> bool:
    """Whether a text is what Telegram says in a group for the person who added the bot by a link."""
    return _BEGINS.match(read_words(message)) is not None


def answers_question(message: Message, us: Us) -> bool:
    """Whether a message in a group replies to a question of ours to its author.

    Such a question names the author and links to our chat. A celebration only names them.
    """
    ours, author = message.reply_to_message, message.from_user
    if ours is None or author is None or ours.from_user is None or ours.from_user.id != us.user_id:
        return False
    named = any(one.user is not None and one.user.id == author.id for one in ours.entities)
    return named and any((one.url or "").startswith(chat_link(us.username)) for one in ours.entities)


def spoken_plainly(message: Message, registry: Registry) -> bool:
    """Whether a text begins with a command's word, without its slash.

    A word that only may mean a command does so in a message of up to three words.
    """
    name = parse.split_line(read_words(message)).name
    short = len(read_words(message).split()) <= SHORT_MESSAGE
    return name in registry.names() or (short and registry.get(name) is not None)


def read_command_line(message: Message, registry: Registry) -> str:
    """Read the line of a message, without `@bot` and with people as `telegram:ID`.

    - A deep link becomes the line that it stands for.
    - A command that people know from other bots becomes ours.
    - A command for a member, called without one, takes the author of the message replied to.
    """
    line = (
        _COMMAND.sub(r"/\1", _with_ids(message), count=1) if read_words(message).startswith("/") else _with_ids(message)
    )
    typed = parse.split_line(line)
    if typed.name == "start" and typed.rest and line.startswith("/"):
        return line_of_start(typed.rest, registry)
    if typed.name in CUSTOMARY and line.startswith("/"):
        return CUSTOMARY[typed.name]
    if not typed.rest and (replied := _replied_to(message)) and _asks_for_member(typed.name, registry):
        return f"{line.rstrip()} {replied}"
    return line


def read_people(message: Message) -> dict[str, str]:
    """Read the names of the people whom a message mentions without a user name, or replies to."""
    marked = [one.user for one in (*message.entities, *message.caption_entities) if one.user]
    replied = message.reply_to_message.from_user if message.reply_to_message else None
    named = [*marked, *([replied] if replied else [])]
    return {f"{Platform.TELEGRAM}:{user.id}": user.full_name.strip() for user in named if user.full_name.strip()}


def _with_ids(message: Message) -> str:
    """The text with mentions of people who have no user name replaced by their ids."""
    units = read_words(message).encode("utf-16-le", "surrogatepass")
    marked = message.entities or message.caption_entities
    mentions = [one for one in marked if one.type == MessageEntity.TEXT_MENTION and one.user]
    for mention in sorted(mentions, key=lambda one: one.offset, reverse=True):
        begin, end = 2 * mention.offset, 2 * (mention.offset + mention.length)
        units = units[:begin] + _id_of(mention).encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le", "ignore")


def _id_of(mention: MessageEntity) -> str:
    return f"{Platform.TELEGRAM}:{mention.user.id}" if mention.user else ""


def _replied_to(message: Message) -> str:
    """The member to whose message this one replies. In a topic every message replies to the topic's first."""
    first = message.reply_to_message
    if first is None or first.forum_topic_created or first.sender_chat or not first.from_user or first.from_user.is_bot:
        return ""
    return f"{Platform.TELEGRAM}:{first.from_user.id}"


def _asks_for_member(name: str, registry: Registry) -> bool:
    command = registry.get(name)
    return command is not None and any(arg.member for arg in list(command.args.values())[:1])
