"""What the database holds of the people of the village, by the names of their accounts."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, select

from bot.tables import accounts, groups, memberships, places, sessions, ticks
from tests.adapters.village import Village

Rows = dict[str, set[str]]


async def ticked(village: Village) -> Rows:
    """The tasks that each account's learner ticked off."""
    return await village.app.store.read(_by_name, ticks.c.learner_id, ticks.c.task)


async def logged(village: Village) -> Rows:
    """The study days on which each account's learner logged a session."""
    return await village.app.store.read(_by_name, sessions.c.learner_id, sessions.c.day)


def _by_name(db: Connection, learner: ColumnElement[int], value: ColumnElement[object]) -> Rows:
    found: Rows = {}
    joined = select(accounts.c.name, value).join_from(accounts, learner.table, learner == accounts.c.learner_id)
    for name, one in db.execute(joined):
        found.setdefault(name, set()).add(str(one))
    return found


async def gathered(village: Village) -> dict[str, set[str]]:
    """The names of the accounts of the present members of each group that has a place, by the group's title."""
    found: dict[str, set[str]] = {}
    for title, name in await village.app.store.read(_present):
        found.setdefault(title, set()).add(name)
    return found


def _present(db: Connection) -> list[tuple[str, str]]:
    homes = select(places.c.group_id)
    rows = (
        select(groups.c.title, accounts.c.name)
        .join(memberships, memberships.c.group_id == groups.c.id)
        .join(accounts, accounts.c.learner_id == memberships.c.learner_id)
        .where(groups.c.solo.is_(False), groups.c.id.in_(homes), memberships.c.left_at.is_(None))
    )
    return [(row.title, row.name) for row in db.execute(rows)]
