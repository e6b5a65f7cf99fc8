"""The membership of a learner as those of two accounts again: which values each has, and whether each is a member."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.features.homes.actions.own_memberships import part_memberships
from bot.features.homes.queries.own_memberships import OwnMemberships
from bot.features.homes.queries.rows import unite_own_rows
from bot.features.members.queries.said_while_linked import Decision
from tests.bot.climb import START

HOUR = timedelta(hours=1)
LEFT_AT, SINCE, NOW = START + HOUR, START + 2 * HOUR, START + 3 * HOUR
A, B = "discord", "telegram"
PLAIN: dict[str, Any] = {
    "learner_id": 1,
    "group_id": 1,
    "number": 4,
    "made_on": A,
    "joined_at": START,
    "active_at": START,
    "steward": False,
    "deputy": False,
    "barred_at": None,
    "written_at": None,
    "chosen_at": None,
    "partner_since": None,
    "partner_changed_at": None,
    "called_at": None,
    "called_on": None,
    "left_at": None,
    "gone": False,
    "away_on": None,
}
IN: dict[str, Any] = {}
LEFT: dict[str, Any] = {"left_at": LEFT_AT}
GONE: dict[str, Any] = {"left_at": LEFT_AT, "gone": True}
Row = dict[str, Any]
Seen = str | None


def own_of(a: Row | None, b: Row | None, *decided: Decision, acted: str = "") -> OwnMemberships:
    rows = {on: {**PLAIN, **row} for on, row in ((A, a), (B, b)) if row is not None}
    return OwnMemberships(rows=rows, decided=set(decided), acted={acted} - {""})


def part(own: OwnMemberships, now: Row, *fresh: str) -> dict[str, Row]:
    """Part the membership that two were, after some of its columns changed."""
    united = {**PLAIN, **(unite_own_rows(own.rows) if own.rows else {}), **now}
    return part_memberships(own, united, fresh, NOW)


@pytest.mark.parametrize(
    ("a", "b", "away_on", "present"),
    [
        (IN, IN, None, True),
        (IN, GONE, B, True),
        (GONE, IN, A, True),
        (GONE, GONE, None, False),
        (IN, LEFT, None, True),
        (LEFT, GONE, B, False),
        (LEFT, LEFT, None, False),
        (GONE, None, None, False),
        (None, IN, None, True),
    ],
)
def test_a_member_of_one_home_is_a_member_and_the_chat_that_they_left_is_noted(
    a: Row | None, b: Row | None, away_on: Seen, present: bool
) -> None:
    united = unite_own_rows(own_of(a, b).rows)

    assert (away_on, present) == (united["away_on"], united["left_at"] is None)
    assert united["gone"] is (not present and LEFT not in (a, b))


@pytest.mark.parametrize("ended", [LEFT, GONE])
def test_a_wish_that_ended_with_its_membership_takes_none_away(ended: Row) -> None:
    rows = own_of({"partner_since": START, "partner_changed_at": START}, {**ended, "partner_changed_at": LEFT_AT}).rows

    assert START == unite_own_rows(rows)["partner_since"]


RIGHTS = (
    ("deputy", True, False, Decision.DEPUTY),
    ("steward", True, False, Decision.STEWARD),
    ("barred_at", START, None, None),
    ("partner_since", START, None, None),
    ("written_at", START, None, None),
    ("chosen_at", START, None, None),
    ("active_at", SINCE, START, None),
    ("joined_at", START, SINCE, None),
)


@pytest.mark.parametrize(("name", "mine", "others", "what"), RIGHTS)
def test_each_has_its_own_value_again(name: str, mine: Any, others: Any, what: object) -> None:
    parts = part(own_of({name: mine}, {name: others}), {})

    assert (mine, others) == (parts[A][name], parts[B][name])


@pytest.mark.parametrize(
    ("name", "mine", "others", "now", "what"),
    [
        ("deputy", True, False, False, Decision.DEPUTY),
        ("deputy", False, False, True, Decision.DEPUTY),
        ("deputy", True, False, True, Decision.DEPUTY),
        ("steward", True, False, True, Decision.STEWARD),
        ("barred_at", START, None, None, None),
        ("barred_at", START, None, SINCE, None),
        ("written_at", START, None, SINCE, None),
        ("chosen_at", START, LEFT_AT, SINCE, None),
    ],
)
def test_what_was_decided_since_holds_for_both(name: str, mine: Any, others: Any, now: Any, what: Any) -> None:
    own = own_of({name: mine}, {name: others}, *([what] if what else []))

    parts = part(own, {name: now})

    assert (now, now) == (parts[A][name], parts[B][name])


@pytest.mark.parametrize("wish", [START, None])
def test_a_wish_for_partners_that_was_said_again_holds_for_both(wish: datetime | None) -> None:
    own = own_of({"partner_since": START, "partner_changed_at": START}, {})

    parts = part(own, {"partner_since": wish, "partner_changed_at": SINCE})

    assert (wish, wish) == (parts[A]["partner_since"], parts[B]["partner_since"])


OUT, BOTH_OUT, AWAY_A, AWAY_B = {"left_at": SINCE}, {"left_at": SINCE, "gone": True}, {"away_on": A}, {"away_on": B}
SAID = (Decision.PRESENCE,)


@pytest.mark.parametrize(
    ("before", "now", "said", "acted", "expected"),
    [
        ((IN, IN), {}, (), "", ("in", "in")),
        ((IN, IN), AWAY_B, (), "", ("in", "gone")),
        ((IN, IN), BOTH_OUT, (), "", ("gone", "gone")),
        ((IN, IN), OUT, SAID, "", ("left", "left")),
        ((IN, IN), {**OUT, **AWAY_B}, SAID, "", ("left", "left")),
        ((IN, LEFT), {}, (), "", ("in", "left")),
        ((IN, LEFT), {}, (), B, ("in", "in")),
        ((IN, LEFT), AWAY_B, (), B, ("in", "left")),
        ((IN, LEFT), AWAY_A, (), "", ("gone", "left")),
        ((IN, LEFT), BOTH_OUT, (), "", ("gone", "left")),
        ((IN, LEFT), OUT, SAID, "", ("left", "left")),
        ((IN, LEFT), {}, SAID, "", ("in", "in")),
        ((IN, LEFT), AWAY_B, SAID, "", ("in", "gone")),
        ((IN, GONE), {}, (), "", ("in", "gone")),
        ((IN, GONE), {"away_on": None}, (), "", ("in", "in")),
        ((GONE, GONE), {}, (), "", ("gone", "gone")),
        ((GONE, GONE), {"left_at": None, "gone": False, **AWAY_B}, (), "", ("in", "gone")),
        ((LEFT, GONE), {}, (), "", ("left", "gone")),
        ((LEFT, GONE), {"away_on": None}, (), "", ("left", "in")),
        ((LEFT, LEFT), {}, (), "", ("left", "left")),
        ((LEFT, LEFT), {"left_at": None}, SAID, A, ("in", "in")),
    ],
)
def test_each_is_a_member_as_before_and_as_was_said_since(
    before: tuple[Row, Row], now: Row, said: tuple[Decision, ...], acted: str, expected: tuple[str, str]
) -> None:
    parts = part(own_of(*before, *said, acted=acted), now)

    assert expected == tuple(state_of(parts[on]) for on in (A, B))


def state_of(row: Row) -> str:
    assert row["away_on"] is None
    if row["left_at"] is None:
        assert not row["gone"]
        return "in"
    assert (False, None, None) == (row["deputy"], row["partner_since"], row["chosen_at"])
    return "gone" if row["gone"] else "left"


def test_rights_end_with_a_membership_that_ends_now() -> None:
    rights = {"deputy": True, "partner_since": START, "chosen_at": START}

    parts = part(own_of(rights, rights), AWAY_B)

    assert "gone" == state_of(parts[B])
    assert (NOW, NOW) == (parts[B]["left_at"], parts[B]["partner_changed_at"])
    assert rights == {name: parts[A][name] for name in rights}


def test_one_who_had_none_has_only_what_was_decided_since() -> None:
    own = own_of({"deputy": True, "barred_at": START, "partner_since": START}, None)

    parts = part(own, {"written_at": SINCE}, B)

    assert SINCE == parts[B]["written_at"]
    assert (False, None, None) == (parts[B]["deputy"], parts[B]["barred_at"], parts[B]["partner_since"])


@pytest.mark.parametrize(("now", "expected"), [({}, "in"), (AWAY_B, "gone"), (OUT, "left"), (BOTH_OUT, "gone")])
def test_a_membership_that_began_since_is_both(now: Row, expected: str) -> None:
    ended = "left_at" in now
    parts = part(own_of(None, None), {"barred_at": SINCE, "deputy": not ended, **now}, A, B)

    assert expected == state_of(parts[B])
    assert (SINCE, not ended) == (parts[A]["barred_at"], parts[A]["deputy"])
    assert SINCE == parts[B]["barred_at"]


@pytest.mark.parametrize(("on", "expected"), [(A, (SINCE, None)), (B, (None, SINCE)), (None, (None, None))])
def test_only_the_account_that_was_looked_for_was(on: Seen, expected: tuple[Any, Any]) -> None:
    parts = part(own_of(IN, IN), {"called_at": SINCE if on else None, "called_on": on})

    assert expected == (parts[A]["called_at"], parts[B]["called_at"])
