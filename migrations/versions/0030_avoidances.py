"""Keep the members whom a learner is never matched with.

Revision: 0030, after 0029.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "avoidances",
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("other_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_avoidances_learner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["other_id"], ["learners.id"], name=op.f("fk_avoidances_other_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("learner_id", "other_id", name=op.f("pk_avoidances")),
    )
    op.create_index(op.f("ix_avoidances_other_id"), "avoidances", ["other_id"])


def downgrade() -> None:
    op.drop_table("avoidances")
