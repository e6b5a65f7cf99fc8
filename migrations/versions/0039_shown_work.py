"""Keep since when a learner's work is shown, and what becomes of the evidence of a tick.

Revision: 0039, after 0038.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("learners", sa.Column("work_from", sa.DateTime(timezone=True)))
    op.add_column("ticks", sa.Column("evidence_at", sa.DateTime(timezone=True)))
    op.add_column("ticks", sa.Column("file", sa.Text()))
    op.add_column("ticks", sa.Column("hidden_at", sa.DateTime(timezone=True)))
    op.add_column("ticks", sa.Column("taken_down", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "former_evidence",
        sa.Column("act_id", ID, nullable=False, autoincrement=False),
        sa.Column("tick_id", ID, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("file", sa.Text()),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["acts.id"], name=op.f("fk_former_evidence_act_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tick_id"], ["ticks.id"], name=op.f("fk_former_evidence_tick_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("act_id", name=op.f("pk_former_evidence")),
    )
    op.create_index(op.f("ix_former_evidence_tick_id"), "former_evidence", ["tick_id"])


def downgrade() -> None:
    op.drop_table("former_evidence")
    for name in ("taken_down", "hidden_at", "file", "evidence_at"):
        op.drop_column("ticks", name)
    op.drop_column("learners", "work_from")
