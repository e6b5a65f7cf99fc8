"""The post kinds of celebrations and their amendments. An action plans them; they have no due."""

from __future__ import annotations

from bot.features.celebrations.actions.celebrating import mark_celebrated
from bot.features.celebrations.queries import AMEND, CELEBRATION
from bot.features.celebrations.wording import word_celebration
from bot.posting.kinds import TO_GROUP, PostKind

CELEBRATION_POST = PostKind(CELEBRATION, TO_GROUP, word_celebration, repeat=True, after_sent=mark_celebrated)
AMEND_POST = PostKind(AMEND, TO_GROUP, word_celebration, repeat=True, silenced=False)
