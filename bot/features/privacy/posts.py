"""The post kinds of privacy: the change of a message that named a forgotten learner."""

from __future__ import annotations

from bot.features.privacy.actions.retention import is_removed
from bot.features.privacy.actions.unnaming import read_unnamed
from bot.features.privacy.facts import GROUP_ENDS, UNNAMED
from bot.features.privacy.wording import word_group_end, word_unnamed
from bot.posting.kinds import TO_BOTH, TO_LEARNER, PostKind

UNNAMED_POST = PostKind(
    UNNAMED, TO_BOTH, word_unnamed, repeat=True, replaced=False, silenced=False, read_details=read_unnamed
)
GROUP_ENDS_POST = PostKind(
    GROUP_ENDS, TO_LEARNER, word_group_end, never_in_group=True, replaced=False, silenced=False, read_details=is_removed
)
