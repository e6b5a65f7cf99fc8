"""SQL about the goals of groups for a week."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, Executable, bindparam, delete, select

from bot.database.upsert import Into, PerEngine
from bot.identity import GroupId
from bot.tables import week_goals


def _keeping(into: Into) -> Executable:
    fresh = into(week_goals)
    changed = {"tasks": fresh.excluded.tasks, "set_at": fresh.excluded.set_at}
    return fresh.on_conflict_do_update(index_elements=["group_id", "week"], set_=changed)


_GOAL = (week_goals.c.group_id == bindparam("group"), week_goals.c.week == bindparam("first"))
_READ = select(week_goals.c.tasks).where(*_GOAL)
_KEEP = PerEngine(_keeping)
_DROP = delete(week_goals).where(*_GOAL)


def read_week_goal(db: Connection, group_id: GroupId, week: date) -> int:
    """Read the goal of a group for the week that begins on a day; 0 if it has none."""
    return db.scalar(_READ, {"group": group_id, "first": week}) or 0


def keep_week_goal(db: Connection, group_id: GroupId, week: date, tasks: int, now: datetime) -> None:
    """Keep a group's goal for a week, in the place of the one that it has."""
    db.execute(_KEEP(db), {"group_id": group_id, "week": week, "tasks": tasks, "set_at": now})


def drop_week_goal(db: Connection, group_id: GroupId, week: date) -> None:
    """Drop a group's goal for a week."""
    db.execute(_DROP, {"group": group_id, "first": week})
