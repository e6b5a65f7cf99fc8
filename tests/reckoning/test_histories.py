"""The bot and the plain reckoning agree on every figure, over random histories of four people and 90 days."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Connection, select

from bot.database.store import Store
from bot.features.boards.actions import BoardKind, ShownBoard, show_board
from bot.features.checkins.facts import Digest, gather_digest
from bot.features.pauses.actions import view_pauses
from bot.features.promises.queries import Checkin
from bot.features.streaks.actions.counting import read_ledger, verify_counters
from bot.identity import Caller, CheckinId, GroupId, LearnerId
from bot.tables import learners
from roadmap.streak import Streak, Verdict
from tests.bot.room import HERE
from tests.reckoning.days import DAY, Wall
from tests.reckoning.histories import LADDER, History, play
from tests.reckoning.reckoning import Learner, rank

MISSES = (Verdict.MISSED, Verdict.FREEZE)


async def assert_figures_agree(history: History) -> None:
    """Compare every figure that learners are shown."""
    store, now = history.room.store, history.now
    ids: dict[str, LearnerId] = await store.read(read_ids)
    for name, learner in history.people.items():
        assert reckoned(learner) == shown(await store.read(read_ledger, ids[name], now)), name
        caller = Caller(history.room.account(name), HERE, now)
        pauses = await store.read(view_pauses, caller)
        assert pauses and learner.pause_left() == pauses.left, name
    visible = {name: learner for name, learner in history.people.items() if learner.visible}
    monday = monday_of(Wall("UTC").date_at(now))
    scores = {
        BoardKind.WEEK: {name: learner.week_points(monday) for name, learner in visible.items()},
        BoardKind.ALL: {name: learner.points() for name, learner in visible.items()},
        BoardKind.STREAKS: {name: learner.ledger().streak for name, learner in visible.items()},
    }
    for kind, expected in scores.items():
        assert ranked(expected) == on_board(await store.read(show_board, kind, GroupId(1), None, now)), kind
    for week in (monday, monday - 7 * DAY):
        digest = await store.read(digest_of, week, history)
        names = {ids[name]: name for name in ids}
        board = {names[one.learner]: one.points for one in digest.board if one.points}
        points = {name: learner.week_points(week) for name, learner in visible.items()}
        assert {name: n for name, n in points.items() if n} == board
        assert ticks_in(visible, week) == digest.tasks
        assert ticks_in(visible, week - 7 * DAY) == digest.tasks_before
    assert [] == await store.read(verify_counters, now)


def reckoned(learner: Learner) -> tuple[object, ...]:
    """The figures of a learner's streak, by the plain reckoning."""
    ledger = learner.ledger()
    ends = [(end.day, end.days) for end in ledger.ends]
    return ledger.streak, ledger.best, ledger.week_streak, ledger.freezes, ledger.open_misses, ledger.spared, ends


def shown(streak: Streak) -> tuple[object, ...]:
    """The same by the bot."""
    misses = frozenset(day.day for day in streak.days if day.verdict in MISSES)
    spared = frozenset(day.day for day in streak.days if day.verdict is Verdict.FREEZE)
    ends = [(end.day, end.days) for end in streak.ends]
    return streak.current, streak.best, streak.week_streak, streak.freezes, misses, spared, ends


def ranked(scores: dict[str, int]) -> dict[tuple[int | None, int], set[str]]:
    """Names by rank and score. Fewer than three members have no ranks."""
    return {(place if len(scores) >= 3 else None, score): names for place, names, score in rank(scores)}


def on_board(board: ShownBoard) -> dict[tuple[int | None, int], set[str]]:
    """The same as the bot shows it."""
    found: dict[tuple[int | None, int], set[str]] = {}
    for one in board.board.top:
        found.setdefault((one.rank, one.entry.score), set()).add(one.entry.name)
    return found


def ticks_in(people: dict[str, Learner], monday: date) -> int:
    """Count the tasks ticked off in a week, on the day itself."""
    week = {monday + DAY * count for count in range(7)}
    return sum(
        bool(entry.task) and not entry.placed and not entry.late and entry.day in week
        for learner in people.values()
        for entry in learner.entries
    )


def read_ids(db: Connection) -> dict[str, LearnerId]:
    """Read the learners' ids by name."""
    return {row.name: row.id for row in db.execute(select(learners.c.name, learners.c.id))}


def digest_of(db: Connection, week: date, history: History) -> Digest:
    """Gather the digest of a week as of now."""
    checkin = Checkin(CheckinId(1), GroupId(1), week, history.now, history.now, None)
    return gather_digest(db, checkin, LADDER, at=history.now, now=history.now)


def monday_of(day: date) -> date:
    """Return the Monday of a week."""
    return day - DAY * day.weekday()


DAILY, THOROUGH = 1, 200
SEEDS = [pytest.param(seed, marks=[pytest.mark.thorough] if seed >= DAILY else []) for seed in range(THOROUGH)]


@pytest.mark.parametrize("seed", SEEDS)
async def test_the_bot_and_the_plain_reckoning_agree(sqlite_store: Store, seed: int) -> None:
    await play(sqlite_store, seed, assert_figures_agree)
