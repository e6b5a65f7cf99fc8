"""Take back an offer of help whose asker could not be told of it, and tell its helper so."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.helping.facts import UNREACHED, Help
from bot.features.helping.queries.offers import drop_offer
from bot.features.ticks.actions.stuck_tasks import STUCK
from bot.posting import dues, hours
from bot.posting.audience_rules import is_silenced, is_snoozed
from bot.posting.audiences import read_listener
from bot.posting.budget import PlannedPost, plan_for_learner
from bot.posting.posts import Post
from roadmap.cadence import is_quiet

GRACE = timedelta(days=1)


def take_offer_back(db: Connection, contact: Post, now: datetime) -> None:
    """Take an offer back, because the private contact came to no chat of its asker.

    1. Others may help, and the asking goes on: the next member is asked, or the group.
    2. The helper hears of it, outside the quiet hours. One that is silenced or muted does not.
    """
    facts = Help.from_json(contact.facts)
    if not drop_offer(db, facts.obstacle, facts.fellow.learner):
        return
    dues.set_learner_due(db, STUCK, facts.asker.learner, now, now)
    listener = read_listener(db, facts.fellow.learner)
    if is_silenced(listener) or is_snoozed(listener, now):
        return
    zone = hours.whereabouts(listener.clock, now)
    at = hours.next_waking(now, zone) if is_quiet(now, zone) else now
    plan_for_learner(db, listener.learner_id, PlannedPost(UNREACHED, f"{contact.id}", facts, at, GRACE), now)
