"""Owners of buttons: who may tap one, and what a tap may change.

A button in an answer is for the person who was answered. A button in a post is for all who see it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.chat import parse
from bot.chat.call import Call, Said, say
from bot.chat.command import Command
from bot.chat.heads import split_head
from bot.chat.markup import Mention
from bot.chat.reply import Button, Link, Reply
from bot.chat.taps import lay_out
from bot.chat.words.saying_back import NAME, say_back, say_line_back
from bot.errors import Refused
from bot.identity import Account
from bot.texts import SOURCE


class OthersButton(Refused):
    """Refusal: the button is for another person. Its command is offered where it says nothing about them."""

    command: str


def read_button(said: Said, carried: str) -> Said:
    """Make the `Said` of a tap from what the button carries."""
    head, line = split_head(carried)
    return replace(said, line=line, head=head, tapped=True)


def check_owner(said: Said, short: str, listed: Collection[str]) -> None:
    """Refuse a tap on a button for another person. `short` is its line without a note. Raises OthersButton.

    In the place of a command that is not `listed`, help is named.
    """
    if said.others:
        typed = parse.split_line(short)
        typed = typed if typed.name in listed else parse.split_line("help")
        offers = ((f"/{typed.name}", typed.name),) if typed.name and not typed.rest else ()
        raise OthersButton(command=say_back(typed.name, NAME), offers=offers)


JOIN = "tap.join"
"""The key of the question before a tap makes its tapper a member."""


def question_before(said: Said, command: Command, *, joins: bool) -> str:
    """Return the key of the question to ask before a tap changes something; empty: none.

    1. Where only the tapper sees the message, nothing is asked.
    2. A tap on a post or on an answer to another person never joins the group unasked, except by a command that is
       there for it. `joins`: the tap would make its tapper a member. Stewards need not be members.
    3. This holds for the buttons of the answer to such a tap too, wherever that answer is.
    4. A button from the time before heads asks, since it may be in an answer to another person.
    """
    if not said.tapped or said.head.sure or not _passes_by(said):
        return ""
    if joins and not (command.joins or command.for_stewards):
        return JOIN
    return "" if said.head.known else "tap.old"


def ask_first(call: Call, command: Command, key: str) -> Reply:
    """Ask the tapper whether to do what the button says. Another tap does it.

    The line of a command that is only tapped means nothing to a reader, so the question does without it.
    """
    line = call.said.line or call.said.name
    shown = say_line_back(line, NAME)
    yes = Button(call.label(f"{key}_yes"), line, sure=True)
    asked = f"{key}_tapped" if key == JOIN and command.tapped else key
    text = call.say(asked, line=f"/{shown}", group=call.scene.group_title)
    return Reply(text, buttons=lay_out(((yes,), 1)), private=True, question=True)


def own_buttons(reply: Reply, said: Said) -> Reply:
    """Make the buttons of an answer the caller's.

    The answer to each button of a question takes the place of the question. Shared buttons stay for all. What the tap
    on a post would ask about before it joins, a tap on its answer asks about too.
    """
    if not reply.buttons or reply.shared:
        return reply
    return replace(reply, buttons=tuple(tuple(_owned(one, reply, said) for one in row) for row in reply.buttons))


def takes_place(reply: Reply, *, own: bool, shared: bool, replaces: bool, seen: bool, private: bool) -> bool:
    """Whether the answer to a tap takes the place of the message with the button.

    1. A `shared` message changes only by a reply for all that updates it.
    2. Otherwise the tapper's `own` answer alone may change, by a reply that updates it or a button that `replaces` it.
    3. A `private` answer never takes the place of a message that is `seen` by others.
    """
    if is_for_all(reply):
        return shared
    return own and (reply.update or replaces) and not reply.shared and not (private and seen)


def is_for_all(reply: Reply) -> bool:
    """Whether a reply is a message for all, changed. Whoever tapped, it is never private."""
    return reply.shared and reply.update


def prepare_tap(said: Said, reply: Reply) -> Reply:
    """Say of the answer to a tap whether it takes the place of the message with the button, and who may see it.

    The answer to a button of a post, or of an answer to another person, is for the tapper alone, unless it is that
    post, changed for all.
    """
    private = reply.private or not (said.own or is_for_all(reply))
    update = takes_place(
        reply, own=said.own, shared=said.shared, replaces=said.head.replaces, seen=said.overseen, private=private
    )
    return replace(reply, private=private, update=update)


def _passes_by(said: Said) -> bool:
    """Whether a tap is on a post or on an answer to another person, or in the answer to such a tap."""
    return (said.head.asks_to_join and not said.place.private) or (said.overseen and not said.own)


def name_reader(reply: Reply, account: Account) -> Reply:
    """Name the person for whom an answer is, where all see it and no message of theirs stands above it."""
    named = say(SOURCE, "chat.named", who=Mention(account), text=reply.title or reply.text)
    return replace(reply, title=named) if reply.title else replace(reply, text=named)


def _owned(button: Button | Link, reply: Reply, said: Said) -> Button | Link:
    if isinstance(button, Link):
        return button
    asks = said.tapped and not said.head.sure and _passes_by(said)
    replaces = button.replaces or reply.question
    return replace(button, owner=said.account.user_id, replaces=replaces, asks_to_join=asks)
