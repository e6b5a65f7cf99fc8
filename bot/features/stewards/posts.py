"""Posts to stewards, planned when a place is lost. No group gets them."""

from __future__ import annotations

from bot.features.stewards.actions import STEWARD
from bot.features.stewards.wording import word_place_lost
from bot.posting.kinds import TO_LEARNER, PostKind

PLACE_LOST_POST = PostKind(STEWARD, TO_LEARNER, word_place_lost, never_in_group=True, silenced=False)
