"""Posts to stewards, planned when a place or roadmap is lost, and their word to quiet members. No group gets them."""

from __future__ import annotations

from bot.chat.reply import Reply
from bot.features.helping.actions.stuck_details import read_group_details
from bot.features.helping.stuck_wording import word_stuck_group
from bot.features.stewards.actions.friendly import FRIENDLY, read_is_missed
from bot.features.stewards.actions.lost_places import ROADMAP_LOST, STEWARD
from bot.features.stewards.lacking import LACKING
from bot.features.stewards.queries.questions import AMEND_STUCK
from bot.features.stewards.wording import word_friendly, word_lacking_right, word_lost_roadmap, word_place_lost
from bot.posting.kinds import TO_GROUP, TO_LEARNER, PostKind
from bot.posting.wording import NothingToSay, Worded


def word_amended_question(worded: Worded) -> Reply:
    """Word the change of a post about an obstacle: the question as before, or that it was taken back."""
    try:
        return word_stuck_group(worded)
    except NothingToSay:
        return Reply(worded.say("moderation.question_gone"))


PLACE_LOST_POST = PostKind(STEWARD, TO_LEARNER, word_place_lost, never_in_group=True, silenced=False)
ROADMAP_LOST_POST = PostKind(ROADMAP_LOST, TO_LEARNER, word_lost_roadmap, never_in_group=True, silenced=False)
LACKING_POST = PostKind(LACKING, TO_LEARNER, word_lacking_right, never_in_group=True, silenced=False)
FRIENDLY_POST = PostKind(FRIENDLY, TO_LEARNER, word_friendly, never_in_group=True, read_details=read_is_missed)
AMEND_STUCK_POST = PostKind(
    AMEND_STUCK,
    TO_GROUP,
    word_amended_question,
    repeat=True,
    silenced=False,
    read_details=read_group_details,
)
