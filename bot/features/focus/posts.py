"""The post kinds of a shared session: its messages, their changes, the last change, and word that none arrives."""

from __future__ import annotations

from bot.features.focus.actions.carrying_on import mark_opened, plan_focuses
from bot.features.focus.actions.viewing import read_unseen, read_view
from bot.features.focus.facts import FOCUS, FOCUS_EDIT, FOCUS_END, FOCUS_UNSEEN
from bot.features.focus.wording import word_focus, word_unseen
from bot.posting.kinds import TO_BOTH, TO_LEARNER, GroupMoments, PostKind

FOCUS_POST = PostKind(
    FOCUS,
    TO_BOTH,
    word_focus,
    moments=GroupMoments(FOCUS, plan_focuses),
    repeat=True,
    never_in_group=True,
    silenced=False,
    rings=False,
    after_sent=mark_opened,
    read_details=read_view,
)
FOCUS_EDIT_POST = PostKind(
    FOCUS_EDIT,
    TO_BOTH,
    word_focus,
    repeat=True,
    never_in_group=True,
    silenced=False,
    rings=False,
    read_details=read_view,
)
FOCUS_END_POST = PostKind(
    FOCUS_END,
    TO_BOTH,
    word_focus,
    repeat=True,
    never_in_group=True,
    silenced=False,
    rings=False,
    anew=True,
    read_details=read_view,
)
FOCUS_UNSEEN_POST = PostKind(
    FOCUS_UNSEEN, TO_LEARNER, word_unseen, never_in_group=True, silenced=False, read_details=read_unseen
)
"""It is planned when the message of a session does not arrive in the home in which it was started."""
