"""Read an update as an event, or as none if it does not concern the bot."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberRestricted, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType

from bot.adapters.telegram import events
from bot.adapters.telegram.attendance import Attendance, attendance_of
from bot.adapters.telegram.commands import (
    Us,
    addressed,
    answers_question,
    begins_group,
    read_command_line,
    read_people,
    read_words,
    spoken_plainly,
)
from bot.adapters.telegram.files import read_file
from bot.chat.heads import split_head
from bot.chat.parse import clean_line
from bot.chat.registry import Registry
from bot.identity import Account, Place, Platform

WANTED = ("message", "edited_message", "channel_post", "callback_query", "my_chat_member", "chat_member")
"""The kinds of update we ask for. Only administrators get `chat_member`."""
EDITABLE = timedelta(days=2)  # how long Telegram lets people edit a message
GENERAL = 1  # a forum's first topic, whose number must never be sent back
GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


def read_update(update: Update, us: Us, registry: Registry) -> events.Event | None:
    """Read an update as an event; None if it does not concern the bot."""
    if (message := update.message or update.channel_post) is not None:
        return _read_message(message, us, registry)
    if update.edited_message is not None:
        return _read_edit(update.edited_message, us, registry)
    if update.callback_query is not None:
        return _read_tap(update.callback_query, registry)
    if update.my_chat_member is not None:
        return _read_own_membership(update.my_chat_member)
    if update.chat_member is not None:
        return _read_membership(update.chat_member)
    return None


def lane_of(update: Update) -> int:
    """The chat in whose order an update is handled."""
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else 0


def telegram_place(chat: Chat, thread_id: int | None = None) -> Place:
    """The place of a chat, or of a topic in it."""
    return Place(Platform.TELEGRAM, chat.id, chat.id, thread_id, chat.title or "", chat.type == ChatType.PRIVATE)


def telegram_account(user: User) -> Account:
    """The account of a user. A user without a name is named by their number."""
    return Account(
        Platform.TELEGRAM,
        user.id,
        user.full_name.strip() or str(user.id),
        user.username or "",
        user.language_code or "",
    )


def _read_message(message: Message, us: Us, registry: Registry) -> events.Event | None:
    place = telegram_place(message.chat, _topic(message))
    if (service := _read_service(message, place)) is not None:
        return service
    if message.chat.type not in (ChatType.PRIVATE, *GROUPS):
        return events.InChannel(place) if addressed(message, us, registry) else None
    if message.forward_origin is not None or message.is_automatic_forward:
        return None
    found = _read_text(message, place, us, registry) if read_words(message) else None
    if message.text or (found is not None and not _is_idle(found, registry)):
        return found
    return events.Wordless(place) if place.private and _holds_content(message) else None


def _is_idle(event: events.Event, registry: Registry) -> bool:
    """Whether the words under a picture in the private chat are no command, no code and no answer to a question."""
    if not isinstance(event, events.Chatter) or not event.place.private or event.line:
        return False
    return registry.recognise(clean_line(event.text)) is None


def _read_edit(message: Message, us: Us, registry: Registry) -> events.Edit | None:
    event = _read_message(message, us, registry)
    if message.chat.type not in (ChatType.PRIVATE, *GROUPS):
        return None
    readable = event if isinstance(event, events.Line | events.Nameless | events.Chatter) else None
    age = message.edit_date - message.date if message.edit_date else timedelta()
    return events.Edit(telegram_place(message.chat, _topic(message)), message.message_id, readable, age > EDITABLE, age)


def _holds_content(message: Message) -> bool:
    """Whether a message without text holds a picture, voice message, video or file.

    Of an album only the message with the words counts.
    """
    if message.media_group_id:
        return bool(message.caption)
    return any((message.photo, message.voice, message.video, message.video_note, message.audio, message.document))


def _read_text(message: Message, place: Place, us: Us, registry: Registry) -> events.Event | None:
    user = message.from_user
    ours = addressed(message, us, registry)
    if ours and not place.private and begins_group(message):
        return events.Added(place)
    if message.sender_chat is not None:
        line = read_command_line(message, registry) if is_by_admin(message) else ""
        return events.Nameless(place, message.message_id, line) if ours else None
    if user is None or user.is_bot:
        return None
    account, text = telegram_account(user), read_words(message)
    if ours:
        line, people = read_command_line(message, registry), read_people(message)
        under, file = not message.text, read_file(message)
        return events.Line(account, place, line, message.message_id, under=under, file=file, people=people)
    if place.private and not text.startswith("/"):
        line = read_command_line(message, registry) if spoken_plainly(message, registry) else ""
        return events.Chatter(account, place, text, message.message_id, line, read_file(message))
    return events.Chatter(account, place, text, message.message_id) if answers_question(message, us) else None


def is_by_admin(message: Message) -> bool:
    """Whether an administrator wrote this in the name of the group."""
    return message.sender_chat is not None and message.sender_chat.id == message.chat.id


def _read_tap(query: CallbackQuery, registry: Registry) -> events.Tap:
    account, message = telegram_account(query.from_user), query.message
    head, line = split_head(query.data or "")
    tap = events.Tap(account, None, line, query.id, head)
    if message is None:
        return tap
    if not isinstance(message, Message) or not message.is_accessible:  # too old for Telegram to say what it was
        return replace(tap, place=telegram_place(message.chat))
    place = telegram_place(message.chat, _topic(message))
    asked = message.reply_to_message
    confirms = read_command_line(asked, registry) if asked is not None and is_by_admin(asked) else ""
    return replace(tap, place=place, message_id=message.message_id, pictured=bool(message.photo), confirms=confirms)


def _read_membership(change: ChatMemberUpdated) -> events.Event | None:
    """Read a change of a person's attendance in a group."""
    if change.chat.type not in GROUPS or change.new_chat_member.user.is_bot:
        return None
    account = telegram_account(change.new_chat_member.user)
    return events.Membership((account,), telegram_place(change.chat), attendance_of(change.new_chat_member))


def _read_service(message: Message, place: Place) -> events.Event | None:
    """Read a service message: a group that moved, a person who left, or people who came in."""
    if message.migrate_to_chat_id:
        return events.Moved(place, message.migrate_to_chat_id)
    if message.migrate_from_chat_id:
        old = message.migrate_from_chat_id
        return events.Moved(replace(place, space_id=old, chat_id=old), message.chat.id)
    left, came = message.left_chat_member, tuple(one for one in message.new_chat_members if not one.is_bot)
    if left is not None and not left.is_bot:
        return events.Membership((telegram_account(left),), place, Attendance.GONE)
    return events.Membership(tuple(map(telegram_account, came)), place, Attendance.PRESENT) if came else None


def _read_own_membership(change: ChatMemberUpdated) -> events.Event | None:
    if change.chat.type not in GROUPS:
        return None
    was, is_now = _is_in(change.old_chat_member), _is_in(change.new_chat_member)
    if was == is_now:
        return None
    if not is_now:
        return events.Removed(telegram_place(change.chat))
    return events.Added(telegram_place(change.chat), change.chat.type == ChatType.SUPERGROUP)


def _is_in(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


def _topic(message: Message) -> int | None:
    """The topic in which a message stands, if any. A forum's first topic counts as none.

    Outside forums Telegram numbers threads of replies, which are no topics.
    """
    if not message.is_topic_message or message.message_thread_id == GENERAL:
        return None
    return message.message_thread_id
