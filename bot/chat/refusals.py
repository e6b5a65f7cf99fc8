"""A refusal in words."""

from __future__ import annotations

from dataclasses import fields

from bot.chat.call import say
from bot.chat.markup import Text, Value
from bot.chat.reply import Button, ButtonStyle, Reply, Tone
from bot.chat.taps import lay_out
from bot.errors import Refused

_IN_A_ROW = 3
_OFFERS = 9


def word_refusal(language: str, refused: Refused) -> Text:
    """Put a refusal into words. Its fields that are words or numbers fill the sentence."""
    known = {field.name: getattr(refused, field.name) for field in fields(refused)}
    values: dict[str, Value] = {name: value for name, value in known.items() if isinstance(value, (str, int))}
    return say(language, refused.key, **values)


def answer_refusal(language: str, refused: Refused) -> Reply:
    """Reply with the refusal in words and its offers as buttons; for the caller alone. A single offer is the way on."""
    style = ButtonStyle.PRIMARY if len(refused.offers) == 1 else ButtonStyle.PLAIN
    offered = tuple(Button(label, line, style=style) for label, line in refused.offers[:_OFFERS])
    text = word_refusal(language, refused)
    return Reply(text, buttons=lay_out((offered, _IN_A_ROW)), tone=Tone.PROBLEM, private=True, question=True)
