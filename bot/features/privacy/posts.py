"""The post kinds of privacy: the change of a message that named a forgotten learner."""

from __future__ import annotations

from bot.features.privacy.actions.unnaming import read_unnamed
from bot.features.privacy.facts import UNNAMED
from bot.features.privacy.wording import word_unnamed
from bot.posting.kinds import TO_BOTH, PostKind

UNNAMED_POST = PostKind(
    UNNAMED, TO_BOTH, word_unnamed, repeat=True, replaced=False, silenced=False, read_details=read_unnamed
)
