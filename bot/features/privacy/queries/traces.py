"""SQL that forgets a learner: their row, all that goes with it by its rule, and all else that names them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    String,
    Table,
    Text,
    and_,
    bindparam,
    case,
    cast,
    delete,
    func,
    or_,
    select,
    update,
)

from bot.closed_sets import ObstacleState
from bot.database.inbound import empty_results, empty_unsigned, inbound
from bot.database.rules import Forget, learner_rule
from bot.identity import Account, LearnerId
from bot.tables import (
    accounts,
    codes,
    groups,
    helps,
    learners,
    memberships,
    metadata,
    obstacles,
    places,
    waiting_updates,
)
from bot.tables.names import NAME

LEARNER_KEYS = ("learner", "learner_id", "own", "starter_id", "other_id")
"""The names under which kept results hold the id of a learner."""
_OF_LEARNER = memberships.c.learner_id == bindparam("learner")
_ACCOUNTS = (
    select(accounts.c.platform, accounts.c.user_id, accounts.c.name, accounts.c.username)
    .where(accounts.c.learner_id == bindparam("learner"))
    .order_by(accounts.c.id)
)
_NAME = select(learners.c.name).where(learners.c.id == bindparam("learner"))
_OWN_GROUPS = (
    select(groups.c.id).join(memberships, memberships.c.group_id == groups.c.id).where(_OF_LEARNER, groups.c.solo)
)
_CHAT = select(places.c.group_id).where(
    places.c.private, places.c.platform == bindparam("on"), places.c.space_id == bindparam("user")
)
_DROP_GROUPS = delete(groups).where(groups.c.id.in_(bindparam("ids", expanding=True)))
_NUMBERED = select(memberships.c.number).where(_OF_LEARNER, memberships.c.group_id == groups.c.id).scalar_subquery()
_KEEP_NUMBERS = (
    update(groups)
    .where(groups.c.id.in_(select(memberships.c.group_id).where(_OF_LEARNER)))
    .values(last_number=case((groups.c.last_number < _NUMBERED, _NUMBERED), else_=groups.c.last_number))
)
_THANKED = select(helps.c.obstacle_id).where(helps.c.thanked_at.is_not(None))
_OWN_OBSTACLE = obstacles.c.learner_id == bindparam("learner")
_DROP_OBSTACLES = delete(obstacles).where(_OWN_OBSTACLE, obstacles.c.id.not_in(_THANKED))
_EMPTY_OBSTACLES = (
    update(obstacles)
    .where(_OWN_OBSTACLE)
    .values(
        learner_id=None,
        task=None,
        words="",
        solution="",
        checkin_id=None,
        outreach=None,
        posted_at=None,
        hidden_at=None,
        state=case((obstacles.c.state == ObstacleState.OPEN, ObstacleState.CLOSED), else_=obstacles.c.state),
        ended_at=func.coalesce(obstacles.c.ended_at, bindparam("now", type_=obstacles.c.ended_at.type)),
    )
)
_DROP_LEARNER = delete(learners).where(learners.c.id == bindparam("learner"))
_USER = bindparam("user", type_=BigInteger)
_ON = bindparam("on", type_=String)
_UNSIGN = update(inbound).where(inbound.c.id == bindparam("but")).values(platform=None, user_id=None)
_UPDATES = select(waiting_updates.c.number, waiting_updates.c.body)
_DROP_UPDATES = delete(waiting_updates).where(waiting_updates.c.number.in_(bindparam("numbers", expanding=True)))


def read_accounts(db: Connection, learner_id: LearnerId) -> list[Account]:
    """Read a learner's accounts."""
    return [Account(*row) for row in db.execute(_ACCOUNTS, {"learner": learner_id})]


def find_learner_name(db: Connection, learner_id: LearnerId) -> str | None:
    """Read a learner's name. None: there is no such learner."""
    name: str | None = db.scalar(_NAME, {"learner": learner_id})
    return name


