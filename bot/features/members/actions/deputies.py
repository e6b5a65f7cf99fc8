"""Deputies: members whom an administrator named to do what stewards do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sqlalchemy import Connection

from bot.errors import StewardsOnly
from bot.features.members.queries.deputies import is_deputy
from bot.identity import Account, GroupId


def require_deputy(db: Connection, account: Account, group_id: GroupId) -> None:
    """Refuse an account whose learner is no deputy of a group now. Raises StewardsOnly."""
    if not is_deputy(db, account, group_id):
        raise StewardsOnly


def deputy_check(account: Account, group_id: GroupId) -> Callable[[Connection], None]:
    """Make the check that a transaction makes of a deputy before it changes anything."""
    return partial(_check, account, group_id)


def _check(account: Account, group_id: GroupId, db: Connection) -> None:
    require_deputy(db, account, group_id)
