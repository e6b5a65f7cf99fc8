"""Keep which news of a streak its learner was told. What is older than their last activity counts as told.

Revision: 0027, after 0026.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

KINDS = "kind IN ('freeze', 'end', 'before')"
NOTED = {
    "sqlite": """INSERT INTO streak_news (learner_id, day, kind)
        SELECT id, date(coalesce(active_at, joined_at)), 'before' FROM learners""",
    "postgresql": """INSERT INTO streak_news (learner_id, day, kind)
        SELECT id, (coalesce(active_at, joined_at) AT TIME ZONE 'UTC')::date, 'before' FROM learners""",
}
DUE = {
    "sqlite": "UPDATE learners SET news_from = date(coalesce(active_at, joined_at), '+1 day') WHERE streak > 0",
    "postgresql": """UPDATE learners SET news_from = (coalesce(active_at, joined_at) AT TIME ZONE 'UTC')::date + 1
        WHERE streak > 0""",
}


def upgrade() -> None:
    op.add_column("learners", sa.Column("news_from", sa.Date))
    op.add_column("learners", sa.Column("news_in", sa.String(128)))
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
    engine = op.get_bind().dialect.name
    op.execute(NOTED[engine])
    op.execute(DUE[engine])


def downgrade() -> None:
    op.drop_table("streak_news")
    op.drop_column("learners", "news_in")
    op.drop_column("learners", "news_from")


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer, "sqlite")
