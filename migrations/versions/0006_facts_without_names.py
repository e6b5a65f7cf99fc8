"""Take names out of the facts of posts: what is said about a learner or group is read when it is said.

Celebrations had the learner's account, number and wishes, digests had names with numbers, and posts to stewards a
group's title. A digest's members are found by their numbers; of those who are not, the line is dropped.

Revision: 0006, after 0005.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

AT_ONCE = 500
RANKED = 10  # members whom a digest keeps

OUTBOX = sa.table(
    "outbox",
    *(sa.column(name) for name in ("id", "kind", "place_id", "learner_id")),
    sa.column("facts", sa.JSON),
)
PLACES = sa.table("places", sa.column("id"), sa.column("group_id"))
GROUPS = sa.table("groups", sa.column("id"), sa.column("title"))
MEMBERSHIPS = sa.table(
    "memberships", *(sa.column(name) for name in ("learner_id", "group_id", "number", "steward", "left_at"))
)
LEARNERS = sa.table("learners", sa.column("id"), sa.column("visibility"))

Facts = dict[str, Any]


class Member(NamedTuple):
    """Where a member of a group stands; `shown`: they are on its board."""

    learner_id: int
    shown: bool


Members = dict[int, Member]
"""Number -> member."""


def upgrade() -> None:
    db = op.get_bind()
    for row in _rows(db):
        facts = REWRITES[row.kind](db, row, row.facts)
        if facts != row.facts:
            db.execute(sa.update(OUTBOX).where(OUTBOX.c.id == row.id).values(facts=facts))


def downgrade() -> None:
    """Leave the facts as they are: they hold less than they did."""


def _rows(db: sa.Connection) -> Iterator[sa.Row[Any]]:
    last = 0
    while rows := _page(db, last):
        yield from rows
        last = rows[-1].id


def _page(db: sa.Connection, last: int) -> Sequence[sa.Row[Any]]:
    page = sa.select(OUTBOX).where(OUTBOX.c.id > last, OUTBOX.c.kind.in_(REWRITES)).order_by(OUTBOX.c.id)
    return db.execute(page.limit(AT_ONCE)).all()


def _celebration(_db: sa.Connection, _row: sa.Row[Any], facts: Facts) -> Facts:
    return {name: value for name, value in facts.items() if name not in {"account", "number", "ping", "role"}}


def _steward(db: sa.Connection, row: sa.Row[Any], facts: Facts) -> Facts:
    """The group's id was not always there: then it is the one of this title that the steward looks after."""
    kept = {name: value for name, value in facts.items() if name != "group"}
    if not kept.get("group_id"):
        found = (
            sa.select(GROUPS.c.id)
            .join(MEMBERSHIPS, MEMBERSHIPS.c.group_id == GROUPS.c.id)
            .where(MEMBERSHIPS.c.learner_id == row.learner_id, GROUPS.c.title == facts.get("group"))
            .order_by(MEMBERSHIPS.c.steward.desc(), GROUPS.c.id)
            .limit(1)
        )
        kept["group_id"] = db.scalar(found) or 0
    return kept


def _digest(db: sa.Connection, row: sa.Row[Any], facts: Facts) -> Facts:
    members = _members(db, row.place_id)
    return {
        **facts,
        "reports": _lines(members, facts.get("reports", [])),
        "board": _board(members, facts.get("board", []), facts["at"]),
        "milestones": _lines(members, facts.get("milestones", [])),
    }


def _members(db: sa.Connection, place_id: int | None) -> Members:
    """The members of a place's group, also those who left."""
    found = (
        sa.select(MEMBERSHIPS.c.number, MEMBERSHIPS.c.learner_id, MEMBERSHIPS.c.left_at, LEARNERS.c.visibility)
        .join(PLACES, PLACES.c.group_id == MEMBERSHIPS.c.group_id)
        .join(LEARNERS, LEARNERS.c.id == MEMBERSHIPS.c.learner_id)
        .where(PLACES.c.id == place_id)
        .order_by(MEMBERSHIPS.c.number)
    )
    return {
        number: Member(learner_id, left_at is None and visibility != "hidden")
        for number, learner_id, left_at, visibility in db.execute(found)
    }


def _lines(members: Members, lines: list[Facts]) -> list[Facts]:
    """Lines about members by id; one that is so already stays, and one about nobody we know is dropped."""
    kept = []
    for line in lines:
        if "who" not in line:
            kept.append(line)
        elif member := members.get(line["who"].get("number", 0)):
            kept.append({"learner": member.learner_id} | {name: line[name] for name in line if name != "who"})
    return kept


def _board(members: Members, board: list[Facts], at: str) -> list[Facts]:
    """The first three, in their order; so that they keep their ranks, others stand behind them without a point."""
    lines = _lines(members, board)
    known = {line["learner"] for line in lines}
    if any(line.get("rank") for line in lines):
        others = (one.learner_id for one in members.values() if one.shown)
        behind = [learner_id for learner_id in others if learner_id not in known]
        lines += [{"learner": learner_id, "points": 0} for learner_id in behind[: RANKED - len(lines)]]
    began = datetime.fromisoformat(at)
    return [
        {"learner": line["learner"], "points": line["points"], "reached_at": line.get("reached_at") or _after(began, n)}
        for n, line in enumerate(lines)
    ]


def _after(began: datetime, places: int) -> str:
    return (began + timedelta(microseconds=places)).isoformat()


REWRITES: dict[str, Callable[[sa.Connection, sa.Row[Any], Facts], Facts]] = {
    "celebration": _celebration,
    "amend": _celebration,
    "digest": _digest,
    "steward": _steward,
}
