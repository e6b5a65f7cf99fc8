from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from roadmap.cadence import StudyClock, first_of_week, next_due
from roadmap.streak import DAYS_FORESEEN, Day, Streak, StreakFacts, Verdict, reckon_streak
from tests.roadmap.diary import Diary
from tests.sampling import examples

MONDAY = date(2025, 6, 2)
SATURDAY_AND_SUNDAY = 0b1100000
LETTERS = {verdict: verdict.value[0].upper() for verdict in Verdict} | {Verdict.OUTAGE: "X", Verdict.OPEN: "?"}


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def facts(
    marks: str, *, rest: int = 0, held: Collection[int] = (), pauses: tuple[tuple[date, date], ...] = ()
) -> StreakFacts:
    """Facts from a row of marks, the last of which is today: D done, R repaired, X outage, anything else nothing."""
    return StreakFacts(
        joined=MONDAY,
        today=day(len(marks) - 1),
        done=_where(marks, "D"),
        repaired=_where(marks, "R"),
        outages=_where(marks, "X"),
        rest=((MONDAY, rest),) if rest else (),
        held=frozenset(map(day, held)),
        pauses=pauses,
    )


def row(marks: str, **changes: int) -> Streak:
    return reckon_streak(facts(marks, **changes))  # type: ignore[arg-type]  # only `rest` is given here


def letters(streak: Streak) -> str:
    """D done, R rest, P pause, F freeze, X outage, H held, M missed, ? open."""
    return "".join(LETTERS[day.verdict] for day in streak.days)


def _where(marks: str, mark: str) -> frozenset[date]:
    return frozenset(day(number) for number, letter in enumerate(marks) if letter == mark)


# -- the number --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "current", "best", "freezes", "ledger"),
    [
        (".", 0, 0, 2, "?"),
        ("....", 0, 0, 2, "?"),  # days before the first done day are no misses
        ("D", 1, 1, 2, "D"),
        ("...D", 1, 1, 2, "D"),
        ("DD.", 2, 2, 2, "DD?"),
        ("DDD", 3, 3, 2, "DDD"),
        ("DD.D", 3, 3, 1, "DDFD"),
        ("DD..D", 3, 3, 0, "DDFFD"),
        ("DD..D.D", 1, 3, 0, "DDFFDMD"),
        ("DD...D", 1, 2, 2, "DDMMMD"),  # too long a gap leaves the freezes unspent
        ("DD.D..D", 1, 3, 1, "DDFDMMD"),  # one freeze, two misses: kept
        ("DD.D..", 3, 3, 0, "DDFDF?"),  # so far it is one miss, and today can still save it
        ("DD.D...", 0, 3, 1, "DDFDMM?"),  # and now it cannot: the freeze comes back
        ("DD..", 2, 2, 1, "DDF?"),
        ("DD...", 2, 2, 0, "DDFF?"),
        ("DD....", 0, 2, 2, "DDMMM?"),
        ("DDXD", 3, 3, 2, "DDXD"),
        ("D.X.D", 2, 2, 0, "DFXFD"),
        ("D.X..D", 1, 1, 2, "DMXMMD"),  # an outage within a gap does not start it anew
        ("DRD", 3, 3, 2, "DDD"),
    ],
)
def test_the_streak_follows_from_the_days(marks: str, current: int, best: int, freezes: int, ledger: str) -> None:
    streak = row(marks)

    assert (streak.current, streak.best, streak.freezes, letters(streak)) == (current, best, freezes, ledger)


@pytest.mark.parametrize(
    ("marks", "freezes"),
    [
        ("D" * 9, 2),
        ("D" * 10, 3),
        ("D" * 20, 3),  # at three held it earns none
        ("D" * 20 + "..D", 1),
        ("D" * 20 + "..D" + "D" * 9, 2),
        ("D" * 5 + "...." + "D" * 5, 3),  # over all streaks
        ("D" * 9 + "R", 2),
        ("D" * 9 + "RD", 3),  # a repaired day earns nothing towards a freeze, and costs nothing
    ],
)
def test_every_tenth_done_day_earns_a_freeze_up_to_three(marks: str, freezes: int) -> None:
    assert row(marks).freezes == freezes


