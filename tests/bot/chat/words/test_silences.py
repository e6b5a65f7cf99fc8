"""Silences as people type them on Wednesday 4 March 2026, and as we write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.words.clocks import hour, short_day
from bot.chat.words.silences import OVER, Silence, offer_silences, read_silences

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("typed", "silences"),
    [
        ("2h", [Silence(time=timedelta(hours=2))]),
        ("for two hours", [Silence(time=timedelta(hours=2))]),
        ("half an hour", [Silence(time=timedelta(minutes=30))]),
        ("1d 12h", [Silence(time=timedelta(hours=36))]),
        ("3", [Silence(3)]),
        ("another 3 days", [Silence(3)]),
        ("for 2 days please", [Silence(2)]),
        ("3 days, thank you!", [Silence(3)]),
        ("2h por favor", [Silence(time=timedelta(hours=2))]),
        ("please", []),
        ("a fortnight", [Silence(14)]),
        ("tonight", [Silence(1)]),
        ("the rest of the day", [Silence(1)]),
        ("until tomorrow", [Silence(1)]),
        ("3 days!", [Silence(3)]),
        ("until tomorrow.", [Silence(1)]),
        ("another 3 days!!", [Silence(3)]),
        ("until friday", [Silence(2)]),
        ("friday", [Silence(2)]),
        ("until the 10th", [Silence(6)]),
        ("bis Freitag", [Silence(2)]),
        ("until 10/3", [Silence(6), Silence(213)]),
        ("until wednesday", [Silence(7)]),
        ("until 18:00", [Silence(at=1080)]),
        ("until noon", [Silence(at=720)]),
        ("18:00", [Silence(at=1080)]),
        ("noon", [Silence(at=720)]),
        ("6pm", [Silence(at=1080)]),
        ("1:30", [Silence(time=timedelta(minutes=90))]),
        ("18h", [Silence(time=timedelta(hours=18))]),
        ("until half past six", [Silence(at=390), Silence(at=1110)]),
        ("until Sunday at 18:00", [Silence(4, at=1080)]),
        ("tomorrow 9am", [Silence(1, at=540)]),
        ("this week", [Silence(5)]),
        ("wed-fri", [Silence(3)]),
        ("0h", [Silence(OVER)]),
        ("until yesterday", [Silence(OVER)]),
        ("until 1 March", [Silence(OVER)]),
        ("until today", [Silence(OVER)]),
        ("yesterday at 18:00", []),
        ("weekend", []),
        ("next week", []),
        ("15 pages", []),
        ("whenever", []),
        ("", []),
    ],
)
def test_a_silence_is_read_as_people_type_it(typed: str, silences: list[Silence]) -> None:
    assert tuple(silences) == read_silences(typed, TODAY, "en")


@given(st.integers(1, 90), st.one_of(st.none(), st.integers(0, 1439)))
def test_a_silence_that_we_offer_is_read_back(days: int, at: int | None) -> None:
    silence = Silence(days, at=at)

    [(_, line)] = offer_silences("snooze", [silence], TODAY, "en")

    assert (silence,) == read_silences(line.removeprefix("snooze "), TODAY, "en")
    if at is not None:
        written = f"until {short_day(TODAY + timedelta(days=days), 'en')}, {hour(at)}"
        assert (silence,) == read_silences(written, TODAY, "en")


@given(st.text(max_size=40))
def test_no_typed_silence_makes_it_fail(typed: str) -> None:
    read_silences(typed, TODAY, "en")
