"""SQL that gives what two groups did while they were one to the group that goes on alone."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BindParameter, Connection, and_, bindparam, or_, select, update

from bot.features.homes.queries.moving import follow_obstacles
from bot.identity import GroupId
from bot.tables import checkins, focuses, obstacles, pairings, places, takedowns, week_goals

_OF: BindParameter[int] = bindparam("of")
_TO: BindParameter[int] = bindparam("to")
_SINCE: BindParameter[datetime] = bindparam("since")
_FROM: BindParameter[date] = bindparam("first_week")
_twin_checkins, _twin_goals = checkins.alias(), week_goals.alias()
_THERE = select(places.c.id).where(places.c.group_id == _TO)
_MOVES = tuple(
    update(table).where(table.c.group_id == _OF, *conditions).values(group_id=_TO)
    for table, conditions in (
        (
            checkins,
            (
                or_(checkins.c.closed_at > _SINCE, and_(checkins.c.closed_at.is_(None), checkins.c.week >= _FROM)),
                checkins.c.week.not_in(select(_twin_checkins.c.week).where(_twin_checkins.c.group_id == _TO)),
            ),
        ),
        (
            week_goals,
            (
                or_(week_goals.c.set_at >= _SINCE, week_goals.c.week >= _FROM),
                week_goals.c.week.not_in(select(_twin_goals.c.week).where(_twin_goals.c.group_id == _TO)),
            ),
        ),
        (focuses, (focuses.c.ended_at >= _SINCE, focuses.c.place_id.in_(_THERE))),
        (pairings, (pairings.c.ended_at >= _SINCE,)),
    )
)
_ANSWERED = and_(obstacles.c.ended_at >= _SINCE, obstacles.c.checkin_id.is_(None))
_REPORTED = obstacles.c.checkin_id.in_(select(checkins.c.id).where(checkins.c.group_id == _TO))
_MOVE_OBSTACLES = update(obstacles).where(obstacles.c.group_id == _OF, or_(_ANSWERED, _REPORTED)).values(group_id=_TO)
_FOLLOW_REPORTS = (
    update(takedowns)
    .where(
        takedowns.c.group_id == _OF,
        takedowns.c.checkin_id.in_(select(checkins.c.id).where(checkins.c.group_id == _TO)),
    )
    .values(group_id=_TO)
)


def give_history(db: Connection, of: GroupId, to: GroupId, since: datetime, first_week: date) -> None:
    """Give what ended in a group since it joined another to that other: check-ins, goals, sessions, pairs, obstacles.

    `first_week`: a week that began on this day or later was not over when they joined.

    1. A check-in that the joining closed was of one group alone, and stays. One with early reports goes.
    2. A goal of the first week or a later one held for both, whenever it was set.
    3. Of two check-ins or goals for one week, the other group's own stays.
    4. A session stays with its place.
    5. The obstacle of a report goes with its check-in. What was taken down goes with what it was in.
    """
    values = {"of": of, "to": to}
    for move in _MOVES:
        db.execute(move, {**values, "since": since, "first_week": first_week})
    db.execute(_MOVE_OBSTACLES, {**values, "since": since})
    db.execute(_FOLLOW_REPORTS, values)
    follow_obstacles(db, of, to)
