"""Buttons that fit: a line too long for a platform gives no button.

Buttons beyond the fifth row are left out.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.chat import limits
from bot.chat.reply import Button, Row

Offer = tuple[str, str]
"""A label and the line that it types."""


def make_taps(offers: Iterable[Offer]) -> tuple[Button, ...]:
    """The buttons among these offers that every platform can carry."""
    return tuple(Button(label, line) for label, line in offers if label.strip() and _fits(line))


def lay_out(*groups: tuple[tuple[Button, ...], int]) -> tuple[Row, ...]:
    """Lay groups of buttons out in rows, each group with its width. The last group always has its row."""
    rows = [list(_rows(buttons, width)) for buttons, width in groups]
    last = rows[-1][:1]
    before = [row for group in rows[:-1] for row in group][: limits.ROWS - len(last)]
    return (*before, *(last if len(rows) > 1 else rows[-1][: limits.ROWS]))


def width_of(buttons: tuple[Button, ...], most: int) -> int:
    """Choose the width of rows: a single button while the rows suffice, else `most`."""
    return 1 if len(buttons) <= limits.ROWS else most


def _fits(line: str) -> bool:
    return len(line.encode()) <= limits.LINE_BYTES


def _rows(buttons: tuple[Button, ...], width: int) -> Iterable[Row]:
    return (buttons[at : at + width] for at in range(0, len(buttons), width))
