"""The streak of a learner with two accounts: never shorter than that of either."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.linked_streak import unite_streaks
from roadmap.streak import (
    DAYS_FORESEEN,
    Streak,
    StreakCalendar,
    StreakFacts,
    Verdict,
    count_week_streak,
    measure_strength,
    reckon_streak,
    streak_today,
)
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


MIDDLE = {
    "D": facts("DDD"),
    "R": facts("D.D", rest=0b10),
    "P": replace(facts("D.D"), pauses=((day(1), day(1)),)),
    "F": facts("D.D"),
    "X": facts("DXD"),
    "H": facts("D.D", held={1}),
}
"""The verdict of the second of three days -> the facts that give it, the best verdict first."""


@pytest.mark.parametrize("pair", list(combinations(MIDDLE, 2)), ids="".join)
def test_of_two_verdicts_of_a_day_the_better_one_holds(pair: tuple[str, str]) -> None:
    better, worse = (MIDDLE[verdict] for verdict in pair)

    for joint, part in ((better, worse), (worse, better)):
        assert unite_streaks(joint, [part]).days[1].verdict is reckon_streak(better).days[1].verdict


@pytest.mark.parametrize(("week_start", "week_goal"), [(0, 4), (0, 3), (2, 4), (2, 2), (6, 1)])
@pytest.mark.parametrize(
    "rows",
    [
        ("DDDD...DDD..", "....DD...D.D"),
        ("DDD.........", "...DDD......"),
        ("D.D.D.D.D.D.", ".D.D.D.D.D.."),
        ("DDDDDDDDDDDD", "............"),
        ("DD..........", "DD.........."),
    ],
)
def test_all_figures_are_those_of_the_days_that_are_shown(
    rows: tuple[str, str], week_start: int, week_goal: int
) -> None:
    first, second = map(facts, rows)
    joint = replace(first, done=first.done | second.done)

    streak = unite_streaks(joint, [first, second], week_start=week_start, week_goal=week_goal)

    verdicts = [one.verdict for one in streak.days]
    is_open = verdicts[-1] is Verdict.OPEN
    assert streak.week_streak == count_week_streak(verdicts, StreakCalendar(joint), week_start, week_goal)
    assert streak.strength == measure_strength(verdicts)
    assert streak.open_today == is_open
    assert streak.at_risk == (streak.current > 0 and is_open and streak.through == joint.today)
    assert streak.best == max(one.streak for one in streak.days)


def test_a_day_that_one_ledger_alone_calls_done_is_not_open() -> None:
    """Minutes of both accounts may make a day done for neither alone, and for the joint ledger, or the other way."""
    undone, done = facts("DD."), facts("DDD")

    streak = unite_streaks(undone, [done])

    assert (3, False, False) == (streak.current, streak.open_today, streak.at_risk)
    assert streak.strength == reckon_streak(done).strength > reckon_streak(undone).strength


def test_an_entry_before_joining_or_after_today_begins_no_ledger() -> None:
    """A ledger that has not begun spares nothing, so the third day is missed."""
    joint = facts("D.....")
    early = replace(facts("D....."), joined=day(1))
    late = replace(facts("......"), done=frozenset({day(9)}))

    for one in (early, late):
        assert "DFFMM?" == letters(unite_streaks(joint, [one]))


@pytest.mark.parametrize(("joined", "done", "ledger"), [(3, 3, "DFFDF?"), (3, 5, "DFFMMD"), (5, 5, "DFFMMD")])
def test_an_entry_on_the_first_day_or_today_begins_a_ledger(joined: int, done: int, ledger: str) -> None:
    part = replace(facts("......"), joined=day(joined), done=frozenset({day(done)}))

    assert ledger == letters(unite_streaks(facts("D....."), [part]))


def test_a_repair_begins_a_ledger_as_well() -> None:
    part = replace(facts("......"), joined=day(3), repaired=frozenset({day(3)}))

    assert "DFFDF?" == letters(unite_streaks(facts("D....."), [part]))


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
