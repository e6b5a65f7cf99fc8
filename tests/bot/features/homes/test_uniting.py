"""Two memberships of one member as one: the best of both, but the stricter bar and wish for partners."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.features.homes.queries.rows import unite_membership_rows
from tests.bot.climb import START

LATER = START + timedelta(days=1)
PLAIN: dict[str, Any] = {
    "steward": False,
    "deputy": False,
    "joined_at": START,
    "left_at": None,
    "gone": False,
    "active_at": START,
    "partner_since": None,
    "partner_changed_at": None,
    "barred_at": None,
    "written_at": None,
    "chosen_at": None,
}


@pytest.mark.parametrize(
    ("name", "kept", "other"),
    [
        ("steward", True, False),
        ("deputy", True, False),
        ("joined_at", START, LATER),
        ("left_at", None, LATER),
        ("left_at", LATER, START),
        ("gone", False, True),
        ("active_at", LATER, START),
        ("partner_since", None, START),
        ("partner_since", LATER, START),
        ("partner_changed_at", LATER, None),
        ("barred_at", START, LATER),
        ("barred_at", LATER, None),
        ("written_at", LATER, START),
        ("chosen_at", LATER, START),
    ],
)
def test_the_best_of_two_memberships_is_kept(name: str, kept: bool | datetime | None, other: object) -> None:
    rows = {**PLAIN, name: kept}, {**PLAIN, name: other}

    assert rows[0] == unite_membership_rows(*rows) == unite_membership_rows(*reversed(rows))
