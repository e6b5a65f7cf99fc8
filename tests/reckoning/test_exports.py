"""An export read back gives the figures that the bot shows, over random histories, on both engines."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import Connection, select

from bot.chat.reply import Reply
from bot.database.store import Store
from bot.features.streaks.actions.counting import read_ledger
from bot.features.ticks.actions.roadmap_state import view_state
from bot.identity import LearnerId
from bot.tables import day_points, learners
from roadmap.streak import Streak
from tests.reckoning.exported import Figures, read_figures
from tests.reckoning.histories import LADDER, History, play
from tests.reckoning.test_histories import read_ids

DAILY, THOROUGH = 1, 40
SEEDS = [pytest.param(seed, marks=[pytest.mark.thorough] if seed >= DAILY else []) for seed in range(THOROUGH)]
DAYS = 20


async def assert_exports_agree(history: History) -> None:
    """Compare what each learner is shown with what their export says."""
    history.live(timedelta(minutes=10))
    store, now = history.room.store, history.now
    for name, learner_id in (await store.read(read_ids)).items():
        figures = read_figures(json_of(await history.room.say(name, "/settings export")), LADDER)

        assert await store.read(read_ledger, learner_id, now) == figures.streak, name
        assert (await store.read(view_state, learner_id, LADDER)).progress == figures.progress, name
        assert await store.read(kept_counters, learner_id) == counters(figures), name


def json_of(reply: Reply) -> str:
    assert reply.document
    with ZipFile(BytesIO(reply.document.content)) as archive:
        return archive.read("cairn.json").decode()


def kept_counters(db: Connection, learner_id: LearnerId) -> tuple[object, ...]:
    """The points by day, the points and the best streak, as boards have them."""
    by_day = select(day_points.c.day, day_points.c.points).where(
        day_points.c.learner_id == learner_id, day_points.c.points > 0
    )
    row = db.execute(select(learners.c.points, learners.c.best_streak).where(learners.c.id == learner_id)).one()
    return {day: points for day, points in db.execute(by_day)}, row.points, row.best_streak  # noqa: C416  rows


def counters(figures: Figures) -> tuple[object, ...]:
    streak: Streak = figures.streak
    return figures.points, sum(figures.points.values()), streak.best


@pytest.mark.parametrize("seed", SEEDS)
async def test_an_export_read_back_gives_the_figures_that_are_shown(store: Store, seed: int) -> None:
    await play(store, seed, assert_exports_agree, days=DAYS)


def test_a_reader_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="no export"):
        read_figures('{"schema": "cairn.export", "version": 2, "sections": {}}', LADDER)
