"""Free words: the lines that they may mean, where no command takes them."""

from __future__ import annotations

from bot.chat import parse
from bot.chat.call import Call
from bot.chat.registry import Registry
from bot.errors import Offers


def offer_meant(registry: Registry, call: Call) -> Offers:
    """Offer lines for free words that no command takes, or only one that gives way to them.

    If the likeliest line calls the command that was typed, nothing is offered, and the command runs.
    """
    said = call.said
    typed = parse.split_line(said.line)
    if not typed.rest or said.tapped or said.plain or said.line.startswith("/"):
        return ()
    if not registry.yields(typed.name):
        return ()
    offers = registry.understand(call.in_own_language(), parse.clean_line(said.line))
    likeliest = registry.get(parse.split_line(offers[0][1]).name) if offers else None
    return () if likeliest is not None and likeliest is registry.get(typed.name) else offers
