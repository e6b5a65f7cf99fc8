"""A group with two homes whose members study together, each home with its own message."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from bot.database.store import Store
from bot.tables import accounts, outbox, places, sessions
from tests.bot.features.homes.two_homes import TwoHomes
from tests.bot.room import words

ANN, BOB, CEM, DEE = "Ann@discord", "Bob@discord", "Cem@telegram", "Dee@telegram"
BOTH = ("discord", "telegram")


class FocusHomes(TwoHomes):
    """Two homes of people who study together."""

    async def study(self, minutes: int) -> None:
        """Let time go by in steps of five minutes at most."""
        for step in [5] * (minutes // 5) + [minutes % 5] * bool(minutes % 5):
            await self.live(minutes=step)

    async def shown(self) -> list[str]:
        """The words of the session's message in each home, as it would be worded now."""
        return [words(await self.word("focus", platform)) for platform in BOTH]

    async def last(self) -> list[str]:
        """The words of the last change in each home."""
        return [words(await self.word("focus_end", platform)) for platform in BOTH]

    async def tap_on(self, name: str, label: str) -> str:
        """Let a person tap on the session's message in the chat on their platform."""
        return words(await self.tap(name, await self.word("focus", self.account(name).platform), label))

    async def minutes(self) -> Counter[str]:
        """The minutes logged, by name."""
        rows = select(accounts.c.name, sessions.c.minutes).join(
            sessions, sessions.c.learner_id == accounts.c.learner_id
        )
        found: Counter[str] = Counter()
        for name, minutes in await self.store.read(lambda db: db.execute(rows).all()):
            found[name] += minutes
        return found

    async def changes(self) -> list[tuple[str, str, str]]:
        """The kind, home and message of each change, in order."""
        rows = (
            select(outbox.c.kind, places.c.platform, outbox.c.facts)
            .join(places, places.c.id == outbox.c.place_id)
            .where(outbox.c.kind.in_(["focus_edit", "focus_end"]))
            .order_by(outbox.c.id)
        )
        found = await self.store.read(lambda db: db.execute(rows).all())
        return [(row.kind, row.platform, row.facts["message_id"]) for row in found]


async def begin(store: Store, *names: str, joined: bool = True) -> FocusHomes:
    homes = FocusHomes(store)
    await homes.settle(*(names or (ANN, BOB, CEM, DEE)))
    if joined:
        await homes.join()
    return homes
