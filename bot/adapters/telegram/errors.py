"""Translate Telegram's errors. They are known by their text, in any case, and by their kind."""

from __future__ import annotations

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)

from bot.adapters.telegram.transport import FileTooLarge, NoAnswer, NotSent, ServerTrouble, TooMany
from bot.chat.port import SendError

REJECTED = "rejected"
"""Telegram found fault with the message itself: to repeat it is useless."""

CLOSED = {
    "chat not found": "chat_not_found",
    "user not found": "chat_not_found",
    "peer_id_invalid": "chat_not_found",
    "chat_id_invalid": "chat_not_found",
    "channel_private": "chat_not_found",
    "chat was deactivated": "deactivated",
    "group is deactivated": "deactivated",
    "user is deactivated": "deactivated",
    "input_user_deactivated": "deactivated",
    "was upgraded to a supergroup": "upgraded",
    "was blocked by the user": "blocked",
    "user_is_blocked": "blocked",
    "was kicked": "kicked",
    "not a member": "kicked",
    "user_banned_in_channel": "kicked",
    "can't initiate conversation": "never_started",
    "not enough rights": "no_rights",
    "have no rights": "no_rights",
    "need administrator rights": "no_rights",
    "chat_write_forbidden": "no_rights",
    "chat_restricted": "no_rights",
    "chat_send_plain_forbidden": "no_rights",
    "chat_guest_send_forbidden": "no_rights",
    "chat_admin_required": "no_rights",
    "topic_closed": "topic_closed",
    "topic_deleted": "topic_deleted",
    "message thread not found": "topic_deleted",
}
"""A part of the error's text -> our reason. Such a place takes no message, however often it is tried."""

PASSING: dict[type[TelegramError], str] = {
    NotSent: "not_sent",
    InvalidToken: "token",  # ours to mend: no place is to blame
    Conflict: "conflict",
    FileTooLarge: REJECTED,
    BadRequest: REJECTED,  # our mistake in one message; the place may take the next
    NetworkError: "network",
}
"""A kind of error -> our reason. Nothing arrived, and no place is to blame. The narrower kinds come first."""

NO_FILES = (
    *("send_photos_forbidden", "rights to send photos", "send_media_forbidden"),
    *("send_docs_forbidden", "rights to send documents"),
)
SAME = ("message is not modified", "message_not_modified")
GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message_edit_time_expired",
    "message not found",
)
NOT_TEXT = ("there is no text in the message to edit",)
NOT_CAPTION = ("there is no caption in the message to edit",)
STALE = ("query is too old", "query_id_invalid", "query id is invalid")


def says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    """Whether an error's text holds one of these phrases, in any case."""
    text = error.message.lower()
    return any(phrase in text for phrase in phrases)


def telegram_send_error(error: TelegramError) -> SendError:
    """Translate an error into the deliverer's terms. The first that fits counts:

    1. The chat has moved to a new id.
    2. Telegram asks us to wait.
    3. No answer came, so the message may have arrived.
    4. Telegram had trouble; the status says whether the message may have arrived.
    5. The place takes no message, however often it is tried.
    6. The error passes: nothing arrived, and no place is to blame.
    7. Anything else was a yes that could not be read, so the message may have arrived.
    """
    match error:
        case ChatMigrated():
            return SendError("moved", moved_to=error.new_chat_id)
        case TooMany():
            return SendError("too_many", retry_after=error.seconds)
        case NoAnswer():
            return SendError("no_answer", ambiguous=True)
        case ServerTrouble():
            return SendError(f"server_{error.status}", ambiguous=error.unsure)
    return _closed(error) or _passing(error)


def _closed(error: TelegramError) -> SendError | None:
    """The permanent error of a place that takes no message; None for any other error."""
    reason = next((reason for phrase, reason in CLOSED.items() if says(error, (phrase,))), "")
    if not reason and isinstance(error, Forbidden):
        reason = "forbidden"
    return SendError(reason, permanent=True) if reason else None


def _passing(error: TelegramError) -> SendError:
    reason = next((reason for kind, reason in PASSING.items() if isinstance(error, kind)), "")
    if reason:
        return SendError(reason, rejected=reason == REJECTED)
    return SendError("unreadable", ambiguous=True)  # a yes that we could not read


def refuses_files(error: TelegramError) -> bool:
    """Whether words without the file or picture may be taken: it, or the chat, is at fault, and not the message."""
    if says(error, NO_FILES):
        return True
    of_message = (*SAME, *GONE, *NOT_TEXT, *NOT_CAPTION)
    return telegram_send_error(error).rejected and not says(error, of_message)
