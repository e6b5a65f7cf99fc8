"""The post kind that counts the cheers anew in the message of another home."""

from __future__ import annotations

from bot.features.cheers.actions import read_recounted
from bot.features.cheers.queries.twins import CHEERED
from bot.features.cheers.wording import word_recounted
from bot.posting.kinds import TO_GROUP, PostKind

CHEERED_POST = PostKind(
    CHEERED, TO_GROUP, word_recounted, repeat=True, replaced=False, silenced=False, read_details=read_recounted
)
