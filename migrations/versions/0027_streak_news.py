"""Keep which news of a streak its learner was told. What is older than their last activity counts as told.

Their activity was on a study day of their own zone. What happened on that day or later is told.

Revision: 0027, after 0026.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

KINDS = "kind IN ('freeze', 'end', 'before')"
LEARNERS = sa.table(
    "learners",
    sa.column("id", sa.BigInteger),
    sa.column("zone", sa.String),
    sa.column("day_end", sa.Integer),
    sa.column("joined_at", sa.DateTime(timezone=True)),
    sa.column("active_at", sa.DateTime(timezone=True)),
    sa.column("streak", sa.Integer),
    sa.column("news_from", sa.Date),
)
DAY = timedelta(days=1)


def upgrade() -> None:
    op.add_column("learners", sa.Column("news_from", sa.Date))
    op.add_column("learners", sa.Column("news_in", sa.String(96)))
    op.create_table(
        "streak_news",
        sa.Column("learner_id", _id(), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_streak_news_kind")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_streak_news_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "day", "kind", name=op.f("pk_streak_news")),
    )
    _note_told(op.get_bind())


def downgrade() -> None:
    op.drop_table("streak_news")
    op.drop_column("learners", "news_in")
    op.drop_column("learners", "news_from")


def _note_told(db: sa.Connection) -> None:
    seen = sa.func.coalesce(LEARNERS.c.active_at, LEARNERS.c.joined_at).label("seen")
    rows = db.execute(sa.select(LEARNERS.c.id, LEARNERS.c.zone, LEARNERS.c.day_end, LEARNERS.c.streak, seen)).all()
    days = [(row.id, _study_day(row.seen, row.zone, row.day_end), row.streak) for row in rows]
    told = [{"learner_id": one, "day": day - DAY, "kind": "before"} for one, day, _ in days]
    due = [{"which": one, "day": day + DAY} for one, day, streak in days if streak > 0]
    noted = sa.table("streak_news", sa.column("learner_id"), sa.column("day", sa.Date), sa.column("kind"))
    if told:
        db.execute(sa.insert(noted), told)
    if due:
        keep = sa.update(LEARNERS).where(LEARNERS.c.id == sa.bindparam("which", type_=sa.BigInteger))
        db.execute(keep.values(news_from=sa.bindparam("day", type_=sa.Date)), due)


def _study_day(instant: datetime, zone: str, day_end: int) -> date:
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    try:
        local = aware.astimezone(ZoneInfo(zone))
    except (KeyError, ValueError):  # a zone that no table of zones has any more: the earliest date on earth
        return aware.date() - DAY
    return (local - timedelta(minutes=day_end)).date()


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer, "sqlite")
