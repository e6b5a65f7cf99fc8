"""Keep each learner's part in a post that celebrates several, so that hiding or an undo takes only theirs out.

Revision: 0014, after 0013.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "gathered",
        sa.Column("post_id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["outbox.id"], name=op.f("fk_gathered_post_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_gathered_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "learner_id", name=op.f("pk_gathered")),
    )
    op.create_index(op.f("ix_gathered_learner_id"), "gathered", ["learner_id"])


def downgrade() -> None:
    op.drop_table("gathered")
