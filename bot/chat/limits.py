"""Limits of a message on every platform: the smaller of both platforms' numbers.

Counted in UTF-16 units, as Telegram does. A test holds these against the libraries' own constants.
"""

from __future__ import annotations

CALLBACK_BYTES = 64  # Telegram callback_data
HEAD = 15  # characters of a button's head: Telegram's ids have 52 bits, which are 11 digits in base 36
LINE_BYTES = CALLBACK_BYTES - HEAD
KEY_SIGN = "~"  # begins the line of a button whose own line is kept
KEY = 12  # characters of such a key
SHORT_BYTES = LINE_BYTES - len(KEY_SIGN) - KEY - 1  # what stands behind a key
NOTE_SIGN = " - "  # what stands behind it in a line is a note
LABEL = 64  # Discord allows 80; more is unreadable on a phone
ROWS = 5  # Discord
CHOICES = 5  # buttons of a group; where more are laid out together, Discord shows a menu
ROW_BUTTONS = 5  # Discord; Telegram 8
TITLE = 256  # Discord embed title
FIELDS = 25  # Discord embed fields
FIELD_NAME = 256
FIELD_VALUE = 1024
VISIBLE = 3900  # Telegram 4096 after parsing, Discord description 4096; room for separators
DOCUMENT_BYTES = 10 * 2**20  # Discord; Telegram 50 MB
TYPED = 4096  # no message of either platform is longer
SUGGESTION = 100  # characters of a Discord autocomplete label
SUGGESTIONS = 25  # Discord autocomplete
ELLIPSIS = "…"


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, limit: int) -> str:
    """Shorten a text to at most `limit` UTF-16 units, never to half a character.

    A shortened text ends in an ellipsis.
    """
    if units(text) <= limit:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * (limit - 1)]
    return kept.decode("utf-16-le", "ignore").rstrip() + ELLIPSIS
