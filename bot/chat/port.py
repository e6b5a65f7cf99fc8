"""The port: an adapter takes a reply to a place and reports the outcome precisely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.chat.dispatch import Dispatcher
from bot.chat.reply import Reply
from bot.chat.rights import Right
from bot.identity import Account, Place


class Unreachable(Exception):
    """A platform cannot be reached for now, or its connection ended: start again later. `reason` is a short code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SendError(Exception):
    """A message did not certainly arrive. `reason` is a short code for logs, never a name or text.

    - `permanent`: it will not succeed if repeated, so the place is to be switched off.
    - `retry_after`: the seconds that the platform asks us to wait.
    - `moved_to`: the chat's new id, to which the message is to be sent.
    - `ambiguous`: sent without an answer, so it may have arrived.
    - `rejected`: the platform found fault with this message; the place takes others.
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
    in_turn: bool
    """Whether posts are sent one after the other, the oldest first. Elsewhere a few are in flight at a time."""

    async def start(self) -> None:
        """Connect and serve until `stop`.

        Returns when the connection is given up, and raises when it cannot be had.
        """
        ...

    async def stop(self) -> None:
        """Take no more calls, finish those in hand, disconnect."""
        ...

    async def send(self, place: Place, reply: Reply, key: str) -> str:
        """Post a reply and return the platform's message id. `key` is the same at each repeat. Raises SendError.

        A thread that cannot be opened is no error, for the message is there.
        """
        ...

    async def edit(self, place: Place, message_id: str, reply: Reply) -> bool:
        """Replace an earlier post of ours. Raises SendError.

        Returns False for a post that is gone, or that can be changed no more. One that says the same is no error.
        """
        ...

    async def find_owner(self, place: Place) -> Account | None:
        """Find the owner of a server or group. None if the platform does not say."""
        ...

    async def has_left(self, place: Place, account: Account) -> bool:
        """Whether a person left a server or group, or was removed. False if the platform does not say."""
        ...

    def ready_in(self, place: Place) -> float:
        """Seconds until this place takes a post, by the platform's limits; 0: now. `send` waits for its turn."""
        ...

    def healthy(self) -> bool:
        """Whether it is connected and heard from the platform lately."""
        ...


@dataclass(frozen=True, slots=True)
class Deed:
    """An act that an answer reported, and the line that takes it back."""

    text: str
    undo: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to a typed message.

    `digest` is of the line that was answered, `message_id` our message in `chat_id`; 0: not posted yet. `deeds` are
    what the message did, also before it was edited. `amends` is that of the reply; no memory keeps it.
    """

    digest: str
    chat_id: int = 0
    message_id: int = 0
    deeds: tuple[Deed, ...] = ()
    amends: str = ""


class AnswerMemory(Protocol):
    """Remembers answers for some days, so that the edit of a message changes its answer."""

    async def put(self, account: Account, place: Place, message_id: int, answer: Answered) -> None:
        """Keep the answer to a message."""
        ...

    async def find(self, place: Place, message_id: int) -> Answered | None:
        """Find the answer to a message."""
        ...

    async def find_reporting(self, account: Account, undo: str) -> Answered | None:
        """Find the latest answer to an account that reported the act which this line takes back."""
        ...

    async def pick_live(self, deeds: Sequence[Deed]) -> tuple[Deed, ...]:
        """Return the deeds that were not taken back since, in their order."""
        ...


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """The ticket of a call whose write is committed, and whose answer may not have been given."""

    inbound: str
    holds: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReportedAct:
    """The message of ours that reports an act of an account, and the line that takes the act back."""

    account: Account
    chat_id: int
    message_id: int
    undo: str


@dataclass(frozen=True, slots=True)
class ClosedTicket:
    """A call that was answered, and what its answer reports."""

    inbound: str
    report: ReportedAct | None = None


class TicketBox(Protocol):
    """Keeps the tickets of calls until they are answered, for 15 minutes at most."""

    async def find_open(self, platform: str) -> Sequence[OpenTicket]:
        """Find the tickets of a platform, the oldest first."""
        ...

    async def close(self, closed: Sequence[ClosedTicket]) -> None:
        """Forget the tickets of calls that were answered, and keep what the answers report."""
        ...

    async def find_report(self, account: Account, undo: str) -> ReportedAct | None:
        """Find the message that reports the act which a line takes back."""
        ...


class UpdateShelf(Protocol):
    """Keeps updates that are not answered yet, if so many wait that others are only heard behind them."""

    async def put(self, updates: Mapping[int, str]) -> None:
        """Keep updates by their number. Raises StoreBusy."""
        ...

    async def load(self) -> dict[int, str]:
        """The kept updates."""
        ...

    async def drop(self, numbers: Sequence[int]) -> None:
        """Forget updates that are answered. Raises StoreBusy."""
        ...


class BriefAnswers(Protocol):
    """Keeps which messages of ours are removed after two minutes."""

    async def put(self, chat_id: int, message_id: int) -> None:
        """Let a message be removed in two minutes. Raises StoreBusy."""
        ...

    async def due(self) -> list[tuple[int, int]]:
        """The messages to be removed now, by chat and number. Raises StoreBusy."""
        ...

    async def drop(self, chat_id: int, message_id: int) -> None:
        """Forget a message that is removed. Raises StoreBusy."""
        ...


class Core(Protocol):
    """The program as an adapter sees it: it answers calls, and hears of changes to a chat."""

    dispatcher: Dispatcher
    answers: AnswerMemory
    tickets: TicketBox
    updates: UpdateShelf
    briefs: BriefAnswers

    async def added(self, place: Place, report: str) -> Reply | None:
        """Keep a group to which the bot was added. Returns the greeting, with set-up buttons.

        None: another report of the same adding was answered. `report` is the platform's id of this one.
        """
        ...

    async def removed(self, place: Place) -> None:
        """Stop posts to a group from which the bot was removed."""
        ...

    async def left(self, place: Place, account: Account) -> None:
        """Take a person who left a chat, or was removed, out of its group until they return."""
        ...

    async def returned(self, place: Place, account: Account) -> None:
        """Take a person who came back to a chat into its group again, if they were in it before."""
        ...

    async def lacked(self, place: Place, right: Right) -> None:
        """Let the stewards know of a right that the bot lacks in a place, although its post arrived."""
        ...

    async def moved(self, place: Place, new_id: int) -> None:
        """Let the place follow a Telegram group that became a supergroup with a new id."""
        ...


class Work(Protocol):
    """Work that is done unasked. The scheduler drives it in real time, the sandbox in its own."""

    async def next_due(self) -> datetime | None:
        """The next instant at which work is due, if any is known."""
        ...

    async def run_due(self) -> None:
        """Do all that is due by the clock."""
        ...
