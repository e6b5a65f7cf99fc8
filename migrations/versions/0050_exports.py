"""Keep when a learner was given their data last.

Revision: 0050, after 0049.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exports",
        sa.Column(
            "learner_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("learners.id", name="fk_exports_learner_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_on", sa.String(16)),
        sa.PrimaryKeyConstraint("learner_id", "private", name="pk_exports"),
    )


def downgrade() -> None:
    op.drop_table("exports")
