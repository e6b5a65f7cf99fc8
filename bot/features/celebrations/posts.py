"""The post kinds of celebrations and their amendments. An action plans them; they have no due."""

from __future__ import annotations

from bot.features.celebrations.actions.details import read_celebration_details
from bot.features.celebrations.actions.marking import mark_celebrated, mark_gathering
from bot.features.celebrations.gathered_wording import word_gathering
from bot.features.celebrations.queries.gatherings import AMEND_GATHERING, GATHERING
from bot.features.celebrations.queries.posts import AMEND, CELEBRATION
from bot.features.celebrations.wording import word_celebration
from bot.posting.kinds import TO_GROUP, PostKind

CELEBRATION_POST = PostKind(
    CELEBRATION,
    TO_GROUP,
    word_celebration,
    repeat=True,
    after_sent=mark_celebrated,
    read_details=read_celebration_details,
)
AMEND_POST = PostKind(
    AMEND, TO_GROUP, word_celebration, repeat=True, silenced=False, read_details=read_celebration_details
)
GATHERING_POST = PostKind(
    GATHERING, TO_GROUP, word_gathering, repeat=True, after_sent=mark_gathering, read_details=read_celebration_details
)
AMEND_GATHERING_POST = PostKind(
    AMEND_GATHERING, TO_GROUP, word_gathering, repeat=True, silenced=False, read_details=read_celebration_details
)
