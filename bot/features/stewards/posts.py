"""Posts to stewards, planned when a place or roadmap is lost, and their word to quiet members. No group gets them."""

from __future__ import annotations

from bot.features.stewards.actions.friendly import FRIENDLY, read_is_missed
from bot.features.stewards.actions.lost_places import ROADMAP_LOST, STEWARD
from bot.features.stewards.lacking import LACKING
from bot.features.stewards.wording import word_friendly, word_lacking_right, word_lost_roadmap, word_place_lost
from bot.posting.kinds import TO_LEARNER, PostKind

PLACE_LOST_POST = PostKind(STEWARD, TO_LEARNER, word_place_lost, never_in_group=True, replaced=False, silenced=False)
ROADMAP_LOST_POST = PostKind(
    ROADMAP_LOST, TO_LEARNER, word_lost_roadmap, never_in_group=True, replaced=False, silenced=False
)
LACKING_POST = PostKind(LACKING, TO_LEARNER, word_lacking_right, never_in_group=True, replaced=False, silenced=False)
FRIENDLY_POST = PostKind(FRIENDLY, TO_LEARNER, word_friendly, rank=3, never_in_group=True, read_details=read_is_missed)
