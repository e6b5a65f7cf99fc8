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
from bot.tables import accounts, day_points, learners
from roadmap.model import Roadmap
from roadmap.streak import Streak
from tests.bot.features.linking.histories import ACCOUNTS
from tests.bot.features.linking.histories import History as LinkHistory
from tests.bot.room import Room
from tests.reckoning.exported import Figures, read_figures
from tests.reckoning.histories import LADDER, History, play
from tests.reckoning.test_histories import read_ids

DAILY, THOROUGH = 1, 40
SEEDS = [pytest.param(seed, marks=[pytest.mark.thorough] if seed >= DAILY else []) for seed in range(THOROUGH)]
DAYS = 20


async def assert_exports_agree(history: History) -> None:
    """Compare what each learner is shown with what their export says."""
    history.live(timedelta(minutes=10))
    for name, learner_id in (await history.room.store.read(read_ids)).items():
        await assert_export_agrees(history.room, name, learner_id)


async def assert_export_agrees(room: Room, name: str, learner_id: LearnerId, roadmap: Roadmap = LADDER) -> None:
    """Compare what a learner is shown with what their export says."""
    store, now = room.store, room.clock.now()
    figures = read_figures(json_of(await room.say(name, "/settings export")), roadmap)

    assert await store.read(read_ledger, learner_id, now) == figures.streak, name
    assert (await store.read(view_state, learner_id, roadmap)).progress == figures.progress, name
    assert await store.read(kept_counters, learner_id) == counters(figures), name


async def link_and_separate(store: Store, seed: int, chunks: int) -> None:
    """Live with two accounts, which are one learner's at times, and compare after each chunk of acts."""
    history = LinkHistory(store, seed)
    for number in range(chunks):
        await history.live(6)
        while number == 1 and not history.linked:
            history.town.later(hours=1)
            await history.turn(await history.see())
        history.town.later(minutes=10)
        for account in ACCOUNTS[: 1 if history.linked else 2]:
            learner_id = await store.read(learner_of, history.town.account(account).user_id)
            await assert_export_agrees(history.town, account, learner_id)


def learner_of(db: Connection, user_id: int) -> LearnerId:
    return LearnerId(db.execute(select(accounts.c.learner_id).where(accounts.c.user_id == user_id)).scalar_one())


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


@pytest.mark.parametrize("seed", SEEDS)
async def test_an_export_of_a_linked_learner_gives_the_figures_that_are_shown(store: Store, seed: int) -> None:
    await link_and_separate(store, seed, 6)


def test_a_reader_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="no export"):
        read_figures('{"schema": "cairn.export", "version": 2, "sections": {}}', LADDER)
