"""Each button of a question about zones means, typed, what it does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.words.zone_asking import label_zone
from bot.chat.words.zone_places import PlaceZone
from bot.chat.words.zone_rules import WELL_KNOWN, real_zones
from bot.chat.words.zones import ZoneFit, find_zones
from tests.bot.chat.words.test_zones import ASKED, OFFSETS, SUMMER, UNSURE, WINTER, rows
from tests.sampling import examples, sample

HOMES = ("UTC", "Europe/Berlin", "America/Chicago", "Asia/Shanghai")
TYPED = [row[0] for row in rows(ASKED) + rows(UNSURE) + rows(OFFSETS)]
TYPED += ["Berlni", "Londno", "14:30", "18:00", "USA", "Cambridge", "Richmond", "Santiago", "Cordoba", "Halifax"]
TYPED += ["St. John's", "San Juan", "Alexandria", "Hamilton", "Newcastle", "Merida", "Leon", "Durham", "La Paz"]


@pytest.mark.parametrize("typed", TYPED)
def test_a_buttons_label_means_its_value(typed: str) -> None:
    for home in HOMES:
        for place in find_zones(typed, "en", WINTER, home).places:
            label = label_zone(place, "en", WINTER, home)
            for said in (label, label.partition(" (")[0]):
                found = find_zones(said, "en", SUMMER, home)
                assert (ZoneFit.SURE, (place.zone,)) == (found.fit, found.zones)


@examples(0.5)
@given(st.text(max_size=70), st.sampled_from(HOMES))
def test_whatever_is_typed_gets_an_answer(typed: str, home: str) -> None:
    for place in find_zones(typed, "en", WINTER, home).places:
        assert place.zone in real_zones() or place.zone.startswith("Etc/")


@pytest.mark.parametrize("language", ["en", "de", "fr", "ru"])
def test_each_zone_that_is_printed_can_be_typed(language: str) -> None:
    for zone in {*WELL_KNOWN, *sample(sorted(real_zones()), 40)}:
        label = label_zone(PlaceZone(zone, ""), language, WINTER, "UTC")

        assert (zone,) == find_zones(label, language, WINTER).zones
