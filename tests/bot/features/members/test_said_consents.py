"""Whatever writes a consent notes that it was said: a choice in a check-in, "never ask me again", a wish about work."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from bot.closed_sets import ConsentKind, Publishing
from bot.database.store import Store
from bot.features.checkins.queries.consents import write_choice
from bot.features.helping.queries.stuck import write_takes_questions
from bot.features.members.actions.presence import enter
from bot.features.members.queries.setting_changes import read_said_consents
from bot.features.work.queries.consents import write_work_consent
from bot.identity import LearnerId
from tests.bot.climb import START, caller

Writer = Callable[[Connection, LearnerId], None]


@pytest.mark.parametrize(
    ("kind", "write"),
    [
        (ConsentKind.PUBLISHING, lambda db, learner_id: write_choice(db, learner_id, Publishing.PRIVATE, START)),
        (ConsentKind.TAKES_QUESTIONS, lambda db, learner_id: write_takes_questions(db, learner_id, False, START)),
        (ConsentKind.SHOWS_WORK, lambda db, learner_id: write_work_consent(db, learner_id, False, None, START)),
    ],
)
async def test_a_consent_that_is_written_was_said(store: Store, kind: ConsentKind, write: Writer) -> None:
    learner_id = (await store.write(enter, caller(), "climb")).learner_id
    assert set() == await store.read(read_said_consents, learner_id)

    await store.write(write, learner_id)

    assert {kind} == await store.read(read_said_consents, learner_id)
