"""The post kinds of a shared session: its message, the changes while it runs, and the last change."""

from __future__ import annotations

from bot.features.focus.actions.carrying_on import mark_opened, plan_focuses
from bot.features.focus.actions.viewing import read_view
from bot.features.focus.facts import FOCUS, FOCUS_EDIT, FOCUS_END
from bot.features.focus.wording import word_focus
from bot.posting.kinds import TO_BOTH, GroupMoments, PostKind

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
