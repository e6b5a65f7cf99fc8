"""Make and renew memberships."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.features.members.queries import memberships
from bot.features.members.queries.groups import GroupHere
from bot.features.members.queries.said_while_linked import Decision, note_decision
from bot.features.points.actions import place_in_community
from bot.identity import LearnerId


def ensure_membership(db: Connection, learner_id: LearnerId, here: GroupHere, now: datetime, *, platform: str) -> int:
    """Make a learner a member of the group, or renew their membership. Returns their number in it.

    `platform` is that of the account by which they come.

    A member who is new or back joins the community board, if group and visibility allow it.
    """
    if here.number is not None and memberships.touch_membership(db, learner_id, here.group_id, now):
        return here.number
    number = here.number
    if number is None:
        number = memberships.add_membership(db, learner_id, here.group_id, now)
    else:
        memberships.renew_membership(db, learner_id, here.group_id, now, platform=platform)
        if not here.gone:
            note_decision(db, learner_id, here.group_id, Decision.PRESENCE)
    place_in_community(db, [learner_id])
    return number
