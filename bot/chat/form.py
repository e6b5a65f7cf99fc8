"""Forms: questions that a platform may ask all at once, in a window with fields.

Other platforms ask them one by one, or take the answers in a line.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.chat.call import Call

LABEL = 45  # Discord: a label, a title
ABOUT = "of:"
"""Begins the word that says what a form or button is about, as in `checkin of:2026-03-02`."""
FORM_ABOUT = "about"
"""The option in which a form that was sent in says what it is about."""


@dataclass(frozen=True, slots=True)
class Input:
    """A field: the argument that it answers, its label and its present value. `long` has several lines."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    long: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """A form of one to five fields under a title.

    No field must be filled in. An answer has at most `limit` characters. `about`: the word that comes back with it.
    """

    title: str
    inputs: tuple[Input, ...]
    limit: int
    about: str = ""


MakeForm = Callable[["Call"], Awaitable[Form]]
