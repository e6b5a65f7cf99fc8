"""SQL about kept lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from bot.identity import Account, Place
from bot.tables import accounts, kept_lines

_LEARNER = (
    select(accounts.c.learner_id)
    .where(accounts.c.platform == bindparam("platform"), accounts.c.user_id == bindparam("user_id"))
    .scalar_subquery()
)
_KEEP = insert(kept_lines).values(
    {name: bindparam(name) for name in ("key", "platform", "user_id", "space_id", "line", "at")}
    | {"learner_id": _LEARNER}
)
_FIND = select(kept_lines).where(kept_lines.c.key == bindparam("which"), kept_lines.c.at >= bindparam("since"))
_PRUNE = delete(kept_lines).where(kept_lines.c.at < bindparam("before"))


def add_lines(db: Connection, account: Account, place: Place, lines: Mapping[str, str], now: datetime) -> None:
    """Keep lines by their keys, for an account that was asked in a place."""
    asked = {"platform": account.platform, "user_id": account.user_id, "space_id": place.space_id, "at": now}
    db.execute(_KEEP, [asked | {"key": key, "line": line} for key, line in lines.items()])


def find_line(db: Connection, key: str, since: datetime) -> tuple[str, str, int, int] | None:
    """Find the line of a key that was kept since an instant, with its platform, user and space."""
    row = db.execute(_FIND, {"which": key, "since": since}).one_or_none()
    return (row.line, row.platform, row.user_id, row.space_id) if row else None


def prune_lines(db: Connection, before: datetime) -> int:
    """Delete the lines from before an instant. Returns how many."""
    return db.execute(_PRUNE, {"before": before}).rowcount
