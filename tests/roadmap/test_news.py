"""News of a streak: the ends and their reasons, and what was told already."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.news import WORTH_TELLING, HeardNews, StreakNews, find_news, next_news_from
from roadmap.streak import Streak, StreakEnd, StreakFacts, Verdict, reckon_streak

FIRST = date(2026, 3, 2)
MISSES = (Verdict.MISSED, Verdict.FREEZE)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def reckon(done: str, **facts: object) -> Streak:
    """The streak of days written as marks: `x` is done, a dot is not, and the last one is today."""
    days = frozenset(day(number) for number, mark in enumerate(done) if mark == "x")
    return reckon_streak(StreakFacts(FIRST, day(len(done) - 1), days, **facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("done", "ends", "missed"),
    [
        ("x", [], []),
        ("x...", [], []),
        ("x....", [StreakEnd(day(1), 1, 2)], [3]),
        ("xxx...x", [StreakEnd(day(3), 3, 2)], [3]),
        ("x.x.x", [], []),
        ("x.x..", [], []),
        ("x.x...", [StreakEnd(day(3), 2, 1)], [2]),
        ("x.x.x..", [StreakEnd(day(5), 3, 0)], [1]),
        ("x...x...x....", [StreakEnd(day(1), 1, 2), StreakEnd(day(5), 1, 2), StreakEnd(day(9), 1, 2)], [3, 3, 3]),
        ("xxxxxxxxxx....", [StreakEnd(day(10), 10, 3)], [3]),
        ("......", [], []),
    ],
)
def test_each_end_names_its_first_day_its_streak_and_the_freezes_that_are_kept(
    done: str, ends: list[StreakEnd], missed: list[int]
) -> None:
    streak = reckon(done)

    assert ends == list(streak.ends)
    assert missed == [end.missed for end in streak.ends]
    assert (ends[-1].day if ends else None) == streak.ended_on


def test_news_is_what_was_not_told() -> None:
    streak = reckon("x.x..xx...x.")  # two freezes are spent, then two streaks end
    freeze, *ends = streak.days[1].day, *(end.day for end in streak.ends)

    assert find_news(streak, HeardNews()) == StreakNews((freeze,), streak.ends)
    assert find_news(streak, HeardNews({freeze}, {ends[0]})) == StreakNews((), streak.ends[1:])
    assert find_news(streak, HeardNews(before=ends[0])) == StreakNews((), streak.ends[1:])
    assert find_news(streak, HeardNews(before=freeze)) == StreakNews((), streak.ends)
    assert find_news(streak, HeardNews(before=day(0))) == StreakNews((freeze,), streak.ends)
    assert not find_news(streak, HeardNews({freeze}, set(ends)))


@pytest.mark.parametrize(
    ("done", "rest", "told", "expected"),
    [
        ("x", (), True, 2),
        ("x.", (), True, 2),
        ("x..", (), False, 1),
        ("x..", (), True, 3),
        ("xx....", (), False, 2),
        ("x....", (), False, None),  # a streak of one day ends silently
        ("x....", (), True, None),
        ("x", ((FIRST, 0b0000010),), True, 3),  # Tuesday is a rest day
    ],
)
def test_the_next_news_is_untold_or_comes_after_the_next_day_that_asks_for_study(
    done: str, rest: tuple[tuple[date, int], ...], told: bool, expected: int | None
) -> None:
    streak = reckon(done, rest=rest)
    news = find_news(streak, HeardNews(before=date.max) if told else HeardNews())

    assert (None if expected is None else day(expected)) == next_news_from(streak, news)


@given(st.text("x.", min_size=1, max_size=60), st.integers(0, 126))
def test_news_comes_on_the_very_day_that_was_foreseen(done: str, bits: int) -> None:
    rest = ((FIRST, bits),)
    streak = reckon(done, rest=rest)
    foreseen = next_news_from(streak, StreakNews())
    told = HeardNews(
        {one.day for one in streak.days if one.verdict is Verdict.FREEZE}, {one.day for one in streak.ends}
    )

    for more in range(1, 9):
        later = reckon(done + "." * more, rest=rest)
        heard = bool(find_news(later, told))
        due = foreseen is not None and later.days[-1].day >= foreseen
        assert heard is due or (due and streak.current < WORTH_TELLING)


@given(st.text("x.", min_size=1, max_size=60))
def test_every_gap_is_spared_whole_or_ends_the_streak(done: str) -> None:
    streak = reckon(done)
    missed = {one.day for one in streak.days if one.verdict is Verdict.MISSED}

    assert all(end.day in missed and end.days > 0 for end in streak.ends)
    begins = {one for one in missed if one - timedelta(days=1) not in missed}
    assert begins == {end.day for end in streak.ends}
