"""Celebrations, and their changes after an undo: an action plans them, no due does."""

from __future__ import annotations

from bot.features.celebrations.actions.celebrating import mark_celebrated
from bot.features.celebrations.actions.posted import AMEND, CELEBRATION, WORTH_SAYING
from bot.features.celebrations.wording import word_celebration
from bot.posting.kinds import TO_GROUP, PostKind

CELEBRATION_POST = PostKind(
    CELEBRATION, TO_GROUP, word_celebration, grace=WORTH_SAYING, repeat=True, after_sent=mark_celebrated
)
AMEND_POST = PostKind(AMEND, TO_GROUP, word_celebration, repeat=True, silenced=False)
