"""Keep the day by which a learner wants to finish a part of a roadmap.

Revision: 0025, after 0024.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "goals",
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("roadmap", sa.String(64), nullable=False),
        sa.Column("part", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name=op.f("fk_goals_learner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("learner_id", "roadmap", name=op.f("pk_goals")),
    )


def downgrade() -> None:
    op.drop_table("goals")
