"""People of one name are told apart where one of them is to be chosen."""

from __future__ import annotations

import pytest

from bot.identity import distinguish_names

DISCORD, TELEGRAM = "Discord", "Telegram"


@pytest.mark.parametrize(
    ("names", "kinds", "shown"),
    [
        ([], [], []),
        (["Ann"], [[DISCORD]], ["Ann"]),
        (["Ann", "Ben"], [[DISCORD, DISCORD]], ["Ann", "Ben"]),
        (["Ann", "ann"], [[DISCORD, TELEGRAM]], ["Ann · Discord", "ann · Telegram"]),
        (["Ann", "Ben", "Ann"], [[TELEGRAM] * 3, ["@a", "", "@b"]], ["Ann · @a", "Ben", "Ann · @b"]),
        (["Ann", "Ann"], [[TELEGRAM] * 2, ["@a", ""], ["#1", "#5"]], ["Ann · #1", "Ann · #5"]),
        (["Ann"] * 3, [[DISCORD, DISCORD, TELEGRAM], ["#1", "#2", "#3"]], ["Ann · #1", "Ann · #2", "Ann · #3"]),
        (["مريم", "مريم", "🦊", "🦊"], [["#1", "#2", "#3", "#4"]], ["مريم · #1", "مريم · #2", "🦊 · #3", "🦊 · #4"]),
        (["Ann", "Ann"], [], ["Ann", "Ann"]),
        (["x" * 64, "x" * 64], [["#1", "#2"]], ["x" * 27 + "… · #1", "x" * 27 + "… · #2"]),
    ],
)
def test_each_namesake_has_a_sign_of_their_own(names: list[str], kinds: list[list[str]], shown: list[str]) -> None:
    assert shown == distinguish_names(names, *kinds)
