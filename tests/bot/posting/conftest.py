"""The office for each test that asks for one."""

from __future__ import annotations

import random

import pytest

from bot.app import AFTERMATH
from bot.clock import SettableClock
from bot.database.store import Store
from bot.features.posts import POSTS
from bot.posting.deliverer import Deliverer
from tests.bot.posting.office import ROADMAP, START, Office, Platform, people


@pytest.fixture
async def office(store: Store) -> Office:
    await store.write(people)
    clock = SettableClock(START)
    platform = Platform()
    deliverer = Deliverer(
        store,
        clock,
        {"telegram": platform},
        {ROADMAP.slug: ROADMAP},
        random.Random(1),
        posts=POSTS,
        aftermath=AFTERMATH,
    )
    return Office(store, clock, platform, deliverer)
