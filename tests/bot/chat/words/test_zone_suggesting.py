from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.chat.limits import SUGGESTION, SUGGESTIONS
from bot.chat.words.zone_suggesting import suggest_zones
from bot.chat.words.zones import ZoneFit, find_zones

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "label", "zone"),
    [
        ("berl", "Berlin, Germany (13:00)", "Europe/Berlin"),
        ("muni", "Munich, Germany (13:00)", "Europe/Berlin"),
        ("hano", "Hanoi, Vietnam (19:00)", "Asia/Ho_Chi_Minh"),
        ("wien", "Wien, Austria (13:00)", "Europe/Vienna"),
        ("кие", "Kyiv, Ukraine (14:00)", "Europe/Kyiv"),
        ("Asia/To", "Tokyo, Japan (21:00)", "Asia/Tokyo"),
        ("america/argentina/b", "Buenos Aires, Argentina (09:00)", "America/Argentina/Buenos_Aires"),
        ("IST", "Kolkata, India (17:30)", "Asia/Kolkata"),
        ("utc", "UTC (12:00)", "UTC"),
        ("berlni", "Berlin, Germany (13:00)", "Europe/Berlin"),
        ("", "UTC (12:00)", "UTC"),
    ],
)
def test_the_likeliest_zone_comes_first(typed: str, label: str, zone: str) -> None:
    first = suggest_zones(typed, "en", NOW, "UTC")[0]

    assert (label, zone) == (first.label, first.value)


def test_cities_near_the_group_come_first_and_then_the_largest() -> None:
    assert "Europe/Berlin" == suggest_zones("be", "en", NOW, "Europe/Berlin")[0].value
    assert "Asia/Shanghai" == suggest_zones("be", "en", NOW, "UTC")[0].value
    assert "Europe/Berlin" == suggest_zones("", "en", NOW, "Europe/Berlin")[0].value


@pytest.mark.parametrize("typed", ["", "a", "s", "san", "utc+5:30", "14:30", "/", "-", "\t", "x" * 200])
def test_at_most_25_zones_are_suggested_each_once_and_each_is_taken(typed: str) -> None:
    found = suggest_zones(typed, "en", NOW, "UTC")

    assert len({one.value for one in found}) == len(found) <= SUGGESTIONS
    for one in found:
        assert len(one.label) <= SUGGESTION
        assert ZoneFit.SURE is find_zones(one.value, "en", NOW).fit
