"""Days named in a note, seen from Monday 2 March 2026: `|` is between the note, the day's words and the days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.words.named_days import days_of, find_named_day, is_of_event_ahead, leave_out_today

TODAY = date(2026, 3, 2)

NAMED = """
yesterday | yesterday | 03-01
Yesterday | Yesterday | 03-01
yesterday evening | yesterday evening | 03-01
yesterday 30m | yesterday | 03-01
30m yesterday | yesterday | 03-01
yesterday: finished it all | yesterday | 03-01
finished it yesterday with Ann | yesterday | 03-01
did it yesterday, at last | yesterday | 03-01
last night | last night | 03-01
30m for last night | last night | 03-01
late last night | last night | 03-01
the day before yesterday | the day before yesterday | 02-28
2 days ago | 2 days ago | 02-28
finished three days ago | three days ago | 02-27
a week ago | a week ago | 02-23
on Sunday | on Sunday | 03-01
45m on Wednesday | on Wednesday | 02-25
45m on Weds | on Weds | 02-25
did it on Sunday with Ben | on Sunday | 03-01
on sun | on sun | 03-01
last friday | last friday | 02-27
Sunday | Sunday | 03-01
Sunday evening | Sunday evening | 03-01
reading, Sunday | Sunday | 03-01
Sunday: reading | Sunday | 03-01
from Saturday | Saturday | 02-28
next Friday | next Friday | 03-06 03-13
by Friday | by Friday | 03-06
tomorrow | tomorrow | 03-03
sun | sun | 03-01
the 1st | the 1st | 03-01
1/3 | 1/3 | 03-01 01-03
1 March | 1 March | 03-01
4 March 30m reading | 4 March | 03-04
numpy 1 March | 1 March | 03-01
on Sun 1 Mar with Ben | on Sun 1 Mar | 03-01
March 1st: reading | March 1st | 03-01
Sun 1 Mar | Sun 1 Mar | 03-01
read it on 1 March with Ben | on 1 March | 03-01
2026-03-01 | 2026-03-01 | 03-01
reading 2026-03-01 | 2026-03-01 | 03-01
1/3/2026 | 1/3/2026 | 03-01 01-03
1.3.2026 reading | 1.3.2026 | 03-01
1.3. | 1.3. | 03-01
on 1.3. | on 1.3. | 03-01
on 1.3 | 1.3 | 03-01
am 1.3. | am 1.3. | 03-01
for 1.3. | 1.3. | 03-01
vom 28.2. | 28.2. | 02-28
den 28.2. | den 28.2. | 02-28
1.3. reading | 1.3. | 03-01
1.3.: 30m reading | 1.3. | 03-01
1.3. - 30m reading | 1.3. | 03-01
1.3. 30m | 1.3. | 03-01
30m on 1.3. | on 1.3. | 03-01
45 min am 1.3. | 1.3. | 03-01
finished on 1.3. | on 1.3. | 03-01
read it on 1.3. with Ben | on 1.3. | 03-01
numpy, 1.3. | 1.3. | 03-01
numpy (1.3.) | 1.3. | 03-01
numpy - 1.3. | 1.3. | 03-01
01.03. | 01.03. | 03-01
01.03 | 01.03 | 03-01
on 01.03 | 01.03 | 03-01
did it on 01.03 | 01.03 | 03-01
on 3.4. | on 3.4. | 04-03
reading, sun | sun | 03-01
reading (sun) | sun | 03-01
sun: reading | sun | 03-01
sun, reading | sun | 03-01
reading fri | fri | 02-27
thu reading | thu | 02-26
Tues: reading | Tues | 02-24
last week | last week |
a month ago | a month ago |
that was two years ago | two years ago |
the other day | the other day |
finished over the weekend | over the weekend | 03-01 02-28
last weekend | last weekend | 03-01 02-28
at the weekend with Ben | at the weekend | 03-01 02-28
monday | monday | 03-02 02-23
tomorrow | tomorrow | 03-03
next week | next week |
gestern | gestern | 03-01
gelesen gestern | gestern | 03-01
вчера | вчера | 03-01
gestern Abend | gestern Abend | 03-01
anoche | anoche | 03-01
ｙesterday | ｙesterday | 03-01
"""

ELSE = (
    "", "numpy", "started on Sunday", "finally done, started on Sunday", "started yesterday, finished",
    "since Sunday", "due Friday", "until yesterday", "yesterday's lecture", "Sunday’s exercises",
    "last night's talk", "prepare for Monday", "slides for tomorrow's exam", "present it tomorrow",
    "read about the sun", "sat in a lecture", "march of progress", "may be useful", "wed and married",
    "chapter 3/4", "did 3/4 of it", "section 3.5.", "Python 3.11.10",
    "week 3", "the 3rd chapter",
    "30 days challenge", "2 hours ago", "https://example.org/yesterday", "a good day", "good night",
    "this morning", "tonight", "earlier today", "just now", "now it works", "see 2026-03-01.md", "version 2026.3",
    "before Sunday", "not yesterday", "second try", "third time", "hard on Ben", "planned for Sunday",
    "the last chapter", "next chapter", "last commit", "day 3 of 30", "paper club", "mon ami", "so far",
)  # fmt: skip


NO_DATES = """
read chapter 3.4|read chapter 3.4.|version 1.3.|ex 1.3|exercise 1.3.|python 3.11|on python 3.11|tests on 3.11
0.5h|1.5 h reading|numpy 1.3.|v1.3.|grade: 1.3.|1.3|3.4 of the book|on 3.11 features|took 0.5h|1.3 km
exercises 1.2., 1.3.|on Ubuntu 22.04|ubuntu 20.04|worked on 1.3|1.3.2|3.14.|on 3.14|1.5 hours
parts 1.3. and 1.4.|the sun rose|sun and sea|read about the sun.|mon ami|sat down, read|since 1.3.|due 1.3.
exercise in 1.3.|ch. 3.4|fig. 2.1.|from 2.1 to 3.0|friendly
"""
"""Numbers that look like dates, and words that look like weekdays."""


def _rows(table: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("note", "words", "days"), _rows(NAMED))
def test_a_day_that_says_when_is_found(note: str, words: str, days: str) -> None:
    named = find_named_day(note, "en")

    assert named is not None
    assert (words, False) == (named.words, named.is_today)
    assert days.split() == [f"{day:%m-%d}" for day in days_of(named, TODAY, "en")]


@pytest.mark.parametrize("note", [*ELSE, *(one for line in NO_DATES.split("\n") for one in line.split("|"))])
def test_a_day_of_something_else_is_left_in_the_note(note: str) -> None:
    assert find_named_day(note, "en") is None


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("today", ""),
        ("today 30m reading", "30m reading"),
        ("Today: yesterday was hard", "yesterday was hard"),
        ("heute 30m", "30m"),
    ],
)
def test_today_said_first_settles_the_day(line: str, rest: str) -> None:
    named = find_named_day(line, "en")

    assert named is not None
    assert (rest, True) == (named.rest, named.is_today)
    assert (TODAY,) == days_of(named, TODAY, "en")


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("30m yesterday reading", "30m reading"),
        ("30m for last night", "30m"),
        ("45m on Wednesday", "45m"),
        ("yesterday: reading", "reading"),
        ("reading (yesterday)", "reading"),
        ("reading on 1 March, with Ben", "reading with Ben"),
    ],
)
def test_the_other_words_stay(line: str, rest: str) -> None:
    named = find_named_day(line, "en")

    assert named is not None
    assert rest == named.rest


@given(st.text(max_size=60))
def test_no_note_makes_it_fail(note: str) -> None:
    named = find_named_day(note, "en")

    if named:
        days_of(named, TODAY, "en")


@given(
    st.sampled_from(["yesterday", "last night", "on Sunday", "2 days ago", "1 March", "last friday"]),
    st.from_regex(r"[a-z]{3,8}(?: [a-z]{3,8}){0,3}", fullmatch=True),
    st.booleans(),
)
def test_a_named_day_never_hides_behind_other_words(day: str, note: str, first: bool) -> None:
    named = find_named_day(f"{day}, {note}" if first else f"{note}, {day}", "en")

    assert named is not None or not first


@pytest.mark.parametrize(
    ("note", "is_ahead"),
    [
        ("read for the exam on Friday", True),
        ("prepared my interview on Thursday", True),
        ("für die Prüfung am Freitag", True),
        ("slides before the meeting on Tuesday", True),
        ("the exam on 10 March", True),
        ("presentation on 2026-03-10", True),
        ("revised for the big final on 10 March", True),
        ("exam on Friday", False),
        ("meeting on Monday", False),
        ("for the exam on Sunday", False),
        ("for the exam on 1 March", False),
        ("numpy on 10 March", False),
        ("numpy for Ben on Friday", False),
        ("did it on Friday", False),
    ],
)
def test_the_day_of_an_event_to_come_is_told_from_other_days(note: str, is_ahead: bool) -> None:
    named = find_named_day(note, "en")

    assert named is not None
    assert is_ahead is is_of_event_ahead(named, TODAY, "en")


@pytest.mark.parametrize(
    ("note", "left"),
    [
        ("today", ""),
        ("just now", ""),
        ("numpy, today", "numpy"),
        ("numpy heute", "numpy"),
        ("numpy", "numpy"),
        ("today I read", "today I read"),
        ("what I know by now", "what I know by now"),
        ("", ""),
    ],
)
def test_a_word_that_names_today_is_left_out_of_a_note(note: str, left: str) -> None:
    assert left == leave_out_today(note)
