"""How long a leaderboard takes as the community grows: `python -m tests.bench.bench_boards [SIZE ...]`.

For each size a fresh SQLite file is filled with learners whose points fall off as they do in life: most have few, some
have many. Measured are the whole community board (top ten, my rank and my neighbours, as `show_board` reads it), its
two parts, and the board of one group of 50, each as the median over learners of every standing. The floor is the driver
alone, sending the statements of the same boards by hand.

Gates: the community board of the largest size takes at most LIMIT times its floor and MORE times what it takes at the
smallest. Milliseconds are printed only.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, create_engine

import bot.features.posts  # noqa: F401  registers the kinds of post
from bot.database.migrating import upgrade
from bot.features.boards.actions import TOP, BoardKind, show_board
from bot.features.boards.queries import count_around, read_listed, read_top
from bot.identity import GroupId, LearnerId
from tests.bench.floors import Sent, listening

SIZES = (1_000, 100_000, 1_000_000)
GROUP = 50
LIMIT = 6.0
MORE = 3.0
ROUNDS = 300
MEAN_POINTS = 220  # half a year of steady study
NOW = datetime(2026, 11, 2, 18, tzinfo=UTC)
DISTANT = 4_000  # points of the busiest


def main(sizes: tuple[int, ...]) -> int:
    """Fill, measure and print each size; 1 if the gate is missed."""
    heads = " ".join(f"{head:>9}" for head in ("board", "floor", "p99", "top ten", "my rank", "group"))
    _say(f"{'learners':>10} {'points':>7} {heads}   (ms, median)")
    taken = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            taken.append(_measure(Path(folder) / "bench.db", size))
    (small, _), (large, floor) = taken[0], taken[-1]
    passed = [
        _check(f"times its floor, a board of {sizes[-1]:,} learners", large / floor, LIMIT),
        _check(f"times a board of {sizes[0]:,} learners, one of {sizes[-1]:,}", large / small, MORE),
    ]
    return 0 if all(passed) else 1


def _check(name: str, value: float, limit: float) -> bool:
    _say(f"gate: {value:.2f} {name} (limit {limit}): {'ok' if value <= limit else 'MISSED'}")
    return value <= limit


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _measure(file: Path, size: int) -> tuple[float, float]:
    """The median milliseconds of a community board, and of its statements by hand."""
    asyncio.run(upgrade(f"sqlite:///{file}"))
    distinct = _fill(file, size)
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as db:
        people = random.Random(7).choices(range(1, size + 1), k=ROUNDS)
        board, floor = _race(db, file, people)
        top = _times(people, lambda _: read_top(db, TOP))
        rank = _times(people, lambda me: _rank(db, me))
        group = _times(people, lambda me: show_board(db, BoardKind.WEEK, GroupId(1), LearnerId(me), NOW))
    engine.dispose()
    median = statistics.median(board)
    p99 = sorted(board)[int(len(board) * 0.99)]
    by_hand = statistics.median(floor)
    parts = (statistics.median(times) for times in (top, rank, group))
    shown = " ".join(f"{value:9.3f}" for value in (median, by_hand, p99, *parts))
    _say(f"{size:>10,} {distinct:>7,} {shown}")
    return median, by_hand


def _race(db: Connection, file: Path, people: list[int]) -> tuple[list[float], list[float]]:
    """Each learner's community board, ours and by hand in turns."""
    driver = sqlite3.connect(file)
    _show(db, people[0])
    ours, theirs = [], []
    for me in people:
        with listening() as sent:
            ours.append(_time(partial(_show, db, me)))
        theirs.append(_time(partial(_send, driver, sent)))
    driver.close()
    return ours, theirs


def _show(db: Connection, me: int) -> object:
    return show_board(db, BoardKind.COMMUNITY, GroupId(1), LearnerId(me), NOW)


def _send(driver: sqlite3.Connection, sent: list[Sent]) -> None:
    for one in sent:
        driver.execute(one.sql, one.values).fetchall()


def _rank(db: Connection, me: int) -> object:
    mine = read_listed(db, LearnerId(me))
    return count_around(db, mine.points, 0) if mine else None


def _times(people: list[int], read: Callable[[int], object]) -> list[float]:
    read(people[0])
    return [_time(partial(read, me)) for me in people]


def _time(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _fill(file: Path, size: int) -> int:
    """Write a community straight into the file; returns how many different numbers of points there are."""
    db = sqlite3.connect(file)
    db.execute("PRAGMA synchronous=OFF")
    people = list(_people(size))
    with db:
        db.execute(
            "INSERT INTO groups (id, title, roadmap, zone, community, created_at, active_at) "
            "VALUES (1, 'Room', 'ml-engineer', 'UTC', 1, ?, ?)",
            (_text(NOW), _text(NOW)),
        )
        db.executemany(
            "INSERT INTO learners (id, name, zone, joined_at, joined_day, points, points_at, in_community) "
            "VALUES (?, ?, 'UTC', '2026-01-01 00:00:00.000000', '2026-01-01', ?, ?, 1)",
            people,
        )
        db.executemany(
            "INSERT INTO memberships (learner_id, group_id, number, joined_at, active_at) VALUES (?, 1, ?, ?, ?)",
            [(number, number, _text(NOW), _text(NOW)) for number in range(1, GROUP + 1)],
        )
        db.executemany(
            "INSERT INTO day_points (learner_id, day, points) VALUES (?, ?, 3)",
            [(number, f"2026-{month:02}-02") for number in range(1, GROUP + 1) for month in range(1, 12)],
        )
        counts = Counter(points for _, _, points, _ in people)
        db.executemany("INSERT INTO point_counts (points, learners) VALUES (?, ?)", counts.items())
    db.execute("ANALYZE")
    db.close()
    return len(counts)


def _people(size: int) -> Iterator[tuple[int, str, int, str]]:
    dice = random.Random(42)
    for number in range(1, size + 1):
        points = min(int(dice.expovariate(1 / MEAN_POINTS)), DISTANT)
        yield number, f"Learner {number}", points, _text(NOW - timedelta(seconds=dice.randrange(20_000_000)))


def _text(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%d %H:%M:%S.%f")


if __name__ == "__main__":
    sys.exit(main(tuple(int(arg) for arg in sys.argv[1:]) or SIZES))
