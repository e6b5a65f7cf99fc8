"""Decisions about posts to come."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.database.store import Store
from bot.posting.audiences import read_audience
from bot.posting.decisions import Foresight
from bot.posting.hours import local_date
from tests.bot.hall import Hall

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata"])
async def test_a_group_has_heard_its_post_for_the_rest_of_its_own_date(sqlite_store: Store, zone: str) -> None:
    hall = Hall(sqlite_store)
    group = await sqlite_store.read(read_audience, (await hall.enter("Ann")).group_id)

    def look(told_at: datetime, now: datetime) -> bool:
        told = local_date(told_at, zone)
        return Foresight(None, replace(group, zone=zone), {}, told).has_heard(now)  # type: ignore[arg-type]

    hours = [NOON + timedelta(hours=count) for count in range(30)]
    same = [local_date(now, zone) == local_date(NOON, zone) for now in hours]
    assert same == [look(NOON, now) for now in hours]
    assert True in same and False in same
