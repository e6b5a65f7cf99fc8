"""The line that takes back a wish to be forgotten, and its button."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.taps import Offer

FORGET_LINE = "settings forget"
KEEP = "undo"
"""The word behind it that takes the wish back."""


def offer_to_keep(call: Call) -> Offer:
    """Offer to take back the wish to be forgotten."""
    return call.label("forget.keep_button"), f"{FORGET_LINE} {KEEP}"
