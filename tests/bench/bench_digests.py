"""What published words cost a digest: `python -m tests.bench.bench_digests [REPORTS]`.

A group of 200 in which everybody reported closes its check-in: once as all members let it read all, once as they were
not asked yet, so that the digest only counts. Each time the digest is planned, read and worded, on a copy of the same
database, in turns.

Gate: with the words it takes at most LIMIT times as long. Milliseconds are printed only.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import Connection, insert, select, update

from bot.clock import monotonic
from bot.database.migrating import upgrade
from bot.database.store import Store, open_store
from bot.features.checkins.posts import plan_close
from bot.features.posts import POSTS
from bot.identity import DueId, GroupId
from bot.posting.deliverer import word_post
from bot.posting.dues import GroupDue
from bot.posting.outbox import claim_posts
from bot.posting.subjects import read_subjects
from bot.tables import accounts, checkins, groups, learners, memberships, places, promises, reports
from roadmap.reading import shipped_roadmap

REPORTS = 200
TURNS = 15
LIMIT = 2.0
WEEK = date(2026, 3, 2)
NOW = datetime(2026, 3, 9, 18, 10, tzinfo=UTC)
OPENED = NOW - timedelta(days=1)
JOINED = NOW - timedelta(days=60)

ROADMAP = shipped_roadmap()
LIBRARY = {ROADMAP.slug: ROADMAP}
KINDS = {kind.name: kind for kind in POSTS}
TASKS = [task.slug for block in ROADMAP.blocks() for task in block.tasks][:20]


def main(size: int) -> int:
    """Measure and print; 1 if the gate is missed."""
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as folder:
        told, counted = asyncio.run(_measure(Path(folder), size))
    _say(f"{size} reports: {told:.1f} ms with their words, {counted:.1f} ms without")
    ratio = told / counted
    _say(f"gate: {ratio:.2f} times as long (limit {LIMIT}): {'ok' if ratio <= LIMIT else 'MISSED'}")
    return 0 if ratio <= LIMIT else 1


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


async def _measure(folder: Path, size: int) -> tuple[float, float]:
    """The median milliseconds with the words and without, the first turn left out."""
    files = {choice: folder / f"{choice}.db" for choice in ("all", "none")}
    for choice, file in files.items():
        await upgrade(f"sqlite:///{file}")
        store = open_store(f"sqlite:///{file}")
        await store.write(_fill, size, choice if choice == "all" else None)
        await store.close()
    taken: dict[str, list[float]] = {choice: [] for choice in files}
    for turn in range(TURNS + 1):
        for choice, file in files.items():
            copy = folder / f"{choice}-{turn}.db"
            shutil.copyfile(file, copy)
            store = open_store(f"sqlite:///{copy}")
            took = await _close(store, told=choice == "all")
            await store.close()
            taken[choice] += [took] if turn else []
    return median(taken["all"]), median(taken["none"])


async def _close(store: Store, *, told: bool) -> float:
    """Close the check-in, and word its digest as it would be sent. Returns the milliseconds."""
    await store.read(lambda db: db.scalar(select(groups.c.id)))
    begun = monotonic()
    due = GroupDue(DueId(1), "close", NOW, GroupId(1))
    await store.write(plan_close, due, LIBRARY, NOW)
    [post] = await store.write(claim_posts, NOW, timedelta(minutes=1), 10, ("telegram",))
    subjects = await store.read(read_subjects, post)
    read_details = KINDS[post.kind].read_details
    details = await store.read(read_details, post) if read_details else None
    reply = word_post(post, KINDS, LIBRARY, NOW, subjects, details=details)
    took = (monotonic() - begun) * 1000
    assert ("Learner 1:" in reply.text.plain) == told, reply.text.plain
    return took


def _fill(db: Connection, size: int, choice: str | None) -> int:
    """Write a group in which everybody ticked something off, kept a promise, made another and reported."""
    ids = range(1, size + 1)
    moments = {"joined_at": JOINED, "active_at": OPENED}
    db.execute(
        insert(groups),
        {"id": 1, "title": "Group", "roadmap": ROADMAP.slug, "zone": "UTC", "created_at": JOINED, "active_at": OPENED},
    )
    db.execute(insert(places), {"id": 1, "group_id": 1, "platform": "telegram", "space_id": -1, "chat_id": -1})
    person = {"zone": "UTC", "joined_day": JOINED.date(), "points_at": JOINED, "publishing": choice, **moments}
    db.execute(insert(learners), [{"id": one, "name": f"Learner {one}", **person} for one in ids])
    db.execute(
        insert(accounts),
        [{"learner_id": one, "platform": "telegram", "user_id": one, "name": f"Learner {one}"} for one in ids],
    )
    db.execute(insert(memberships), [{"learner_id": one, "group_id": 1, "number": one, **moments} for one in ids])
    db.execute(insert(checkins), {"id": 1, "group_id": 1, "week": WEEK, "opened_at": OPENED, "closes_at": NOW})
    words = {"finished": "I read two chapters. " * 20, "obstacle": "Why does it fail? " * 25}
    db.execute(
        insert(reports),
        [{"checkin_id": 1, "learner_id": one, "at": OPENED, "publishing": choice, **words} for one in ids],
    )
    promised = {"roadmap": ROADMAP.slug, "at": OPENED}
    weeks = [(WEEK, TASKS[0]), *((WEEK + timedelta(days=7), slug) for slug in TASKS[1:4])]
    db.execute(
        insert(promises),
        [{"learner_id": one, "week": week, "task": slug, **promised} for one in ids for week, slug in weeks],
    )
    db.execute(update(promises).where(promises.c.week == WEEK).values(state="kept"))
    return size


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else REPORTS))
