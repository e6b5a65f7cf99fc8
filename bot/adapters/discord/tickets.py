"""Tickets: what an answer needs after a restart, written into the call and read from the store again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any

import discord
import structlog

from bot.adapters.discord.open_answer import Scope
from bot.chat.call import Said, Ticket
from bot.chat.heads import Head
from bot.chat.port import ClosedTicket, OpenTicket, ReportedAct, TicketBox
from bot.chat.rights import KnownRights
from bot.identity import Account, Place, Platform

log = structlog.get_logger()

_WORDS = ("line", "name", "tapped", "overseen")
_OF_ACCOUNT, _OF_PLACE, _OF_SCOPE, _OF_HEAD = (
    tuple(field.name for field in fields(kind)) for kind in (Account, Place, Scope, Head)
)


def add_ticket(interaction: discord.Interaction[Any], said: Said, scope: Scope) -> Said:
    """Add to a call all that its answer needs after a restart."""
    holds = {
        "application": interaction.application_id,
        "token": interaction.token,
        "account": _pick(said.account, _OF_ACCOUNT),
        "place": _pick(said.place, _OF_PLACE),
        "scope": _pick(scope, _OF_SCOPE),
        "options": dict(said.options),
        "head": _pick(said.head, _OF_HEAD),
        **_pick(said, _WORDS),
    }
    return replace(said, ticket=Ticket(holds))


def _pick(holder: object, names: Sequence[str]) -> dict[str, Any]:
    """The values of these fields. (`asdict` copies deeply, at ten times the cost; each call has a ticket.)"""
    return {name: getattr(holder, name) for name in names}


def read_ticket(ticket: OpenTicket) -> tuple[Said, Scope]:
    """Read a call again, and the scope of its answer. A steward is taken for one, since the call was let in."""
    holds: Mapping[str, Any] = ticket.holds
    said = Said(
        account=Account(**holds["account"]),
        place=Place(**holds["place"]),
        inbound=ticket.inbound,
        options=holds["options"],
        head=Head(**holds["head"]),
        rights=KnownRights(admin=True),
        **{name: holds[name] for name in _WORDS},
    )
    return said, Scope(**holds["scope"])


class TicketDesk:
    """Knows the calls in hand, and closes their tickets when they are answered.

    Tickets that come while others are being closed are closed together.
    """

    def __init__(self, box: TicketBox) -> None:
        self._box = box
        self._in_hand: set[str] = set()
        self._held: set[str] | None = None
        """All calls that were in hand while those that are left are looked for."""
        self._answered: list[ClosedTicket] = []
        self._closing: asyncio.Task[None] | None = None

    @contextmanager
    def hold(self, said: Said) -> Iterator[list[ReportedAct]]:
        """Hold a call while it is answered. What its answer reports goes into the list.

        Its ticket stays open if the work is cancelled.
        """
        self._in_hand.add(said.inbound)
        if self._held is not None:
            self._held.add(said.inbound)
        reports: list[ReportedAct] = []
        cancelled = False
        try:
            yield reports
        except asyncio.CancelledError:
            cancelled = True
            raise
        finally:
            self._in_hand.discard(said.inbound)
            if said.ticket is not None and said.ticket.kept and not cancelled:
                self.close(ClosedTicket(said.inbound, *reports))

    async def find_left(self) -> list[OpenTicket]:
        """Find the calls that wrote and were not answered. Those are not among them that were in hand meanwhile."""
        await self.finish()
        self._held = set(self._in_hand)
        found = await self._box.find_open(Platform.DISCORD)
        left = [one for one in found if one.inbound not in self._held]
        self._held = None
        return left

    async def find_report(self, account: Account, undo: str) -> ReportedAct | None:
        """Find the message that reports the act which a line takes back. None if it is not known."""
        await self.finish()
        try:
            return await self._box.find_report(account, undo)
        except Exception as error:
            log.warning("report.unknown", error=type(error).__name__)
            return None

    async def finish(self) -> None:
        """Wait until the tickets of all that was answered are closed."""
        if self._closing:
            await asyncio.wait({self._closing})

    def close(self, closed: ClosedTicket) -> None:
        """Close the ticket of a call soon."""
        self._answered.append(closed)
        if self._closing is None or self._closing.done():
            self._closing = asyncio.ensure_future(self._close_all())

    async def _close_all(self) -> None:
        while self._answered:
            batch, self._answered = self._answered, []
            try:
                await self._box.close(batch)
            except Exception as error:
                log.warning("tickets.not_closed", count=len(batch), error=type(error).__name__)
