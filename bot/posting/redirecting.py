"""Private posts that wait for an account whose platform does not run go to another account of their learner."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import BindParameter, Connection, and_, bindparam, func, not_, select

from bot.closed_sets import PostState
from bot.posting.ordering import update_in_order
from bot.tables import accounts, outbox

_RUNNING: BindParameter[list[str]] = bindparam("running", expanding=True)
_twins = accounts.alias()
_IS_REACHED = and_(_twins.c.off_reason.is_(None), _twins.c.platform.in_(_RUNNING))
_REACHED = (
    select(func.min(_twins.c.id))
    .join(accounts, accounts.c.learner_id == _twins.c.learner_id)
    .where(_IS_REACHED, accounts.c.platform.not_in(_RUNNING))
)
_REDIRECT = update_in_order(
    outbox.c.state == PostState.NEW,
    func.coalesce(outbox.c.facts["message_id"].as_string(), "") == "",
    outbox.c.account_id.in_(
        select(accounts.c.id)
        .join(_twins, accounts.c.learner_id == _twins.c.learner_id)
        .where(_IS_REACHED, accounts.c.platform.not_in(_RUNNING))
    ),
).values(account_id=_REACHED.where(accounts.c.id == outbox.c.account_id).scalar_subquery())

_CUT_OFF = (
    select(accounts.c.platform, func.count(accounts.c.learner_id.distinct()).label("people"))
    .where(
        accounts.c.off_reason.is_(None),
        accounts.c.platform.in_(bindparam("asked", expanding=True)),
        not_(select(_twins.c.id).where(_twins.c.learner_id == accounts.c.learner_id, _IS_REACHED).exists()),
    )
    .group_by(accounts.c.platform)
    .order_by(accounts.c.platform)
)


def redirect_posts(db: Connection, running: Collection[str]) -> int:
    """Redirect waiting private posts to the oldest open account of their learner on a running platform.

    A change of a message stays with the message. Returns how many were redirected.
    """
    return db.execute(_REDIRECT, {"running": list(running)}).rowcount


def count_cut_off(db: Connection, platforms: Collection[str], running: Collection[str]) -> dict[str, int]:
    """Count the learners by each of these platforms who could be written to if it ran, and not by another account."""
    found = db.execute(_CUT_OFF, {"asked": list(platforms), "running": list(running)})
    return {str(row.platform): int(row.people) for row in found}
