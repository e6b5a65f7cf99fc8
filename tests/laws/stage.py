"""Where a simulated group lives: a room and private chats on a platform that takes every post."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.app import App
from bot.chat.reply import Reply
from bot.clock import SettableClock
from bot.identity import Account, Place
from tests.bot.posting.office import Platform
from tests.bot.room import HERE, Room, button
from tests.reckoning.reckoning import Ledger


class Recorder(Platform):
    """A platform on which every post arrives, and is recorded with what holds at that moment."""

    def __init__(self, name: str, hear: Callable[[Place, Reply, str], None]) -> None:
        super().__init__(name)
        self._hear = hear

    async def send(self, place: Place, reply: Reply, key: str) -> str:
        self._hear(place, reply, key)
        return await super().send(place, reply, key)


class Street(Room):
    """A room and private chats on a platform. What is said there goes through the program's own dispatcher."""

    def __init__(self, app: App, clock: SettableClock, platform: str, steward: str) -> None:
        super().__init__(app.store, app.library.values())
        self.dispatcher, self.clock = app.dispatcher, clock
        self.admins = {steward}
        self.here = Place(platform, -100, -100, title="Study room")
        self.shyness: Callable[[str], bool] = lambda name: False
        self.noted: Callable[[str, str, Reply, Ledger | None], None] = lambda *_: None
        self.ledger: Callable[[str], Ledger | None] = lambda name: None

    async def say(self, name: str, line: str, place: Place = HERE, *, tapped: bool = False) -> Reply:
        before, place = self.ledger(name), self._place(name, place)
        reply = await super().say(name, line, place, tapped=tapped)
        self.noted(name, line, _as_seen(reply, place), before)
        return reply

    async def tap(self, name: str, reply: Reply, label: str, place: Place = HERE) -> Reply:
        before, place = self.ledger(name), self._place(name, place)
        tapped = await self.press(name, button(reply, label).carried, place)
        self.noted(name, label, _as_seen(tapped, place), before)
        return tapped

    def private(self, name: str) -> Place:
        """A person's private chat with the bot."""
        user_id = self.account(name).user_id
        return Place(self.here.platform, user_id, user_id, private=True)

    def account(self, name: str) -> Account:
        return replace(super().account(name), platform=self.here.platform)

    def _place(self, name: str, place: Place) -> Place:
        if place is not HERE:
            return place
        return self.private(name) if self.shyness(name) else self.here


def _as_seen(reply: Reply, place: Place) -> Reply:
    """Mark an answer in a private chat as private."""
    return replace(reply, private=reply.private or place.private)