def test_never_more_than_two_freezes_are_used_in_a_row() -> None:
    streak = row("D" * 10 + "...D")

    assert (1, 3, "MMMD") == (streak.current, streak.freezes, letters(streak)[10:])


def test_a_freeze_holds_the_streak_but_adds_nothing() -> None:
    assert [1, 2, 2, 3] == [day.streak for day in row("DD.D").days]


def test_a_missed_day_shows_zero_until_the_next_done_day() -> None:
    assert [1, 2, 0, 0, 0, 1] == [day.streak for day in row("DD...D").days]


def test_a_rest_day_holds_the_streak_and_a_tick_on_it_counts() -> None:
    idle, busy = row("DDDDD..D", rest=SATURDAY_AND_SUNDAY), row("DDDDDD.D", rest=SATURDAY_AND_SUNDAY)

    assert (6, 2, "DDDDDRRD") == (idle.current, idle.freezes, letters(idle))
    assert (7, 2, "DDDDDDRD") == (busy.current, busy.freezes, letters(busy))


def test_rest_days_within_a_gap_do_not_start_it_anew() -> None:
    assert "DDDDFRR" == letters(row("DDDD...", rest=SATURDAY_AND_SUNDAY))
    assert "DDDDMRRMMD" == letters(row("DDDD.....D", rest=SATURDAY_AND_SUNDAY))


def test_a_change_of_rest_days_counts_from_its_day_on() -> None:
    changing = StreakFacts(MONDAY, day(13), _where("D", "D"), rest=((day(7), 0), (MONDAY, SATURDAY_AND_SUNDAY)))

    assert "DMMMMRRMMMMMM?" == letters(reckon_streak(changing))


def test_friday_and_saturday_can_be_the_days_of_rest() -> None:
    assert "DDDDRRD" == letters(row("DDDD..D", rest=0b0110000))


def test_a_pause_holds_the_streak_both_ends_included() -> None:
    streak = reckon_streak(facts("DD.....D", pauses=((day(3), day(5)),)))

    assert (3, 0, "DDFPPPFD") == (streak.current, streak.freezes, letters(streak))


def test_a_pause_without_end_is_no_burden() -> None:
    streak = reckon_streak(facts("DD..", pauses=((date.min, date.max),)))

    assert (streak.current, streak.through) == (2, day(3 + DAYS_FORESEEN - 1))


@pytest.mark.parametrize(
    ("marks", "held", "ledger"),
    [
        ("DD..D", [2, 3], "DDHHD"),
        ("DD...D", [2, 3, 4], "DDHHFD"),
        ("DD.....", [2, 3, 4, 5, 6], "DDHHFF?"),
        ("DD......", [2, 3, 4, 5, 6, 7], "DDHHMMM?"),
        ("DD..D..D", [2, 3, 5, 6], "DDHHDHHD"),
        ("DDX...D", [2, 3, 4, 5], "DDHHHFD"),  # what is held in any case is none of the two
    ],
)
def test_zone_changes_hold_a_streak_for_two_dates_and_not_for_ever(marks: str, held: list[int], ledger: str) -> None:
    assert letters(reckon_streak(facts(marks, held=held))) == ledger


def test_a_date_that_a_flight_skipped_is_held() -> None:
    streak = reckon_streak(facts("DD.D", held=[2]))

    assert (3, 2, "DDHD") == (streak.current, streak.freezes, letters(streak))


def test_what_holds_a_day_is_named_by_the_strongest_reason() -> None:
    every = StreakFacts(
        MONDAY,
        day(7),
        _where("D......D", "D"),
        rest=((MONDAY, 127),),
        outages=frozenset({day(2), day(3), day(4)}),
        pauses=((day(3), day(4)),),
        held=frozenset({day(4)}),
    )

    assert "DRXPHRRD" == letters(reckon_streak(every))


