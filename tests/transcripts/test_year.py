"""A year of two members, played by the command line: streaks, freezes, boards and celebrations."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.sandbox import ScriptFormat
from tests.transcripts.playing import play_all
from tests.transcripts.year import DAYS, Evening, evenings, script

LINE = re.compile(r"(?P<name>\w+) · (?P<score>\d+) (?:points?|days?)(?: \(you\))?")

Messages = list[dict[str, Any]]


def board(message: dict[str, Any]) -> dict[str, int]:
    found = (LINE.fullmatch(line) for line in message["text"].splitlines())
    return {line["name"]: int(line["score"]) for line in found if line}


def boards(year: Messages, title: str) -> list[dict[str, int]]:
    return [board(message) for message in year if message["title"] == title]


def posts(year: Messages, words: str) -> Messages:
    return [message for message in year if message["kind"] == "post" and words in message["title"] + message["text"]]


def celebrations(year: Messages, words: str) -> Messages:
    """A nudge names the blocks that people are in, and a digest what was reached in its week: they are left out."""
    return [post for post in posts(year, words) if not {"I studied 15 min", "Check in late"} & labels(post)]


def labels(post: dict[str, Any]) -> set[str]:
    return {button["label"] for button in post["buttons"]}


def every_board_is_right_on_every_evening(year: Messages) -> None:
    shown = zip(boards(year, "This week"), boards(year, "All time"), boards(year, "Streaks"), strict=True)

    assert [Evening(*evening) for evening in shown] == list(evenings())


def the_streak_of_who_studies_every_day_goes_through_both_changes_of_the_clocks(year: Messages) -> None:
    assert [scores["Ana"] for scores in boards(year, "Streaks")] == list(range(1, DAYS + 1))


def the_other_uses_two_freezes_and_then_misses(year: Messages) -> None:
    [why] = [message["text"] for message in year if "Sun 29 Mar" in message["text"] and "❄️" in message["text"]]
    marks = [line.split()[0] for line in why.splitlines() if re.match(r"\W+ \w{3} \d+ (Mar|Apr)", line)]

    assert marks == ["✅"] * 5 + ["❄️"] * 2 + ["✅", "▫️"] + ["✅"] * 3


def the_level_is_celebrated_once_in_the_room_with_its_mention(year: Messages) -> None:
    [level] = posts(year, "Level ZERO")

    assert [message for message in year if message["pings"]] == [level]
    assert ["Ana"] == level["pings"]
    assert "@Ana" in level["text"]
    assert ("room", False) == (level["to"], level["private"])
    assert "2026-10-31T22:31Z" == level["at"]


def everything_else_is_celebrated_once_too(year: Messages) -> None:
    counted = {
        words: len(celebrations(year, words))
        for words in (
            "7 days in a row",
            "30 days in a row",
            "100 days in a row",
            "365 days in a row",
        )
    }

    assert counted == dict.fromkeys(counted, 1)
    assert [] == celebrations(year, "👋 Welcome back!")  # after a week away Ben stays for one day, not for three
    assert 1 == len(celebrations(year, "Math Essentials"))


def nothing_failed_and_everything_came_in_order_of_time(year: Messages) -> None:
    assert [] == [message for message in year if "went wrong" in message["text"]]
    assert [message["at"] for message in year] == sorted(message["at"] for message in year)


@pytest.mark.thorough
async def test_a_year_of_two_members_is_right_on_every_evening_and_celebrated_once(tmp_path: Path) -> None:
    played = await play_all(script(), tmp_path, ScriptFormat.JSON)
    year = [json.loads(line) for line in played.splitlines()]

    every_board_is_right_on_every_evening(year)
    the_streak_of_who_studies_every_day_goes_through_both_changes_of_the_clocks(year)
    the_other_uses_two_freezes_and_then_misses(year)
    the_level_is_celebrated_once_in_the_room_with_its_mention(year)
    everything_else_is_celebrated_once_too(year)
    nothing_failed_and_everything_came_in_order_of_time(year)
