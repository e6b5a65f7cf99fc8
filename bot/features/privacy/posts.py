"""The post kinds of privacy: changed messages that named a forgotten learner, and warnings before a deletion."""

from __future__ import annotations

from bot.features.privacy.actions.unnaming import read_unnamed
from bot.features.privacy.actions.warning import is_home_lost, is_removed
from bot.features.privacy.facts import GROUP_ENDS, HOME_ENDS, UNNAMED
from bot.features.privacy.wording import word_group_end, word_home_end, word_unnamed
from bot.posting.kinds import TO_BOTH, TO_LEARNER, PostKind

UNNAMED_POST = PostKind(
    UNNAMED, TO_BOTH, word_unnamed, repeat=True, replaced=False, silenced=False, read_details=read_unnamed
)
GROUP_ENDS_POST = PostKind(
    GROUP_ENDS, TO_LEARNER, word_group_end, never_in_group=True, replaced=False, silenced=False, read_details=is_removed
)
HOME_ENDS_POST = PostKind(
    HOME_ENDS, TO_LEARNER, word_home_end, never_in_group=True, replaced=False, silenced=False, read_details=is_home_lost
)
