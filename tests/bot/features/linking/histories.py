"""Random histories of a person with two accounts, which are linked and separated again and again."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import Connection, func, select

from bot.closed_sets import PostState
from bot.database.store import Store
from bot.features.streaks.actions.counting import read_ledger, verify_counters
from bot.identity import LearnerId
from bot.tables import accounts, links, metadata, outbox, ticks, undos
from tests.bot.features.linking.town import Town
from tests.bot.room import labels, words
from tests.reckoning.histories import BLOCKS, LADDER, ZONES

DISCORD, TELEGRAM = "Ann@discord", "Ann@telegram"
ACCOUNTS = (DISCORD, TELEGRAM)
TASKS = [task.slug for block in BLOCKS[:3] for task in block.tasks]
Rows = dict[str, list[dict[str, Any]]]
PASSING = {"inbound", "codes", "guesses"}


@dataclass(frozen=True)
class Seen:
    """What the database says of both accounts: live tasks, streak and best streak of each learner.

    `told`: the milestones that posts told or are to tell, each with its place.
    """

    tasks: frozenset[str]
    streaks: tuple[int, ...]
    best: tuple[int, ...]
    told: frozenset[tuple[int, str, str]]


def see(db: Connection, town: Town) -> Seen:
    """Look at both accounts, and check every counter."""
    now = town.clock.now()
    assert [] == verify_counters(db, now)
    ids = sorted(set(db.scalars(select(accounts.c.learner_id))))
    ledgers = [read_ledger(db, LearnerId(one), now) for one in ids]
    live = select(ticks.c.learner_id, ticks.c.task).outerjoin(undos).where(undos.c.tick_id.is_(None))
    ticked = [tuple(row) for row in db.execute(live)]
    assert len(ticked) == len(set(ticked)), "a task is ticked twice"
    return Seen(
        frozenset(task for _, task in ticked),
        tuple(one.current for one in ledgers),
        tuple(one.best for one in ledgers),
        read_told(db),
    )


def read_told(db: Connection) -> frozenset[tuple[int, str, str]]:
    """Read the milestones of all posts that are not cancelled, each with the place of its post."""
    posts = db.execute(select(outbox.c.place_id, outbox.c.facts).where(outbox.c.state != PostState.CANCELLED))
    return frozenset(
        (row.place_id, one["kind"], one["slug"]) for row in posts for one in row.facts.get("milestones", ())
    )


def everything(db: Connection) -> Rows:
    """Every row of every table but those that come and go with calls, without the notes of who made them."""
    found: Rows = {}
    for table in metadata.sorted_tables:
        if table.name not in PASSING:
            rows = [
                dict(row) for row in db.execute(select(table)).mappings() if table.name != "day_points" or row["points"]
            ]
            found[table.name] = sorted(({k: v for k, v in row.items() if k != "made_on"} for row in rows), key=repr)
    return found


def is_linked(db: Connection) -> bool:
    """Whether the two accounts are one learner's."""
    return db.scalar(select(func.count()).select_from(links)) == 1


class History:
    """A history in course."""

    def __init__(self, store: Store, seed: int) -> None:
        self.town = Town(store, (LADDER,))
        self.dice = Random(seed)
        self.linked = False

    async def live(self, steps: int) -> None:
        """Let so many things happen, and check each."""
        await self.say("/log 5m", DISCORD)
        await self.say("/log 5m", TELEGRAM)
        for _ in range(steps):
            before = await self.see()
            if self.dice.random() < 0.08:
                await self.turn(before)
            else:
                await self.act()
            self.town.later(hours=self.dice.choice((0, 1, 5, 9, 24, 24, 30)))

    async def say(self, line: str, account: str = "") -> str:
        """Type a line on either platform."""
        return words(await self.town.say(account or self.dice.choice(ACCOUNTS), line))

    async def see(self) -> Seen:
        return await self.town.store.read(see, self.town)

    async def act(self) -> None:
        """Do something that learners do."""
        task, zone = self.dice.choice(TASKS), self.dice.choice(ZONES)
        lines = [f"/done {task}"] * 8 + ["/undo", "/undo", "/log 8m", "/log 20m", "/log 20m", "/pause 2d", "/resume"]
        lines += ["/settings rest sat,sun", "/settings rest none", f"/settings zone {zone}", "/repair 20m"]
        await self.say(self.dice.choice(lines))

    async def turn(self, before: Seen) -> None:
        """Link the accounts, or separate them, and check what became of everything."""
        if not self.linked and self.dice.random() < 0.5:
            await self.try_link()
            return
        if self.linked:
            await self.say("/settings unlink yes")
        else:
            asked = await self.town.say(TELEGRAM, f"/settings link {await self.town.code_of(DISCORD)}")
            await self.town.tap(TELEGRAM, asked, labels(asked)[0])
        self.linked = not self.linked
        assert self.linked == await self.town.store.read(is_linked)
        after = await self.see()
        assert before.tasks == after.tasks, "a tick is lost"
        assert after.told <= before.told, "a link or its end is celebrated"
        if self.linked:
            assert after.told == before.told, "a celebration is lost"
            assert after.streaks[0] >= max(before.streaks), "the streak is shorter than one of the two"
            assert after.best[0] >= max(before.best)

    async def try_link(self) -> None:
        """Link the accounts and separate them at once: all is as it was before."""
        await self.say("/settings link", DISCORD)
        await self.say("/settings unlink", TELEGRAM)
        before, seen = await self.town.store.read(everything), await self.see()
        await self.town.link(DISCORD, TELEGRAM)
        await self.say("/settings unlink yes")
        assert_same(before, await self.town.store.read(everything))
        assert seen == await self.see()


STALE = ("streak", "streak_through", "news_from")
"""Counters that are right only once they are read by today: the figures that they show are compared instead."""


def assert_same(before: Rows, after: Rows) -> None:
    """Compare every row, but the counters' own history and the notes of clocks that a link begins again.

    The last number that a group gave only rises, so that nobody gets the number of a row that a link set aside.
    """
    last = [{row["id"]: row["last_number"] for row in rows["groups"]} for rows in (before, after)]
    assert all(last[0][group] <= last[1][group] for group in last[0])
    for name in before.keys() - {"zone_changes", "dues", "streak_news"}:
        rows = [[bare(row, name) for row in rows[name]] for rows in (before, after)]
        gone, new = ([row for row in rows[one] if row not in rows[1 - one]] for one in (0, 1))
        assert (name, [], []) == (name, gone, new), f"{name}: {gone} became {new}"


def bare(row: dict[str, Any], table: str) -> dict[str, Any]:
    """Leave out what a link may change for good.

    That is the clock, which both have now, when points last rose, and the last number that a group gave.
    """
    clock = {"zone", "day_end", "next_zone", "next_day_end", "next_from", "zone_is_own"}
    changed = {
        "learners": clock | {"points_at", "news_in", "active_at", *STALE},
        "ticks": {"turn"},
        "groups": {"last_number"},
    }
    return {name: value for name, value in row.items() if name not in changed.get(table, ())}


async def play(store: Store, seed: int, steps: int = 60) -> History:
    """Play a history to its end."""
    history = History(store, seed)
    await history.live(steps)
    return history
