"""The way back from a question about a setting to the overview of all."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import limits
from bot.chat.call import Call
from bot.chat.reply import Button, Reply
from bot.chat.taps import Offer


def offer_back(call: Call, line: str) -> Offer:
    """Offer the overview that this line shows."""
    return call.label("setup.button.back"), line


def with_back(call: Call, reply: Reply, line: str) -> Reply:
    """Put a button under a question or refusal, which leads back to the overview that `line` shows.

    An overview has a title, and needs no such button. In a full keyboard the button joins the last row with room.
    """
    if reply.title:
        return reply
    back, rows = Button(*offer_back(call, line)), reply.buttons
    if len(rows) < limits.ROWS:
        rows = (*rows, (back,))
    elif len(rows[-1]) < limits.ROW_BUTTONS:
        rows = (*rows[:-1], (*rows[-1], back))
    return replace(reply, buttons=rows)