def drop_own_groups(db: Connection, learner_id: LearnerId | None, of: Sequence[Account]) -> None:
    """Delete the groups of one of a learner, and those of the private chats with their accounts."""
    found = set(db.scalars(_OWN_GROUPS, {"learner": learner_id}))
    for account in of:
        found.update(db.scalars(_CHAT, {"on": account.platform, "user": account.user_id}))
    if found:
        db.execute(_DROP_GROUPS, {"ids": sorted(found)})


def keep_numbers(db: Connection, learner_id: LearnerId) -> None:
    """Note a member's numbers in their groups, so that no new member gets one of them."""
    db.execute(_KEEP_NUMBERS, {"learner": learner_id})


def empty_obstacles(db: Connection, learner_id: LearnerId, now: datetime) -> None:
    """Delete a learner's obstacles. Those for which a helper was thanked stay, without words and learner."""
    db.execute(_DROP_OBSTACLES, {"learner": learner_id})
    db.execute(_EMPTY_OBSTACLES, {"learner": learner_id, "now": now})


def drop_learner_rows(db: Connection, learner_id: LearnerId) -> None:
    """Delete a learner with all rows that are theirs. Rows that stay as numbers lose their key."""
    db.execute(_DROP_LEARNER, {"learner": learner_id})


def drop_account_rows(db: Connection, account: Account, *, but: str) -> None:
    """Delete the rows of an account, by the rules beside the tables, and the waiting updates that name it.

    The kept result of the call `but` stays, without its account.
    """
    values = {"on": account.platform, "user": account.user_id}
    db.execute(_UNSIGN, {"but": but})
    for table in tables_by_account():
        db.execute(delete(table).where(_of_account(table)), values)
    if account.platform == "telegram":
        naming = [number for number, body in db.execute(_UPDATES) if is_named_in(body, account)]
        db.execute(_DROP_UPDATES, {"numbers": naming})


def tables_by_account() -> list[Table]:
    """The tables whose rows are forgotten by account."""
    found = ((table, learner_rule(table)) for table in metadata.sorted_tables)
    return [table for table, rule in found if rule is not None and rule.forget is Forget.ACCOUNT]


def _of_account(table: Table) -> ColumnElement[bool]:
    """The condition that a row belongs to an account: on its own platform, or on that of its place.

    A code belongs to the account that typed it, too: it works for no other.
    """
    own = table.c.user_id == _USER
    if table is codes:
        return or_(and_(own, codes.c.platform == _ON), and_(codes.c.typed_by == _USER, codes.c.typed_on == _ON))
    if "platform" in table.c:
        return and_(own, table.c.platform == _ON)
    return and_(own, table.c.place_id.in_(select(places.c.id).where(places.c.platform == _ON)))


def is_named_in(body: str, account: Account) -> bool:
    """Whether an update of Telegram comes from a person or names them: by number, or by the name that people type."""
    found: set[object] = set()

    def note(part: dict[str, object]) -> dict[str, object]:
        found.add(part["id"] if isinstance(part.get("id"), int) else None)
        return part

    with suppress(ValueError):
        json.loads(body, object_hook=note)
    typed = re.escape(f"@{account.username}")
    return account.user_id in found or bool(account.username and re.search(rf"{typed}\b", body, re.IGNORECASE))


def drop_results(
    db: Connection, learner_id: LearnerId | None, of: Sequence[Account], names: Iterable[str], *, but: str
) -> None:
    """Empty the kept results of other calls that name a learner, and those whose caller is not known."""
    empty_unsigned(db, but=but)
    every = {part for name in names if name for part in (name, name[:NAME])}
    patterns = [f"{json.dumps(name)}{end}" for name in every for end in ",}]"]
    ids: list[tuple[str, int]] = [(key, learner_id) for key in LEARNER_KEYS if learner_id is not None]
    ids += [("user_id", account.user_id) for account in of]
    patterns += [f'"{key}": {number}{end}' for key, number in ids for end in ",}"]
    answered = cast(inbound.c.result, Text)
    if patterns:
        naming = (answered.contains(one, autoescape=True) for one in patterns)
        empty_results(db, inbound.c.id != but, or_(*naming))
