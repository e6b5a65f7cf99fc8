"""What a platform must do for us: take a reply to a place, and say precisely what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.chat.dispatch import Dispatcher
from bot.chat.reply import Reply
from bot.identity import Place


class SendError(Exception):
    """A message did not certainly arrive.

    `permanent`: it will not succeed if repeated, the place is to be switched off. `retry_after`: seconds the
    platform asks us to wait. `moved_to`: the chat's new id; send it there. `ambiguous`: sent, no answer; it may have
    arrived. `rejected`: fault was found with the message itself; the place takes others.
    `reason` is a short code for logs, never a name or text.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        moved_to: int | None = None,
        ambiguous: bool = False,
        rejected: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.retry_after = retry_after
        self.moved_to = moved_to
        self.ambiguous = ambiguous
        self.rejected = rejected


class Adapter(Protocol):
    """A platform. Its `name` is the platform's in `bot.identity`."""

    name: str
    repeat_is_safe: bool
    """Whether a repeated `send` with the same key posts once (Discord's enforced nonce)."""

    async def start(self) -> None:
        """Connect and serve until `stop`; returns when the connection is given up, raises when it cannot be had."""
        ...

    async def stop(self) -> None:
        """Take no more calls, finish those in hand, disconnect."""
        ...

    async def send(self, place: Place, reply: Reply, key: str) -> str:
        """Post a reply and return the platform's message id. `key` is the same at each repeat. Raises SendError."""
        ...

    async def edit(self, place: Place, message_id: str, reply: Reply) -> None:
        """Replace an earlier post of ours; a post that is already so or gone is no error. Raises SendError."""
        ...

    def ready_in(self, place: Place) -> float:
        """Seconds until this place takes a post, by the platform's limits; 0: it does. `send` waits for its turn."""
        ...

    def healthy(self) -> bool:
        """Whether it is connected and heard from the platform lately."""
        ...


class Core(Protocol):
    """What an adapter may ask of the program: answers to people, and to be told what happens to a chat."""

    dispatcher: Dispatcher

    async def added(self, place: Place) -> Reply:
        """The bot was added to a group: what to say there, with set-up buttons."""
        ...

    async def removed(self, place: Place) -> None:
        """The bot was removed from a group: post there no more."""
        ...

    async def moved(self, place: Place, new_id: int) -> None:
        """A Telegram group became a supergroup with a new id: the place follows it, and nothing is lost."""
        ...


class Work(Protocol):
    """What is done unasked. The scheduler drives it in real time, the sandbox in its own."""

    async def next_due(self) -> datetime | None:
        """The next instant at which there is something to do, if any is known."""
        ...

    async def tick(self) -> None:
        """Do all that is due by the clock."""
        ...
