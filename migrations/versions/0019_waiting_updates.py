"""Keep updates that wait for their answer, if so many wait that others are only heard behind them.

Revision: 0019, after 0018.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "waiting_updates",
        sa.Column("number", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_waiting_updates")),
    )
    op.create_index(op.f("ix_waiting_updates_at"), "waiting_updates", ["at"])


def downgrade() -> None:
    op.drop_table("waiting_updates")
