"""Links to the bot itself. The core names them, and the adapter of their platform spells them out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.chat.call import Call
from bot.chat.markup import Span, Text
from bot.chat.reply import Button, Link, Reply, Row
from bot.identity import Platform

OWN = "bot:"
ADD = f"{OWN}add"
"""The link that adds the bot to a group."""
_JOIN = f"{OWN}join/"


def joining(code: str) -> str:
    """The link that opens the private chat with an invite's code."""
    return _JOIN + code


def code_of(address: str) -> str:
    """The code in a link that joins; empty in any other."""
    return address.removeprefix(_JOIN) if address.startswith(_JOIN) else ""


def has_links(call: Call) -> bool:
    """Whether the platform of a call knows links to the bot."""
    return call.said.place.platform == Platform.TELEGRAM


def add_to_group(call: Call) -> tuple[Row, ...]:
    """Make a row with the link that adds the bot to a group. Only a private chat needs it."""
    return ((Link(call.label("start.add"), ADD),),) if call.private and has_links(call) else ()


def spell_out(reply: Reply, address: Callable[[str], str]) -> Reply:
    """Put the platform's addresses in place of a reply's links to the bot.

    A link that is shown as its own address shows the platform's.
    """

    def spell_button(button: Button | Link) -> Button | Link:
        own = isinstance(button, Link) and button.url.startswith(OWN)
        return replace(button, url=address(button.url)) if isinstance(button, Link) and own else button

    def spell_span(span: Span) -> Span:
        if not span.url.startswith(OWN):
            return span
        spelled = address(span.url)
        return span._replace(url=spelled, text=spelled if span.text == span.url else span.text)

    buttons = tuple(tuple(spell_button(one) for one in row) for row in reply.buttons)
    return replace(reply, buttons=buttons, text=Text(tuple(spell_span(span) for span in reply.text.spans)))
