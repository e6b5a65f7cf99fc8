"""The post kinds of help: the contact of asker and helper, whether it was lost, whether it helped, and the thanks."""

from __future__ import annotations

from bot.features.helping.actions.following import plan_follow_up
from bot.features.helping.actions.meeting import read_meeting_of_post
from bot.features.helping.actions.offering import schedule_follow_up
from bot.features.helping.facts import CONTACT, FOLLOW_UP, THANKS, UNREACHED
from bot.features.helping.wording import word_contact, word_follow_up, word_thanks, word_unreached
from bot.posting.kinds import TO_BOTH, TO_LEARNER, LearnerMoments, PostKind

CONTACT_POST = PostKind(
    CONTACT,
    TO_BOTH,
    word_contact,
    replaced=False,
    after_sent=schedule_follow_up,
    read_details=read_meeting_of_post,
)
"""It is planned by an offer of help. In private it goes to the asker alone."""
FOLLOW_UP_POST = PostKind(
    FOLLOW_UP,
    TO_LEARNER,
    word_follow_up,
    moments=LearnerMoments(FOLLOW_UP, plan_follow_up),
    never_in_group=True,
    replaced=False,
    read_details=read_meeting_of_post,
)
THANKS_POST = PostKind(
    THANKS, TO_LEARNER, word_thanks, never_in_group=True, replaced=False, read_details=read_meeting_of_post
)
"""It is planned by the asker's answer."""
UNREACHED_POST = PostKind(
    UNREACHED, TO_LEARNER, word_unreached, never_in_group=True, replaced=False, read_details=read_meeting_of_post
)
"""It tells a helper that the contact did not arrive."""
