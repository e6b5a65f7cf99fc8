"""Rights that the bot lacks although its posts arrive: the stewards are told once for each place."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.members.queries.groups import find_group_here
from bot.features.stewards.facts import RightLacking
from bot.identity import Place
from bot.posting import audiences
from bot.posting.budget import PlannedPost, plan_for_learner

LACKING = "lacking"
GRACE = timedelta(days=2)


def note_lacking(db: Connection, place: Place, right: str, now: datetime) -> None:
    """Tell each steward reachable in private which right the bot lacks in a place of their group.

    They are told once, until the post about it is forgotten or posts go to another chat.
    """
    here = find_group_here(db, place, None)
    if here is None or here.solo:
        return
    facts = RightLacking(now, place.platform, right, here.group_id, place.chat_id)
    word = PlannedPost(LACKING, f"{here.place_id}:{place.chat_id}:{right}", facts, now, GRACE)
    for learner_id in audiences.read_stewards(db, here.group_id):
        if audiences.open_account(db, learner_id) is not None:
            plan_for_learner(db, learner_id, word, now)