@pytest.mark.parametrize("mark", ["D", "R"])
def test_days_before_joining_and_in_the_future_count_for_nothing(mark: str) -> None:
    days = frozenset({day(-1), day(0), day(2), day(9)})
    found = reckon_streak(
        StreakFacts(day(0), day(2), days if mark == "D" else frozenset(), days if mark == "R" else frozenset())
    )

    assert (2, "DFD") == (found.current, letters(found))


def test_a_ledger_read_before_joining_is_empty() -> None:
    assert 0 == reckon_streak(StreakFacts(day(3), day(1), _where("D", "D"))).current


def test_a_repaired_day_is_marked_and_counts() -> None:
    streak = row("D" * 3 + "R" + "D")

    assert 5 == streak.current
    assert [False, False, False, True, False] == [day.repaired for day in streak.days]


def test_a_day_both_done_and_repaired_is_one_day() -> None:
    both = StreakFacts(MONDAY, day(1), _where("DD", "D"), _where(".R", "R"))

    assert 2 == reckon_streak(both).current
    assert reckon_streak(both).days[1].repaired


def test_undoing_today_gives_back_the_day_before() -> None:
    assert 3 == row("DDD").current
    assert (2, True) == (row("DD.").current, row("DD.").open_today)


# -- today, risk, and how long it stands -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "rest", "open_today", "at_risk"),
    [
        ("DDD", 0, False, False),
        ("DD.", 0, True, False),  # a freeze would spare it
        ("DD..", 0, True, False),
        ("DD...", 0, True, True),
        ("DD....", 0, True, False),  # it has ended: nothing is left to be at risk
        (".", 0, True, False),
        ("DDDDD.", SATURDAY_AND_SUNDAY, False, False),
        ("D.D.D.", 0, True, True),
        ("D..D.D.", 0, True, True),  # a streak of one is a streak
    ],
)
def test_a_streak_is_at_risk_when_only_today_can_save_it(
    marks: str, rest: int, open_today: bool, at_risk: bool
) -> None:
    streak = row(marks, rest=rest)

    assert (streak.open_today, streak.at_risk) == (open_today, at_risk)


@pytest.mark.parametrize(
    ("marks", "rest", "through"),
    [
        (".", 0, None),
        ("DD....", 0, None),
        ("D", 0, 3),  # two freezes; the third day is open, and then it is over
        ("D.", 0, 3),
        ("D..", 0, 3),
        ("D...", 0, 3),
        ("D.D.D", 0, 5),
        ("D" * 10, 0, 12),  # three freezes, but two in a row at most
        ("DDDD", SATURDAY_AND_SUNDAY, 8),
        ("D", 127, DAYS_FORESEEN - 1),
    ],
)
def test_through_is_the_last_day_on_which_the_streak_still_stands(marks: str, rest: int, through: int | None) -> None:
    assert row(marks, rest=rest).through == (None if through is None else day(through))


@pytest.mark.parametrize(
    ("marks", "ended_on"),
    [("DDD", None), ("DD.D", None), ("DD...D", 2), ("DD....", 2), ("D...D....D", 5), ("....", None)],
)
def test_the_day_that_ended_the_last_streak_is_the_first_one_missed(marks: str, ended_on: int | None) -> None:
    assert row(marks).ended_on == (None if ended_on is None else day(ended_on))


# -- weeks and strength ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "weeks"),
    [
        ("DDD", 0),
        ("DDDD", 1),
        ("DDDD...", 1),
        ("DDDD...D", 1),  # the week in course is not counted yet, and breaks nothing
        ("DDDD...D.D.D.D", 2),
        ("DDDD...DDD....D", 0),
        ("DDD....DDDD", 1),
        ("DDDD...DDXX...DDDD...", 2),  # an outage may have been a done day: the week holds
        ("DDDD...XXXX...DDDD...", 2),  # and so may four
        ("DDDD...XXX....DDDD...", 1),
        ("DDDD...DXX....DDDD...", 1),
        ("...DDDD...DDDD...DDDD...DDDD", 4),
    ],
)
def test_weeks_with_four_done_days_make_a_week_streak(marks: str, weeks: int) -> None:
    assert row(marks).week_streak == weeks


