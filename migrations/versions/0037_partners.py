"""Keep which members want study partners, and how they were matched. No member wants any until they say so.

Revision: 0037, after 0036.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("memberships") as table:
        table.add_column(sa.Column("partner_since", sa.DateTime(timezone=True)))
    op.create_table(
        "pairings",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("renewed_at >= at", name=op.f("ck_pairings_renewed")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_pairings_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairings")),
    )
    op.create_index(op.f("ix_pairings_group_id"), "pairings", ["group_id"])
    op.create_table(
        "paired",
        sa.Column("pairing_id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairings.id"], name=op.f("fk_paired_pairing_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name=op.f("fk_paired_learner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("pairing_id", "learner_id", name=op.f("pk_paired")),
    )
    op.create_index(op.f("ix_paired_learner_id"), "paired", ["learner_id"])


def downgrade() -> None:
    op.drop_table("paired")
    op.drop_table("pairings")
    with op.batch_alter_table("memberships") as table:
        table.drop_column("partner_since")
