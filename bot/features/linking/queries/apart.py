"""SQL about whom linked learners are never matched with, and who is never matched with them."""

from __future__ import annotations

from sqlalchemy import Column, Connection, delete, exists, select, update

from bot.database.upsert import PerEngine
from bot.features.homes.queries.shelving import shelve_rows
from bot.features.linking.queries.links import KeptLink
from bot.identity import LearnerId
from bot.tables import avoidances

_SIDES = (
    (avoidances.c.learner_id, avoidances.c.said_on, avoidances.c.other_id),
    (avoidances.c.other_id, avoidances.c.named_on, avoidances.c.learner_id),
)
"""For those who avoid and for those who are avoided: whose, of which account, and the other side."""
_ADD = PerEngine(lambda into: into(avoidances).on_conflict_do_nothing())


def merge_avoidances(db: Connection, link: KeptLink) -> None:
    """Let the members who avoid either learner avoid both, and both avoid those whom either avoids.

    Each row notes whose it was before the link. One that both had is both's. Those between the two are set aside.
    """
    both = (link.learner_id, link.other_id)
    each_other = select(avoidances).where(avoidances.c.learner_id.in_(both), avoidances.c.other_id.in_(both))
    for row in db.execute(each_other).mappings().all():
        platform = link.platform if row["learner_id"] == link.learner_id else link.other_platform
        shelve_rows(db, link.id, avoidances, [(platform, dict(row), None)])
    for whose, account, beside in _SIDES:
        _note(db, whose, account, link.learner_id, link.platform)
        _note(db, whose, account, link.other_id, link.other_platform)
        _share(db, whose, beside, link)
        _give(db, whose, link.other_id, link.learner_id)


def part_avoidances(db: Connection, link: KeptLink) -> None:
    """Give both what they had before the link, unless it was taken back. What was said since holds for both."""
    for whose, account, _ in _SIDES:
        _give(db, whose, link.other_id, link.learner_id)
        mine = whose == link.learner_id
        shared = select(avoidances).where(mine, account.is_(None))
        copies = [{**row, whose.name: link.other_id} for row in db.execute(shared).mappings()]
        db.execute(update(avoidances).where(mine, account == link.other_platform).values({whose.name: link.other_id}))
        if copies:
            db.execute(_ADD(db), copies)
        _note(db, whose, account, link.learner_id, None)
        _note(db, whose, account, link.other_id, None)


def _note(db: Connection, whose: Column[int], account: Column[str], learner_id: LearnerId, value: str | None) -> None:
    db.execute(update(avoidances).where(whose == learner_id).values({account.name: value}))


def _share(db: Connection, whose: Column[int], beside: Column[int], link: KeptLink) -> None:
    """Make one row of two that say the same. It is of no account alone."""
    twin = avoidances.alias()
    twice = exists().where(twin.c[whose.name] == link.other_id, twin.c[beside.name] == beside)
    db.execute(update(avoidances).where(whose == link.learner_id, twice).values(said_on=None, named_on=None))
    again = exists().where(twin.c[whose.name] == link.learner_id, twin.c[beside.name] == beside)
    db.execute(delete(avoidances).where(whose == link.other_id, again))


def _give(db: Connection, whose: Column[int], of: LearnerId, to: LearnerId) -> None:
    db.execute(update(avoidances).where(whose == of).values({whose.name: to}))
