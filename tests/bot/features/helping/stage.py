"""A room of members with obstacles, for the tests of help: what each test needs of the tables."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.closed_sets import Publishing
from bot.database.store import Store
from bot.features.helping.queries.report_obstacles import put_report_obstacles
from bot.features.members.actions.presence import Present, enter
from bot.identity import Account, CheckinId, GroupId, LearnerId, ObstacleId
from bot.tables import checkins, learners, obstacles, reports
from tests.bot.climb import ANN, BEN, START, caller

CAT = Account("sandbox", 3, "Cat", "cat")
WORDS = "Joins give me twice the rows"


async def join(store: Store, *accounts: Account) -> list[Present]:
    """Let people be members of the room's group."""
    return [await store.write(enter, caller(account), "climb") for account in accounts or (ANN, BEN, CAT)]


def change_learner(db: Connection, learner_id: LearnerId, values: dict[str, Any]) -> None:
    db.execute(update(learners).where(learners.c.id == learner_id).values(**values))


def add_report(db: Connection, learner_id: LearnerId, group_id: GroupId, publishing: Publishing | None) -> CheckinId:
    """Keep a learner's report with an obstacle. The learner publishes as the report does."""
    week = {"group_id": group_id, "week": date(2026, 10, 26), "opened_at": START, "closes_at": START}
    found = db.scalar(select(checkins.c.id).where(checkins.c.group_id == group_id))
    checkin = found or db.execute(insert(checkins).values(**week).returning(checkins.c.id)).scalar_one()
    row = {"checkin_id": checkin, "learner_id": learner_id, "obstacle": WORDS, "at": START, "publishing": publishing}
    db.execute(insert(reports).values(**row))
    change_learner(db, learner_id, {"publishing": publishing})
    return CheckinId(checkin)


async def publish(store: Store, who: Present, *, publishing: Publishing | None = Publishing.ALL) -> ObstacleId:
    """Publish a member's obstacle, as a digest does."""
    checkin = await store.write(add_report, who.learner_id, who.group_id, publishing)
    at = START + timedelta(days=1)
    return await store.write(keep_obstacle, checkin, who, WORDS, at)


def keep_obstacle(db: Connection, checkin: CheckinId, who: Present, words: str, now: datetime) -> ObstacleId:
    """Keep the obstacle of a report, as the plan of a digest does."""
    said = {who.learner_id: words}
    put_report_obstacles(db, checkin, said, group_id=who.group_id, roadmap_slug="climb", now=now)
    of_report = (obstacles.c.checkin_id == checkin, obstacles.c.learner_id == who.learner_id)
    return ObstacleId(db.execute(select(obstacles.c.id).where(*of_report)).scalar_one())
