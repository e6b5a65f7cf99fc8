"""Words cut kindly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.limits import units
from bot.chat.words.cutting import cut_words


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        ("short", "short"),
        ("one two three", "one two…"),
        ("one two, three", "one two…"),
        ("one twothree", "one twoth…"),
        ("onetwothreefour", "onetwothr…"),
        ("a\n\n b\tc", "a · b c"),
        ("😀😀😀😀😀😀", "😀😀😀😀…"),
        ("", ""),
    ],
)
def test_words_end_at_a_word_if_that_leaves_half_of_them(words: str, cut: str) -> None:
    assert cut == cut_words(words, 10)


@given(st.text(), st.integers(2, 60))
def test_cut_words_fit_and_stay_on_one_line(words: str, most: int) -> None:
    cut = cut_words(words, most)

    assert units(cut) <= most
    assert 1 >= len(cut.splitlines())
    assert cut == cut_words(words) or cut.endswith("…")
