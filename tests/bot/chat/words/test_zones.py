"""Zones by city, country, clock; and what to say where none is meant."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.chat.words.zones import OFFERED, WELL_KNOWN, city_of, find_zones

NOW = datetime(2026, 1, 15, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Kyiv", "Europe/Kyiv"),
        ("Kiew", "Europe/Kyiv"),
        ("kiev", "Europe/Kyiv"),
        ("Київ", "Europe/Kyiv"),
        ("New York", "America/New_York"),
        ("new_york", "America/New_York"),
        ("India", "Asia/Kolkata"),
        ("Indien", "Asia/Kolkata"),
        ("São Paulo", "America/Sao_Paulo"),
        ("sao paulo", "America/Sao_Paulo"),
        ("München", "Europe/Berlin"),
        ("San Francisco", "America/Los_Angeles"),
        ("Singapore", "Asia/Singapore"),
        ("  BERLIN ", "Europe/Berlin"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("UTC", "UTC"),
        ("Москва", "Europe/Moscow"),
        ("England", "Europe/London"),
        ("America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
    ],
)
def test_a_city_or_country_is_its_zone(typed: str, zone: str) -> None:
    found = find_zones(typed, "en", NOW)

    assert (found.zones, found.exact, found.guessed) == ((zone,), True, False)


def test_a_country_with_several_zones_offers_those_where_people_live() -> None:
    found = find_zones("USA", "en", NOW)

    assert ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles") == found.zones[:4]
    assert len(found.zones) <= 9


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("14:30", "Europe/Kyiv"),
        ("2:30 pm", "Europe/Kyiv"),
        ("14h30", "Europe/Kyiv"),
        ("14:28", "Europe/Kyiv"),
        ("18:00", "Asia/Kolkata"),
        ("18:15", "Asia/Kathmandu"),
        ("4:30", "America/Los_Angeles"),
        ("23:30", "Australia/Sydney"),
        ("UTC+2", "Europe/Kyiv"),
        ("gmt -3:30", "America/St_Johns"),
        ("UTC+05:30", "Asia/Kolkata"),
    ],
)
def test_the_time_that_it_is_offers_zones_but_takes_none_unasked(typed: str, zone: str) -> None:
    found = find_zones(typed, "en", NOW)

    assert zone in found.zones
    assert found.guessed


@pytest.mark.parametrize("name", WELL_KNOWN)
def test_whoever_says_what_time_it_is_is_offered_their_own_zone_or_nine_others(name: str) -> None:
    found = find_zones(NOW.astimezone(ZoneInfo(name)).strftime("%H:%M"), "en", NOW).zones

    assert name in found or len(found) == OFFERED


def test_a_time_at_which_nobody_lives_offers_nothing() -> None:
    found = find_zones("00:10", "en", NOW)

    assert ((), True) == (found.zones, found.guessed)


@pytest.mark.parametrize("typed", ["Atlantisville", "25:00", "x" * 10_000, "<b>bold</b>", "@everyone", "12:75"])
def test_an_unknown_place_gives_the_nearest_three(typed: str) -> None:
    found = find_zones(typed, "en", NOW)

    assert not found.exact
    assert len(found.zones) <= 3


@pytest.mark.parametrize("typed", ["", "   ", "\u202e", "…"])
def test_nothing_readable_gives_nothing(typed: str) -> None:
    assert () == find_zones(typed, "en", NOW).zones


def test_cities_are_called_as_the_language_calls_them() -> None:
    assert "Kiew" == city_of("Europe/Kyiv", "de")
    assert "New York" == city_of("America/New_York", "en")
    assert "UTC" == city_of("UTC", "en")
    assert "Berlin" == city_of("Europe/Berlin", "no-such-language")
