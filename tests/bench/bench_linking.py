"""How long it takes to link two learners with three years of history each: `python -m tests.bench.bench_linking`.

The floor is one /done on the same history, in the same run. Both are whole transactions in a fresh copy of the file, in
turn, and their medians are compared. Gates: a link takes at most LIMIT times a /done; a /done of the linked learner at
most LINKED times that of a learner with one account. Milliseconds are printed only.
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

import bot.features.posts  # noqa: F401  registers the kinds of post
from bot.closed_sets import ActKind, CodeKind, SessionSource, TickSource
from bot.database.migrating import upgrade
from bot.database.store import Store, open_store
from bot.features.codes.actions import issue_code
from bot.features.linking.actions.linking import link_accounts
from bot.features.streaks.actions.counting import rebuild_counters
from bot.features.ticks.actions.ticking import tick_off
from bot.identity import Account, Caller, LearnerId, Place
from bot.tables import accounts, acts, groups, learners, memberships, places, sessions, ticks
from tests.reckoning.histories import BLOCKS, LADDER

LIMIT = 20.0
LINKED = 5.0
ROUNDS = 15
DAYS = 3 * 365
NOW = datetime(2026, 11, 2, 18, tzinfo=UTC)
START = NOW - timedelta(days=DAYS)
TASKS = [task.slug for block in BLOCKS[:-1] for task in block.tasks]
LAST = TASKS.pop()
"""The task that each /done ticks."""
PEOPLE = (Account("discord", 1, "Ann"), Account("telegram", 2, "Ann"))
HERE = (Place("discord", 11, 12, title="Server"), Place("telegram", -21, -21, title="Chat"))


def main() -> int:
    """Fill, measure and print; 1 if a gate is missed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "filled.db"
        asyncio.run(_fill_file(file))
        taken = [asyncio.run(_measure(file, Path(folder) / f"{number}.db")) for number in range(ROUNDS)]
    done, link, linked = (statistics.median(times) for times in zip(*taken, strict=True))
    _say(f"/done {done:.1f} ms, link {link:.1f} ms, /done when linked {linked:.1f} ms (medians of {ROUNDS})")
    passed = [
        _check("times a /done, a link of two learners with three years each", link / done, LIMIT),
        _check("times a /done, a /done of a linked learner", linked / done, LINKED),
    ]
    return 0 if all(passed) else 1


def _check(name: str, value: float, limit: float) -> bool:
    _say(f"gate: {value:.2f} {name} (limit {limit}): {'ok' if value <= limit else 'MISSED'}")
    return value <= limit


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


async def _fill_file(file: Path) -> None:
    url = f"sqlite:///{file}"
    await upgrade(url)
    store = open_store(url)
    await store.write(_fill)
    await store.write(rebuild_counters, NOW)
    await store.close()


def _fill(db: Connection) -> None:
    for number, (account, place) in enumerate(zip(PEOPLE, HERE, strict=True), 1):
        row = {"id": number, "title": place.title, "roadmap": LADDER.slug, "zone": "UTC"}
        db.execute(insert(groups), {**row, "created_at": START, "active_at": NOW})
        where = {"platform": place.platform, "space_id": place.space_id, "chat_id": place.chat_id}
        db.execute(insert(places), {"group_id": number, **where})
        joined = {"joined_at": START, "joined_day": START.date(), "points_at": START}
        db.execute(insert(learners), {"id": number, "name": account.name, "zone": "UTC", **joined})
        named = {"platform": account.platform, "user_id": account.user_id, "name": account.name}
        db.execute(insert(accounts), {"id": number, "learner_id": number, **named})
        membership = {"learner_id": number, "group_id": number, "number": 1}
        db.execute(insert(memberships), {**membership, "joined_at": START, "active_at": NOW})
        _fill_history(db, number)


def _fill_history(db: Connection, learner: int) -> None:
    """A task every fifth day, half of them those of the other learner, and a session on five days of seven."""
    mine = TASKS[:150] if learner == 1 else TASKS[50:]
    tasks = {START + timedelta(days=5 * number, hours=learner): task for number, task in enumerate(mine)}
    days = [START + timedelta(days=number, hours=learner) for number in range(DAYS) if number % 7 < 5]
    made = [*((at, ActKind.TICK) for at in tasks), *((at, ActKind.LOG) for at in days)]
    found = list(_acts(learner, made))
    db.execute(insert(acts), found)
    by_at = {(row["at"], row["kind"]): row["id"] for row in found}
    base: dict[str, Any] = {"learner_id": learner, "zone": "UTC"}
    db.execute(
        insert(ticks),
        [
            {**base, "at": at, "day": at.date(), "roadmap": LADDER.slug, "task": task, "turn": 1, "weight": 2}
            | {"points": 2, "source": TickSource.TICK, "act_id": by_at[at, ActKind.TICK]}
            for at, task in tasks.items()
        ],
    )
    db.execute(
        insert(sessions),
        [
            {**base, "at": at, "day": at.date(), "minutes": 30, "source": SessionSource.SESSION}
            | {"act_id": by_at[at, ActKind.LOG]}
            for at in days
        ],
    )


def _acts(learner: int, made: list[tuple[datetime, ActKind]]) -> Iterator[dict[str, Any]]:
    for number, (at, kind) in enumerate(made, 100_000 * learner):
        slug = LADDER.slug if kind is ActKind.TICK else ""
        yield {"id": number, "learner_id": learner, "kind": kind, "roadmap": slug, "at": at, "day": at.date()}


async def _measure(filled: Path, file: Path) -> tuple[float, float, float]:
    """The milliseconds of a /done, of a link, and of a /done after it."""
    shutil.copy(filled, file)
    store = open_store(f"sqlite:///{file}")
    issuer, typist = (Caller(account, place, NOW) for account, place in zip(PEOPLE, HERE, strict=True))
    issued = await store.write(issue_code, issuer, CodeKind.LINK, "key", learner_id=LearnerId(1))
    await store.write(tick_off, issuer, LADDER, [TASKS[-1]], "")
    done = await _time(store, tick_off, issuer, LADDER, [TASKS[-2]], "")
    link = await _time(store, link_accounts, typist, issued.code)
    linked = await _time(store, tick_off, typist, LADDER, [LAST], "")
    await store.close()
    file.unlink()
    return done, link, linked


async def _time(store: Store, action: Callable[..., object], *values: object) -> float:
    began = time.perf_counter()
    await store.write(action, *values)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(main())
