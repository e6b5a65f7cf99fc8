"""Several commands in one message. The first one runs, and a button for each other types it."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import limits, parse
from bot.chat.call import say
from bot.chat.markup import NOTHING, join_texts
from bot.chat.registry import Registry
from bot.chat.reply import Reply
from bot.chat.taps import lay_out, make_taps

ROWS = 3
"""Rows of buttons for the other commands."""

MOST = ROWS * limits.ROW_BUTTONS
"""Other commands that have a button. More are said to be left out."""


def split_commands(registry: Registry, line: str) -> tuple[str, ...]:
    """Split a message at each line that begins with a slash and a command's name."""
    parts: list[str] = []
    for typed in parse.clean_line(line).split("\n"):
        called = typed.lstrip().startswith("/") and registry.get(parse.split_line(typed).name) is not None
        if called or not parts:
            parts.append(typed)
        else:
            parts[-1] += f"\n{typed}"
    return tuple(part.strip() for part in parts if part.strip())


def offer_others(reply: Reply, others: tuple[str, ...], language: str) -> Reply:
    """Say that the other commands of the message are still to do, with a button for each."""
    if not others:
        return reply
    taps = make_taps((one, one) for one in others[:MOST])
    rows = lay_out((taps, -(-len(taps) // ROWS)))
    left = say(language, "chat.others_left", n=len(others) - MOST) if len(others) > MOST else NOTHING
    text = join_texts([reply.text, say(language, "chat.others", n=len(others)), left])
    return replace(reply, text=text, buttons=(*reply.buttons[: limits.ROWS - len(rows)], *rows))
