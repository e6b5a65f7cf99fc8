"""The few rows that storage tests begin with, and the plain functions that they run."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import Connection, insert, select, update

from bot.tables import groups, learners, places

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def add_learners(db: Connection, *ids: int) -> None:
    rows = [
        {
            "id": id_,
            "name": f"L{id_}",
            "zone": "UTC",
            "joined_at": NOW,
            "joined_day": date(2026, 3, 2),
            "points_at": NOW,
        }
        for id_ in ids
    ]
    db.execute(insert(learners), rows)


def add_place(db: Connection, place_id: int = 1, platform: str = "telegram", language: str = "en") -> None:
    """A place with a group of its own under the same number."""
    group = {"id": place_id, "title": "G", "roadmap": "r", "zone": "UTC", "created_at": NOW, "active_at": NOW}
    db.execute(insert(groups), {**group, "language": language})
    place = {"id": place_id, "group_id": place_id, "platform": platform, "space_id": -place_id, "chat_id": -place_id}
    db.execute(insert(places), place)


def points(db: Connection, learner_id: int) -> int:
    return int(db.execute(select(learners.c.points).where(learners.c.id == learner_id)).scalar_one())


def all_points(db: Connection) -> list[int]:
    return list(db.scalars(select(learners.c.points).order_by(learners.c.id)))


def earn(db: Connection, learner_id: int, by: int = 1) -> int:
    """Add points as use cases must not: read, then write. Only a lock taken first makes it right."""
    before = db.execute(select(learners.c.points).where(learners.c.id == learner_id).with_for_update()).scalar_one()
    db.execute(update(learners).where(learners.c.id == learner_id).values(points=before + by))
    return int(before) + by


def earn_and_fail(db: Connection, learner_id: int) -> int:
    earn(db, learner_id)
    raise LookupError("after the write")
