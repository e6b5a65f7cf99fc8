"""Whatever people do on two platforms and in three groups, ticks, streaks, names and wishes are as they must be."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.databases import Cluster, open_patiently
from tests.laws.together.deeds import DEEDS, Deed, Life
from tests.sampling import examples

LONG = 60
"""The deeds of a long history."""
ON_POSTGRES = 12


async def live(url: str, deeds: Sequence[Deed]) -> None:
    """Play a history on a database that has all tables and no row."""
    store = open_patiently(url)
    try:
        await Life(store).play(deeds)
    finally:
        await store.close()


FIXTURE_IS_FINE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
BROKEN_ONCE: dict[str, list[Deed]] = {
    "a stricter visibility stayed after the link": [("show", 0, 21), ("log", 1, 22), ("try_link", 0, 3)],
    "a learner who hid, was shown and hid again while linked was shown after it": [
        *(("show", 0, 3), ("show", 1, 0), ("link", 0, 0), ("show", 0, 3), ("show", 0, 0), ("link", 0, 0)),
        *(("look", 0, 0), ("look", 1, 0)),
    ],
    "a learner had the other account's name": [
        *(("link", 11, 13), ("join", 2, 10), ("link", 7, 7), ("try_link", 5, 8), ("link", 11, 11), ("join", 8, 18)),
        *(("link", 9, 21), ("show", 8, 13), ("look", 9, 8)),
    ],
    "a united membership stayed after the link": [
        *(("wait", 9, 17), ("done", 5, 19), ("connect", 10, 18), ("done", 9, 0), ("look", 7, 8), ("show", 3, 6)),
        *(("zone", 7, 17), ("look", 8, 15), ("move", 6, 22), ("report", 6, 12), ("zone", 9, 14), ("done", 5, 3)),
        *(("done", 2, 15), ("wait", 4, 21), ("link", 10, 9), ("link", 8, 12), ("try_link", 9, 8)),
    ],
    "a wish to be forgotten went with the wrong account": [
        *(("undo", 9, 1), ("connect", 3, 1), ("done", 6, 13), ("done", 3, 2), ("link", 2, 17), ("done", 9, 9)),
        *(("show", 10, 5), ("done", 9, 18), ("try_link", 3, 11), ("done", 8, 22), ("done", 9, 1), ("forget", 3, 15)),
        *(("repair", 8, 13), ("report", 5, 14), ("forget", 7, 11), ("wait", 3, 5), ("pause", 3, 2), ("show", 4, 16)),
        *(("connect", 5, 23), ("link", 4, 19)),
    ],
    "a membership had no home after groups parted": [
        *(("forget", 11, 21), ("link", 3, 21), ("show", 9, 7), ("done", 5, 6), ("forget", 3, 22), ("forget", 8, 15)),
        *(("join", 4, 22), ("wait", 3, 16), ("link", 8, 8), ("done", 7, 11), ("done", 10, 22), ("join", 1, 9)),
        *(("connect", 10, 3), ("show", 1, 22), ("undo", 4, 0), ("show", 7, 19), ("forget", 6, 12), ("join", 11, 14)),
        *(("wait", 11, 2), ("done", 7, 1), ("log", 10, 9), ("move", 0, 17), ("wait", 9, 7), ("forget", 3, 7)),
        *(("undo", 2, 18), ("done", 10, 21), ("undo", 0, 15), ("link", 5, 2), ("show", 2, 21), ("done", 5, 8)),
        *(("repair", 10, 7), ("show", 1, 14), ("wait", 6, 5), ("done", 4, 11), ("connect", 9, 1), ("pause", 9, 20)),
        *(("move", 10, 21), ("repair", 7, 11), ("done", 5, 20), ("try_link", 11, 2), ("link", 5, 13)),
    ],
    "a milestone within its grace at the link was celebrated again after the link": [
        *(("done", 1, 3), ("done", 1, 10), ("link", 8, 2), ("wait", 8, 15), ("link", 2, 10), ("done", 6, 15)),
        *(("done", 6, 4), ("wait", 3, 1)),
    ],
    "an answer to the other account outlived the writer of its note": [
        *(("join", 0, 0), ("join", 1, 0), ("link", 0, 0), ("log", 0, 1), ("undo", 1, 0), ("link", 0, 0)),
        *(("wait", 0, 2), ("forget", 0, 0), ("wait", 0, 2)),
    ],
    "the last number of a group that rests rose by a link": [
        *(("connect", 6, 8), ("wait", 5, 20), ("done", 0, 16), ("log", 1, 0), ("try_link", 10, 9)),
    ],
}
"""Drawn histories that broke a law, or a law that was said wrongly, by what was wrong."""


@pytest.mark.parametrize("wrong", BROKEN_ONCE)
def test_a_history_that_broke_a_law_once_breaks_none(database_url: str, wrong: str) -> None:
    asyncio.run(live(database_url, BROKEN_ONCE[wrong]))


@settings(examples(0.15, everyday=0.2), suppress_health_check=FIXTURE_IS_FINE)
@given(deeds=st.lists(DEEDS, min_size=10, max_size=LONG))
def test_no_history_breaks_what_links_connections_and_privacy_promise(
    sqlite_template: Path, same_folder: Path, deeds: list[Deed]
) -> None:
    file = same_folder / "cairn.db"
    for old in same_folder.glob("cairn.db*"):
        old.unlink()
    shutil.copyfile(sqlite_template, file)

    asyncio.run(live(f"sqlite:///{file}", deeds))


@pytest.mark.thorough
@settings(max_examples=ON_POSTGRES, suppress_health_check=FIXTURE_IS_FINE)
@given(deeds=st.lists(DEEDS, min_size=10, max_size=LONG))
def test_no_history_on_postgres_breaks_it_either(cluster: Cluster, postgres_template: str, deeds: list[Deed]) -> None:
    async def live_there() -> None:
        name = await cluster.copy(postgres_template)
        try:
            await live(cluster.address(name), deeds)
        finally:
            await cluster.drop(name)

    asyncio.run(live_there())