@pytest.mark.parametrize(("week_start", "goal", "weeks"), [(0, 4, 0), (6, 4, 1), (0, 3, 2), (5, 1, 2)])
def test_a_week_begins_and_counts_as_the_group_set_it(week_start: int, goal: int, weeks: int) -> None:
    assert reckon_streak(facts("....DDDDDD"), week_start=week_start, week_goal=goal).week_streak == weeks


def test_rest_days_do_not_make_a_week_easier() -> None:
    assert 1 == row("DDDD...DD.....DDDD", rest=SATURDAY_AND_SUNDAY).week_streak


def test_a_week_of_pause_holds_the_week_streak() -> None:
    assert 2 == reckon_streak(facts("DDDD..........DDDD", pauses=((day(7), day(13)),))).week_streak


@pytest.mark.parametrize(
    ("marks", "strength"),
    [(".", 0), ("D", 5), ("D" * 13, 50), ("D" * 26, 75), ("D" * 200, 100), ("D" * 13 + "M" * 13 + ".", 25)],
)
def test_strength_halves_its_distance_every_thirteen_days(marks: str, strength: int) -> None:
    assert row(marks).strength == strength


def test_a_freeze_saves_the_number_but_not_the_strength_and_rest_costs_neither() -> None:
    assert row("D" * 30 + ".").strength == row("D" * 30).strength
    assert row("D" * 30 + "XX.").strength == row("D" * 30).strength
    assert row("D" * 30 + "..").strength < row("D" * 30).strength


# -- cases from other bots ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [date(2025, 3, 27), date(2025, 10, 23)])
def test_a_tick_each_late_evening_over_a_clock_change_adds_a_day(first: date) -> None:
    diary = Diary(StudyClock("Europe/Berlin"), datetime(first.year, first.month, first.day, tzinfo=UTC))
    for expected in range(1, 8):
        diary.now = next_due(diary.now, 1410, "Europe/Berlin")
        diary.study()
        assert expected == diary.streak().current


def test_half_past_one_is_yesterday_and_ten_is_today_and_neither_is_lost() -> None:
    diary = Diary(StudyClock("Europe/Berlin"), datetime(2025, 6, 9, 10, tzinfo=UTC))
    diary.now = datetime(2025, 6, 9, 23, 30, tzinfo=UTC)
    assert date(2025, 6, 9) == diary.study()
    diary.now = datetime(2025, 6, 10, 8, tzinfo=UTC)
    assert date(2025, 6, 10) == diary.study()
    assert 2 == diary.streak().current


# -- laws --------------------------------------------------------------------------------------------------------------


def naive(facts: StreakFacts) -> tuple[int, int]:
    """The rules in a dozen lines: the streak, and the freezes left."""
    done = {each for each in facts.done | facts.repaired if facts.joined <= each <= facts.today}
    streak, freezes, paid, gap, held = 0, 2, 0, 0, 0
    for number in range(min(done, default=facts.today).toordinal(), facts.today.toordinal() + 1):
        each = date.fromordinal(number)
        if each in done:
            streak, freezes = (streak + 1, freezes - gap) if gap <= min(2, freezes) else (1, freezes)
            paid, gap, held = paid + (each not in facts.repaired), 0, 0
            freezes += each not in facts.repaired and paid % 10 == 0 and freezes < 3
        elif each != facts.today and not _asks_nothing(facts, each):
            held += each in facts.held
            gap += each not in facts.held or held > 2
    return (streak, freezes - gap) if gap <= min(2, freezes) else (0, freezes)


