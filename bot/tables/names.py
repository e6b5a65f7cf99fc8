"""The name under which a learner is read: that of their account on the reader's platform."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, String, bindparam, func, select

from bot.database.platforms import find_platform
from bot.tables.members import accounts, learners

NAME = 64
"""The most characters of a learner's name, which may be cut from that of an account."""

_NAMED = accounts.alias("named")
_NAME_THERE = (
    select(func.substr(_NAMED.c.name, 1, NAME))
    .where(_NAMED.c.learner_id == learners.c.id, _NAMED.c.platform == bindparam("read_on", type_=String))
    .order_by(_NAMED.c.id)
    .limit(1)
    .correlate(learners)
    .scalar_subquery()
)

SHOWN_NAME: ColumnElement[str] = func.coalesce(_NAME_THERE, learners.c.name).label("name")
"""The name of a learner's account on the platform `read_on`, else the name that they used last.

A reader on no platform, as of a page on the web, reads the name used last. `read_on` comes from `reader`.
"""


def reader(db: Connection) -> dict[str, str | None]:
    """The values that name learners as they are called on the platform that a connection works for."""
    return {"read_on": find_platform(db)}
