"""Random histories of two groups that are connected and disconnected again and again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import Connection, select

from bot.database.store import Store
from bot.features.streaks.actions.counting import verify_counters
from bot.posting.subjects import LEARNER, find_ids
from bot.tables import accounts, connections, dues, groups, learners, memberships, outbox, places, ticks, undos
from tests.bot.features.homes.two_homes import CHIEF, PLACES, ROOT, TwoHomes
from tests.bot.room import labels, words

PEOPLE = [f"{name}@{platform}" for platform in PLACES for name in ("Ann", "Ben", "Cem")]
TASKS = ("week1-algebra", "week1-stats", "week1-practice", "week2-numpy", "week2-pandas")
WISHES = ("group", "number", "hidden")


@dataclass(frozen=True)
class Seen:
    """The live ticks, as learner and task."""

    ticked: Counter[tuple[int, str]]


def see(db: Connection, homes: TwoHomes) -> Seen:
    """Look at both groups, and check what holds after every step."""
    assert [] == verify_counters(db, homes.clock.now())
    every = {row["id"]: row for row in db.execute(select(groups)).mappings()}
    lived_in = Counter(db.scalars(select(places.c.group_id)))
    present = select(memberships.c.group_id, memberships.c.learner_id).where(memberships.c.left_at.is_(None))
    members = [tuple(row) for row in db.execute(present)]
    owed = Counter(db.scalars(select(dues.c.group_id).where(dues.c.group_id.is_not(None))))
    for group_id, row in every.items():
        if row["joined_to"]:
            assert row["removed_at"], "a group that rests is awake"
            assert not lived_in[group_id], "a group that rests has a place"
            assert not owed[group_id], "a group that rests has dues"
            assert not [one for one in members if one[0] == group_id], "a group that rests has members"
            assert not every[row["joined_to"]]["joined_to"], "a group that rests has taken another in"
        else:
            assert lived_in[group_id], "a group has no place"
    assert len(db.execute(select(connections).where(connections.c.open)).all()) <= 1
    check_members(db, members)
    check_celebrations(db)
    live = select(ticks.c.learner_id, ticks.c.task).outerjoin(undos).where(undos.c.tick_id.is_(None))
    return Seen(Counter((row.learner_id, row.task) for row in db.execute(live)))


def check_members(db: Connection, members: list[tuple[Any, ...]]) -> None:
    """Check that each member has an account on a platform of the group."""
    homes = {tuple(row) for row in db.execute(select(places.c.group_id, places.c.platform))}
    known: dict[int, set[str]] = {}
    for learner_id, platform in db.execute(select(accounts.c.learner_id, accounts.c.platform)):
        known.setdefault(learner_id, set()).add(platform)
    for group_id, learner_id in members:
        assert any((group_id, platform) in homes for platform in known[learner_id]), "a member has no home"


def check_celebrations(db: Connection) -> None:
    """Check that no milestone was celebrated twice at a place, and none among strangers before a first joining."""
    ever = {tuple(row) for row in db.execute(select(memberships.c.group_id, memberships.c.learner_id))}
    joined = db.execute(select(connections.c.id).where(connections.c.joined_at.is_not(None))).first()
    heard: Counter[tuple[object, ...]] = Counter()
    found = select(outbox.c.place_id, outbox.c.learner_id, outbox.c.facts, places.c.group_id).join(places)
    for row in db.execute(found.where(outbox.c.kind == "celebration", outbox.c.state == "sent")):
        named = find_ids(row.facts, LEARNER)
        assert joined or all((row.group_id, one) in ever for one in named), "a stranger is named"
        heard.update((row.place_id, row.learner_id, str(one)) for one in row.facts["milestones"])
    assert all(times == 1 for times in heard.values()), "a milestone is celebrated twice"


class History:
    """A history in course. `inside` are the people who joined their chat and have not left."""

    def __init__(self, store: Store, seed: int) -> None:
        self.homes = TwoHomes(store)
        self.dice = Random(seed)
        self.inside: set[str] = set()
        self.joined = 0

    async def live(self, steps: int) -> None:
        """Let so many things happen, and check each."""
        for name in PEOPLE[::2]:
            await self.act(name, "/log 20m")
        for _ in range(steps):
            before = await self.see()
            if self.dice.random() < 0.3:
                await self.turn()
                assert before == await self.see(), "a tick is lost or doubled"
            else:
                await self.act(self.dice.choice(PEOPLE), self.line())
            await self.homes.live(hours=self.dice.choice((0, 1, 6, 25)))
            await self.check_presence()

    async def see(self) -> Seen:
        return await self.homes.store.read(see, self.homes)

    def line(self) -> str:
        """Choose something that members do."""
        lines = [f"/done {self.dice.choice(TASKS)}"] * 6 + ["/undo", "/log 20m", "/pause 2d", "/checkin it went well"]
        lines += [f"/settings visibility {self.dice.choice(WISHES)}", "/stuck week1-stats how?", "/settings partner on"]
        return self.dice.choice([*lines, "/settings checkins all", "/settings zone Tokyo", "/focus 25"])

    async def act(self, name: str, line: str) -> None:
        """Let a person say a line, who joins with it, or leave."""
        if name in self.inside and self.dice.random() < 0.05:
            asked = await self.homes.say(name, "/leave")
            await self.homes.tap(name, asked, labels(asked)[0])
            self.inside.discard(name)
        elif name in self.inside or line.startswith(("/done", "/log")):
            await self.homes.say(name, line)
            self.inside.add(name)

    async def turn(self) -> None:
        """Let a steward connect, cancel or disconnect, or a home be lost and found."""
        admins = [ROOT, CHIEF]
        self.dice.shuffle(admins)
        turn = self.dice.choice(("connect", "connect", "connect", "cancel", "disconnect", "lose", "return"))
        platform = self.dice.choice(list(PLACES))
        if turn == "lose":
            await self.homes.lose(platform)
        elif turn == "return":
            await self.homes.return_to(platform)
        elif turn == "connect":
            await self.connect(*admins)
        else:
            await self.homes.say(admins[0], "/setup connect cancel" if turn == "cancel" else "/setup disconnect yes")

    async def connect(self, issuer: str, typist: str) -> None:
        """Connect both groups, if they are apart and the code is given."""
        shown = (await self.homes.say(issuer, "/setup connect")).text.plain
        if "Your code: " not in shown:
            return
        asked = await self.homes.say(typist, f"/setup connect {shown.split('Your code: ')[1].split()[0]}")
        if labels(asked)[0] == "Connect":
            assert "become one group" in words(await self.homes.tap(typist, asked, "Connect"))

    async def check_presence(self) -> None:
        """Check that each person is a member of the group of their chat, until they leave it."""
        found = (
            select(accounts.c.platform, accounts.c.user_id, places.c.platform.label("home"))
            .join(memberships, memberships.c.learner_id == accounts.c.learner_id)
            .join(places, places.c.group_id == memberships.c.group_id)
            .join(learners, learners.c.id == accounts.c.learner_id)
            .where(memberships.c.left_at.is_(None), places.c.platform == accounts.c.platform)
        )
        rows = await self.homes.store.read(lambda db: db.execute(found).all())
        there = {(row.platform, row.user_id) for row in rows}
        wanted = {(one.platform, one.user_id) for one in map(self.homes.account, self.inside)}
        assert there == wanted
        self.joined += len({row.joined_to for row in await self.homes.rows(groups)} - {None})
