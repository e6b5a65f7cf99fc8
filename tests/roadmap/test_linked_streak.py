"""The streak of a learner with two accounts: never shorter than that of either."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.linked_streak import unite_streaks
from roadmap.streak import DAYS_FORESEEN, Streak, StreakFacts, reckon_streak, streak_today
from tests.roadmap.test_streak import MONDAY, day, facts, letters
from tests.sampling import examples


def both(first: str, second: str, *, joint: str = "") -> Streak:
    """The streak of two accounts, each given by a row of marks of the same length."""
    marks = joint or "".join(a if a != "." else b for a, b in zip(first, second, strict=True))
    return unite_streaks(facts(marks), [facts(first), facts(second)])


@pytest.mark.parametrize(
    ("rows", "current", "best", "freezes", "ledger"),
    [
        (("DDD...", "...DDD"), 6, 6, 2, "DDDDDD"),  # the second account goes on where the first one stopped
        (("DD....", "......"), 0, 2, 2, "DDFFM?"),  # two days are covered for good, the third is missed
        (("DD..D.", "......"), 3, 3, 0, "DDFFD?"),
        (("DDD...", "D...D."), 4, 4, 2, "DDDFD?"),
        (("D..D..D", "......D"), 1, 2, 2, "DFFDMMD"),  # a ledger that has not begun spares nothing
        (("D.....", "...X.."), 0, 1, 2, "DFFXM?"),
        (("......", "......"), 0, 0, 2, "?"),
        (("D....D", "......"), 1, 1, 2, "DFFMMD"),
        (("DDDDDDDDDD.", "DDDDDDDDDD."), 10, 10, 3, "DDDDDDDDDD?"),
        (("R.....", "D....D"), 1, 1, 2, "DFFMMD"),
    ],
)
def test_each_day_has_the_best_verdict(
    rows: tuple[str, str], current: int, best: int, freezes: int, ledger: str
) -> None:
    streak = both(*rows)

    assert (current, best, freezes, ledger) == (streak.current, streak.best, streak.freezes, letters(streak))


def test_an_end_says_how_many_freezes_were_held() -> None:
    streak = both("DD......D", "DDD.....D")

    assert [(end.day, end.days, end.freezes) for end in streak.ends] == [(day(5), 3, 0)]
    assert streak.ended_on == day(5)
    assert [] == list(both("DDD", "D.D").ends)


def test_a_streak_is_at_risk_while_no_ledger_can_cover_today() -> None:
    assert both("DDD...", "D.....").at_risk
    assert not both("DDD..", "D....").at_risk
    assert not both("DDD", "DDD").at_risk


def test_a_streak_of_one_who_always_rests_stands_for_a_year_at_least() -> None:
    resting = replace(facts("D"), rest=((MONDAY, 127),))

    assert resting.today + timedelta(days=DAYS_FORESEEN - 1) == unite_streaks(resting, [resting]).through


def test_a_rest_day_of_one_account_holds_the_streak_of_both() -> None:
    first, second = facts("DDDDD....", rest=0b1100000), facts("D........")

    streak = unite_streaks(replace(first, done=first.done | second.done), [first, second])

    assert (5, "DDDDDRRF?") == (streak.current, letters(streak))
    assert streak.through == day(9)
    assert streak.next_miss == day(8)


def test_a_day_with_a_freeze_and_an_outage_is_one_with_a_freeze() -> None:
    outage, freeze = facts("DXD"), facts("D.D")

    assert "DFD" == letters(unite_streaks(outage, [outage, freeze]))


def test_a_streak_that_is_over_stands_through_no_day_and_can_miss_none() -> None:
    over = both("DD....", "......")

    assert (0, None, None) == (over.current, over.through, over.next_miss)


MARKS = st.text("DR....X", min_size=40, max_size=40)
PAUSES = st.lists(st.tuples(st.integers(0, 45), st.integers(0, 9)), max_size=2)


@st.composite
def two_accounts(draw: st.DrawFn) -> tuple[StreakFacts, list[StreakFacts]]:
    parts = []
    for _ in range(2):
        pauses = tuple((day(first), day(first + days)) for first, days in draw(PAUSES))
        rest, held = draw(st.sampled_from([0, 0, 0b1100000, 0b0000100])), draw(st.sets(st.integers(0, 39), max_size=3))
        joined = day(draw(st.integers(0, 20)))
        parts.append(replace(facts(draw(MARKS), rest=rest, held=held, pauses=pauses), joined=joined))
    first, second = parts
    more = draw(st.sets(st.integers(0, 39).map(day), max_size=2))  # done by the minutes of both accounts together
    done = first.done | second.done | more
    joint = StreakFacts(
        joined=min(first.joined, second.joined),
        today=first.today,
        done=frozenset(one for one in done if not _before(one, parts)),
        repaired=(first.repaired | second.repaired) - done,
        rest=tuple(sorted({*first.rest, *second.rest}))[:1],
        pauses=first.pauses + second.pauses,
        outages=first.outages | second.outages,
        held=first.held | second.held,
    )
    return joint, parts


def _before(one: object, parts: list[StreakFacts]) -> bool:
    return one < min(part.joined for part in parts)  # type: ignore[operator]  # a date


@given(two_accounts())
@examples(4)
def test_the_streak_is_never_shorter_than_that_of_either_account(found: tuple[StreakFacts, list[StreakFacts]]) -> None:
    joint, parts = found
    streak, alone = unite_streaks(joint, parts), [reckon_streak(facts) for facts in (joint, *parts)]

    assert streak.current >= max(one.current for one in alone)
    assert streak.best >= max(one.best for one in alone)
    assert streak.freezes in {one.freezes for one in alone}
    assert streak.days[0].day == alone[0].days[0].day


@given(two_accounts(), st.integers(1, 20))
@examples(4)
def test_without_activity_the_streak_stands_through_its_day_and_then_is_over(
    found: tuple[StreakFacts, list[StreakFacts]], days: int
) -> None:
    joint, parts = found
    streak, later = unite_streaks(joint, parts), joint.today + timedelta(days=days)

    after = unite_streaks(replace(joint, today=later), [replace(one, today=later) for one in parts])

    assert streak_today(streak.current, streak.through, later) == after.current


def test_the_marks_begin_on_a_monday() -> None:
    assert MONDAY.weekday() == 0
