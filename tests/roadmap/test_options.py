"""An option of a choice is found as a member names it, and a wrong name finds none."""

from __future__ import annotations

import pytest

from roadmap.lookup.options import find_option
from tests.roadmap.samples import PATH, SMALL


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("path research", "research"),
        ("path Leading", "leading"),
        ("path 2", "leading"),
        ("path option c", "applied"),
        ("path A", "research"),
        ("leading", "leading"),
    ],
)
def test_an_option_is_found_by_slug_title_number_or_letter(typed: str, slug: str) -> None:
    choice, option = find_option(SMALL, typed) or (None, None)

    assert PATH == choice
    assert option
    assert slug == option.slug


@pytest.mark.parametrize("typed", ["path gardening", "path 9", "path d", "gardening", "2"])
def test_what_no_option_is_called_finds_none(typed: str) -> None:
    assert find_option(SMALL, typed) is None


def test_the_choice_alone_is_found_without_an_option() -> None:
    assert (PATH, None) == find_option(SMALL, "path")
