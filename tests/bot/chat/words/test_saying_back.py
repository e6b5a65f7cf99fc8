"""How lines and words are said back."""

from __future__ import annotations

import pytest

from bot.chat.limits import NOTE_SIGN
from bot.chat.words.saying_back import LINE, say_line_back

TYPED = (
    "done week2-numpy",
    "done numpy, pandas",
    "log 14:30",
    "log 1.5h",
    f"done numpy{NOTE_SIGN}it took me #12 tries",
    "done numpy https://a.example/b.abcde",
)
INWARD = (
    "undo #12",
    "undo #12 yes",
    "log habit:daily-code.2237a",
    "placement month2.ecabc yes",
    "criteria not zero-explain.cb206",
    "checkin of:2026-03-02 skip finished",
    "leave telegram:5000000001",
    "progress discord:1300000000000000000",
)


@pytest.mark.parametrize("line", TYPED)
def test_a_line_that_people_type_is_said_back_whole(line: str) -> None:
    assert line == say_line_back(line, LINE)


@pytest.mark.parametrize("line", INWARD)
def test_of_a_line_that_only_a_button_types_its_command_is_said_back(line: str) -> None:
    assert line.split(maxsplit=1)[0] == say_line_back(line)
