"""Keep the lines of buttons that no platform can carry.

Revision: 0007, after 0006.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "kept_lines",
        sa.Column("key", sa.String(12), nullable=False),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("learner_id", ID),
        sa.Column("space_id", sa.BigInteger, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_kept_lines")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_kept_lines_learner_id"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_kept_lines_at"), "kept_lines", ["at"])
    op.create_index(op.f("ix_kept_lines_learner_id"), "kept_lines", ["learner_id"])
    op.create_index(op.f("ix_kept_lines_platform_user_id"), "kept_lines", ["platform", "user_id"])


def downgrade() -> None:
    op.drop_table("kept_lines")
