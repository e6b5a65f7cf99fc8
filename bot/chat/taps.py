"""Buttons from offers, and their rows. No button is lost while there is room for 25."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.chat import limits
from bot.chat.reply import Button, ButtonStyle, Row
from bot.identity import ActId

Offer = tuple[str, str]
"""A label and the line that it types."""


def make_taps(offers: Iterable[Offer], style: ButtonStyle = ButtonStyle.PLAIN) -> tuple[Button, ...]:
    """Make a button of each offer, in one style. An offer without a label shows its line."""
    return tuple(Button(label if label.strip() else line, line, style=style) for label, line in offers)


def undo_tap(label: str, act_id: ActId) -> Button:
    """Make the button that takes an act back. The answer takes the place of the one that reported the act."""
    return Button(label, f"undo #{act_id}", replaces=True)


def lay_out(*groups: tuple[tuple[Button, ...], int]) -> tuple[Row, ...]:
    """Lay groups of buttons out in rows, each group with its width.

    Rows get wider if there are too many. The last group always has its row. A group of more than five is a choice.
    """
    groups = tuple((_numbered(buttons, at), width) for at, (buttons, width) in enumerate(groups, 1))
    while sum(-(-len(buttons) // width) for buttons, width in groups) > limits.ROWS and any(
        width < limits.ROW_BUTTONS for _, width in groups
    ):
        groups = tuple((buttons, min(width + 1, limits.ROW_BUTTONS)) for buttons, width in groups)
    rows = [list(_rows(buttons, width)) for buttons, width in groups]
    before = [row for group in rows[:-1] for row in group]
    return (*before[: limits.ROWS - bool(rows[-1])], *rows[-1])[: limits.ROWS]


def width_of(buttons: tuple[Button, ...], most: int) -> int:
    """Choose the width of rows: a single button while the rows suffice, else `most`."""
    return 1 if len(buttons) <= limits.ROWS else most


def _numbered(buttons: tuple[Button, ...], group: int) -> tuple[Button, ...]:
    return tuple(replace(one, choice=group) for one in buttons) if len(buttons) > limits.CHOICES else buttons


def _rows(buttons: tuple[Button, ...], width: int) -> Iterable[Row]:
    return (buttons[at : at + width] for at in range(0, len(buttons), width))
