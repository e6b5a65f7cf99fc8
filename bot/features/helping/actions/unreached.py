"""Take back offers of help whose askers could not be told of them, and tell the helpers so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.helping.facts import CONTACT, UNREACHED, Help
from bot.features.helping.queries.contacts import ContactPost, read_contacts
from bot.features.helping.queries.offers import HelpGiven, drop_offer
from bot.features.ticks.actions.stuck_tasks import STUCK
from bot.identity import LearnerId, PostId
from bot.posting import dues, hours
from bot.posting.audience_rules import is_silenced, is_snoozed
from bot.posting.audiences import read_listener
from bot.posting.budget import PlannedPost, plan_for_learner
from roadmap.cadence import is_quiet

GRACE = timedelta(days=1)
ON_ITS_WAY = timedelta(minutes=15)
"""The wait before a contact that is being sent is looked at again."""


def release_unsaid(
    db: Connection, asker: LearnerId, offers: Sequence[HelpGiven], now: datetime
) -> tuple[list[HelpGiven], datetime | None]:
    """Take back the offers whose contact was not said, and never will be: it went stale, or had nothing to say.

    Returns the offers whose contact was said, and when to look at those again whose contact waits. An old contact may
    be deleted: it was said.
    """
    since = min((one.offered_at for one in offers if one.offered_at), default=now)
    contacts = read_contacts(db, CONTACT, asker, since, now) if offers else []
    said, moments = [], []
    for offer in offers:
        own = [one for one in contacts if _is_of(one, offer)]
        stale_at = max((one.stale_at for one in own if one.stale_at), default=None)
        if own and all(one.lost for one in own):
            take_offer_back(db, Help.from_json(own[-1].facts), own[-1].id, now)
        elif stale_at is None:
            said.append(offer)
        else:
            moments.append(max(stale_at, now + ON_ITS_WAY))
    return said, min(moments, default=None)


def _is_of(contact: ContactPost, offer: HelpGiven) -> bool:
    facts = Help.from_json(contact.facts)
    return (facts.obstacle, facts.fellow.learner) == (offer.obstacle_id, offer.learner_id)


def take_offer_back(db: Connection, facts: Help, contact: PostId, now: datetime) -> None:
    """Take an offer back, because its contact came to no chat of its asker.

    1. Others may help, and the asking goes on: the next member is asked, or the group.
    2. The helper hears of it, outside the quiet hours. One that is silenced or muted does not.
    """
    if not drop_offer(db, facts.obstacle, facts.fellow.learner):
        return
    dues.set_learner_due(db, STUCK, facts.asker.learner, now, now)
    listener = read_listener(db, facts.fellow.learner)
    if is_silenced(listener) or is_snoozed(listener, now):
        return
    zone = hours.whereabouts(listener.clock, now)
    at = hours.next_waking(now, zone) if is_quiet(now, zone) else now
    plan_for_learner(db, listener.learner_id, PlannedPost(UNREACHED, f"{contact}", facts, at, GRACE), now)
