"""Stretches of days as people type them on Wednesday 4 March 2026. An open end is `-`; `or` is between two readings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.words.clocks import short_day
from bot.chat.words.span_words import DateSpan
from bot.chat.words.spans import read_spans

TODAY = date(2026, 3, 4)  # a Wednesday

TABLE = """
1w | 03-04 03-10
3 | 03-04 03-06
three days | 03-04 03-06
for 3 days | 03-04 03-06
the next 3 days | 03-04 03-06
a fortnight | 03-04 03-17
two weeks | 03-04 03-17
until 3 May | 03-04 05-03
till friday | 03-04 03-06
until the 10th | 03-04 03-10
to 10 March | 03-04 03-10
bis Freitag | 03-04 03-06
until wednesday | 03-04 03-11
until the end of the month | 03-04 03-31
end of month | 03-04 03-31 or 03-31 03-31
the end of the month | 03-04 03-31 or 03-31 03-31
month end | 03-04 03-31 or 03-31 03-31
by the end of June | 03-04 06-30 or 06-30 06-30
end of the week | 03-04 03-08 or 03-08 03-08
end of next week | 03-04 03-15 or 03-15 03-15
end of next month | 03-04 04-30 or 04-30 04-30
until end of the week | 03-04 03-08
until the end of next week | 03-04 03-15
until the end of next month | 03-04 04-30
till the end of the weekend | 03-04 03-08
until the end of the year | 03-04 12-31
rest of the month | 03-04 03-31
until next week | 03-04 03-08 or 03-04 03-15
until 10/3 | 03-04 03-10 or 03-04 10-03
until today | 03-04 03-04
back on friday | 03-04 03-05
I'm back on the 10th | 03-04 03-09
5-10 March | 03-05 03-10
5–10 March | 03-05 03-10
5 - 10 march | 03-05 03-10
5th-10th of March | 03-05 03-10
5 to 10 March | 03-05 03-10
from 5 to 10 March | 03-05 03-10
from the 5th to the 10th of March | 03-05 03-10
between 5 and 10 March | 03-05 03-10
March 5-10 | 03-05 03-10
March 5th - 10th, 2026 | 03-05 03-10
5-10 марта | 03-05 03-10
5.-10.3. | 03-05 03-10
5.3.-10.3. | 03-05 03-10
5.3. - 10.3.2026 | 03-05 03-10
5th-10th | 03-05 03-10
the 5th to the 10th | 03-05 03-10
3 Mar..28 Mar | 03-03 03-28
3 Mar - 28 Mar | 03-03 03-28
3 Mar-28 Mar | 03-03 03-28
3 Mar … 28 Mar | 03-03 03-28
2026-03-05..2026-03-10 | 03-05 03-10
2026-03-05 - 2026-03-10 | 03-05 03-10
2026-03-05 to 2026-03-10 | 03-05 03-10
3 May .. 10 May | 05-03 05-10
from 3 May to 10 May | 05-03 05-10
28 March to 3 April | 03-28 04-03
Thu 5 Mar – Mon 9 Mar | 03-05 03-09
5-10 | 03-05 03-10 or 10-05 10-05 or 05-10 05-10
3/3-10/3 | 03-03 03-10 or 03-03 10-03
mon-fri | 03-09 03-13
mon - fri | 03-09 03-13
Monday to Friday | 03-09 03-13
from monday to friday | 03-09 03-13
wed-fri | 03-04 03-06
sat-sun | 03-07 03-08
fri-mon | 03-06 03-09
friday to monday | 03-06 03-09
thursday and friday | 03-05 03-06
sat & sun | 03-07 03-08
for a month | 03-04 04-02
tomorrow to friday | 03-05 03-06
weekend | 03-07 03-08
the weekend | 03-07 03-08
this weekend | 03-07 03-08
week-end | 03-07 03-08
the week end | 03-07 03-08
next week-end | 03-07 03-08 or 03-14 03-15
until the end of the week-end | 03-04 03-08
next weekend | 03-07 03-08 or 03-14 03-15
next week | 03-09 03-15
this week | 03-04 03-08
the rest of the week | 03-04 03-08
tomorrow..1w | 03-05 03-11
tomorrow for 3 days | 03-05 03-07
3 days from tomorrow | 03-05 03-07
3 days starting tomorrow | 03-05 03-07
a week from monday | 03-09 03-15
from monday for a week | 03-09 03-15
from monday | 03-09 -
starting monday | 03-09 -
monday onwards | 03-09 -
from 10/3/2026 | 03-10 - or 10-03 -
in two weeks | 03-18 -
in 3 days | 03-07 -
tomorrow | 03-05 03-05
friday | 03-06 03-06
wednesday | 03-04 03-04 or 03-11 03-11
next friday | 03-06 03-06 or 03-13 03-13
10/3/2026 | 03-10 03-10 or 10-03 10-03
10 May..3 May | 05-10 05-03
2026-03-05 2026-03-09 | 03-05 03-09
2026-03-05, 2026-03-09 | 03-05 03-09 or 03-05 03-05 or 03-09 03-09
monday tuesday | 03-09 03-10
tomorrow and Friday | 03-05 03-06
tomorrow & saturday | 03-05 03-07 or 03-05 03-05 or 03-07 03-07
thu, fri and sat | 03-05 03-07
thu, fri, sun | 03-05 03-08 or 03-05 03-05 or 03-06 03-06 or 03-08 03-08
fri thu | 03-05 03-06
5 and 6 March | 03-05 03-06
5, 6 and 7 March | 03-05 03-07
March 5 and 6 | 03-05 03-06
the 5th and the 9th | 03-05 03-09 or 03-05 03-05 or 03-09 03-09
March | 03-04 03-31
all of March | 03-04 03-31
in April | 04-01 04-30
April 2027 | 2027-04-01 2027-04-30
next month | 04-01 04-30
all month | 03-04 03-31
for the weekend | 03-07 03-08
over the weekend | 03-07 03-08
for tomorrow | 03-05 03-05
for next week | 03-09 03-15
in drei Tagen | 03-07 -
drei Tage | 03-04 03-06
für drei Tage | 03-04 03-06
nächsten Montag | 03-09 03-09
ab nächsten Montag | 03-09 -
nächste Woche | 03-09 03-15
am Wochenende | 03-07 03-08
vom 5. bis 10. März | 03-05 03-10
Donnerstag und Freitag | 03-05 03-06
на три дня | 03-04 03-06
через неделю | 03-11 -
за три дня | 03-07 - or 03-04 03-06
с 5 по 10 марта | 03-05 03-10
до пятницы | 03-04 03-06
tres días | 03-04 03-06
hasta el viernes | 03-04 03-06
del 5 al 10 de marzo | 03-05 03-10
la semana que viene | 03-09 03-15
du 5 au 10 mars | 03-05 03-10
jusqu'à vendredi | 03-04 03-06
lundi prochain | 03-09 03-09
fino a venerdì | 03-04 03-06
drie dagen | 03-04 03-06
przez trzy dni | 03-04 03-06
do piątku | 03-04 03-06
até sexta-feira | 03-04 03-06
на два дні | 03-04 03-05
üç gün | 03-04 03-06
"""

NONE = (
    "", "until", "until never", "soon..later", "3 May..soon", "3 May..10", "1..2..3", "from", "a..b..c", "0", "forever",
    "2h", "15 pages", "monday pages", "thu-fri and mon", "fri and nonsense", "3 may numpy",
    "5-10 pages", "from now on until whenever", "31-40 March",
)  # fmt: skip


def _day(typed: str) -> date | None:
    return None if typed == "-" else date.fromisoformat(f"2026-{typed}"[-len("2026-03-04") :])


def _spans(meant: str) -> tuple[DateSpan, ...]:
    ends = [[_day(one) for one in span.split()] for span in meant.split(" or ")]
    return tuple(DateSpan(first, last) for first, last in ends if first)


@pytest.mark.parametrize(("typed", "meant"), [line.split(" | ") for line in TABLE.strip().splitlines()])
def test_a_stretch_is_read_as_people_type_it(typed: str, meant: str) -> None:
    assert _spans(meant) == read_spans(typed, TODAY, "en")


@pytest.mark.parametrize("typed", NONE)
def test_what_is_no_stretch_is_none(typed: str) -> None:
    assert () == read_spans(typed, TODAY, "en")


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("20 Dec 2026 to 4 Jan", date(2026, 12, 20), date(2027, 1, 4)),
        ("9999-12-31..1w", date(9999, 12, 31), date(9999, 12, 31)),
        ("9999-12-31 to monday", date(9999, 12, 31), date(9999, 12, 31)),
        ("28-31 December 2027", date(2027, 12, 28), date(2027, 12, 31)),
    ],
)
def test_a_stretch_may_go_over_the_year(typed: str, first: date, last: date) -> None:
    assert (DateSpan(first, last),) == read_spans(typed, TODAY, "en")


@pytest.mark.parametrize(
    ("today", "typed", "meant"),
    [
        ("2026-03-02", "mon-fri", "03-02 03-06"),
        ("2026-03-07", "weekend", "03-07 03-08"),
        ("2026-03-08", "weekend", "03-08 03-08 or 03-14 03-15"),
        ("2026-03-07", "next weekend", "03-14 03-15"),
        ("2026-03-08", "next week", "03-09 03-15"),
    ],
)
def test_a_week_is_read_from_the_day_on_which_it_is_said(today: str, typed: str, meant: str) -> None:
    assert _spans(meant) == read_spans(typed, date.fromisoformat(today), "en")


@pytest.mark.parametrize("change", [str.title, str.upper])
def test_case_does_not_count_in_a_stretch(change: Callable[[str], str]) -> None:
    typed = [line.split(" | ")[0] for line in TABLE.strip().splitlines()]
    found = {one: (read_spans(change(one), TODAY, "en"), read_spans(one, TODAY, "en")) for one in typed}

    assert {} == {one: spans for one, spans in found.items() if spans[0] != spans[1] or not spans[1]}


@given(st.text(max_size=40), st.sampled_from(["en", "de", "uk"]))
def test_no_typed_stretch_makes_it_fail(typed: str, language: str) -> None:
    read_spans(typed, TODAY, language)


days = st.dates(TODAY - timedelta(days=30), TODAY + timedelta(days=200))


@given(days, st.integers(0, 60), st.sampled_from(["..", " - ", "-", " to ", " until ", " – "]))
def test_a_stretch_that_we_write_is_read_back_and_never_runs_backwards(first: date, more: int, between: str) -> None:
    last = first + timedelta(days=more)

    assert (DateSpan(first, last),) == read_spans(f"{first}{between if between != '-' else ' - '}{last}", TODAY, "en")
    written = f"{short_day(first, 'en')}{between}{short_day(last, 'en')}"
    assert (DateSpan(first, last),) == read_spans(written, TODAY, "en")


@given(st.integers(1, 31), st.integers(1, 31), st.sampled_from(["-", "..", " to ", "–"]), st.integers(1, 12))
def test_two_days_of_a_month_never_run_backwards_if_typed_in_order(one: int, other: int, to: str, month: int) -> None:
    first, last = sorted((one, other))

    for span in read_spans(f"{first}{to}{last} {date(2026, month, 1):%B}", TODAY, "en"):
        assert span.last is not None
        assert span.first <= span.last
        assert (first, last) == (span.first.day, span.last.day)
