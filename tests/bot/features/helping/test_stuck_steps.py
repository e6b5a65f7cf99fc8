"""The next step of the asking for a stuck learner, case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.closed_sets import Outreach
from bot.features.helping.stuck_steps import AskingState, AskingStep, decide_asking
from bot.posting.decisions import Never, Wait

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SOON, TOMORROW = NOW + timedelta(hours=3), NOW + timedelta(days=1)
FRESH = AskingState(Outreach.BOTH, shown=True, offered=False, asked=0, answer_by=None, candidates=True, posted=False)
GROUP, PRIVATE = {"outreach": Outreach.GROUP}, {"outreach": Outreach.PRIVATE}


@pytest.mark.parametrize(
    ("change", "step"),
    [
        ({}, AskingStep.MEMBER),
        ({"asked": 1, "answer_by": SOON}, Wait(SOON)),
        ({"asked": 1, "answer_by": NOW}, AskingStep.MEMBER),
        ({"asked": 1}, AskingStep.MEMBER),
        ({"asked": 2}, AskingStep.GROUP),
        ({"asked": 2, "answer_by": SOON}, Wait(SOON)),
        ({"candidates": False}, AskingStep.GROUP),
        ({"shown": False}, Wait(TOMORROW)),
        ({"offered": True, "asked": 1}, Wait(TOMORROW)),
        ({"posted": True}, Never()),
        ({"posted": True, "offered": True}, Never()),
        (GROUP, AskingStep.GROUP),
        ({**GROUP, "asked": 1, "answer_by": SOON}, AskingStep.GROUP),
        ({**GROUP, "offered": True}, Wait(TOMORROW)),
        ({**GROUP, "posted": True}, Never()),
        (PRIVATE, AskingStep.MEMBER),
        ({**PRIVATE, "candidates": False}, Wait(TOMORROW)),
        ({**PRIVATE, "asked": 1, "candidates": False}, Wait(TOMORROW)),
        ({**PRIVATE, "asked": 2}, Never()),
        ({**PRIVATE, "asked": 2, "candidates": False}, Never()),
    ],
)
def test_the_next_step_follows_from_the_state(change: dict[str, Any], step: object) -> None:
    assert step == decide_asking(replace(FRESH, **change), NOW)
