"""Consents of two learners as one: the stricter choice holds, whichever account made it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.closed_sets import Publishing, Visibility
from bot.features.linking.actions.consents import unite_consents

FREE: dict[str, Any] = {
    "visibility": Visibility.GROUP,
    "publishing": Publishing.ALL,
    "shows_work": True,
    "work_from": None,
    "takes_questions": True,
    "pings": True,
    "community_on": True,
}
FIRST, SECOND = date(2026, 3, 2), date(2026, 3, 3)


@pytest.mark.parametrize(
    ("name", "stricter", "other"),
    [
        ("visibility", Visibility.HIDDEN, Visibility.NUMBER),
        ("visibility", Visibility.NUMBER, Visibility.GROUP),
        ("publishing", None, Publishing.PRIVATE),
        ("publishing", Publishing.PRIVATE, Publishing.PROMISE),
        ("publishing", Publishing.PROMISE, Publishing.ALL),
        ("shows_work", None, True),
        ("shows_work", False, None),
        ("takes_questions", None, True),
        ("takes_questions", False, True),
        ("work_from", SECOND, FIRST),
        ("work_from", FIRST, None),
        ("pings", False, True),
        ("community_on", False, True),
    ],
)
def test_the_stricter_consent_of_two_holds(name: str, stricter: object, other: object) -> None:
    rows = {**FREE, name: stricter}, {**FREE, name: other}

    assert rows[0] == unite_consents(*rows) == unite_consents(*reversed(rows))