def _asks_nothing(facts: StreakFacts, each: date) -> bool:
    rest = max((change for change in facts.rest if change[0] <= each), default=(each, 0))[1]
    paused = any(first <= each <= last for first, last in facts.pauses)
    return paused or each in facts.outages or bool(rest & 1 << each.weekday())


@st.composite
def ledgers(draw: st.DrawFn) -> StreakFacts:
    marks = draw(st.text("DDDDDD..RXH", min_size=1, max_size=80))
    changes = draw(st.lists(st.tuples(st.integers(-5, 80).map(day), st.integers(0, 126)), max_size=3))
    pauses = draw(st.lists(st.tuples(st.integers(-5, 80), st.integers(0, 10)), max_size=2))
    return StreakFacts(
        joined=MONDAY,
        today=day(len(marks) - 1),
        done=_where(marks, "D"),
        repaired=_where(marks, "R"),
        outages=_where(marks, "X"),
        held=_where(marks, "H"),
        rest=tuple(dict(changes).items()),
        pauses=tuple((day(first), day(first + length)) for first, length in pauses),
    )


@examples(4)
@given(ledgers())
def test_the_streak_is_what_the_naive_reckoning_says(facts: StreakFacts) -> None:
    streak = reckon_streak(facts)

    assert (streak.current, streak.freezes) == naive(facts)


def naive_weeks(streak: Streak, week_start: int, goal: int) -> int:
    """The weeks in a row, up to now, that reached the goal; those that could have are passed over."""
    weeks = 0
    for first, week in reversed([(first, list(each)) for first, each in groupby(streak.days, _week(week_start))]):
        done = sum(each.verdict is Verdict.DONE for each in week)
        spared = sum(each.verdict in (Verdict.PAUSE, Verdict.OUTAGE, Verdict.HELD) for each in week)
        if done < goal and done + spared < goal and first != first_of_week(streak.days[-1].day, week_start):
            break
        weeks += done >= goal
    return weeks


def _week(week_start: int) -> Callable[[Day], date]:
    return lambda each: first_of_week(each.day, week_start)


@examples(4)
@given(ledgers(), st.integers(0, 6), st.integers(1, 7))
def test_the_week_streak_is_what_the_naive_reckoning_says(facts: StreakFacts, week_start: int, goal: int) -> None:
    streak = reckon_streak(facts, week_start=week_start, week_goal=goal)

    assert streak.week_streak == naive_weeks(streak, week_start, goal)


@examples(4)
@given(ledgers(), st.integers(0, 6))
def test_a_ledger_agrees_with_itself(facts: StreakFacts, week_start: int) -> None:
    streak = reckon_streak(facts, week_start=week_start)

    assert streak.current == streak.days[-1].streak <= streak.best == max(each.streak for each in streak.days)
    assert streak.days[-1].day == facts.today
    assert [each.day.toordinal() - streak.days[0].day.toordinal() for each in streak.days] == list(
        range(len(streak.days))
    )
    assert "FFF" not in letters(streak).translate({ord(letter): None for letter in "RPXH"})
    assert 0 <= streak.freezes <= 3
    assert 0 <= streak.strength <= 100
    assert (streak.through is None) == (streak.current == 0)
    assert (streak.ended_on is None) == (Verdict.MISSED not in {each.verdict for each in streak.days})


@examples(2)
@given(ledgers())
def test_through_foretells_what_a_later_look_finds(facts: StreakFacts) -> None:
    streak = reckon_streak(facts)
    if streak.through is None:
        return
    for ahead in range((streak.through - facts.today).days + 1):
        assert _later(facts, ahead).current == streak.current
    assert 0 == _later(facts, ahead + 1).current
    assert streak.at_risk == (streak.open_today and streak.through == facts.today)


@examples(2)
@given(ledgers())
def test_studying_today_adds_one_and_never_costs_anything(facts: StreakFacts) -> None:
    before = reckon_streak(facts)
    after = reckon_streak(replace(facts, done=facts.done | {facts.today}))

    assert after.current == before.current + (before.days[-1].verdict is not Verdict.DONE)
    assert after.freezes >= before.freezes - (before.freezes == 3)
    assert after.strength >= before.strength


