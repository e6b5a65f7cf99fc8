"""SQL about the kept results of calls that the accounts of a linked learner made."""

from __future__ import annotations

from sqlalchemy import Connection, select, tuple_

from bot.database.inbound import empty_results, inbound
from bot.features.linking.queries.links import KeptLink
from bot.tables import accounts


def empty_answers(db: Connection, link: KeptLink) -> None:
    """Empty what both accounts were answered since their link: it may tell of the other one."""
    theirs = select(accounts.c.platform, accounts.c.user_id).where(accounts.c.learner_id == link.learner_id)
    caller = tuple_(inbound.c.platform, inbound.c.user_id)
    empty_results(db, inbound.c.at >= link.at, caller.in_(theirs))
