"""SQL that moves the rows of a group to another, by the rule beside each table."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    Table,
    and_,
    bindparam,
    exists,
    select,
    update,
)

from bot.database.rules import Connect, Disconnect, group_rule
from bot.identity import GroupId
from bot.posting.dues import drop_group_dues, read_group_dues
from bot.tables import memberships, metadata, obstacles, paired, pairings, places, takedowns, week_goals

_OF: BindParameter[int] = bindparam("of")
_TO: BindParameter[int] = bindparam("to")
_MOVE_PLACES = update(places).where(places.c.group_id == _OF).values(group_id=_TO, came_from=_OF)
_PLACES_BACK = (
    update(places).where(places.c.group_id == _OF, places.c.came_from == _TO).values(group_id=_TO, came_from=None)
)
_FOLLOW = (
    update(takedowns)
    .where(
        takedowns.c.group_id == _OF,
        takedowns.c.obstacle_id.in_(select(obstacles.c.id).where(obstacles.c.group_id == _TO)),
    )
    .values(group_id=_TO)
)
_twin = week_goals.alias()
_SAME_WEEK = and_(_twin.c.week == week_goals.c.week, week_goals.c.week >= bindparam("since"))
_DROP_EARLIER_GOALS = week_goals.delete().where(
    week_goals.c.group_id == _TO,
    exists().where(_twin.c.group_id == _OF, _SAME_WEEK, _twin.c.set_at > week_goals.c.set_at),
)
_MOVE_GOALS = (
    update(week_goals)
    .where(
        week_goals.c.group_id == _OF,
        week_goals.c.week >= bindparam("since"),
        ~exists().where(_twin.c.group_id == _TO, _SAME_WEEK),
    )
    .values(group_id=_TO)
)


def _members_of(group: ColumnElement[int]) -> Select[tuple[int]]:
    return select(memberships.c.learner_id).where(memberships.c.group_id == group, memberships.c.left_at.is_(None))


_LIVE = and_(pairings.c.group_id == _OF, pairings.c.ended_at.is_(None))
_TOGETHER = (
    select(paired.c.learner_id)
    .join(_twins := pairings.alias(), _twins.c.id == paired.c.pairing_id)
    .where(_twins.c.group_id == _TO, _twins.c.ended_at.is_(None), paired.c.left_at.is_(None))
)


def _has_partner(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(paired.c.pairing_id == pairings.c.id, paired.c.left_at.is_(None), condition)


_END_DOUBLED = (
    update(pairings).where(_LIVE, _has_partner(paired.c.learner_id.in_(_TOGETHER))).values(ended_at=bindparam("now"))
)
_STRANGER_TO_OF = _has_partner(paired.c.learner_id.not_in(_members_of(_OF)))
_STRANGER_TO_TO = _has_partner(paired.c.learner_id.not_in(_members_of(_TO)))
_PAIRINGS_ALONG = update(pairings).where(_LIVE, _STRANGER_TO_OF, ~_STRANGER_TO_TO).values(group_id=_TO)
_END_PARTED = update(pairings).where(_LIVE, _STRANGER_TO_OF).values(ended_at=bindparam("now"))


@cache
def tables_by(rule: Connect | Disconnect) -> tuple[Table, ...]:
    """List the tables of groups that have a rule."""
    return tuple(
        table
        for table in metadata.sorted_tables
        if (found := group_rule(table)) and rule in {found.connect, found.disconnect}
    )


def move_places(db: Connection, of: GroupId, to: GroupId) -> None:
    """Give the places of a group to another. Each place keeps the id of the group that it came from."""
    db.execute(_MOVE_PLACES, {"of": of, "to": to})


def give_places_back(db: Connection, of: GroupId, to: GroupId) -> None:
    """Give the places that came with a group back to it."""
    db.execute(_PLACES_BACK, {"of": of, "to": to})


def move_open_rows(db: Connection, of: GroupId, to: GroupId, now: datetime) -> None:
    """Give the rows of a group that have not ended to another.

    A pairing with a member who has partners there ends.
    """
    db.execute(_END_DOUBLED, {"of": of, "to": to, "now": now})
    for table in tables_by(Connect.OPEN):
        open_ = update(table).where(table.c.group_id == of, table.c.ended_at.is_(None))
        db.execute(open_.values(group_id=to))
    follow_obstacles(db, of, to)


def move_goals(db: Connection, of: GroupId, to: GroupId, since: date) -> None:
    """Give a group's goals for weeks from a day on to another. Of two goals for a week, the later one stays."""
    db.execute(_DROP_EARLIER_GOALS, {"of": of, "to": to, "since": since})
    db.execute(_MOVE_GOALS, {"of": of, "to": to, "since": since})


def move_rows_of_members(db: Connection, of: GroupId, to: GroupId, now: datetime) -> None:
    """Give open rows of members to the group that has them now. Open rows have not ended.

    1. Rows with a place go with it.
    2. Rows of one member go with them.
    3. Partners go together. If they part, their pairing ends.
    """
    for table in tables_by(Disconnect.PLACE):
        there: ScalarSelect[int] = select(places.c.id).where(places.c.group_id == to).scalar_subquery()
        running = update(table).where(table.c.group_id == of, table.c.ended_at.is_(None), table.c.place_id.in_(there))
        db.execute(running.values(group_id=to))
    for table in tables_by(Disconnect.MEMBERS):
        if "learner_id" in table.c:
            gone = (table.c.learner_id.not_in(_members_of(_OF)), table.c.learner_id.in_(_members_of(_TO)))
            own = update(table).where(table.c.group_id == _OF, table.c.ended_at.is_(None), *gone)
            db.execute(own.values(group_id=_TO), {"of": of, "to": to})
    db.execute(_PAIRINGS_ALONG, {"of": of, "to": to})
    db.execute(_END_PARTED, {"of": of, "now": now})
    follow_obstacles(db, of, to)


def follow_obstacles(db: Connection, of: GroupId, to: GroupId) -> None:
    """Let what was taken down go with the obstacles in which it was."""
    db.execute(_FOLLOW, {"of": of, "to": to})


def drop_every_due(db: Connection, group_id: GroupId) -> None:
    """Drop all dues of a group."""
    drop_group_dues(db, group_id, list(read_group_dues(db, group_id)))
