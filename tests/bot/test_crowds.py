"""Many callers at once on PostgreSQL: none waits in a circle, and none is told that the notes cannot be reached."""

from __future__ import annotations

import pytest

from tests.crowding import count_calls, crowded
from tests.databases import Cluster
from tests.races import count_deadlocks


@pytest.mark.thorough
@pytest.mark.parametrize("groups", [1, 5])
async def test_stewards_and_members_who_call_at_once_are_all_answered(
    cluster: Cluster, postgres_url: str, groups: int
) -> None:
    deadlocks = count_deadlocks(cluster.folder)
    before = {outcome: count_calls(outcome) for outcome in ("busy", "unsure", "failed")}

    async with crowded(postgres_url, people=60, groups=groups, calls=4) as crowd:
        await crowd.call_at_once()

    assert 240 == len(crowd.seconds)
    assert before == {outcome: count_calls(outcome) for outcome in before}
    assert deadlocks == count_deadlocks(cluster.folder)
