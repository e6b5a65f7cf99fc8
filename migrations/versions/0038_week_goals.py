"""Keep the goals that stewards set for their groups, each for one week.

Revision: 0038, after 0037.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "week_goals",
        sa.Column("group_id", ID, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("tasks", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("tasks BETWEEN 1 AND 999", name=op.f("ck_week_goals_tasks")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_week_goals_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "week", name=op.f("pk_week_goals")),
    )


def downgrade() -> None:
    op.drop_table("week_goals")
