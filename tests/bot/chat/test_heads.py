from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat import limits
from bot.chat.heads import NO_HEAD, Head, split_head
from bot.chat.reply import Button

OWNERS = st.integers(0, 2**64 - 1)
LINES = st.text(min_size=1, max_size=80)


@given(st.builds(Head, OWNERS, st.booleans(), st.booleans(), asks_to_join=st.booleans()), LINES)
def test_a_head_is_read_as_it_was_written(head: Head, line: str) -> None:
    read = replace(head, asks_to_join=head.asks_to_join and not head.sure)  # who is sure was asked

    assert (read, line) == split_head(f"{head}{line}")


@example(0, False, False, False, "0" * 61)
@given(st.integers(0, 2**52), st.booleans(), st.booleans(), st.booleans(), LINES.filter(str.strip))
def test_every_button_of_a_telegram_user_fits_its_callback_data(
    owner: int, sure: bool, replaces: bool, asks: bool, line: str
) -> None:
    carried = Button("ok", line, replaces=replaces, sure=sure, owner=owner, asks_to_join=asks).carried

    assert len(carried.encode("utf-8", "surrogatepass")) <= limits.CALLBACK_BYTES


@pytest.mark.parametrize(
    "carried",
    [
        "undo #12",
        "done week2-numpy",
        "~abcdefghijkl done",
        "~ done",
        "checkin of:2026-03-02 skip",
        "=done",
        "*",
        "",
        "= x",
    ],
)
def test_a_button_from_the_time_before_heads_carries_a_bare_line(carried: str) -> None:
    assert (NO_HEAD, carried) == split_head(carried)
