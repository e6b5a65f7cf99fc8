"""Free words: the lines that they may mean, where no command takes them."""

from __future__ import annotations

from bot.chat import parse
from bot.chat.call import Call
from bot.chat.registry import Registry
from bot.errors import Offers, Refused

OF = ("of", "for", "from")
"""Words before a name that a command does without."""


def offer_meant(registry: Registry, call: Call) -> Offers:
    """Offer lines for free words that no command takes, or only one that gives way to them.

    If the likeliest line calls the command that was typed, nothing is offered, and the command runs.
    """
    said = call.said
    typed = parse.split_line(said.line)
    if not typed.rest or said.tapped or said.plain or said.line.startswith("/"):
        return ()
    offers = registry.understand(call.in_own_language(), parse.clean_line(said.line))
    likeliest = registry.get(parse.split_line(offers[0][1]).name) if offers else None
    own = likeliest is not None and likeliest is registry.get(typed.name)
    return () if own or not registry.yields(typed.name, likeliest) else offers


def offer_otherwise(registry: Registry, call: Call, refused: Refused) -> Refused:
    """Offer lines for the words behind a command that it could not read, before what the refusal offers.

    Nothing is added if the likeliest line is the command's own, unless that only leaves out an `of`.
    """
    said = call.said
    typed = parse.split_line(said.line)
    if not refused.unread or not typed.rest or said.tapped or said.plain or said.name:
        return refused
    line = parse.clean_line(said.line).removeprefix("/")
    offers = registry.understand(call.in_own_language(), line)
    likeliest = parse.split_line(offers[0][1]) if offers else None
    if likeliest is None or offers[0][1] == line:
        return refused
    own = registry.get(likeliest.name) is registry.get(typed.name)
    if own and typed.rest.removesuffix(likeliest.rest).strip().lower() not in OF:
        return refused
    return refused.offering((*offers, *refused.offers))