@examples(2)
@given(ledgers(), st.data())
def test_a_held_or_paused_day_never_lowers_the_streak_that_goes_over_it(
    facts: StreakFacts, data: st.DataObject
) -> None:
    """Up to the next done day: a gap that freezes can close again takes them, and a later gap may find none."""
    free = data.draw(st.dates(facts.joined, facts.today))
    facts = replace(facts, today=min((day for day in facts.done | facts.repaired if day >= free), default=facts.today))

    assert reckon_streak(replace(facts, held=facts.held | {free})).current >= reckon_streak(facts).current
    assert reckon_streak(replace(facts, pauses=(*facts.pauses, (free, free)))).current >= reckon_streak(facts).current


def _later(facts: StreakFacts, days: int) -> Streak:
    return reckon_streak(replace(facts, today=facts.today + timedelta(days=days)))


class Learner(RuleBasedStateMachine):
    """A year of somebody who studies, undoes, flies, rests and enters late, against the naive reckoning."""

    @initialize(zone=st.sampled_from(["America/New_York", "Europe/Berlin", "Asia/Tokyo"]), hour=st.integers(0, 8000))
    def join(self, zone: str, hour: int) -> None:
        self.diary = Diary(StudyClock(zone), datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=hour))

    @rule()
    def study(self) -> None:
        before, idle = self.diary.streak(), self.diary.today not in self.diary.done | self.diary.repaired
        self.diary.study()
        assert self.diary.streak().current == before.current + idle

    @precondition(lambda self: self.diary.today not in self.diary.done)
    @rule()
    def study_and_undo(self) -> None:
        before = self.diary.streak()
        self.diary.done.remove(self.diary.study())
        assert self.diary.streak() == before

    @rule()
    def undo(self) -> None:
        self.diary.done.discard(self.diary.today)

    @rule(hours=st.floats(0, 20))
    def wait(self, hours: float) -> None:
        today = self.diary.today
        self.diary.wait(hours)
        assert self.diary.today >= today

    @rule(days=st.integers(1, 12))
    def study_for_days(self, days: int) -> None:
        for _ in range(days):
            self.diary.wait(24)
            self.diary.study()

    @rule(days=st.integers(1, 4))
    def do_nothing_for_days(self, days: int) -> None:
        self.diary.wait(24 * days)

    @rule(zone=st.sampled_from(["America/New_York", "Europe/Berlin", "Asia/Tokyo", "Pacific/Auckland"]))
    def fly(self, zone: str) -> None:
        before = self.diary.streak()
        self.diary.move(zone)
        after = self.diary.streak()
        assert (after.current, after.best, after.freezes) == (before.current, before.best, before.freezes)

    @rule()
    def enter_yesterday_late(self) -> None:
        yesterday = self.diary.today - timedelta(days=1)
        if yesterday >= self.diary.joined and yesterday not in self.diary.done:
            before = self.diary.streak()
            self.diary.repaired.add(yesterday)
            assert self.diary.streak().current >= before.current

    @rule(days=st.integers(0, 5))
    def pause(self, days: int) -> None:
        self.diary.pauses.append((self.diary.today, self.diary.today + timedelta(days=days)))

    @rule(bits=st.integers(0, 126))
    def rest(self, bits: int) -> None:
        self.diary.rest.append((self.diary.today + timedelta(days=1), bits))
        self.diary.rest = list(dict(self.diary.rest).items())

    @invariant()
    def the_naive_reckoning_agrees(self) -> None:
        facts = self.diary.facts()
        streak = reckon_streak(facts)
        assert (streak.current, streak.freezes) == naive(facts)


Learner.TestCase.settings = settings(examples(1.2), stateful_step_count=40)
test_a_learners_year_agrees_with_the_naive_reckoning = Learner.TestCase
