"""The story of a group of nine in two homes: connected, linked, one check-in, parted, removed and back again."""

from __future__ import annotations

import pytest

from tests.adapters import village_end as last
from tests.adapters import village_steps as first
from tests.adapters import village_weeks as then
from tests.adapters.village import village

STORY = (
    *(first.settle, first.offer, first.move, first.become_one, first.link),
    *(then.celebrate, then.keep_on, then.check_in, then.sum_up),
    *(last.unlink, last.disconnect, last.go_and_return),
)


@pytest.mark.parametrize("restarts", [False, pytest.param(True, marks=pytest.mark.thorough)])
async def test_nine_people_study_in_two_homes_as_one_group(database_url: str, restarts: bool) -> None:
    async with village(database_url) as made:
        for step in STORY:
            await step(made)
            if restarts:
                await made.restart()
