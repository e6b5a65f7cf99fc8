"""Pauses with their reasons as people type them on Wednesday 4 March 2026: the days, and the reason that is left."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.words.reasons import read_reasoned

TODAY = date(2026, 3, 4)  # a Wednesday

SURE = """
sick 3 days | 03-04 03-06 | sick
3 days sick | 03-04 03-06 | sick
ill until friday | 03-04 03-06 | ill
holiday 2 weeks | 03-04 03-17 | holiday
exams till 12 June | 03-04 06-12 | exams
until end of the week | 03-04 03-08 |
for the weekend | 03-07 03-08 |
3 days | 03-04 03-06 |
sick for 3 days | 03-04 03-06 | sick
Sick: 3 days | 03-04 03-06 | Sick
sick (3 days) | 03-04 03-06 | sick
3 days (sick) | 03-04 03-06 | sick
3 days - sick | 03-04 03-06 | sick
1w, holiday in Spain | 03-04 03-10 | holiday in Spain
3 days because I am ill | 03-04 03-06 | because I am ill
I am sick, 3 days | 03-04 03-06 | I am sick
trip to Rome 5-10 March | 03-05 03-10 | trip to Rome
wedding 2026-03-07 | 03-07 03-07 | wedding
the flu until friday | 03-04 03-06 | the flu
sick today | 03-04 03-04 | sick
tomorrow: dentist | 03-05 03-05 | dentist
next week holiday | 03-09 03-15 | holiday
holidays next week | 03-09 03-15 | holidays
moving house for the weekend | 03-07 03-08 | moving house
sick until the end of the week | 03-04 03-08 | sick
on holiday until 12 March | 03-04 03-12 | on holiday
burnout a month | 03-04 04-02 | burnout
work trip mon-fri | 03-09 03-13 | work trip
exams 10 March to 12 March | 03-10 03-12 | exams
away 3 days | 03-04 03-06 |
3 days please | 03-04 03-06 |
until the 10th please | 03-04 03-10 |
until the 10th, exam | 03-04 03-10 | exam
3 days off | 03-04 03-06 |
3days | 03-04 03-06 |
for 3 days, thanks | 03-04 03-06 |
sick from tomorrow for 3 days | 03-05 03-07 | sick
a week for my exams | 03-04 03-10 | for my exams
2 weeks with the family | 03-04 03-17 | with the family
krank 3 Tage | 03-04 03-06 | krank
3 Tage krank | 03-04 03-06 | krank
Urlaub bis Freitag | 03-04 03-06 | Urlaub
enfermo tres días | 03-04 03-06 | enfermo
malade jusqu'à vendredi | 03-04 03-06 | malade
болею 3 дня | 03-04 03-06 | болею
3 days! | 03-04 03-06 |
weekend! | 03-07 03-08 |
until friday!! | 03-04 03-06 |
vacation, back on friday | 03-04 03-05 | vacation
"""

ASKED = """
sick 3 | 03-04 03-06
not until friday | 03-04 03-06
up to 3 days | 03-04 03-06
at least 3 days | 03-04 03-06
about 3 days | 03-04 03-06
3 days or so | 03-04 03-06
after 3 days | 03-04 03-06
2 or 3 days | 03-04 03-06
every second friday | 03-06 03-06
every Sunday | 03-08 03-08
each Sunday | 03-08 03-08
on Sundays | 03-08 03-08
Sundays | 03-08 03-08
jeden Sonntag | 03-08 03-08
for the 3rd time | 04-03 04-03
the 3rd exam | 04-03 04-03
was sick 3 days | 03-04 03-06
3 days sick from monday | 03-04 03-06
3 days sick until friday | 03-04 03-06
cancel 3 May | 05-03 05-03
the first 3 days | 03-04 03-06
3 days a week | 03-04 03-06
3 more days | -
fri and nonsense | 03-06 03-06
3 days after the exams | 03-04 03-06
extend 3 days | 03-04 03-06
resume friday | 03-06 03-06
in May 2 weeks | 03-04 03-17
tomorrow sick 3 days | 03-04 03-06
yesterday sick 3 days | 03-04 03-06
friday sick 3 days | 03-04 03-06
2 days sick tomorrow | 03-05 03-05
zwei krank 3 Tage | 03-04 03-06
"""

NONE = (
    "sick", "forever", "2h", "15 pages", "3 chapters", "sick 2h", "until the exams", "until I am well", "holiday",
    "3 May..soon", "1..2..3", "until never", "exams soon", "1 sick", "30 February", "sick 15 pages", "",
)  # fmt: skip


def _rows(table: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("typed", "days", "reason"), _rows(SURE))
def test_the_days_are_read_beside_a_reason(typed: str, days: str, reason: str) -> None:
    read = read_reasoned(typed, TODAY, "en")

    assert [days] == [f"{one.first:%m-%d} {one.last:%m-%d}" for one in read.spans if one.last]
    assert (reason, True) == (read.reason, read.sure)


@pytest.mark.parametrize(("typed", "days"), _rows(ASKED))
def test_days_beside_other_words_are_asked_about(typed: str, days: str) -> None:
    read = read_reasoned(typed, TODAY, "en")

    assert not read.sure
    assert days == "-" or days in [f"{one.first:%m-%d} {one.last:%m-%d}" for one in read.spans if one.last]


@pytest.mark.parametrize("typed", NONE)
def test_a_reason_alone_names_no_days(typed: str) -> None:
    assert read_reasoned(typed, TODAY, "en").spans == ()


@given(st.text(max_size=60))
def test_no_words_make_it_fail(typed: str) -> None:
    read_reasoned(typed, TODAY, "en")
