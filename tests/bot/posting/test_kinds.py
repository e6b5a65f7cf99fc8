"""Kinds of post by their rank, in whatever order they were registered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.features.posts import POSTS
from bot.posting.kinds import Hearer, find_kind, lesser_names, ranked_names, register_kinds


@pytest.fixture(params=["in order", "reversed", "by name"], autouse=True)
def registered(request: pytest.FixtureRequest) -> Iterator[None]:
    """Register the kinds in another order."""
    orders = {"in order": POSTS, "reversed": POSTS[::-1], "by name": sorted(POSTS, key=lambda kind: kind.name)}
    register_kinds(orders[request.param])
    yield
    register_kinds(POSTS)


@pytest.mark.parametrize("hearer", Hearer)
def test_ranked_posts_are_listed_from_the_lowest_rank_up(hearer: Hearer) -> None:
    ranks = [find_kind(name).rank for name in ranked_names(hearer)]

    assert sorted(ranks) == ranks
    assert 0 not in ranks


def test_only_nudges_digests_reviews_focus_and_questions_come_without_a_sound() -> None:
    assert {"nudge", "digest", "review", "focus", "focus_edit", "focus_end", "stuck_group"} == {
        kind.name for kind in POSTS if not kind.rings
    }


def test_a_post_replaces_those_of_its_rank_and_below() -> None:
    for name in ranked_names(Hearer.GROUP):
        replaced = lesser_names(name)

        assert name == replaced[-1]
        assert all(find_kind(other).rank <= find_kind(name).rank for other in replaced)
