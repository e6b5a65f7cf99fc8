"""The names of post kinds in /schedule preview."""

from __future__ import annotations

import pytest

from bot import texts
from bot.features.posts import POSTS
from bot.posting.kinds import GroupMoments


@pytest.mark.parametrize(
    "kind", [post.name for post in POSTS if isinstance(post.moments, GroupMoments) and post.moments.foresee]
)
def test_a_foreseen_post_has_a_name_in_the_preview(kind: str) -> None:
    assert texts.template(texts.SOURCE, f"schedule.preview.{kind}")
