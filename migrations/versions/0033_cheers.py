"""Keep the cheers that members gave to posts.

Revision: 0033, after 0032.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "cheers",
        sa.Column("post_id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["outbox.id"], name=op.f("fk_cheers_post_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name=op.f("fk_cheers_learner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "learner_id", name=op.f("pk_cheers")),
    )
    op.create_index(op.f("ix_cheers_learner_id_at"), "cheers", ["learner_id", "at"])


def downgrade() -> None:
    op.drop_table("cheers")
