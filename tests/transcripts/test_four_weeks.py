"""Four weeks of a group of five, counted: who heard what, how often and at which hour of theirs."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.adapters.sandbox import ScriptFormat
from tests.transcripts.playing import HERE, play_all

SCRIPT = HERE / "four_weeks.txt"
BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
MONDAY = date(2026, 3, 2)
CHANGE = date(2026, 3, 29)  # the clocks go forward in Berlin
MISSED = ("Pia", "Igor")
EVERYONE = ("Ann", "Wim", "Yuki", *MISSED)
ROOM = "room"


@dataclass(frozen=True)
class Heard:
    """Something said unasked: to whom, of which kind (told by its buttons), and when by their own clock."""

    to: str
    kind: str
    at: datetime
    words: str

    @property
    def day(self) -> int:
        """1 is the Monday on which all begins."""
        return (self.at.date() - MONDAY).days + 1


MARKS = {
    "snooze 1d": "personal",
    "nudges weekly": "question",
    "nudges": "reminder",
    "leave": "welcome",
    "log 15m": "nudge",
}


def kind_of(labels: dict[str, str]) -> str:
    """By its buttons, line to label: only a reminder leads to the nudges, only a welcome to leave, and so on."""
    marked = [kind for line, kind in MARKS.items() if line in labels]
    if marked:
        return marked[0]
    if "Check in late" in labels.values():
        return "digest"
    return "checkin" if "checkin" in labels else "celebration"


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> list[Heard]:
    lines = SCRIPT.read_text(encoding="utf-8").splitlines()
    played = asyncio.run(play_all(lines, tmp_path_factory.mktemp("four_weeks"), ScriptFormat.JSON))
    messages = [json.loads(line) for line in played.splitlines()]
    return [
        Heard(
            message["to"],
            kind_of({button["line"].split(" of:")[0]: button["label"] for button in message["buttons"]}),
            datetime.fromisoformat(message["at"]).astimezone(TOKYO if message["to"] == "Yuki" else BERLIN),
            f"{message['title']}\n{message['text']}",
        )
        for message in messages
        if message["kind"] == "post"
    ]


def to(heard: list[Heard], who: str, *kinds: str) -> list[Heard]:
    return [one for one in heard if one.to == who and (not kinds or one.kind in kinds)]


def plain_posts(heard: list[Heard]) -> list[Heard]:
    """What the room hears, celebrations apart."""
    return to(heard, ROOM, "nudge", "checkin", "digest")


def test_the_room_hears_at_most_one_post_a_day_celebrations_apart(heard: list[Heard]) -> None:
    days = [one.day for one in plain_posts(heard)]

    assert len(days) == len(set(days))
    assert {"nudge": 13, "checkin": 4, "digest": 4, "celebration": 8} == Counter(one.kind for one in to(heard, ROOM))


def test_a_group_whose_waiting_members_have_all_studied_gets_no_post(heard: list[Heard]) -> None:
    silent = set(range(1, 31)) - {one.day for one in plain_posts(heard)}

    assert {16, 17, 18, 20, 23, 24, 25, 26, 27} == silent  # two weeks gone, nobody waits for Igor any more


def test_nobody_hears_more_than_one_private_word_a_day(heard: list[Heard]) -> None:
    for who in EVERYONE:
        days = [one.day for one in to(heard, who)]
        assert len(days) == len(set(days)), who
    assert {"Ann": 0, "Wim": 6, "Yuki": 0, "Pia": 0, "Igor": 8} == {who: len(to(heard, who)) for who in EVERYONE}


def test_who_ignores_everything_hears_ever_less_then_one_question_and_then_nothing(heard: list[Heard]) -> None:
    assert [(one.day, one.kind) for one in to(heard, "Igor")] == [
        *((1, "personal"), (2, "personal"), (3, "personal")),  # every day
        *((5, "personal"), (7, "personal")),  # every other day
        (11, "welcome"),  # ten days without a word from him
        (16, "personal"),  # once a week
        (23, "question"),
    ]


def test_who_is_on_a_pause_hears_nothing(heard: list[Heard]) -> None:
    assert [] == to(heard, "Pia")


def test_a_resting_or_paused_member_is_not_counted_as_missing(heard: list[Heard]) -> None:
    monday, saturday = (one for one in to(heard, ROOM, "nudge") if one.day in {1, 6})

    assert "1 of 3" in monday.words  # neither Pia nor Wim, whose days are Saturday and Sunday
    assert "1 of 4" in saturday.words


def test_nobody_who_missed_is_named_to_the_others(heard: list[Heard]) -> None:
    for one in to(heard, ROOM):
        assert not [name for name in MISSED if name in one.words], one
        if one.kind in {"nudge", "checkin"}:
            assert not [name for name in EVERYONE if name in one.words], one


def test_everything_comes_at_its_hour_before_and_after_the_clocks_change(heard: list[Heard]) -> None:
    assert {one.at.time() for one in plain_posts(heard)} == {time(18, 6, 1)}
    assert {one.at.time() for one in to(heard, "Igor")} == {time(19, 30)}
    assert {one.at.time() for one in to(heard, "Wim", "personal")} == {time(11, 30)}
    assert {one.at.time() for one in to(heard, "Wim", "reminder")} == {time(14)}
    for who, kind in ((ROOM, "checkin"), (ROOM, "digest"), (ROOM, "nudge"), ("Wim", "personal"), ("Wim", "reminder")):
        assert {False, True} == {one.at.date() >= CHANGE for one in to(heard, who, kind)}, kind


def test_nobody_hears_anything_in_quiet_hours(heard: list[Heard]) -> None:
    assert [] == [one for one in heard if not time(8) <= one.at.time() < time(22)]


def test_each_week_has_its_check_in_on_sunday_and_its_digest_on_monday(heard: list[Heard]) -> None:
    assert [7, 14, 21, 28] == [one.day for one in to(heard, ROOM, "checkin")]
    assert [8, 15, 22, 29] == [one.day for one in to(heard, ROOM, "digest")]


def test_no_daily_word_is_the_one_before(heard: list[Heard]) -> None:
    for who in (ROOM, "Igor", "Wim"):
        words = [one.words for one in to(heard, who, "nudge", "personal")]
        assert [] == [one for one, other in pairwise(words) if one == other], who


def test_the_kept_conversation_stays_short_enough_to_be_read() -> None:
    assert len(SCRIPT.read_text(encoding="utf-8").splitlines()) <= 500
