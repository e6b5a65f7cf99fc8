"""A refusal in words."""

from __future__ import annotations

from dataclasses import fields

from bot.chat import limits
from bot.chat.call import say
from bot.chat.markup import Text, Value
from bot.chat.reply import Button, Reply, Row, Tone
from bot.errors import Refused

_IN_A_ROW = 3
_OFFERS = 9


def word_refusal(language: str, refused: Refused) -> Text:
    """Put a refusal into words. Its fields that are words or numbers fill the sentence."""
    known = {field.name: getattr(refused, field.name) for field in fields(refused)}
    values: dict[str, Value] = {name: value for name, value in known.items() if isinstance(value, (str, int))}
    return say(language, refused.key, **values)


def answer_refusal(language: str, refused: Refused) -> Reply:
    """Reply with the refusal in words and its offers as buttons; for the caller alone."""
    offered = tuple(Button(label, line) for label, line in refused.offers[:_OFFERS])
    text = word_refusal(language, refused)
    return Reply(text, buttons=lay_out_rows(offered, _IN_A_ROW), tone=Tone.PROBLEM, private=True)


def lay_out_rows(buttons: tuple[Button, ...], width: int) -> tuple[Row, ...]:
    """Lay buttons out in rows of a width. Buttons beyond the fifth row are left out."""
    return tuple(buttons[at : at + width] for at in range(0, len(buttons), width))[: limits.ROWS]
