"""Forgetting beside other transactions, on PostgreSQL: what was promised in one of them holds in the other."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select

from bot.features.linking.actions.linking import issue_link_code, link_accounts
from bot.features.privacy.actions.forgetting import (
    COOL_OFF,
    Forgotten,
    ask_to_forget,
    find_due,
    forget_if_due,
    forget_now,
    keep_learner,
    put_off_forgetting,
)
from bot.identity import LearnerId, Place
from bot.tables import accounts, learners
from tests.bot.hall import Hall
from tests.databases import open_patiently
from tests.races import run_both

THERE = Place("discord", 5, 6, title="There")
LEARNERS = select(func.count()).select_from(learners)
ACCOUNTS = select(accounts.c.platform).order_by(accounts.c.platform)


@pytest.fixture
async def hall(postgres_url: str) -> AsyncIterator[Hall]:
    store = open_patiently(postgres_url)
    yield Hall(store)
    await store.close()


async def ask(hall: Hall) -> LearnerId:
    """Ann asks to be forgotten, and the moment comes."""
    ann = await hall.enter("Ann")
    await hall.store.write(ask_to_forget, hall.caller("Ann"))
    hall.clock.advance(COOL_OFF)
    return ann.learner_id


async def test_a_wish_that_is_taken_back_as_it_falls_due_is_not_done(hall: Hall) -> None:
    ann, now = await ask(hall), hall.clock.now()
    ann_says = hall.caller("Ann")

    kept, forgotten = await run_both(
        hall.store, lambda db: keep_learner(db, ann_says), lambda db: forget_if_due(db, ann, now)
    )

    assert (True, False) == (kept, forgotten)
    assert 1 == await hall.store.read(lambda db: db.scalar(LEARNERS))


async def test_a_wish_that_is_taken_back_while_it_is_put_off_stays_so(hall: Hall) -> None:
    ann, now = await ask(hall), hall.clock.now()
    ann_says = hall.caller("Ann")

    await run_both(hall.store, lambda db: keep_learner(db, ann_says), lambda db: put_off_forgetting(db, ann, now))

    assert [] == await hall.store.read(find_due, now + 9 * COOL_OFF)


@pytest.mark.parametrize("kept", ["discord", "telegram"])
async def test_a_learner_who_is_linked_at_the_same_moment_is_forgotten_whole(hall: Hall, kept: str) -> None:
    store, here, there = hall.store, hall.caller("Ann"), hall.caller("Ann there", THERE)
    await hall.enter("Ann")
    await hall.enter("Ann there", THERE)
    await hall.study("Ann")
    issuer, typist = (there, here) if kept == "discord" else (here, there)
    code = (await store.write(issue_link_code, issuer, "key")).code

    linked, forgotten = await run_both(
        store, lambda db: link_accounts(db, typist, code).linked, lambda db: forget_now(db, here, "")
    )

    assert (True, Forgotten.DONE) == (linked, forgotten)
    assert 0 == await store.read(lambda db: db.scalar(LEARNERS))
    assert [] == await store.read(lambda db: list(db.scalars(ACCOUNTS)))
