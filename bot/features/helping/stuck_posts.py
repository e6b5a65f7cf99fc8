"""The post kinds about a stuck learner: a member is asked in private, and then the group."""

from __future__ import annotations

from bot.features.helping.actions.amending_questions import amend_arrived_question
from bot.features.helping.actions.stuck_details import read_amended_details, read_ask_details, read_group_details
from bot.features.helping.queries.asked_groups import AMEND_STUCK
from bot.features.helping.stuck_asking import plan_asking
from bot.features.helping.stuck_facts import STUCK_ASK, STUCK_GROUP
from bot.features.helping.stuck_wording import word_amended_question, word_stuck_ask, word_stuck_group
from bot.features.ticks.actions.stuck_tasks import STUCK
from bot.posting.kinds import TO_GROUP, TO_LEARNER, LearnerMoments, PostKind

STUCK_ASK_POST = PostKind(
    STUCK_ASK,
    TO_LEARNER,
    word_stuck_ask,
    moments=LearnerMoments(STUCK, plan_asking),
    never_in_group=True,
    read_details=read_ask_details,
)
"""Beside the one post a day: a member is asked once a week at most, and agreed to it."""
STUCK_GROUP_POST = PostKind(
    STUCK_GROUP,
    TO_GROUP,
    word_stuck_group,
    rings=False,
    after_sent=amend_arrived_question,
    read_details=read_group_details,
)
"""Beside the one post a day: a group is asked about one obstacle a day at most."""
AMEND_STUCK_POST = PostKind(
    AMEND_STUCK,
    TO_GROUP,
    word_amended_question,
    repeat=True,
    silenced=False,
    read_details=read_amended_details,
)
"""It changes the group's post, after the question ended, or was taken down or put back."""
