"""Pictures and files that people send with a command: read as a reference, and sent again by it."""

from __future__ import annotations

from typing import Any

from telegram import Message
from telegram.constants import ChatType

from bot.chat.files import KeptFile
from bot.identity import Platform

KINDS = ("photo", "animation", "video", "document", "audio", "voice")
"""The kinds of files. An animation is a document too, and counts as itself."""
PRIVATE_LINKS = -1_000_000_000_000
"""What Telegram takes off the number of a supergroup's chat. The rest stands in links to its messages."""


def read_file(message: Message) -> str:
    """Read the file of a message: as a link where members can open one, else as its id. Empty without a file."""
    kind = next((one for one in KINDS if getattr(message, one)), "")
    if not kind:
        return ""
    if message.chat.type == ChatType.SUPERGROUP:
        return _link(message)
    found: Any = getattr(message, kind)
    largest = found[-1] if kind == "photo" else found
    return str(KeptFile(Platform.TELEGRAM, kind, largest.file_id))


def _link(message: Message) -> str:
    chat = message.chat
    return f"https://t.me/{chat.username or f'c/{PRIVATE_LINKS - chat.id}'}/{message.message_id}"


def sending_of(file: KeptFile) -> tuple[str, dict[str, str]]:
    """Return the method that sends a file again, and the parameter that names it."""
    return f"send{file.kind.capitalize()}", {file.kind: file.reference}
