"""How many messages a group of eight sees in its channel in a quiet week, on both platforms by default.

At 7cb22c8 the same week showed 37 answers and 9 posts on Discord, and 38 and 9 on Telegram.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.adapters.discord_peer_state import Message, Person
from tests.adapters.telegram_peer_world import Chat, User
from tests.adapters.test_both import Town, town

SCRIPT = Path(__file__).with_name("quiet_week.txt")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FIRST = datetime(2026, 3, 9, tzinfo=UTC)
"""The Monday of the counted week, in the zone of the script."""

LOOK = timedelta(hours=1)
"""How often it is looked what is due."""

NAMES = ("Ann", "Ben", "Cat", "Dan", "Eve", "Fay", "Gus", "Hal")
IN_PRIVATE = {"Ann", "Ben", "Cat", "Eve", "Fay"}
"""Those who have a private chat with the bot on Telegram."""

OPTIONS = {"done": "task", "log": "what", "pause": "days"}
MOST_ANSWERS, MOST_POSTS = 15, 9


def moments() -> Iterator[tuple[datetime, str, str]]:
    """When somebody writes, who, and what."""
    for row in SCRIPT.read_text(encoding="utf-8").splitlines():
        if not row.startswith("#"):
            day, week, clock, who, line = row.split(maxsplit=4)
            hours, minutes = map(int, clock.split(":"))
            days = DAYS.index(day) + 7 * (int(week) - 2)
            yield FIRST + timedelta(days=days, hours=hours, minutes=minutes), who, line


@dataclass
class Weeks:
    """The group of the script on both platforms, and the public answers on Discord."""

    town: Town
    room: Chat
    elsewhere: Chat
    writers: dict[str, User]
    people: dict[str, Person]
    answers: list[Message] = field(default_factory=list)

    async def pass_until(self, at: datetime) -> None:
        """Let time pass and do what is due. Telegram is heard of now and then, from another chat."""
        while (now := self.town.clock.now()) < at:
            step = min(LOOK, at - now)
            self.town.clock.advance(step)
            if step > LOOK / 2:
                self.town.telegram.says(self.writers["Dan"], self.elsewhere, "Good morning!")
                await self.town.telegram.quiet()
            await self.town.app.work.run_due()

    async def say(self, who: str, line: str) -> None:
        """Write the line in the group on both platforms."""
        self.town.telegram.says(self.writers[who], self.room, line)
        await self.town.telegram.quiet()
        name, _, rest = line.removeprefix("/").partition(" ")
        exchange = await self.town.discord.begin(self.people[who], name, options(name, rest))
        await self.town.discord.until(lambda: exchange.settled)
        shown = [one for one in (exchange.original, *exchange.follow_ups) if one]
        self.answers += [one for one in shown if not one.ephemeral]

    def counts(self) -> dict[str, int]:
        """The messages of ours so far that the group sees."""
        written = [one for one in self.room.messages if one.ours]
        return {
            "Discord answers": len(self.answers),
            "Discord posts": len(self.town.discord.general.messages) - len(self.answers),
            "Telegram answers": len([one for one in written if one.to]),
            "Telegram posts": len([one for one in written if not one.to]),
        }


def options(name: str, rest: str) -> dict[str, str]:
    """The words behind a command, as Discord's options."""
    if not rest:
        return {}
    first, _, value = rest.partition(" ")
    return {OPTIONS[name]: rest} if name in OPTIONS else {"what": first, "value": value}


def gather(town: Town) -> Weeks:
    """Bring the eight together on both platforms."""
    writers = {name: town.telegram.user(name, started=name in IN_PRIVATE) for name in NAMES}
    room = town.telegram.group("Study Group", admins=(writers["Ann"],))
    people = {name: Person(name, admin=name == "Ann") for name in NAMES}
    return Weeks(town, room, town.telegram.group("Elsewhere"), writers, people)


async def test_a_quiet_week_of_eight_shows_few_messages(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        both.clock.move_to(FIRST - timedelta(days=7))
        weeks = gather(both)
        before: dict[str, int] = {}
        for at, who, line in moments():
            await weeks.pass_until(at)
            if not before and at > FIRST:
                before = weeks.counts()
            await weeks.say(who, line)
        await weeks.pass_until(FIRST + timedelta(days=7))
        seen = {kind: count - before[kind] for kind, count in weeks.counts().items()}

    assert MOST_ANSWERS >= max(seen["Discord answers"], seen["Telegram answers"])
    assert MOST_POSTS >= max(seen["Discord posts"], seen["Telegram posts"])
    assert {"Discord answers": 14, "Discord posts": 9, "Telegram answers": 14, "Telegram posts": 9} == seen
